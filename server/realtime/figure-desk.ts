import type { QueueId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { FIGURE_WINDOWS, type FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { FiguresView } from '../../shared/protocol/views.js';
import { sameView } from './records.js';

export type FigureScope = QueueId | 'site';
/** Computes the figures of one scope over one window from the folded site. */
export type FiguresOf = (scope: FigureScope, window: FigureWindow, siteNow: EpochMs) => FiguresView;

export const FIGURES = {
  /** A touched queue's figures go out with the very frame that touched it, but no more often than this. */
  touchedEveryMs: 1_000,
  /** Rolling windows move and waiting callers pass their threshold without an event. */
  refreshEveryMs: 5_000,
  /** A window in which nothing happened only moves its beginning: every so many refreshes will do. */
  quietEveryRefreshes: 12,
} as const;

/** A refresh is spread over so many turns, so that a site of many queues does not stand still for it. */
const TURNS = 5;
/** A little less than a turn's share: turns are taken on the heartbeat, which may come a moment early. */
const TURN_EVERY_MS = FIGURES.refreshEveryMs / TURNS - 100;

/** Decides which figures are due and computes them, once for all audiences. */
export class FigureDesk {
  readonly #figuresOf: FiguresOf;
  readonly #latest = new Map<FigureScope, readonly FiguresView[]>();
  readonly #touched = new Set<QueueId>();
  readonly #appeared = new Set<QueueId>();
  #touchedAt = Number.NEGATIVE_INFINITY;
  #turnAt = Number.NEGATIVE_INFINITY;
  #turn = 0;

  constructor(figuresOf: FiguresOf) {
    this.#figuresOf = figuresOf;
  }

  touch(queueId: QueueId): void {
    this.#touched.add(queueId);
  }

  /** The queue is shown from this frame on: its figures are due with it, so that one never is there without the other. */
  appear(queueId: QueueId): void {
    this.#appeared.add(queueId);
  }

  clear(): void {
    this.#latest.clear();
    this.#touched.clear();
    this.#appeared.clear();
  }

  isDue(nowMs: number): boolean {
    return this.#appeared.size > 0 || (this.#touched.size > 0 && this.#isTouchedDue(nowMs)) || this.#isRefreshDue(nowMs);
  }

  /** How long until figures of touched queues may go out; null when none wait. */
  touchedInMs(nowMs: number): number | null {
    return this.#touched.size === 0 ? null : Math.max(0, this.#touchedAt + FIGURES.touchedEveryMs - nowMs);
  }

  /** Figures of everything that is due, changed or not. `isAlive`: callers wait there, or agents are signed in. */
  compute(nowMs: number, siteNow: EpochMs, queueIds: readonly QueueId[], isAlive: (scope: FigureScope) => boolean): FiguresView[] {
    const scopes: FigureScope[] = ['site', ...queueIds];
    const isDue = this.#latest.size === 0 ? () => true : this.#dueScopes(nowMs, isAlive);
    return scopes.filter(isDue).flatMap((scope) => this.#computeScope(scope, siteNow));
  }

  #isTouchedDue = (nowMs: number) => nowMs - this.#touchedAt >= FIGURES.touchedEveryMs;
  #isRefreshDue = (nowMs: number) => nowMs - this.#turnAt >= TURN_EVERY_MS;

  #dueScopes(nowMs: number, isAlive: (scope: FigureScope) => boolean): (scope: FigureScope, index: number) => boolean {
    const due = new Set<FigureScope>(this.#appeared);
    this.#appeared.clear();
    if (this.#touched.size > 0 && this.#isTouchedDue(nowMs)) {
      for (const queueId of this.#touched) due.add(queueId).add('site');
      this.#touched.clear();
      this.#touchedAt = nowMs;
    }
    if (!this.#isRefreshDue(nowMs)) return (scope) => due.has(scope);
    this.#turnAt = nowMs;
    this.#turn += 1;
    const quietToo = Math.floor(this.#turn / TURNS) % FIGURES.quietEveryRefreshes === 0;
    return (scope, index) =>
      due.has(scope) || (index % TURNS === this.#turn % TURNS && (quietToo || isAlive(scope) || !this.#isQuiet(scope)));
  }

  #isQuiet(scope: FigureScope): boolean {
    return (this.#latest.get(scope) ?? []).every((figures) => countsNothing(figures) && figures.occupancyRatio === null);
  }

  #computeScope(scope: FigureScope, siteNow: EpochMs): readonly FiguresView[] {
    const before = this.#latest.get(scope);
    const figures = FIGURE_WINDOWS.map((window, at) => {
      const next = rounded(this.#figuresOf(scope, window, siteNow));
      const last = before?.[at];
      // An idle floor sends nothing: that an empty window rolled on is no news.
      const isRolling = window !== 'today' && window !== 'interval';
      return last !== undefined && isRolling && countsNothing(next) && sameView({ ...next, from: last.from }, last) ? last : next;
    });
    this.#latest.set(scope, figures);
    return figures;
  }
}

/** Nothing happened in the window; agents may have been ready in it. */
function countsNothing(figures: FiguresView): boolean {
  return Object.entries(figures).every(
    ([field, value]) => field === 'id' || field === 'from' || value === 0 || value === null || value === false,
  );
}

/** A ratio to a millionth, a length to a millisecond: finer is noise, and would be sent anew each time. */
function rounded(figures: FiguresView): FiguresView {
  const result: Record<string, unknown> = { ...figures };
  for (const [field, value] of Object.entries(result)) {
    if (typeof value !== 'number') continue;
    if (field.endsWith('Ratio')) result[field] = Math.round(value * 1e6) / 1e6;
    else if (field.endsWith('Ms')) result[field] = Math.round(value);
  }
  return result as unknown as FiguresView;
}
