import type { Audience } from '../../shared/domain/redact.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { positionSchema } from '../../shared/kernel/position.js';
import { type CommandAnswer, type Goodbye, helloSchema } from '../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import type { Principal, SessionWatch } from '../auth/principal.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import { audienceOf } from './audience-of.js';
import { type NoteRefusal, parseCommand, submitCommand } from './commands.js';
import type { Encoded } from './encode.js';
import { type Gate, take } from './gate.js';
import type { LiveHub } from './hub.js';
import type { LiveSource } from './live-source.js';
import type { Limits } from './options.js';
import { type Member, type Seat, SLOW } from './seat.js';
import type { Timers } from './timers.js';
import { type LiveSocket, Wire } from './wire.js';

export interface ClientDeps {
  readonly hub: LiveHub;
  readonly source: LiveSource;
  readonly sessions: SessionWatch;
  readonly gate: Gate;
  readonly limits: Limits;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly measures: Pick<Measures, 'dropped'>;
  readonly noteRefusal: NoteRefusal;
  readonly directWrite: boolean;
}

type Ack = (answer: CommandAnswer) => void;

/** One signed-in browser: what it says is parsed here, and what it is told goes through here. */
export class Client implements Member {
  readonly principal: Principal;
  /** Resolves when the connection below is gone. */
  readonly closed: Promise<void>;
  readonly #socket: LiveSocket;
  readonly #wire: Wire;
  readonly #deps: ClientDeps;
  #seat: Seat | null = null;
  #audience: Audience | null = null;
  /** Counts hellos: an answer that took time is dropped when another was asked for meanwhile. */
  #hellos = 0;
  #bad = 0;
  #commands = 0;
  #isClosed = false;
  #helloTimer: unknown;

  constructor(socket: LiveSocket, principal: Principal, deps: ClientDeps) {
    this.principal = principal;
    this.#socket = socket;
    this.#deps = deps;
    this.#wire = new Wire(socket, { directWrite: deps.directWrite });
    this.#helloTimer = deps.timers.setTimeout(() => this.leave({ because: 'bad-message' }), deps.limits.helloWithinMs);
    // Every message is taken here, known or not, and none goes on to listeners: there are no others.
    socket.use(([event, ...args]) => {
      this.#receive(event, args).catch((error: unknown) => {
        deps.logger.error({ err: error, event: event.slice(0, 40) }, 'a message from a browser broke its handling');
        this.leave({ because: 'moving', retryAfterMs: 1_000 });
      });
    });
    socket.once('disconnect', () => this.#close());
    this.closed = new Promise((resolve) => {
      socket.conn.once('close', () => resolve());
    });
  }

  /** The agent whose desk this page is; null on anybody else's, and before it was greeted. */
  get deskOf(): AgentId | null {
    return this.#isClosed || this.#audience?.kind !== 'agent' ? null : this.#audience.agentId;
  }

  joining(resumed: boolean): void {
    const { displayName, role, teamIds, userId } = this.principal;
    const agentId = this.#audience?.kind === 'agent' ? this.#audience.agentId : null;
    this.#socket.emit('welcome', {
      protocol: PROTOCOL_VERSION,
      userId,
      displayName,
      role,
      agentId,
      teamIds: [...teamIds],
      hasPhone: this.principal.agentKey !== undefined,
      resumed,
      node: this.#deps.hub.node,
    });
  }

  offer(message: Encoded): boolean {
    return this.#wire.offer(message, SLOW.unsentBytes);
  }

  push(message: Encoded): void {
    this.#wire.send(message);
  }

  unsentBytes(): number {
    return this.#wire.unsentBytes();
  }

  tooSlow(): void {
    this.leave({ because: 'too-slow', retryAfterMs: 1_000 });
  }

  /** Looks, once a second, whether this is still the same person with the same eyes. */
  check(): void {
    const { sessions, source } = this.#deps;
    if (!sessions.stillValid(this.principal, source.now().serverAt)) this.leave({ because: 'signed-out' });
    else if (this.#audience?.kind === 'agent' && this.#audience.agentId === null) {
      const now = audienceOf(this.principal, source.state());
      if (now.kind === 'agent' && now.agentId !== null) this.leave({ because: 'moving', retryAfterMs: 0 });
    }
  }

  /** Says why, and closes. From here on nothing more is sent. */
  leave(goodbye: Goodbye): void {
    if (this.#isClosed) return;
    this.#close();
    this.#socket.emit('goodbye', goodbye);
    if (goodbye.because === 'too-slow') this.#wire.cut();
    else this.#socket.disconnect(true);
  }

  #close(): void {
    this.#isClosed = true;
    this.#deps.timers.clearTimeout(this.#helloTimer);
    this.#stand();
  }

  #stand(): void {
    if (this.#seat !== null) this.#deps.hub.leave(this.#seat);
    this.#seat = null;
  }

  async #receive(event: string, args: readonly unknown[]): Promise<void> {
    if (this.#isClosed) return;
    const wait = await take(this.#deps.gate.messages, this.#socket.id);
    if (this.#isClosed) return;
    if (wait !== null) {
      this.#deps.measures.dropped('socket', 'too-many');
      return this.leave({ because: 'too-many', ...wait });
    }
    switch (event) {
      case 'hello':
        return this.#hello(args);
      case 'seen':
        return this.#seen(args);
      case 'command':
        return this.#command(args);
      default:
        return this.#badMessage('unknown-event');
    }
  }

  async #hello([raw, ...more]: readonly unknown[]): Promise<void> {
    const parsed = helloSchema.safeParse(raw);
    if (!parsed.success || more.length > 0) return this.#badMessage('bad-hello');
    if (parsed.data.protocol !== PROTOCOL_VERSION) return this.leave({ because: 'protocol' });
    const { hub, gate, sessions, source, timers } = this.#deps;
    timers.clearTimeout(this.#helloTimer);
    // Nothing may arrive between the position it names and the answer.
    this.#stand();
    const hello = ++this.#hellos;
    const wait = await take(gate.hellos, this.#socket.id);
    if (wait !== null && !this.#isClosed) return this.leave({ because: 'too-many', ...wait });
    const resume = await hub.resumable(parsed.data.resume);
    if (this.#isClosed || hello !== this.#hellos) return;
    if (resume === 'ahead') return this.leave({ because: 'moving', retryAfterMs: 1_000 });
    if (!sessions.stillValid(this.principal, source.now().serverAt)) return this.leave({ because: 'signed-out' });
    this.#audience = audienceOf(this.principal, source.state());
    this.#seat = hub.join(this, this.#audience, resume);
  }

  #seen([raw, ...more]: readonly unknown[]): void {
    const parsed = positionSchema.safeParse(raw);
    if (!parsed.success || more.length > 0) return this.#badMessage('bad-seen');
    // A page that is open and drawn is in use: a wall is never touched, and must not go dark for it.
    this.#deps.sessions.touch(this.principal);
    this.#seat?.seen(parsed.data);
  }

  async #command([raw, ack, ...more]: readonly unknown[]): Promise<void> {
    if (typeof ack !== 'function' || more.length > 0) return this.#badMessage('bad-command');
    const answer = ack as Ack;
    const { limits, logger, noteRefusal, sessions, source, timers } = this.#deps;
    if (!sessions.stillValid(this.principal, source.now().serverAt)) return this.leave({ because: 'signed-out' });
    const parsed = parseCommand(raw);
    if ('rejection' in parsed) {
      answer({ outcome: 'refused', rejection: parsed.rejection });
      return this.#badMessage('bad-command');
    }
    if (this.#commands >= limits.commandsInFlight) return answer({ outcome: 'refused', rejection: { code: 'too-many' } });
    this.#commands += 1;
    sessions.touch(this.principal);
    try {
      const deps = { source, timers, logger, noteRefusal, withinMs: limits.commandWithinMs };
      const settled = await submitCommand(parsed.request, this.principal, deps);
      if (!this.#isClosed) answer(settled);
    } finally {
      this.#commands -= 1;
    }
  }

  #badMessage(reason: string): void {
    this.#deps.measures.dropped('socket', reason);
    this.#bad += 1;
    if (this.#bad >= this.#deps.limits.badMessages) this.leave({ because: 'bad-message' });
  }
}
