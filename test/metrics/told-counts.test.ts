import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeToldCounts } from '../../shared/metrics/told-counts.js';

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
/** Every way in which so many people can be in four bands. */
function ways(people: number, bands = 4): number[][] {
  if (bands === 1) return [[people]];
  return Array.from({ length: people + 1 }, (_, first) => ways(people - first, bands - 1).map((rest) => [first, ...rest])).flat();
}
const toldOf = (counts: readonly number[]) => JSON.stringify(computeToldCounts(counts) ?? null);

describe('how loaded a team is', () => {
  test('is told exactly where no band has but one or two people', () => {
    expect(computeToldCounts([13, 3, 0, 4])).toEqual([13, 3, 0, 4]);
    expect(computeToldCounts([28, 0, 0, 0])).toEqual([28, 0, 0, 0]);
  });

  test('is told coarsely where one band has one or two: the others’ exact counts would give them away', () => {
    expect(computeToldCounts([13, 1, 0, 1])).toEqual(['3+', '<3', 0, '<3']);
    expect(computeToldCounts([14, 0, 0, 1])).toEqual(['3+', 0, 0, '<3']);
  });

  test('is not told of fewer than five, nor where only one answer is left', () => {
    expect(computeToldCounts([4, 0, 0, 0])).toBeUndefined();
    expect(computeToldCounts([2, 2, 2, 0])).toBeUndefined();
    expect(computeToldCounts([3, 1, 0, 1])).toBeUndefined();
  });

  test('leaves at least two possibilities for each count that is held back, to whoever knows the rule and how many there are', () => {
    for (let people = 5; people <= 18; people++) {
      const possible = new Map<string, number[][]>();
      for (const counts of ways(people)) possible.set(toldOf(counts), [...(possible.get(toldOf(counts)) ?? []), counts]);
      for (const [told, all] of possible) {
        const cells: readonly unknown[] = JSON.parse(told) ?? [null, null, null, null];
        cells.forEach((cell, at) => {
          if (typeof cell === 'number') return;
          expect([people, told, at, new Set(all.map((counts) => counts[at])).size > 1]).toEqual([people, told, at, true]);
        });
      }
    }
  });

  test('so it is in a team of any size: somebody moved from one band to another would not show', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 2, maxLength: 6 }), (counts) => {
        const told = computeToldCounts(counts);
        if (told === undefined) return total(counts) < 25;
        return told.every((cell, at) => {
          if (typeof cell === 'number') return cell === counts[at];
          const others = counts.flatMap((_, to) => (to === at ? [] : [1, -1].map((by) => moved(counts, at, to, by))));
          return others.some((other) => Math.min(...other) >= 0 && toldOf(other) === toldOf(counts));
        });
      }),
    );
  });
});

const moved = (counts: readonly number[], from: number, to: number, by: number): number[] =>
  counts.map((count, at) => (at === from ? count - by : at === to ? count + by : count));
