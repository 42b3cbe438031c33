import type { QueueId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { FIGURE_WINDOWS, type FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { FiguresView } from '../../shared/protocol/views.js';

export type FigureScope = QueueId | 'site';
/** Computes the figures of one scope over one window from the folded site. */
export type FiguresOf = (scope: FigureScope, window: FigureWindow, siteNow: EpochMs) => FiguresView;

export const FIGURES = {
  /** A touched queue's figures go out with the very frame that touched it, but no more often than this. */
  touchedEveryMs: 1_000,
  /** Rolling windows move and waiting callers pass their threshold without an event. */
  refreshEveryMs: 5_000,
  /** A window in which nothing happened only moves its beginning: seen to once a minute. */
  quietEveryMs: 60_000,
} as const;

/** Decides which figures are due and computes them, once for all audiences. */
export class FigureDesk {
  readonly #figuresOf: FiguresOf;
  readonly #latest = new Map<FigureScope, readonly FiguresView[]>();
  readonly #touched = new Set<QueueId>();
  #touchedAt = Number.NEGATIVE_INFINITY;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #quietAt = Number.NEGATIVE_INFINITY;

  constructor(figuresOf: FiguresOf) {
    this.#figuresOf = figuresOf;
  }

  touch(queueId: QueueId): void {
    this.#touched.add(queueId);
  }

  clear(): void {
    this.#latest.clear();
    this.#touched.clear();
    this.#quietAt = Number.NEGATIVE_INFINITY;
  }

  isDue(nowMs: number): boolean {
    return (this.#touched.size > 0 && nowMs - this.#touchedAt >= FIGURES.touchedEveryMs) || nowMs - this.#refreshedAt >= FIGURES.refreshEveryMs;
  }

  /** Figures of everything that is due, changed or not. `waits` tells whether callers wait in a queue now. */
  compute(nowMs: number, siteNow: EpochMs, queueIds: readonly QueueId[], waits: (id: QueueId) => boolean): FiguresView[] {
    const due = this.#dueScopes(nowMs, queueIds, waits);
    return due.flatMap((scope) => this.#computeScope(scope, siteNow));
  }

  /** Forgets the queues that are no longer shown; answers the ids of their figures. */
  forgetAllBut(queueIds: readonly QueueId[]): string[] {
    const kept = new Set<FigureScope>(queueIds).add('site');
    const ids: string[] = [];
    for (const [scope, figures] of this.#latest) {
      if (kept.has(scope)) continue;
      this.#latest.delete(scope);
      ids.push(...figures.map(({ id }) => id));
    }
    return ids;
  }

  #dueScopes(nowMs: number, queueIds: readonly QueueId[], waits: (id: QueueId) => boolean): FigureScope[] {
    const all: FigureScope[] = ['site', ...queueIds];
    if (nowMs - this.#quietAt >= FIGURES.quietEveryMs) {
      this.#quietAt = this.#refreshedAt = this.#touchedAt = nowMs;
      this.#touched.clear();
      return all;
    }
    const isRefresh = nowMs - this.#refreshedAt >= FIGURES.refreshEveryMs;
    const touched = new Set<FigureScope>(this.#touched);
    if (touched.size > 0) touched.add('site');
    if (isRefresh) this.#refreshedAt = nowMs;
    this.#touchedAt = nowMs;
    this.#touched.clear();
    return all.filter((scope) => touched.has(scope) || !this.#latest.has(scope) || (isRefresh && !this.#isQuiet(scope, waits)));
  }

  #isQuiet(scope: FigureScope, waits: (id: QueueId) => boolean): boolean {
    return (this.#latest.get(scope) ?? []).every(isEmpty) && (scope === 'site' || !waits(scope));
  }

  #computeScope(scope: FigureScope, siteNow: EpochMs): readonly FiguresView[] {
    const before = this.#latest.get(scope);
    const figures = FIGURE_WINDOWS.map((window, at) => {
      const next = rounded(this.#figuresOf(scope, window, siteNow));
      const last = before?.[at];
      // An idle floor sends nothing: that an empty window rolled on is no news.
      const onlyRolled = last !== undefined && window !== 'today' && window !== 'interval' && isEmpty(last) && isEmpty(next);
      return onlyRolled ? last : next;
    });
    this.#latest.set(scope, figures);
    return figures;
  }
}

/** Nothing was counted. */
function isEmpty(figures: FiguresView): boolean {
  return Object.entries(figures).every(([field, value]) => field === 'id' || field === 'from' || value === 0 || value === null || value === false);
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
