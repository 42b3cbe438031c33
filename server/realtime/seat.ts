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

/** One client's place in a room, and how far it has followed. */
export class Seat {
  readonly member: Member;
  /** Where to resume from once drained; null: from nothing. Means something only while behind. */
  missed: Resume | null = null;
  /** Bytes handed over after the frame that ended at each position. */
  readonly #sentAt = new Map<Position, number>();
  #sentBytes = 0;
  #seenBytes = 0;
  /** A client that never says what it has seen is judged by its connection alone. */
  #tellsSeen = false;
  #progress: { unsent: number; seen: number; atMs: number } | null = null;

  constructor(member: Member) {
    this.member = member;
  }

  sent(to: Position, bytes: number): void {
    this.#sentBytes += bytes;
    if (!this.#tellsSeen) return;
    this.#sentAt.set(to, this.#sentBytes);
    if (this.#sentAt.size > REMEMBERED_FRAMES) for (const oldest of this.#sentAt.keys()) return void this.#sentAt.delete(oldest);
  }

  seen(position: Position): void {
    const bytes = this.#sentAt.get(position);
    if (!this.#tellsSeen) this.#seenBytes = this.#sentBytes;
    this.#tellsSeen = true;
    if (bytes === undefined) return;
    this.#seenBytes = Math.max(this.#seenBytes, bytes);
    for (const earlier of this.#sentAt.keys()) {
      this.#sentAt.delete(earlier);
      if (earlier === position) break;
    }
  }

  isOverdue(): boolean {
    return this.#tellsSeen && this.#sentBytes - this.#seenBytes > SLOW.unseenBytes;
  }

  fellBehind(missed: Resume | null): void {
    this.missed = missed;
    this.#progress = null;
  }

  caughtUp(): void {
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
}
