import { z } from 'zod';
import { err, ok } from '../../../shared/kernel/result.js';
import { daysOffProgram } from '../../../shared/staffing/days-off.js';
import { coverCost, coverPlaces, type Staffed } from '../../../shared/staffing/shift-cover.js';
import { greedyCover } from '../../../shared/staffing/shift-cover-greedy.js';
import { CoverProgram } from '../../../shared/staffing/shift-cover-program.js';
import { solveProgram } from '../../solver/solve.js';
import { type Answer, type Models, model } from './model.js';

const amount = z.number();
const demand = z.array(amount).max(10_000);
/** Both models are solved within seconds; what takes longer is answered with the best plan so far, and says so. */
const TIME_LIMIT_SEC = 60;

const daysOffSchema = z.object({ demand });

async function daysOff({ demand }: z.infer<typeof daysOffSchema>): Promise<Answer> {
  const program = daysOffProgram(demand);
  if (!program.ok) return program;
  const solved = await solveProgram({ program: program.value, start: null, timeLimitSec: TIME_LIMIT_SEC });
  if (!('values' in solved)) return err({ code: 'not-solved', field: 'demand' });
  const starts = solved.values.map(Math.round);
  const minWorkers = starts.reduce((sum, count) => sum + count, 0);
  return ok({ minWorkers, lpBound: solved.relaxedCost, isOptimal: solved.status === 'optimal', starts });
}

const coverSchema = z.object({
  demand,
  shifts: z
    .array(
      z.object({
        name: z.string().max(200),
        lengthSlots: amount,
        breakSlots: amount,
        breakFrom: amount,
        breakTo: amount,
        startFrom: amount,
        startTo: amount,
        startStep: amount,
        cost: amount,
      }),
    )
    .max(1_000),
});

async function shiftCover(problem: z.infer<typeof coverSchema>): Promise<Answer> {
  const places = coverPlaces(problem);
  if (!places.ok) return places;
  const cover = new CoverProgram(problem.demand, places.value);
  const start = cover.valuesOf(greedyCover(problem.demand, places.value));
  const solved = await solveProgram({ program: cover.program, start, timeLimitSec: TIME_LIMIT_SEC });
  if (!('values' in solved)) return err({ code: 'not-solved', field: 'demand' });
  const plan = cover.staffedBy(solved.values);
  return ok({ minCost: coverCost(plan), lpBound: solved.relaxedCost, isOptimal: solved.status === 'optimal', plan: plan.map(described) });
}

const described = ({ place: { kind, start }, count, breaks }: Staffed) => ({
  shift: kind.name,
  start,
  count,
  breaks: breaks.map(({ offset, count }) => ({ start: start + offset, count })),
});

export const ROSTER_MODELS: Models = {
  'roster.cyclic52': model(daysOffSchema, daysOff),
  'roster.shiftCover': model(coverSchema, shiftCover),
};
