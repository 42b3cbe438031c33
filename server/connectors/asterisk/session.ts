import type { Socket } from 'node:net';
import { SECOND_MS } from '../../../shared/kernel/time.js';
import type { Logger } from '../../ops/logger.js';
import { type AmiAction, encodeAction, newActionId } from './actions.js';
import { Backoff } from './backoff.js';
import { Framer } from './framing.js';
import type { AmiMessage } from './message.js';
import type { Timers } from './timers.js';

/** Any byte counts as an answer; without one for this long after a question the connection is dead. */
const PING_EVERY_MS = 5 * SECOND_MS;
const SILENCE_MS = 10 * SECOND_MS;
/** From connecting to being logged in. */
const LOGIN_MS = 10 * SECOND_MS;
/** How long a goodbye may take. */
const GOODBYE_MS = SECOND_MS;
/** Actions that wait for their answer; more than this are never under way. */
const MAX_ASKED = 1_000;

/**
 * What we listen to. Class `dialplan` is needed for `QUEUESTATUS` alone; where the PBX lets us filter, the rest of it (two
 * thirds of all bytes) never reaches us. The filters let through what matches one of them.
 */
const EVENT_MASK = 'system,call,agent,dialplan';
const FILTERS = [
  'Variable: QUEUE(STATUS|_WITHDRAW_INFO)',
  'Event: (Queue|Agent|Newchannel|Newstate|Dial|Hangup|SoftHangup|Bridge|BlindTransfer|AttendedTransfer|Hold|Unhold|ChanSpy|ExtensionStatus)',
  'Event: (FullyBooted|Shutdown|Reload|OriginateResponse)',
];

export interface SessionOptions {
  readonly user: string;
  readonly secret: string;
  readonly open: () => Socket;
  readonly timers: Timers;
  readonly random: () => number;
  readonly logger: Logger;
}

export interface SessionHandler {
  /** Logged in and subscribed; events flow. The place to ask for lists. */
  onLive(): void;
  onMessage(message: AmiMessage): void;
  /** All messages of one read were handed over. */
  onRead(): void;
  /** It is, or stays, without a connection. */
  onLost(detail: string): void;
  onDropped(reason: string): void;
}

/** What comes back for one question: its answer, the items of a list, and whether that was all. */
export type OnReply = (message: AmiMessage, isLast: boolean) => void;

interface Question {
  readonly action: AmiAction['action'];
  readonly onReply: OnReply | undefined;
  readonly onLost: (() => void) | undefined;
}

type Phase = 'stopped' | 'waiting' | 'connecting' | 'logging-in' | 'live';

/** One AMI login that is kept up until `stop`. It always reads: a PBX cuts a client that does not. */
export class Session {
  private readonly options: SessionOptions;
  private readonly handler: SessionHandler;
  private readonly backoff: Backoff;
  private phase: Phase = 'stopped';
  private socket: Socket | undefined;
  private framer: Framer | undefined;
  /** Our questions that are not answered to the end: a forged answer can't name one. */
  private readonly asked = new Map<string, Question>();
  private readonly undo = new Map<string, () => void>();
  private liveAt: number | undefined;
  private refused = false;
  private detail = '';
  private closed: (() => void) | undefined;

  constructor(options: SessionOptions, handler: SessionHandler) {
    this.options = options;
    this.handler = handler;
    this.backoff = new Backoff(options.random);
  }

  start(): void {
    if (this.phase === 'stopped') this.connect();
  }

  /** Says goodbye and resolves when the socket is closed. */
  async stop(): Promise<void> {
    const wasLive = this.phase === 'live';
    this.phase = 'stopped';
    this.clearTimers();
    const socket = this.socket;
    if (socket === undefined || socket.destroyed) return;
    const gone = new Promise<void>((resolve) => {
      this.closed = resolve;
    });
    if (wasLive) this.write({ action: 'Logoff' }, newActionId());
    socket.end();
    this.later('goodbye', GOODBYE_MS, () => socket.destroy());
    await gone;
    this.clearTimers();
  }

  get isLive(): boolean {
    return this.phase === 'live';
  }

  /**
   * Sends an action; its id, by which the answers come, or `undefined` when it can't be sent. `onLost`: the connection ended
   * before the last of them came.
   */
  send(action: AmiAction, onReply?: OnReply, onLost?: () => void): string | undefined {
    // An answer that never ended must not keep others from being asked.
    const oldest = this.asked.size >= MAX_ASKED ? this.asked.keys().next() : undefined;
    if (oldest?.done === false) this.asked.delete(oldest.value);
    const id = newActionId();
    this.asked.set(id, { action: action.action, onReply, onLost });
    if (this.write(action, id)) return id;
    this.asked.delete(id);
    return undefined;
  }

  /** What is needed was refused: tried again later, as a login that was refused is. */
  giveUp(detail: string): void {
    this.refused = true;
    this.abandon(detail);
  }

  private connect(): void {
    this.phase = 'connecting';
    this.refused = false;
    this.detail = 'connection closed';
    this.liveAt = undefined;
    const socket = this.options.open();
    this.socket = socket;
    this.framer = new Framer({
      onMessage: (message) => this.message(message),
      onBanner: (version) => this.banner(version),
      onDropped: (reason) => this.handler.onDropped(reason),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(socket, chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.detail = error.code ?? 'connection failed';
    });
    socket.on('close', () => this.ended(socket));
    this.later('login', LOGIN_MS, () => this.abandon('no login within 10 s'));
  }

  private read(socket: Socket, chunk: Buffer): void {
    if (socket !== this.socket || this.phase === 'stopped') return;
    this.cancel('silence');
    this.framer?.push(chunk);
    this.handler.onRead();
  }

  private banner(version: string): void {
    if (this.phase !== 'connecting') return;
    this.options.logger.info({ amiVersion: version }, 'PBX greets');
    this.phase = 'logging-in';
    const { user, secret } = this.options;
    this.send({ action: 'Login', username: user, secret, events: 'off' }, (message) => this.loggedIn(message));
  }

  private loggedIn(message: AmiMessage): void {
    if (message.response !== 'Success') {
      this.giveUp('login refused: user or secret is wrong, or this address is not permitted');
      return;
    }
    this.cancel('login');
    this.subscribe(FILTERS);
  }

  /** Filters one by one: if the first is not permitted, all events come, which is more to read but says the same. */
  private subscribe(filters: readonly string[]): void {
    const [filter, ...rest] = filters;
    if (filter === undefined) {
      this.send({ action: 'Events', mask: EVENT_MASK }, () => this.live());
      return;
    }
    const isFirst = filters === FILTERS;
    this.send({ action: 'Filter', filter }, (message) => {
      if (message.response === 'Success') this.subscribe(rest);
      else if (isFirst) this.subscribe([]);
      else this.abandon('the PBX took one event filter and not the next');
    });
  }

  private live(): void {
    this.phase = 'live';
    this.liveAt = this.options.timers.now();
    this.later('ping', PING_EVERY_MS, () => this.ping());
    this.handler.onLive();
  }

  private ping(): void {
    this.send({ action: 'Ping' });
    // Counted from the first question that nothing followed; whatever is read ends the count.
    if (!this.undo.has('silence')) this.later('silence', SILENCE_MS, () => this.abandon('no answer for 10 s'));
    this.later('ping', PING_EVERY_MS, () => this.ping());
  }

  private message(message: AmiMessage): void {
    const id = message.actionId;
    if (message.event === '' || id !== '') {
      const question = this.asked.get(id);
      // Answers and list items that nobody asked for: forged through somebody's name, or meant for an earlier connection.
      if (question === undefined) {
        this.handler.onDropped('unasked-answer');
        return;
      }
      const last = isLast(question.action, message);
      if (last) this.asked.delete(id);
      question.onReply?.(message, last);
    }
    if (this.phase === 'live') this.handler.onMessage(message);
  }

  private abandon(detail: string): void {
    this.detail = detail;
    this.socket?.destroy();
  }

  private ended(socket: Socket): void {
    if (socket !== this.socket) return;
    this.socket = undefined;
    const unanswered = [...this.asked.values()];
    this.asked.clear();
    this.clearTimers();
    for (const question of unanswered) question.onLost?.();
    if (this.phase === 'stopped') {
      this.closed?.();
      return;
    }
    const liveMs = this.liveAt === undefined ? 0 : this.options.timers.now() - this.liveAt;
    const delayMs = this.backoff.next(liveMs, this.refused);
    this.phase = 'waiting';
    this.options.logger.warn({ detail: this.detail, retryInMs: delayMs }, 'no connection to the PBX');
    this.handler.onLost(this.detail);
    this.later('retry', delayMs, () => this.connect());
  }

  private write(action: AmiAction, id: string): boolean {
    const encoded = encodeAction(action, id);
    if (!encoded.ok) {
      this.options.logger.error({ action: action.action, field: encoded.error.field, reason: encoded.error.reason }, 'action not sent');
      this.handler.onDropped('unsendable-action');
      return false;
    }
    if (this.socket === undefined || this.socket.destroyed) return false;
    this.socket.write(encoded.value);
    return true;
  }

  private later(name: string, delayMs: number, run: () => void): void {
    this.cancel(name);
    const undo = this.options.timers.after(delayMs, () => {
      this.undo.delete(name);
      run();
    });
    this.undo.set(name, undo);
  }

  private cancel(name: string): void {
    this.undo.get(name)?.();
    this.undo.delete(name);
  }

  private clearTimers(): void {
    for (const undo of this.undo.values()) undo();
    this.undo.clear();
  }
}

/** A list goes on after its answer until an event says that it is complete; a call that was asked for, until it was tried. */
function isLast(action: AmiAction['action'], message: AmiMessage): boolean {
  if (action === 'Originate') return message.event === 'OriginateResponse' || message.response === 'Error';
  const list = message.get('EventList').toLowerCase();
  if (message.event === '') return list !== 'start';
  return list === 'complete' || list === 'cancelled';
}
