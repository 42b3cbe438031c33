import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerAll } from '../../server/cli/calc.js';
import { casesOf, disagreements } from './reference.js';

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

test('the same question gets the same plan', async () => {
  const [reference] = casesOf('roster.shiftCover');
  const [first, second] = await Promise.all([1, 2].map(() => answer('roster.shiftCover', reference?.inputs ?? {})));
  expect(first).toEqual(second);
});
