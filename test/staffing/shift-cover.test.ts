import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoverProblem, coverCost, coverPlaces, type ShiftKind, type Staffed } from '../../shared/staffing/shift-cover.js';
import { greedyCover } from '../../shared/staffing/shift-cover-greedy.js';
import { CoverProgram } from '../../shared/staffing/shift-cover-program.js';
import { casesOf } from './reference.js';
import { solved } from './solved.js';

const eightHours: ShiftKind = {
  name: '8 h',
  lengthSlots: 17,
  breakSlots: 1,
  breakFrom: 7,
  breakTo: 10,
  startFrom: 0,
  startTo: 9,
  startStep: 1,
  cost: 16,
};
const fourHours: ShiftKind = {
  ...eightHours,
  name: '4 h',
  lengthSlots: 8,
  breakSlots: 0,
  breakFrom: 0,
  breakTo: 0,
  startTo: 18,
  cost: 8.5,
};

/** Who is at work in each slot, counted from the plan alone. */
function onDuty(slots: number, plan: readonly Staffed[]): number[] {
  const duty = Array.from({ length: slots }, () => 0);
  const add = (from: number, length: number, count: number) => {
    for (let slot = from; slot < from + length && slot < slots; slot++) duty[slot] = (duty[slot] ?? 0) + count;
  };
  for (const { place, count, breaks } of plan) {
    add(place.start, place.kind.lengthSlots, count);
    for (const taken of breaks) add(place.start + taken.offset, place.kind.breakSlots, -taken.count);
  }
  return duty;
}

/** Any day of up to 30 slots, and shifts of which one covers every slot. */
const anyProblem: fc.Arbitrary<CoverProblem> = fc
  .record({
    demand: fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 5, noNaN: true })), {
      minLength: 1,
      maxLength: 30,
    }),
    kinds: fc.array(
      fc
        .record({
          lengthSlots: fc.integer({ min: 2, max: 20 }),
          breakSlots: fc.integer({ min: 0, max: 2 }),
          from: fc.nat(20),
          window: fc.nat(4),
          startFrom: fc.nat(10),
          starts: fc.nat(20),
          startStep: fc.integer({ min: 1, max: 4 }),
          cost: fc.integer({ min: 0, max: 20 }),
        })
        .map(({ lengthSlots, breakSlots, from, window, startFrom, starts, startStep, cost }): ShiftKind => {
          const latest = lengthSlots - breakSlots;
          const breakFrom = Math.min(from, latest);
          const startTo = startFrom + starts;
          const breakTo = Math.min(breakFrom + window, latest);
          return { name: 'any', lengthSlots, breakSlots, breakFrom, breakTo, startFrom, startTo, startStep, cost };
        }),
      { maxLength: 3 },
    ),
  })
  .map(({ demand, kinds }) => ({ demand, shifts: [...kinds, { ...fourHours, lengthSlots: 3, startTo: 30, cost: 4 }] }));

describe('a cover without a solver', () => {
  test('has whoever is needed in every slot, with a break for everyone who is due one', () => {
    fc.assert(
      fc.property(anyProblem, ({ demand, shifts }) => {
        const plan = greedyCover(demand, solved(coverPlaces({ demand, shifts })));
        const duty = onDuty(demand.length, plan);
        for (const [slot, needed] of demand.entries()) expect(duty[slot]).toBeGreaterThanOrEqual(needed - 1e-9);
        for (const { place, count, breaks } of plan) {
          const taken = breaks.reduce((sum, each) => sum + each.count, 0);
          expect(taken).toBe(place.kind.breakSlots === 0 ? 0 : count);
          for (const { offset } of breaks) expect(place.offsets).toContain(offset);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('keeps every row of the program that a solver begins with', () => {
    fc.assert(
      fc.property(anyProblem, ({ demand, shifts }) => {
        const places = solved(coverPlaces({ demand, shifts }));
        const cover = new CoverProgram(demand, places);
        const plan = greedyCover(demand, places);
        const values = cover.valuesOf(plan);
        for (const { terms, atLeast, atMost } of cover.program.rows) {
          const value = terms.reduce((sum, { column, factor }) => sum + factor * (values[column] ?? 0), 0);
          expect(value).toBeGreaterThanOrEqual(atLeast - 1e-9);
          if (atMost !== null) expect(value).toBeLessThanOrEqual(atMost);
        }
        expect(coverCost(cover.staffedBy(values))).toBeCloseTo(coverCost(plan), 9);
      }),
      { numRuns: 100 },
    );
  });

  test.each(casesOf('roster.shiftCover'))('$id: is within a tenth of the best', ({ inputs, outputs }) => {
    const problem = inputs as unknown as CoverProblem;
    const plan = greedyCover(problem.demand, solved(coverPlaces(problem)));
    expect(coverCost(plan)).toBeGreaterThanOrEqual(Number(outputs.minCost));
    expect(coverCost(plan)).toBeLessThanOrEqual(1.1 * Number(outputs.minCost));
  });

  test('is the same each time', () => {
    const demand = [4, 6, 9, 12, 15, 17, 17, 16, 13, 11, 11, 13, 15, 16, 16, 15, 13, 11, 10, 9, 8, 7, 6, 5, 4, 3];
    const places = solved(coverPlaces({ demand, shifts: [eightHours, fourHours] }));
    expect(greedyCover(demand, places)).toEqual(greedyCover(demand, places));
  });

  test('of a night when nobody is needed is nobody', () => {
    const demand = [0, 0, 0];
    expect(greedyCover(demand, solved(coverPlaces({ demand, shifts: [eightHours] })))).toEqual([]);
  });
});

describe('a day that no shift can cover', () => {
  test('is named by the first slot that stays bare', () => {
    const demand = [1, 0, 1, 1];
    expect(coverPlaces({ demand, shifts: [{ ...fourHours, lengthSlots: 2, startTo: 0 }] })).toEqual({
      ok: false,
      error: { code: 'infeasible', field: 'demand.2' },
    });
  });

  test('may be bare only where everybody’s break must be', () => {
    const lunch = { ...eightHours, lengthSlots: 4, breakFrom: 2, breakTo: 2, startTo: 0 };
    expect(coverPlaces({ demand: [1, 1, 1, 1], shifts: [lunch] })).toEqual({ ok: false, error: { code: 'infeasible', field: 'demand.2' } });
    expect(coverPlaces({ demand: [1, 1, 1, 1], shifts: [{ ...lunch, breakTo: 3 }] }).ok).toBe(true);
    expect(coverPlaces({ demand: [1, 1, 0, 1], shifts: [lunch] }).ok).toBe(true);
  });

  test('without any shift is bare from the first', () => {
    expect(coverPlaces({ demand: [0, 2], shifts: [] })).toEqual({ ok: false, error: { code: 'infeasible', field: 'demand.1' } });
  });
});

test.each([
  ['demand', { demand: [] }],
  ['demand.1', { demand: [1, -1] }],
  ['demand.1', { demand: [1, 1e7] }],
  ['demand', { demand: Array.from({ length: 3_000 }, () => 1) }],
  ['shifts.0.lengthSlots', { shifts: [{ ...eightHours, lengthSlots: 0 }] }],
  ['shifts.1.startStep', { shifts: [eightHours, { ...fourHours, startStep: 0 }] }],
  ['shifts.0.startTo', { shifts: [{ ...eightHours, startFrom: 10 }] }],
  ['shifts.0.startTo', { shifts: [{ ...eightHours, startTo: 10_000_000 }] }],
  ['shifts.0.breakTo', { shifts: [{ ...eightHours, breakTo: 17 }] }],
  ['shifts.0.breakTo', { shifts: [{ ...eightHours, breakFrom: 11 }] }],
  ['shifts.0.cost', { shifts: [{ ...eightHours, cost: -1 }] }],
  ['shifts', { shifts: Array.from({ length: 30 }, () => ({ ...fourHours, startTo: 2_000, lengthSlots: 1_000 })) }],
])('%s out of range is refused by its name', (field, wrong) => {
  const problem = { demand: [1, 1], shifts: [eightHours], ...wrong };
  expect(coverPlaces(problem)).toEqual({ ok: false, error: { code: 'out-of-range', field } });
});
