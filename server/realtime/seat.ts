import type { Position } from '../../shared/kernel/position.js';
import type { Resume } from './catch-up.js';
import type { Encoded } from './encode.js';

/** A client as a room knows it. */
export interface Member {
  /** Told right before the first frame of a join: the welcome goes here. */
  joining(resumed: boolean): void;
  /** Hands a message over, unless too much is unsent already; then answers false and sends nothing. */
  offer(message: Encoded): boolean;
  /** Hands a message over whatever is unsent. */
  push(message: Encoded): void;
  /** Bytes that the client's connection has not taken yet. */
  unsentBytes(): number;
  /** It made no progress while behind, and is to be cut off. */
  tooSlow(): void;
}

export const SLOW = {
  /** More than this unsent (the kernel's own buffers come on top): the client gets nothing more until it has drained. */
  unsentBytes: 256 * 1024,
  /** More than this sent and not yet seen, from a client that tells what it has seen. */
  unseenBytes: 1024 * 1024,
  /** Behind and no progress for this long: cut off. It resumes when it wakes. */
  cutAfterMs: 10_000,
} as const;

/** Positions remembered to understand a `seen`: at 40 frames a second, a client may answer some 10 s late. */
const REMEMBERED_FRAMES = 512;

/** How many bytes a room has sent up to each of its last positions: the same for all who are in step. */
export class SentLog {
  readonly #upTo = new Map<Position, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(to: Position, bytes: number): void {
    this.#total += bytes;
    this.#upTo.set(to, this.#total);
    if (this.#upTo.size > REMEMBERED_FRAMES) for (const oldest of this.#upTo.keys()) return void this.#upTo.delete(oldest);
  }

  upTo(position: Position): number | undefined {
    return this.#upTo.get(position);
  }
}

/** One client's place in a room, and how far it has followed. */
export class Seat {
  readonly member: Member;
  /** Where to resume from once drained; null: from nothing. Means something only while behind. */
  missed: Resume | null = null;
  readonly #log: SentLog;
  /** What the room had sent when this client fell behind; null while it is in step. */
  #heldAtBytes: number | null = null;
  #seenBytes: number;
  /** A client that never says what it has seen is judged by its connection alone. */
  #tellsSeen = false;
  #progress: { unsent: number; seen: number; atMs: number } | null = null;

  constructor(member: Member, log: SentLog) {
    this.member = member;
    this.#log = log;
    this.#seenBytes = log.total;
  }

  seen(position: Position): void {
    if (!this.#tellsSeen) this.#seenBytes = this.#heldAtBytes ?? this.#log.total;
    this.#tellsSeen = true;
    this.#seenBytes = Math.max(this.#seenBytes, this.#log.upTo(position) ?? 0);
  }

  isOverdue(): boolean {
    return this.#tellsSeen && this.#unseenBytes > SLOW.unseenBytes;
  }

  fellBehind(missed: Resume | null, heldBytes: number): void {
    this.missed = missed;
    this.#heldAtBytes ??= heldBytes;
    this.#progress = null;
  }

  /** In step again: what was not sent meanwhile is not waited for. */
  caughtUp(): void {
    this.#seenBytes = this.#log.total - this.#unseenBytes;
    this.#heldAtBytes = null;
    this.missed = null;
    this.#progress = null;
  }

  /** Everything handed over was taken and, as far as the client tells, seen. */
  isReady(): boolean {
    return this.member.unsentBytes() === 0 && !this.isOverdue();
  }

  isStuck(nowMs: number): boolean {
    const unsent = this.member.unsentBytes();
    const before = this.#progress;
    if (before === null || unsent < before.unsent || this.#seenBytes > before.seen) {
      this.#progress = { unsent, seen: this.#seenBytes, atMs: nowMs };
      return false;
    }
    return nowMs - before.atMs >= SLOW.cutAfterMs;
  }

  get #unseenBytes(): number {
    return Math.max(0, (this.#heldAtBytes ?? this.#log.total) - this.#seenBytes);
  }
}
