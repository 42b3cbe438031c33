import { computeBufferImpact } from '../../../shared/staffing/buffer-impact.js';
import { computeErlangA } from '../../../shared/staffing/erlang-a.js';
import { computeRequiredAgents } from '../../../shared/staffing/erlang-a-required.js';
import type { Goal } from '../goal.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';

const INTERVAL_SEC = 900;
const CALLERS = { intervalSec: INTERVAL_SEC, ahtSec: 284, patienceSec: 180, targetSec: 15, shortAbandonSec: 5 };
const PROMISE = { slFormula: 'slExShort', slTarget: 0.8, maxOccupancy: 0.88, maxAbandon: null, shrinkage: 0 } as const;

/** A day of quarter-hours of ten queues, from a handful of agents to a hundred: what is worked out anew when a forecast moves. */
const DAY = Array.from({ length: 10 }, (_, queue) =>
  Array.from({ length: 96 }, (_, quarter) => (queue + 1) * 12 * (1.2 + Math.sin((quarter / 96) * 2 * Math.PI))),
);

/** Two hours in which somebody would be away from 60 colleagues; up to three of them. */
const AWAY = { kValues: [1, 2, 3], slGoal: 0.8, slFormula: 'slExShort' } as const;
const INTERVALS = Array.from({ length: 8 }, (_, i) => ({
  calls: 160 + 2 * i,
  ahtSec: CALLERS.ahtSec,
  staffed: 60,
  unplannedShrink: 0.05,
  minStaff: 30,
  overlap: 1,
}));

/** Staffing while a hand drags: against as many single evaluations of Erlang A as there are numbers to know at the least. */
export const staffing: Goal = {
  figures: ['staffing.day', 'staffing.impact'],
  run: async (bench, isWanted) => {
    const row = async (goal: string, bar: number, what: string, times: number, product: () => number, reference: () => number) => {
      const compared = await compare({
        rounds: bench.rounds,
        say: bench.say,
        steady: ['cpu'],
        reference: async () => ({ cpu: cpuMicros(reference, times) }),
        product: async () => ({ cpu: cpuMicros(product, times) }),
      });
      const ms = (medianOf(compared, (round) => round.product.cpu) / 1_000).toFixed(2);
      return rowOf(goal, medianRatio(compared, 'cpu', 'cpu'), bar, compared.isSteady, `${ms} ms ${what}`);
    };
    const agents = requiredOfDay();
    const day = () =>
      row(
        'staffing.day',
        4,
        'for a day of ten queues',
        bench.seconds(20),
        () => requiredOfDay().length,
        () => evaluated(agents),
      );
    const impact = () =>
      row('staffing.impact', 2, 'for two hours without one, two or three of 60', bench.seconds(400), impactRows, levelsAlone);
    return [...(isWanted('staffing.day') ? [await day()] : []), ...(isWanted('staffing.impact') ? [await impact()] : [])];
  },
};

/** The processor's time for one of so many runs. */
function cpuMicros(run: () => number, times: number): number {
  let kept = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) kept += run();
  const { user, system } = process.cpuUsage(before);
  if (!(kept >= 0)) throw new Error('nothing was computed');
  return (user + system) / times;
}

function requiredOfDay(): number[][] {
  return DAY.map((queue) => {
    let near: number | undefined;
    return queue.map((calls) => {
      const solved = computeRequiredAgents({ ...CALLERS, ...PROMISE, calls }, near);
      near = solved.ok ? solved.value.agents : near;
      return near ?? 0;
    });
  });
}

const levelAt = (calls: number, agents: number): number => {
  const solved = computeErlangA({ ...CALLERS, calls, agents });
  return solved.ok ? solved.value.slExShort : 0;
};

/** Each answer of the day, known beforehand, evaluated once. */
const evaluated = (agents: readonly (readonly number[])[]) =>
  DAY.reduce((sum, queue, q) => queue.reduce((all, calls, i) => all + levelAt(calls, agents[q]?.[i] ?? 1), sum), 0);

function impactRows(): number {
  const solved = computeBufferImpact({ ...CALLERS, ...AWAY, intervals: INTERVALS });
  return solved.ok ? solved.value.rows.length : 0;
}

/** The whole numbers of agents beside 57, 56.05, 55.1 and 54.15: five for each interval. */
const levelsAlone = () =>
  INTERVALS.reduce((sum, { calls }) => [54, 55, 56, 57].reduce((all, agents) => all + levelAt(calls, agents), sum + levelAt(calls, 58)), 0);
