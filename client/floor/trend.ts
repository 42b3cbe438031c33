/** Where a row of values goes, for those who can't see its line. */
export type Trend = 'rising' | 'falling' | 'steady';

/** A change smaller than this share of the values' size is none. */
const STEADY_WITHIN = 0.05;

/** @returns `null` when fewer than two values are known. */
export function trendOf(values: readonly (number | null)[]): Trend | null {
  const known = values.filter((value): value is number => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return null;
  const size = Math.max(Math.abs(first), Math.abs(last));
  if (size === 0 || Math.abs(last - first) <= STEADY_WITHIN * size) return 'steady';
  return last > first ? 'rising' : 'falling';
}
