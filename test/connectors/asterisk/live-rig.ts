import { pino } from 'pino';
import { type AsteriskOptions, createAsteriskConnector } from '../../../server/connectors/asterisk/connector.js';
import { createCallerMask } from '../../../server/connectors/asterisk/mask.js';
import type { Timers } from '../../../server/connectors/asterisk/timers.js';
import type { Connector, ConnectorHost, EffectAnswer } from '../../../server/connectors/connector.js';
import type { Effect } from '../../../shared/domain/action/effects.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { Fact, FactOf } from '../../../shared/domain/facts.js';
import type { SiteState } from '../../../shared/domain/site.js';
import type { ActionId } from '../../../shared/kernel/ids.js';
import { epochMs } from '../../../shared/kernel/time.js';
import type { AmiServer } from '../../support/ami-server.js';
import { foldFacts, isFact } from './recordings.js';

/** A clock that stands still until a test moves it; the socket beside it is real. */
class StillClock implements Timers {
  private nowMs = 1_795_296_000_000;
  private readonly armed = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { at: this.nowMs + Math.max(0, delayMs), run };
    this.armed.add(entry);
    return () => void this.armed.delete(entry);
  }

  get size(): number {
    return this.armed.size;
  }

  advance(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const due = [...this.armed].filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.armed.delete(due);
      this.nowMs = Math.max(this.nowMs, due.at);
      due.run();
    }
    this.nowMs = until;
  }
}

/** A connector on a real socket, and a node that folds at once what it delivers. */
export class LiveRig {
  readonly clock = new StillClock();
  readonly facts: Fact[] = [];
  readonly dropped: string[] = [];
  readonly logged: string[] = [];
  site: SiteState;
  private readonly connector: Connector;
  private watchers: (() => void)[] = [];

  constructor(server: { readonly port: number }, options: Partial<AsteriskOptions> = {}, site: SiteState = emptySite()) {
    this.site = site;
    this.connector = createAsteriskConnector({
      host: '127.0.0.1',
      port: server.port,
      user: 'console',
      secret: 'secret',
      maskCaller: createCallerMask(new Uint8Array(32)),
      timers: this.clock,
      random: () => 1,
      ...options,
    });
    const host: ConnectorHost = {
      logger: pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) }),
      now: () => epochMs(this.clock.now()),
      deliver: (facts) => {
        this.facts.push(...facts);
        foldFacts(facts, this.site);
        this.changed();
      },
      heard: () => this.changed(),
      site: () => this.site,
      dropped: (reason) => {
        this.dropped.push(reason);
        this.changed();
      },
      backlog: () => 0,
    };
    this.connector.start(host);
  }

  async stop(): Promise<void> {
    await this.connector.stop();
  }

  /** Asks the connector for something, as the node that holds the source does. */
  perform(effect: Effect, isHolder: () => boolean = () => true): Promise<EffectAnswer> {
    if (this.connector.perform === undefined) throw new Error('this connector only listens');
    return this.connector.perform(effect, { actionId: 'x-0000000000000000' as ActionId, isHolder });
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  of<T extends Fact['type']>(type: T): FactOf<T>[] {
    return this.facts.filter(isFact(type));
  }

  get status(): (string | undefined)[] {
    return this.of('source.status').map((fact) => (fact.status === 'lost' ? fact.detail : fact.status));
  }

  /** Waits until everything that the server sent so far is read: an answer that nobody asked for marks the place. */
  async caughtUp(server: AmiServer): Promise<void> {
    const marks = () => this.dropped.filter((reason) => reason === 'unasked-answer').length;
    const before = marks();
    server.send('Response: Success\r\nActionID: mark\r\n\r\n');
    await this.until(() => marks() > before);
  }

  /** Connected, and the floor in line with the lists. */
  async live(times = 1): Promise<void> {
    await this.until(() => this.of('source.resynced').length >= times);
  }

  private changed(): void {
    const watchers = this.watchers;
    this.watchers = [];
    for (const watcher of watchers) watcher();
  }
}

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

/** A caller in a `QueueStatus` list. */
export const listedCaller = (uid: string, queue: string, waitSeconds: number) =>
  lines(
    'Event: QueueEntry',
    `Queue: ${queue}`,
    'Position: 1',
    `Channel: PJSIP/trunk-${uid}`,
    `Uniqueid: ${uid}`,
    'CallerIDNum: 15550100001',
    'CallerIDName: Wu Wei',
    `Wait: ${waitSeconds}`,
    'Priority: 0',
  );

/** A channel in a `CoreShowChannels` list. */
export const listedChannel = (uid: string, name: string, more: readonly string[] = []) =>
  lines('Event: CoreShowChannel', `Channel: ${name}`, 'ChannelState: 6', `Uniqueid: ${uid}`, `Linkedid: ${uid}`, ...more);

/** Events of a caller who joins a queue. */
export const joins = (uid: string, queue: string, count: number, name = 'Wu Wei') =>
  lines('Event: Newchannel', `Channel: PJSIP/trunk-${uid}`, 'ChannelState: 4', `Uniqueid: ${uid}`, `Linkedid: ${uid}`) +
  lines(
    'Event: QueueCallerJoin',
    `Channel: PJSIP/trunk-${uid}`,
    'ChannelState: 6',
    'CallerIDNum: 15550100001',
    `CallerIDName: ${name}`,
    `Uniqueid: ${uid}`,
    `Linkedid: ${uid}`,
    `Queue: ${queue}`,
    'Position: 1',
    `Count: ${count}`,
  );

/** Runs with a server and a connector, and leaves nothing running. */
export async function withLive(server: AmiServer, options: Partial<AsteriskOptions>, run: (rig: LiveRig) => Promise<void>): Promise<void> {
  const rig = new LiveRig(server, options);
  try {
    await run(rig);
  } finally {
    await rig.stop();
    await server.stop();
  }
}
