import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerAll } from '../../server/cli/calc.js';
import { solveProgram } from '../../server/solver/solve.js';
import { coverCost, coverPlaces } from '../../shared/staffing/shift-cover.js';
import { greedyCover } from '../../shared/staffing/shift-cover-greedy.js';
import { CoverProgram } from '../../shared/staffing/shift-cover-program.js';
import { casesOf, disagreements } from './reference.js';
import { solved } from './solved.js';

interface Answered {
  readonly id: string;
  readonly outputs?: Record<string, unknown>;
  readonly error?: object;
}
async function answer(model: string, inputs: object): Promise<Answered> {
  for await (const line of answerAll(JSON.stringify({ id: 'x', model, inputs }))) return JSON.parse(line);
  throw new Error('no answer');
}

describe('the cheapest roster', () => {
  test.each([...casesOf('roster.cyclic52'), ...casesOf('roster.shiftCover')])('$id $model agrees with the reference', async (reference) => {
    const { outputs } = await answer(reference.model, reference.inputs);
    expect(disagreements(reference, outputs)).toEqual([]);
    expect(outputs?.isOptimal).toBe(true);
  });

  test('of five days in a row covers each day, with nobody who could stay away', async () => {
    const anyWeek = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(anyWeek, async (demand) => {
        const { outputs } = await answer('roster.cyclic52', { demand });
        const starts = outputs?.starts as number[];
        const least = Number(outputs?.minWorkers);
        for (const [day, needed] of demand.entries()) {
          const there = [0, 1, 2, 3, 4].reduce((sum, worked) => sum + (starts[(day - worked + 7) % 7] ?? 0), 0);
          expect(there).toBeGreaterThanOrEqual(needed);
        }
        // Everybody works five of the week's days; and no day has more than everybody.
        const bound = Math.max(Math.max(...demand), Math.ceil(demand.reduce((sum, needed) => sum + needed, 0) / 5));
        expect(least).toBeGreaterThanOrEqual(bound);
        expect(least).toBeGreaterThanOrEqual(Number(outputs?.lpBound) - 1e-6);
        expect(least).toBeLessThan(Number(outputs?.lpBound) + 2);
      }),
      { numRuns: 8 },
    );
  });

  test('needs nobody in a week without work, and rounds half a person up', async () => {
    expect((await answer('roster.cyclic52', { demand: [0, 0, 0, 0, 0, 0, 0] })).outputs).toMatchObject({ minWorkers: 0, lpBound: 0 });
    expect((await answer('roster.cyclic52', { demand: [0.5, 0, 0, 0, 0, 0, 0] })).outputs).toMatchObject({ minWorkers: 1, lpBound: 0.5 });
  });

  test.each([
    ['roster.cyclic52', { demand: [1, 2, 3] }, 'out-of-range', 'demand'],
    ['roster.cyclic52', { demand: [1, 2, 3, 4, 5, 6, -7] }, 'out-of-range', 'demand.6'],
    ['roster.cyclic52', {}, 'missing', 'demand'],
    ['roster.shiftCover', { demand: [1, 1], shifts: [] }, 'infeasible', 'demand.0'],
    ['roster.shiftCover', { demand: [1], shifts: [{ name: 'x' }] }, 'missing', 'shifts.0.lengthSlots'],
  ])('%s %j is refused as %s: %s', async (model, inputs, code, field) => {
    expect(await answer(model, inputs)).toEqual({ id: 'x', error: { code, field } });
  });
});

/** Three days of half-hours with two lengths of shift and breaks: many seconds to the very best plan. */
function hardCover() {
  const demand = Array.from({ length: 144 }, (_, slot) => Math.round(30 + 23 * Math.sin((slot / 48) * 2 * Math.PI) + 5 * Math.sin(slot)));
  const full = { breakSlots: 1, breakFrom: 6, breakTo: 10, startFrom: 0, startTo: 143, startStep: 1 };
  const shifts = [
    { ...full, name: '8 h', lengthSlots: 17, cost: 16 },
    { ...full, name: '5 h', lengthSlots: 11, breakFrom: 4, breakTo: 6, cost: 10.7 },
  ];
  const places = solved(coverPlaces({ demand, shifts }));
  return { cover: new CoverProgram(demand, places), first: greedyCover(demand, places) };
}

describe('a solver', () => {
  test('whose time is up answers with a plan no worse than the one it began with', async () => {
    const { cover, first } = hardCover();
    const found = await solveProgram({ program: cover.program, start: cover.valuesOf(first), timeLimitSec: 1.5 });
    if (!('values' in found)) throw new Error(found.status);
    const cost = coverCost(cover.staffedBy(found.values));
    expect(cost).toBeLessThanOrEqual(coverCost(first));
    expect(cost).toBeGreaterThanOrEqual(found.relaxedCost ?? 0);
  });

  test('that can not even begin in its time says that nothing was found', async () => {
    expect(await solveProgram({ program: hardCover().cover.program, start: null, timeLimitSec: 1e-6 })).toMatchObject({
      status: 'nothing-found',
    });
  });

  test('that breaks is no crash', async () => {
    const program = { columns: [], rows: [{ terms: [{ column: 7, factor: 1 }], atLeast: 1, atMost: null }] };
    expect(await solveProgram({ program, start: null, timeLimitSec: 5 })).toEqual({ status: 'nothing-found', relaxedCost: null });
  });

  test('says so when nothing can keep the rows', async () => {
    const column = { cost: 1, isInteger: true };
    const row = { terms: [{ column: 0, factor: 1 }] };
    const rows = [
      { ...row, atLeast: 2, atMost: null },
      { ...row, atLeast: 0, atMost: 1 },
    ];
    expect(await solveProgram({ program: { columns: [column], rows }, start: null, timeLimitSec: 5 })).toEqual({ status: 'infeasible' });
    // Half of something is possible, half a person is not.
    const half = [{ ...row, atLeast: 0.4, atMost: 0.6 }];
    expect(await solveProgram({ program: { columns: [column], rows: half }, start: null, timeLimitSec: 5 })).toEqual({
      status: 'infeasible',
    });
  });

  test('gives the same plan for the same question', async () => {
    const [reference] = casesOf('roster.shiftCover');
    const [first, second] = await Promise.all([1, 2].map(() => answer('roster.shiftCover', reference?.inputs ?? {})));
    expect(first).toEqual(second);
  });
});
