import type { LiveChange, LiveSource } from '../../../server/realtime/live-source.js';
import type { Timers } from '../../../server/realtime/timers.js';
import { FigureBook } from '../../../server/site/figure-book.js';
import { Fold } from '../../../server/site/fold.js';
import { COMMIT_VERSION } from '../../../shared/domain/commit.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { EntityKey } from '../../../shared/domain/site.js';
import type { CommitId, Epoch } from '../../../shared/kernel/ids.js';
import { isAfter, ORIGIN, type Position } from '../../../shared/kernel/position.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { SOURCE } from './floor.js';

/** Real time, which the bench may move ahead: two minutes need not be waited for. */
export class MovableTime {
  #aheadMs = 0;
  readonly timers: Timers;

  constructor() {
    this.timers = {
      monotonicMs: () => performance.now() + this.#aheadMs,
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
      random: () => Math.random(),
    };
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  skip(ms: number): void {
    this.#aheadMs += ms;
  }
}

/** A running site without a log: the product's own fold, fed in this process. For what is measured behind the fold. */
export class FoldSource implements LiveSource {
  readonly epoch = '01JD0000000000000000000000' as Epoch;
  readonly #time: MovableTime;
  readonly #fold = new Fold();
  readonly #positions = new Set<Position>([ORIGIN]);
  readonly #gone: { readonly key: EntityKey; readonly position: Position }[] = [];
  readonly #listeners = new Set<(change: LiveChange) => void>();
  readonly book = new FigureBook(this);
  #lastMs = 0;
  #seq = 0;

  constructor(time: MovableTime) {
    this.#time = time;
  }

  get position(): Position {
    return this.#fold.position;
  }

  state() {
    return this.#fold.state;
  }

  now() {
    const now = epochMs(this.#time.now());
    return { serverAt: now, siteNow: now, rate: 1 };
  }

  stale() {
    return [];
  }

  deadEntries() {
    return 0;
  }

  onChange(listener: (change: LiveChange) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onReset() {
    return () => {};
  }

  goneSince(position: Position): EntityKey[] {
    return this.#gone.filter((one) => isAfter(one.position, position)).map(({ key }) => key);
  }

  holds(position: Position) {
    return Promise.resolve(this.#positions.has(position));
  }

  submit() {
    return Promise.resolve({ outcome: 'refused', rejection: { code: 'unavailable' } } as const);
  }

  commit(events: readonly DomainEvent[]): void {
    const now = this.#time.now();
    const prev = this.#fold.position;
    const position = this.#next(now);
    const commit = {
      v: COMMIT_VERSION,
      id: `bench/${position}` as CommitId,
      by: { kind: 'connector' as const, source: SOURCE },
      cause: 'facts',
      readAt: now,
      events: [...events],
      at: epochMs(now),
    } as const;
    const change = this.#fold.apply([{ position, prev, commit: { ...commit, events: [...commit.events] }, bytes: 0 }]);
    this.#positions.add(position);
    for (const [key, at] of change.gone) this.#gone.push({ key, position: at });
    for (const listener of [...this.#listeners]) listener(change);
  }

  #next(now: number): Position {
    const ms = Math.max(now, this.#lastMs);
    this.#seq = ms === this.#lastMs ? this.#seq + 1 : 0;
    this.#lastMs = ms;
    return `${ms}-${this.#seq}` as Position;
  }
}
