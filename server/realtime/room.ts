import type { Audience } from '../../shared/domain/redact.js';
import type { Epoch } from '../../shared/kernel/ids.js';
import { comparePositions, type Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { View, ViewKey } from '../../shared/protocol/project-views.js';
import { redactView } from '../../shared/protocol/redact-views.js';
import { canCatchUp, catchUp, type Held, idOf, kindOf, type Resume } from './catch-up.js';
import { type Encoded, encodeFrame } from './encode.js';
import type { LiveSource } from './live-source.js';
import { Draft, type PatchTexts } from './records.js';
import { followScope, type Scope } from './scope.js';
import { type Member, Seat, SentLog } from './seat.js';
import type { ViewBook, ViewChanges } from './view-book.js';

/** One tick, for all rooms. */
export interface Tick {
  readonly epoch: Epoch;
  readonly to: Position;
  readonly at: EpochMs;
  readonly readAt?: number | undefined;
}

/** A whole view is encoded at most this often; who joins in between gets the last one and what came since. */
const WHOLE_KEPT_MS = 1_000;
/** Up to this many records a whole view costs less than two messages. */
const SMALL_ROOM = 300;
/** Different positions that resume answers are kept for. */
const MAX_CATCH_UPS = 64;

/** An answer that many may get, and what it is good for. */
interface Kept {
  readonly encoded: Encoded;
  readonly position: Position;
  readonly at: EpochMs;
  readonly madeMs: number;
  readonly frames: number;
}

/**
 * One audience: what it was last told, and who listens. All its members get the same bytes, encoded once. A member is either
 * in step (has everything up to `position`) or behind (gets nothing, until one merged frame brings it up).
 */
export class Room {
  readonly audience: Audience;
  readonly inStep = new Set<Seat>();
  readonly behind = new Set<Seat>();
  /** Monotonic instant at which the last member left. */
  emptySinceMs: number | null = null;
  readonly #held: Held;
  readonly #scope: Scope;
  readonly #sent = new Map<ViewKey, View>();
  readonly #catchUps = new Map<string, Kept>();
  readonly #log = new SentLog();
  #whole: Kept | null = null;
  #epoch: Epoch;
  #position: Position;
  #at: EpochMs;
  /** Frames sent so far: a kept answer is complete only at the one it was made at. */
  #frames = 0;

  constructor(audience: Audience, source: LiveSource, book: ViewBook, tick: Tick) {
    this.audience = audience;
    this.#scope = followScope(audience);
    this.#held = { audience, sees: this.#scope, sent: this.#sent, book, source };
    this.#epoch = tick.epoch;
    this.#position = tick.to;
    this.#at = tick.at;
    this.#fill();
  }

  get position(): Position {
    return this.#position;
  }

  get size(): number {
    return this.inStep.size + this.behind.size;
  }

  /** What the members hold now. */
  get sent(): ReadonlyMap<ViewKey, View> {
    return this.#sent;
  }

  /** The book was made anew: everybody gets a whole view. */
  rebuild(tick: Tick, nowMs: number): void {
    this.#move(tick);
    this.#whole = null;
    this.#fill();
    for (const seat of [...this.inStep, ...this.behind]) this.#fallBehind(seat, null);
    this.tend(nowMs);
  }

  /** Builds this audience's frame from what changed, and sends it. Null: there is nothing to tell. */
  advance(changes: ViewChanges, texts: PatchTexts, tick: Tick): Encoded | null {
    const draft = new Draft();
    for (const key of this.#scope.follow(changes, this.#held.book)) this.#compare(key, texts, draft);
    return draft.isEmpty ? null : this.#send(draft, tick);
  }

  /** Brings the room to the tick's position without news, so that somebody who is already there can join. */
  skipTo(tick: Tick): void {
    if (this.#position !== tick.to) this.#send(new Draft(), { epoch: tick.epoch, to: tick.to, at: tick.at });
  }

  /** Seated and told where it stands in one turn: nothing can come in between. */
  join(member: Member, resume: Resume | null, nowMs: number): Seat {
    const isResumed = resume !== null && this.#canCatchUp(resume.from);
    const seat = new Seat(member, this.#log);
    member.joining(isResumed);
    this.emptySinceMs = null;
    this.#bringUp(seat, isResumed ? resume : null, nowMs);
    return seat;
  }

  leave(seat: Seat, nowMs: number): void {
    this.inStep.delete(seat);
    this.behind.delete(seat);
    if (this.size === 0) this.emptySinceMs = nowMs;
  }

  /** Brings up those behind who have drained; answers those who made no progress for too long. */
  tend(nowMs: number): Seat[] {
    const stuck: Seat[] = [];
    for (const seat of this.behind) {
      if (seat.isReady()) this.#bringUp(seat, seat.missed, nowMs);
      else if (seat.isStuck(nowMs)) stuck.push(seat);
    }
    return stuck;
  }

  /** Those whose browser stopped saying what it has seen, while much is on its way, are behind too. */
  findSilent(): void {
    for (const seat of this.inStep) if (seat.isOverdue()) this.#fallBehind(seat, { from: this.#position, asOf: this.#at, isOwn: true });
  }

  #compare(key: ViewKey, texts: PatchTexts, draft: Draft): void {
    const entry = this.#held.book.entries.get(key);
    const before = this.#sent.get(key);
    const after = entry === undefined ? undefined : redactView(this.audience, this.#scope, entry.kind, entry.view);
    if (after === undefined) {
      if (before !== undefined) draft.remove(kindOf(key), idOf(key));
      this.#sent.delete(key);
      return;
    }
    const text = texts.text(before, after);
    this.#sent.set(key, after);
    if (text !== null) draft.change(kindOf(key), text);
  }

  #send(draft: Draft, tick: Tick): Encoded {
    const from = this.#position;
    const encoded = encodeFrame({ epoch: tick.epoch, from, to: tick.to, at: tick.at, readAt: tick.readAt }, draft);
    this.#move(tick);
    for (const seat of this.inStep) if (!seat.member.offer(encoded)) this.#fallBehind(seat, { from, asOf: tick.at, isOwn: true });
    this.#log.add(tick.to, encoded.bytes);
    return encoded;
  }

  #move(tick: Tick): void {
    this.#epoch = tick.epoch;
    this.#position = tick.to;
    this.#at = tick.at;
    this.#frames += 1;
    this.#catchUps.clear();
  }

  #fallBehind(seat: Seat, missed: Resume | null): void {
    this.inStep.delete(seat);
    this.behind.add(seat);
    seat.fellBehind(missed, this.#log.total);
  }

  #bringUp(seat: Seat, resume: Resume | null, nowMs: number): void {
    const kept = resume !== null && this.#canCatchUp(resume.from) ? [this.#catchUp(resume, nowMs)] : this.#wholeView(nowMs);
    for (const { encoded } of kept) seat.member.push(encoded);
    seat.caughtUp();
    this.behind.delete(seat);
    this.inStep.add(seat);
  }

  #fill(): void {
    const { book } = this.#held;
    this.#scope.rebuild(book);
    this.#sent.clear();
    for (const [key, { kind, view }] of book.entries) {
      const redacted = redactView(this.audience, this.#scope, kind, view);
      if (redacted !== undefined) this.#sent.set(key, redacted);
    }
  }

  #wholeView(nowMs: number): Kept[] {
    const last = this.#whole;
    if (last !== null && nowMs - last.madeMs < WHOLE_KEPT_MS) {
      if (last.frames === this.#frames) return [last];
      const isWorthIt = this.#sent.size > SMALL_ROOM && this.#canCatchUp(last.position);
      if (isWorthIt) return [last, this.#catchUp({ from: last.position, asOf: last.at, isOwn: true }, nowMs)];
    }
    const draft = new Draft();
    for (const [key, view] of this.#sent) draft.change(kindOf(key), JSON.stringify(view));
    this.#whole = this.#keep(null, draft, nowMs);
    return [this.#whole];
  }

  #canCatchUp(from: Position): boolean {
    return comparePositions(from, this.#position) <= 0 && canCatchUp(this.#held, from);
  }

  #catchUp({ from, asOf, isOwn }: Resume, nowMs: number): Kept {
    // Whole seconds, so that all who left another node together share one answer. Here all heard the same beat last.
    const since = isOwn ? asOf : Math.floor(asOf / 1_000) * 1_000;
    const key = `${from}|${since}|${isOwn}`;
    const known = this.#catchUps.get(key);
    if (known !== undefined && nowMs - known.madeMs < WHOLE_KEPT_MS) return known;
    const made = this.#keep(from, catchUp(this.#held, { from, asOf: since, isOwn }), nowMs);
    if (this.#catchUps.size < MAX_CATCH_UPS || known !== undefined) this.#catchUps.set(key, made);
    return made;
  }

  #keep(from: Position | null, draft: Draft, nowMs: number): Kept {
    const at = this.#held.source.now().serverAt;
    const position = this.#position;
    const encoded = encodeFrame({ epoch: this.#epoch, from, to: position, at }, draft);
    return { encoded, position, at, madeMs: nowMs, frames: this.#frames };
  }
}
