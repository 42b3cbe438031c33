import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BufferInput, computeBufferImpact } from '../../shared/staffing/buffer-impact.js';
import { casesOf, disagreements } from './reference.js';
import { anyTraffic, NOISE, solved } from './solved.js';

const afternoon: BufferInput = {
  intervalSec: 1_800,
  patienceSec: 180,
  targetSec: 15,
  shortAbandonSec: 5,
  slGoal: 0.8,
  slFormula: 'slExShort',
  intervals: [
    { calls: 122, ahtSec: 260, staffed: 22, unplannedShrink: 0, minStaff: 12, overlap: 1 },
    { calls: 60, ahtSec: 260, staffed: 15, unplannedShrink: 0.1, minStaff: 8, overlap: 0.5 },
  ],
  kValues: [0, 1, 2, 3],
};

const anyWindow = fc
  .record({
    traffic: anyTraffic,
    slGoal: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    intervals: fc.array(
      fc.record({
        calls: fc.integer({ min: 0, max: 300 }),
        ahtSec: fc.integer({ min: 20, max: 600 }),
        staffed: fc.integer({ min: 0, max: 60 }),
        unplannedShrink: fc.double({ min: 0, max: 0.3, noNaN: true }),
        minStaff: fc.integer({ min: 0, max: 10 }),
        overlap: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ traffic, ...rest }): BufferInput => ({ ...traffic, ...rest, slFormula: 'slExShort', kValues: [0, 1, 2, 3, 4] }));

describe('taking people off the floor', () => {
  test.each(casesOf('bufferImpact'))('$id agrees with the reference', (reference) => {
    expect(disagreements(reference, solved(computeBufferImpact(reference.inputs as unknown as BufferInput)))).toEqual([]);
  });

  test('one more away never helps callers, and never turns a worse verdict into a better one', () => {
    const worse = ['GREEN', 'AMBER', 'RED'];
    fc.assert(
      fc.property(anyWindow, (window) => {
        const { rows, maxConcurrentAdmissible } = solved(computeBufferImpact(window));
        rows.forEach((row, i) => {
          const fewer = rows[i - 1] ?? row;
          expect(row.slHorizon).toBeLessThanOrEqual(fewer.slHorizon + NOISE);
          expect(row.extraAbandons).toBeGreaterThanOrEqual(fewer.extraAbandons - 1_000 * NOISE);
          expect(worse.indexOf(row.verdict)).toBeGreaterThanOrEqual(worse.indexOf(fewer.verdict));
          if (row.k >= 1) expect(row.verdict !== 'RED').toBe(row.k <= maxConcurrentAdmissible);
        });
      }),
    );
  });

  test('the first interval that would not be green is named', () => {
    const [calm, ...more] = solved(computeBufferImpact(afternoon)).rows;
    expect(calm).toMatchObject({ verdict: 'GREEN', firstTroubledInterval: null });
    expect(more.map(({ verdict, firstTroubledInterval }) => [verdict, firstTroubledInterval])).toEqual([
      ['GREEN', null],
      ['GREEN', null],
      ['AMBER', 0],
    ]);
  });

  test('below the minimum of people it is red, however quiet the phones are', () => {
    const quiet = { ...afternoon, intervals: [{ ...afternoon.intervals[0]!, calls: 0, staffed: 12 }] };
    const { rows, maxConcurrentAdmissible } = solved(computeBufferImpact(quiet));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['GREEN', 'RED', 'RED', 'RED']);
    expect(rows[0]).toMatchObject({ slHorizon: 1, expectedAbandons: 0, maxOccupancy: 0 });
    expect(maxConcurrentAdmissible).toBe(0);
  });

  test('rounding does not put 13.3 people below a minimum of 13.3', () => {
    const edge = { calls: 10, ahtSec: 60, staffed: 15, unplannedShrink: 0.05, minStaff: 13.3, overlap: 1 };
    expect(solved(computeBufferImpact({ ...afternoon, intervals: [edge] })).rows[1]?.verdict).toBe('GREEN');
  });

  test('a floor that misses its goal anyway may still let somebody go who changes little', () => {
    const large = { calls: 900, ahtSec: 300, staffed: 145, unplannedShrink: 0, minStaff: 50, overlap: 1 };
    const { rows } = solved(computeBufferImpact({ ...afternoon, slGoal: 0.95, intervals: [large] }));
    expect(rows[0]!.slHorizon).toBeLessThan(0.9);
    expect(rows[1]!.verdict).toBe('AMBER');
  });

  test.each([
    [{ intervals: [] }, 'intervals'],
    [{ intervals: [{ ...afternoon.intervals[0]!, ahtSec: 0 }] }, 'intervals.0.ahtSec'],
    [{ intervals: [afternoon.intervals[0]!, { ...afternoon.intervals[1]!, overlap: 1.5 }] }, 'intervals.1.overlap'],
    [{ slGoal: 2 }, 'slGoal'],
    [{ kValues: [0, -1] }, 'kValues.1'],
    [{ intervals: Array.from({ length: 1_000 }, () => ({ ...afternoon.intervals[0]!, staffed: 1e6 })) }, 'intervals'],
  ])('what makes no sense, or would take minutes, is refused by name: %#', (change, field) => {
    expect(computeBufferImpact({ ...afternoon, ...change })).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
  test('people go whole', () => {
    const error = { code: 'not-an-integer', field: 'kValues.0' };
    expect(computeBufferImpact({ ...afternoon, kValues: [0.5] })).toEqual({ ok: false, error });
  });
});

/** Half-hours of calls of five minutes; the same service level with 0, 1, 2 and 3 of the team away. Published with the definition. */
const BY_TEAM_SIZE: readonly (readonly [agents: number, calls: number, levels: readonly number[]])[] = [
  [6, 24, [83.5, 70.6, 53.4, 34.3]],
  [10, 46, [82.6, 73.2, 61.6, 48.5]],
  [15, 74, [82.5, 75.3, 66.6, 56.8]],
  [30, 160, [83.2, 78.5, 73.2, 67.2]],
  [60, 335, [85.0, 82.1, 78.8, 75.2]],
  [120, 690, [87.7, 85.9, 84.0, 81.9]],
  [240, 1_410, [90.5, 89.5, 88.5, 87.3]],
];
const team = (staffed: number, calls: number, minStaff: number): BufferInput => ({
  ...afternoon,
  intervals: Array.from({ length: 4 }, () => ({ calls, ahtSec: 300, staffed, unplannedShrink: 0, minStaff, overlap: 1 })),
});

describe('how much one person is depends on how many there are', () => {
  test.each(BY_TEAM_SIZE)('%i agents, %i calls in half an hour: %j %%', (agents, calls, levels) => {
    const { rows } = solved(computeBufferImpact(team(agents, calls, 0)));
    expect(rows.map(({ slHorizon }) => Math.round(1_000 * slHorizon) / 10)).toEqual(levels);
  });

  test('twelve can spare one when one is to spare, and none when each is needed', () => {
    const verdicts = (calls: number) => solved(computeBufferImpact(team(12, calls, 7))).rows.map(({ verdict }) => verdict);
    // 58 calls need all twelve for 80 % in 15 s, 52 need eleven, 46 need ten.
    expect(verdicts(58)).toEqual(['GREEN', 'RED', 'RED', 'RED']);
    expect(verdicts(52)).toEqual(['GREEN', 'GREEN', 'RED', 'RED']);
    expect(verdicts(46)).toEqual(['GREEN', 'GREEN', 'GREEN', 'RED']);
  });

  test('sixty can spare two even when each is needed; then the others would not get their breath', () => {
    const { rows, maxConcurrentAdmissible } = solved(computeBufferImpact(team(60, 322, 36)));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['GREEN', 'GREEN', 'GREEN', 'AMBER']);
    expect(rows[2]?.maxOccupancy).toBeLessThanOrEqual(0.9);
    expect(rows[3]?.maxOccupancy).toBeGreaterThan(0.9);
    expect(rows[3]?.slHorizon).toBeGreaterThan(0.8);
    expect(maxConcurrentAdmissible).toBe(3);
  });
});
