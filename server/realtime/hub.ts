import { randomUUID } from 'node:crypto';
import { type Audience, audienceKey } from '../../shared/domain/redact.js';
import { type EntityKey, SITE_ENTITY } from '../../shared/domain/site.js';
import type { QueueId, VisitId } from '../../shared/kernel/ids.js';
import { isAfter, type Position } from '../../shared/kernel/position.js';
import type { Hello } from '../../shared/protocol/messages.js';
import { type View, type ViewKey, viewKey } from '../../shared/protocol/project-views.js';
import type { QueueView, VisitView } from '../../shared/protocol/views.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import type { Resume } from './catch-up.js';
import { encodeHeartbeat } from './encode.js';
import { FIGURES, FigureDesk, type FigureScope, type FiguresOf } from './figure-desk.js';
import { KnownPositions } from './known-positions.js';
import type { LiveChange, LiveSource } from './live-source.js';
import { Pace } from './pace.js';
import { PatchTexts, type ViewChange } from './records.js';
import { Room, type Tick } from './room.js';
import type { Member, Seat } from './seat.js';
import { every, type Timers } from './timers.js';
import { ViewBook } from './view-book.js';

export const HEARTBEAT_EVERY_MS = 1_000;
/** A room without members is kept this long: after a network hiccup they all come back to it. */
const EMPTY_ROOM_KEPT_MS = 30_000;
/** How long a browser that was ahead of this node (another node told it more) waits for this node's fold. */
const AHEAD_PATIENCE_MS = 2_000;
/** Two nodes see figures change up to a refresh apart; clocks and ticks add a little. */
const AS_OF_SLACK_MS = FIGURES.refreshEveryMs + 1_000;

/** Somebody is signed in. */
const isStaffed = (agents: QueueView['agents']) => Object.entries(agents).some(([state, count]) => state !== 'logged-out' && count > 0);

export interface HubOptions {
  readonly source: LiveSource;
  readonly figures: FiguresOf;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly measures: Pick<Measures, 'framesSent' | 'frameLatency'>;
}

interface Pending {
  readonly touched: Set<EntityKey>;
  to: Position;
  readAt: number | undefined;
}

/**
 * The live view of one site on this node: follows the source, keeps what each audience was told, and paces the frames. Knows
 * members, not sockets.
 */
export class LiveHub {
  readonly book: ViewBook;
  /** Told in the welcome, so that a browser that comes back can say who told it what it holds. */
  readonly node = randomUUID();
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #seats = new Map<Seat, Room>();
  readonly #desk: FigureDesk;
  readonly #pace: Pace;
  readonly #positions: KnownPositions;
  readonly #undo: (() => void)[] = [];
  #pending: Pending | null = null;
  #tick: Tick;
  #afterFlush: (() => void)[] = [];
  #figureTimer: unknown = null;

  constructor(options: HubOptions) {
    this.#options = options;
    const { source, timers } = options;
    this.#positions = new KnownPositions(source, options.logger);
    this.#tick = { epoch: source.epoch, to: source.position, at: source.now().serverAt };
    this.book = new ViewBook(this.#tick);
    this.#desk = new FigureDesk(options.figures);
    this.#pace = new Pace({ timers, clients: () => this.#seats.size, flush: () => this.#flushSafely() });
    this.#rebuild();
    this.#undo.push(
      source.onChange((change) => this.#onChange(change)),
      source.onReset(() => this.#onReset()),
      every(timers, HEARTBEAT_EVERY_MS, () => this.#beat()),
    );
  }

  /** Where frames stand. */
  get position(): Position {
    return this.#tick.to;
  }

  get members(): number {
    return this.#seats.size;
  }

  /** Members who get nothing until they have drained. */
  get membersBehind(): number {
    let behind = 0;
    for (const room of this.#rooms.values()) behind += room.behind.size;
    return behind;
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#pace.stop();
    this.#options.timers.clearTimeout(this.#figureTimer);
    this.#release();
  }

  /**
   * From where a browser may resume: null for a whole view, `ahead` when it knows more than this node does and this node does
   * not catch up. A position counts only if it is found in the log of the same epoch.
   */
  async resumable(resume: Hello['resume']): Promise<Resume | null | 'ahead'> {
    if (resume === undefined || resume.epoch !== this.#tick.epoch || !(await this.#isInLog(resume.position))) return null;
    if (isAfter(resume.position, this.#tick.to) && !(await this.#reaches(resume.position))) return 'ahead';
    if (resume.epoch !== this.#tick.epoch) return null;
    const isOwn = resume.node === this.node;
    const asOf = Math.min(resume.asOf, this.#options.source.now().serverAt) - (isOwn ? 0 : AS_OF_SLACK_MS);
    return { from: resume.position, asOf, isOwn };
  }

  /** Seats a member; the first thing it gets fits the frames that follow. */
  join(member: Member, audience: Audience, resume: Resume | null): Seat {
    const room = this.#room(audience);
    if (resume !== null && isAfter(resume.from, room.position)) room.skipTo(this.#now());
    const seat = room.join(member, resume, this.#options.timers.monotonicMs());
    this.#seats.set(seat, room);
    return seat;
  }

  leave(seat: Seat): void {
    this.#seats.get(seat)?.leave(seat, this.#options.timers.monotonicMs());
    this.#seats.delete(seat);
  }

  /** What an audience has been told so far; undefined when nobody of it is here. */
  sentTo(audience: Audience): ReadonlyMap<ViewKey, View> | undefined {
    return this.#rooms.get(audienceKey(audience))?.sent;
  }

  /** Sends what waits, without regard to pace. */
  flush(): void {
    this.#pace.flushNow();
  }

  #room(audience: Audience): Room {
    const key = audienceKey(audience);
    const found = this.#rooms.get(key);
    if (found !== undefined) return found;
    const made = new Room(audience, this.#options.source, this.book, this.#tick);
    this.#rooms.set(key, made);
    return made;
  }

  #now(): Tick {
    return { ...this.#tick, at: this.#options.source.now().serverAt, readAt: undefined };
  }

  #onChange(change: LiveChange): void {
    const pending = this.#pending ?? { touched: new Set(), to: change.to, readAt: undefined };
    this.#pending = pending;
    pending.to = change.to;
    for (const key of change.touched) pending.touched.add(key);
    for (const key of change.gone.keys()) pending.touched.add(key);
    if (change.readAt !== undefined) pending.readAt = Math.min(pending.readAt ?? change.readAt, change.readAt);
    this.#pace.request();
  }

  #onReset(): void {
    this.#rebuild();
    const nowMs = this.#options.timers.monotonicMs();
    for (const room of this.#rooms.values()) room.rebuild(this.#tick, nowMs);
    this.#release();
  }

  #rebuild(): void {
    const { source } = this.#options;
    this.#pending = null;
    this.#positions.clear();
    this.#desk.clear();
    this.#tick = { epoch: source.epoch, to: source.position, at: source.now().serverAt };
    this.book.rebuild(source.state(), source.deadEntries(), this.#tick);
    this.#computeFigures(new Map(), this.#tick);
  }

  /** A mistake of ours in building frames must not stop the fold that called: the view is made anew. */
  #flushSafely(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'frames could not be built; the live view is made anew');
      this.#onReset();
    }
  }

  #flush(): void {
    const { source, timers, measures } = this.#options;
    const pending = this.#pending;
    const isFigureTime = this.#desk.isDue(timers.monotonicMs());
    if (pending === null && !(isFigureTime && this.#isSound())) return;
    // The fold is being made anew and stands elsewhere: what changed is told after the reset that follows.
    if (source.position !== (pending?.to ?? this.#tick.to)) return;
    this.#pending = null;
    const tick: Tick = { epoch: this.#tick.epoch, to: pending?.to ?? this.#tick.to, at: source.now().serverAt, readAt: pending?.readAt };
    this.#tick = tick;
    const touched = pending?.touched ?? new Set<EntityKey>();
    // Entries may be set aside without any entity being touched.
    if (isFigureTime) touched.add(SITE_ENTITY);
    const changes = this.book.apply(source.state(), touched, source.deadEntries(), tick);
    // What is counted is counted with a visit; an agent who comes and goes moves occupancy alone, which can wait for the refresh.
    for (const key of touched) if (key.startsWith('visit:')) this.#touchFigures(key as ViewKey, changes.get(key as ViewKey));
    for (const { kind, before, after } of changes.values())
      if (kind === 'queue' && before === undefined) this.#desk.appear(after?.id as QueueId);
    if (this.#desk.isDue(timers.monotonicMs())) this.#computeFigures(changes, tick);
    if (changes.size > 0) this.#sendAll(changes, tick);
    this.#awaitFigures();
    if (tick.readAt !== undefined) measures.frameLatency(tick.at - tick.readAt);
    this.#tendAll();
    this.#release();
  }

  /** Whether the state may be read between changes: not while the fold is broken, or being made anew. */
  #isSound(): boolean {
    return !this.#options.source.stale().some(({ because }) => because === 'log-unreachable' || because === 'fold-stalled');
  }

  #sendAll(changes: Map<ViewKey, ViewChange>, tick: Tick): void {
    const texts = new PatchTexts(changes.values());
    for (const room of this.#rooms.values()) {
      const sent = room.advance(changes, texts, tick);
      if (sent !== null && room.inStep.size > 0) this.#options.measures.framesSent(room.audience.kind, room.inStep.size, sent.bytes);
    }
  }

  #touchFigures(key: ViewKey, change: ViewChange | undefined): void {
    const visit = this.#options.source.state().visits.get(key.slice('visit:'.length) as VisitId);
    const queueId = visit?.queueId ?? (change?.before as VisitView | undefined)?.queueId;
    if (queueId !== undefined) this.#desk.touch(queueId);
  }

  /** Figures that had to wait go out when their time has come, event or not. */
  #awaitFigures(): void {
    const { timers } = this.#options;
    const waitMs = this.#desk.touchedInMs(timers.monotonicMs());
    if (waitMs === null || this.#figureTimer !== null) return;
    this.#figureTimer = timers.setTimeout(() => {
      this.#figureTimer = null;
      this.#pace.request();
    }, waitMs);
  }

  #computeFigures(changes: Map<ViewKey, ViewChange>, tick: Tick): void {
    const { source, timers } = this.#options;
    const queues: QueueView[] = [];
    for (const id of source.state().queues.keys()) {
      const entry = this.book.entries.get(viewKey('queue', id));
      if (entry !== undefined) queues.push(entry.view as QueueView);
    }
    const ids = queues.map(({ id }) => id);
    const alive = new Set<FigureScope>(queues.filter((queue) => queue.waiting > 0 || isStaffed(queue.agents)).map(({ id }) => id));
    if (alive.size > 0) alive.add('site');
    const figures = this.#desk.compute(timers.monotonicMs(), source.now().siteNow, ids, (scope) => alive.has(scope));
    this.book.putFigures(figures, tick, changes);
  }

  #beat(): void {
    this.#flushSafely();
    const { source, timers } = this.#options;
    const beat = encodeHeartbeat({ epoch: this.#tick.epoch, position: this.#tick.to, ...source.now(), stale: [...source.stale()] });
    const nowMs = timers.monotonicMs();
    for (const [key, room] of this.#rooms) {
      for (const seat of room.inStep) seat.member.offer(beat);
      room.findSilent();
      if (room.emptySinceMs !== null && nowMs - room.emptySinceMs >= (room.audience.kind === 'agent' ? 0 : EMPTY_ROOM_KEPT_MS)) {
        this.#rooms.delete(key);
      }
    }
    this.#tendAll();
  }

  #tendAll(): void {
    const nowMs = this.#options.timers.monotonicMs();
    for (const room of this.#rooms.values()) {
      if (room.behind.size === 0) continue;
      for (const seat of room.tend(nowMs)) seat.member.tooSlow();
    }
  }

  #release(): void {
    for (const wake of this.#afterFlush.splice(0)) wake();
  }

  #isInLog(position: Position): Promise<boolean> {
    return position === this.#tick.to ? Promise.resolve(true) : this.#positions.holds(position);
  }

  async #reaches(position: Position): Promise<boolean> {
    const { timers } = this.#options;
    const deadline = timers.monotonicMs() + AHEAD_PATIENCE_MS;
    while (isAfter(position, this.#tick.to)) {
      if (this.#pending !== null && !isAfter(position, this.#pending.to)) this.flush();
      if (!isAfter(position, this.#tick.to)) return true;
      const leftMs = deadline - timers.monotonicMs();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = timers.setTimeout(resolve, leftMs);
        this.#afterFlush.push(() => {
          timers.clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }
}
