import { QUARTER_MS } from '../../kernel/time.js';

/** Half-open, in instants. Several are in order and do not overlap. */
export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

/** Intervals of equal length, one after the other, that something is counted by. */
export interface Grid {
  readonly startAt: number;
  readonly intervalMs: number;
  readonly count: number;
}

/** The quarter-hours of UTC that hold a span: whatever zone is in use, its clock agrees with them. */
export function quartersOver({ startAt, endAt }: Span): Grid {
  const first = startAt - (startAt % QUARTER_MS);
  return { startAt: first, intervalMs: QUARTER_MS, count: Math.max(1, Math.ceil((endAt - first) / QUARTER_MS)) };
}

/** When an interval begins; that of `count` is the end of all. */
export const startOf = ({ startAt, intervalMs }: Grid, index: number): number => startAt + index * intervalMs;

export const lengthWithin = (a: Span, b: Span): number => Math.max(0, Math.min(a.endAt, b.endAt) - Math.max(a.startAt, b.startAt));
export const touches = (a: Span, b: Span): boolean => a.startAt < b.endAt && b.startAt < a.endAt;

/** What is left of spans when others are taken out. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left: Span[] = [...spans];
  for (const { startAt, endAt } of taken) {
    left = left.flatMap((span) => {
      if (!touches(span, { startAt, endAt })) return [span];
      const parts: Span[] = [
        { startAt: span.startAt, endAt: startAt },
        { startAt: endAt, endAt: span.endAt },
      ];
      return parts.filter((part) => part.endAt > part.startAt);
    });
  }
  return left;
}

/** The intervals that a span reaches into, from the first up to the last, which is left out. */
export function reachOf({ startAt, endAt }: Span, grid: Grid): { readonly first: number; readonly last: number } {
  return {
    first: Math.max(0, Math.floor((startAt - grid.startAt) / grid.intervalMs)),
    last: Math.min(grid.count, Math.ceil((endAt - grid.startAt) / grid.intervalMs)),
  };
}

/** How much of an interval a span fills: 0..1. */
export function shareIn(span: Span, grid: Grid, index: number): number {
  const startAt = startOf(grid, index);
  return lengthWithin(span, { startAt, endAt: startAt + grid.intervalMs }) / grid.intervalMs;
}

/** How much of each interval spans fill together. */
export function sharesOf(grid: Grid, spans: readonly Span[]): number[] {
  const shares = new Array<number>(grid.count).fill(0);
  for (const span of spans) {
    const { first, last } = reachOf(span, grid);
    for (let i = first; i < last; i++) shares[i] = (shares[i] ?? 0) + shareIn(span, grid, i);
  }
  return shares;
}
