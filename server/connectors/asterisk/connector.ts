import { connect } from 'node:net';
import type { Effect } from '../../../shared/domain/action/effects.js';
import type { Fact } from '../../../shared/domain/facts.js';
import { SECOND_MS } from '../../../shared/kernel/time.js';
import type { Connector, ConnectorHost, EffectAnswer, EffectRequest } from '../connector.js';
import { knownMonitors } from './known-monitors.js';
import { knownVisits } from './known-visits.js';
import type { CallerMask } from './mask.js';
import type { AmiMessage } from './message.js';
import { capabilitiesOf } from './perform/capabilities.js';
import type { Contexts } from './perform/dial-plan.js';
import { failed } from './perform/failures.js';
import { Performer } from './perform/performer.js';
import { Session } from './session.js';
import { cleanText } from './text.js';
import { realTimers, type Timers } from './timers.js';
import { Translator } from './translate/translate.js';

export interface AsteriskOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Only these; absent: all that the PBX has. */
  readonly queues?: readonly string[];
  readonly maskCaller: CallerMask;
  /** Channel variable that holds the customer's tier (`channelvars` in manager.conf names it). */
  readonly tierVariable?: string;
  /** Places in the dial plan where callers may be sent; without them, nobody is. */
  readonly contexts?: Contexts;
  readonly timers?: Timers;
  readonly random?: () => number;
}

export const ASTERISK = 'asterisk';

/** Lists are asked for again this often: a change that raises no event, and one that was never sent, show then. */
const REFRESH_MS = 45 * SECOND_MS;
/** Doubts about a queue come in groups; they are asked together, after what is on its way has come. */
const DOUBT_MS = SECOND_MS / 2;

export function createAsteriskConnector(options: AsteriskOptions): Connector {
  return new AsteriskConnector(options);
}

class AsteriskConnector implements Connector {
  readonly source = ASTERISK;
  private readonly options: AsteriskOptions;
  private readonly timers: Timers;
  private running: Running | undefined;

  constructor(options: AsteriskOptions) {
    this.options = options;
    this.timers = options.timers ?? realTimers;
  }

  start(host: ConnectorHost): void {
    if (this.running === undefined) this.running = new Running(host, this.options, this.timers);
  }

  perform(effect: Effect, request: EffectRequest): Promise<EffectAnswer> {
    return this.running?.perform(effect, request) ?? Promise.resolve(failed('unreachable', 'not connected'));
  }

  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    await running?.stop();
  }
}

/** The connector between `start` and `stop`: a session, what it says translated, and the questions asked now and then. */
class Running {
  private readonly host: ConnectorHost;
  private readonly timers: Timers;
  private readonly session: Session;
  private readonly translator: Translator;
  private readonly performer: Performer;
  private readonly doubted = new Set<string>();
  private undoDoubt: (() => void) | undefined;
  private undoRefresh: (() => void) | undefined;
  private undoDue: (() => void) | undefined;
  private toldLost = '';
  /** The PBX user may not read configuration: asked once for each connection. */
  private mayReadConfig = true;

  constructor(host: ConnectorHost, options: AsteriskOptions, timers: Timers) {
    this.host = host;
    this.timers = timers;
    this.translator = new Translator({
      queues: options.queues,
      mask: options.maskCaller,
      tierVariable: options.tierVariable,
      onDoubt: (queue) => this.doubt(queue),
      onDropped: (reason) => host.dropped(reason),
    });
    this.translator.resume(knownVisits(host.site(), ASTERISK), knownMonitors(host.site(), ASTERISK));
    this.session = new Session(
      {
        user: options.user,
        secret: options.secret,
        open: () => connect({ host: options.host, port: options.port, keepAlive: true }),
        timers,
        random: options.random ?? Math.random,
        logger: host.logger,
      },
      {
        onLive: () => this.live(),
        onMessage: (message) => this.message(message),
        onRead: () => {
          host.heard();
          this.flush();
        },
        onLost: (detail) => this.lost(detail),
        onDropped: (reason) => host.dropped(reason),
      },
    );
    this.performer = new Performer({
      translator: this.translator,
      wire: this.session,
      timers,
      contexts: options.contexts ?? {},
      now: () => host.now(),
      onFacts: () => this.flush(),
      askerOf: (actionId) => host.site().actions.get(actionId)?.by.name.slice(0, 120) || undefined,
      askWholeTruth: () => this.askWholeTruth(),
    });
    this.session.start();
  }

  async perform(effect: Effect, request: EffectRequest): Promise<EffectAnswer> {
    try {
      return await this.performer.perform(effect, request);
    } finally {
      this.flush();
    }
  }

  async stop(): Promise<void> {
    for (const undo of [this.undoDoubt, this.undoRefresh, this.undoDue]) undo?.();
    await this.session.stop();
  }

  private live(): void {
    this.toldLost = '';
    this.session.send({ action: 'ListCommands' }, (answer) => this.commandsListed(answer));
    this.askWholeTruth();
    this.refreshLater();
  }

  private askWholeTruth(): void {
    this.mayReadConfig = true;
    this.translator.connected(this.host.now());
    // Which extension is which phone is needed to tell people apart, so it comes first.
    this.session.send({ action: 'ExtensionStateList' });
    this.askAll();
  }

  private commandsListed(answer: AmiMessage): void {
    if (answer.response !== 'Success') return;
    this.translator.capable(capabilitiesOf(answer), this.host.now());
  }

  private message(message: AmiMessage): void {
    this.translator.handle(message, this.host.now());
    // Answered to everyone who asks for lists; the first one completes the resync, and the settings come after it.
    if (message.event === 'QueueStatusComplete') this.askSettings();
  }

  private lost(detail: string): void {
    this.undoRefresh?.();
    this.undoDoubt?.();
    this.undoDoubt = undefined;
    this.doubted.clear();
    this.translator.disconnected(this.host.now(), detail);
    const facts = this.translator.take();
    // The same reason again is no news; the first one is, even if there never was a connection.
    if (facts.length === 0 && detail !== this.toldLost) {
      facts.push({ type: 'source.status', occurredAt: this.host.now(), status: 'lost', detail: detail.slice(0, 200) });
    }
    this.toldLost = detail;
    this.deliver(facts);
  }

  private askAll(): void {
    const id = this.session.send({ action: 'QueueStatus' }, (answer) => this.statusAnswered(answer));
    if (id !== undefined) this.translator.statusRequested(id, {});
    this.session.send({ action: 'CoreShowChannels' });
  }

  private statusAnswered(answer: AmiMessage): void {
    if (answer.response !== 'Error') return;
    const reason = cleanText(answer.get('Message'), 100);
    this.session.giveUp(`the PBX does not tell its queues: ${reason}`);
  }

  /** The wrap-up time of each queue, which no event holds. */
  private askSettings(): void {
    if (!this.mayReadConfig) return;
    this.mayReadConfig = false;
    for (const queue of this.translator.queues()) {
      this.session.send({ action: 'GetConfig', filename: 'queues.conf', category: queue });
    }
  }

  private refreshLater(): void {
    this.undoRefresh?.();
    this.undoRefresh = this.timers.after(REFRESH_MS, () => {
      this.askAll();
      this.refreshLater();
    });
  }

  private doubt(queue: string): void {
    this.doubted.add(queue);
    this.undoDoubt ??= this.timers.after(DOUBT_MS, () => {
      this.undoDoubt = undefined;
      this.askDoubted();
    });
  }

  private askDoubted(): void {
    const queues = [...this.doubted];
    this.doubted.clear();
    if (!this.session.isLive) return;
    if (queues.includes('')) {
      // A reload: members, settings, reasons may all be new.
      this.mayReadConfig = true;
      this.askAll();
      return;
    }
    for (const queue of queues) {
      const id = this.session.send({ action: 'QueueStatus', queue });
      if (id !== undefined) this.translator.statusRequested(id, { queue });
    }
  }

  private flush(): void {
    this.deliver(this.translator.take());
    this.undoDue?.();
    this.undoDue = undefined;
    const due = this.translator.nextDue();
    if (due === undefined) return;
    this.undoDue = this.timers.after(Math.max(1, due - this.host.now()), () => {
      this.translator.tick(this.host.now());
      this.flush();
    });
  }

  private deliver(facts: readonly Fact[]): void {
    if (facts.length > 0) this.host.deliver(facts, this.timers.now());
  }
}
