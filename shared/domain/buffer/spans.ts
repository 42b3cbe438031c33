import { QUARTER_MS } from '../../kernel/time.js';

/** Half-open spans of instants, and how much of each quarter-hour they fill. */
export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

/** Quarter-hours of UTC, one after the other: whatever zone is in use, its clock agrees with them. */
export interface Grid {
  readonly startAt: number;
  readonly count: number;
}

/** Those that hold a span. */
export function gridOver({ startAt, endAt }: Span): Grid {
  const first = startAt - (startAt % QUARTER_MS);
  return { startAt: first, count: Math.max(1, Math.ceil((endAt - first) / QUARTER_MS)) };
}

export const quarterAt = (grid: Grid, index: number): number => grid.startAt + index * QUARTER_MS;

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

/** Share of each quarter-hour that the spans fill: 0..1, given that they do not overlap. */
export function sharesOf(grid: Grid, spans: readonly Span[]): number[] {
  const shares = new Array<number>(grid.count).fill(0);
  for (const span of spans) {
    const from = Math.max(0, Math.floor((span.startAt - grid.startAt) / QUARTER_MS));
    const to = Math.min(grid.count, Math.ceil((span.endAt - grid.startAt) / QUARTER_MS));
    for (let i = from; i < to; i++) {
      const startAt = quarterAt(grid, i);
      shares[i] = (shares[i] ?? 0) + lengthWithin(span, { startAt, endAt: startAt + QUARTER_MS }) / QUARTER_MS;
    }
  }
  return shares;
}
