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
