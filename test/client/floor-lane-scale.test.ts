import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANE_TICKS, lanePosition, percent, WATERLINE } from '../../client/floor/lane-scale.js';

test('a caller exactly at the threshold stands on the waterline, whatever the queue promised', () => {
  for (const thresholdMs of [10_000, 15_000, 60_000]) expect(lanePosition(thresholdMs, thresholdMs)).toBeCloseTo(WATERLINE, 10);
});

test('before the waterline a second is the same distance everywhere; after it each doubling is', () => {
  expect(lanePosition(7_500, 15_000)).toBeCloseTo(0.21, 10);
  expect(LANE_TICKS.map((tick) => percent(tick.at))).toEqual(['21.00%', '56.00%', '70.00%', '84.00%']);
});

test('a caller never moves back, and never leaves the lane', () => {
  fc.assert(
    fc.property(fc.nat(7_200_000), fc.nat(7_200_000), fc.integer({ min: 0, max: 3_600_000 }), (a, b, thresholdMs) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      const [from, to] = [lanePosition(early, thresholdMs), lanePosition(late, thresholdMs)];
      expect(from).toBeLessThanOrEqual(to);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(0.98);
    }),
  );
});

test('a clock that is slightly behind the source puts a new caller at the start, not before it', () => {
  expect(lanePosition(-800, 15_000)).toBe(0);
});
