import { comparePositions, type Position } from '../../shared/kernel/position.js';
import type { View, ViewKey } from '../../shared/protocol/project-views.js';
import type { ViewKind } from '../../shared/protocol/views.js';

/** A record that is no longer shown, as it last was: who might have held it is decided from that. */
export interface Tombstone {
  readonly kind: ViewKind;
  readonly view: View;
  readonly at: Position;
  /** Redis's time, for figures, which have no position of their own. */
  readonly droppedAt: number;
}

/** Some hours of a busy floor. Who was away for longer takes the whole view, which by then is the smaller answer. */
const KEPT = 50_000;

/** What left the view, oldest first. Bounded: beyond `completeSince` it no longer knows. */
export class Tombstones {
  readonly #stones = new Map<ViewKey, Tombstone>();
  readonly #kept: number;
  /** Set once something was dropped here: no answer for positions before it. */
  #forgottenAt: Position | null = null;

  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  get size(): number {
    return this.#stones.size;
  }

  add(key: ViewKey, stone: Tombstone): void {
    this.#stones.delete(key);
    this.#stones.set(key, stone);
    if (this.#stones.size <= this.#kept) return;
    for (const [oldest, { at }] of this.#stones) {
      this.#stones.delete(oldest);
      this.#forgottenAt = at;
      break;
    }
  }

  /** The record is shown again. Answers whether it was known as gone. */
  forget(key: ViewKey): boolean {
    return this.#stones.delete(key);
  }

  clear(): void {
    this.#stones.clear();
    this.#forgottenAt = null;
  }

  reachesBackTo(position: Position): boolean {
    return this.#forgottenAt === null || comparePositions(this.#forgottenAt, position) <= 0;
  }

  /** What was dropped after a position; figures by time, since `asOf`. */
  *since(position: Position, asOf: number): Generator<readonly [ViewKey, Tombstone]> {
    for (const [key, stone] of this.#stones) {
      const isLater = stone.kind === 'figures' ? stone.droppedAt >= asOf : comparePositions(stone.at, position) > 0;
      if (isLater) yield [key, stone];
    }
  }
}
