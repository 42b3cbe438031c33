/** Of so many people, a count stands for itself; of fewer, it would point at somebody (ST-E1). */
const LEAST_COUNTED = 5;
const LEAST_TOLD = 3;

/** `<3`: one or two. `3+`: as many as it may be from three up, since the exact number would give the one or two away. */
export const VEILED_COUNTS = ['<3', '3+'] as const;
export type ToldCount = number | (typeof VEILED_COUNTS)[number];

/**
 * Counts of people by band as they may be told to somebody who knows how many there are in all, and knows this rule: no count that
 * is held back can be worked out from those that are not. Exact where no band has one or two people. Else the others are told only
 * as none, or three and more; and nothing at all where even that leaves but one possibility, as when each is as small as it can be.
 * @returns undefined: nothing may be told
 */
export function computeToldCounts(counts: readonly number[]): readonly ToldCount[] | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total < LEAST_COUNTED) return undefined;
  const small = counts.filter((count) => count > 0 && count < LEAST_TOLD).length;
  if (small === 0) return counts;
  const large = counts.filter((count) => count >= LEAST_TOLD).length;
  const isLeast = total === small + large * LEAST_TOLD;
  const isMost = large === 0 && total === small * (LEAST_TOLD - 1);
  if (isLeast || isMost) return undefined;
  return counts.map((count) => (count === 0 ? 0 : count < LEAST_TOLD ? '<3' : '3+'));
}
