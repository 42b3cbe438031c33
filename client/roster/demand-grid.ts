import { loadOf as erlangs } from '../../shared/domain/roster/required.js';
import type { Steps } from '../../shared/metrics/phone-time.js';
import type { Demand, DemandQueue, FrontLine } from '../../shared/protocol/roster-http.js';
import { scheduledHeads } from '../../shared/staffing/shrinkage.js';
import type { Axis } from './axis.js';
import { expectedAt } from './expected.js';
import { SNAP_MS } from './plan.js';

/** Steps of equal length that the curve is made of. */
export type Grid = Steps;

/** What is asked of each queue in each step of a grid. */
export interface DemandGrid {
  readonly grid: Grid;
  readonly queues: ReadonlyMap<string, QueueSteps>;
  /** All queues together. Those that share people need fewer than each with a crew of its own. */
  readonly frontLine: Need;
}
/** Heads to plan. */
interface Need {
  /** Null: nobody forecast it. */
  readonly forecast: readonly (number | null)[];
  /** As today is going; null: as forecast, or past. */
  readonly heading: readonly (Heading | null)[];
}
interface QueueSteps extends Need {
  /** Work in Erlangs: by this a person's time is shared among queues. */
  readonly load: readonly number[];
}
export interface Heading {
  readonly low: number;
  readonly required: number;
  readonly high: number;
}

export const gridOf = ({ startAt, endAt }: Axis): Grid => ({ startAt, stepMs: SNAP_MS, steps: Math.round((endAt - startAt) / SNAP_MS) });

export function demandGridOf(demand: Demand | null, grid: Grid, shrinkageRatio: number): DemandGrid {
  const queues = new Map(
    (demand?.queues ?? []).map((queue) => [queue.queueId as string, stepsOf(queue, demand as Demand, grid, shrinkageRatio)]),
  );
  return { grid, queues, frontLine: frontLineOf(demand, grid, shrinkageRatio) };
}

function frontLineOf(demand: Demand | null, { startAt, stepMs, steps }: Grid, shrinkageRatio: number): DemandGrid['frontLine'] {
  const { days, reforecast }: FrontLine = demand?.frontLine ?? { days: [], reforecast: null };
  const forecast: (number | null)[] = [];
  const heading: (Heading | null)[] = [];
  const planned = (agents: number | undefined) => scheduledHeads(agents ?? 0, shrinkageRatio);
  for (let step = 0; step < steps; step++) {
    const at = startAt + step * stepMs;
    const intervalMs = demand?.intervalMs ?? stepMs;
    const day = days.find((one) => at >= one.startAt && at < one.startAt + one.required.length * intervalMs);
    const index = day === undefined ? -1 : Math.floor((at - day.startAt) / intervalMs);
    forecast.push(day === undefined ? null : planned(day.required[index]));
    const isToCome = reforecast !== null && day?.date === reforecast.date && index >= reforecast.fromIndex;
    heading.push(
      isToCome
        ? { low: planned(reforecast.low[index]), required: planned(reforecast.required[index]), high: planned(reforecast.high[index]) }
        : null,
    );
  }
  return { forecast, heading };
}

function stepsOf(queue: DemandQueue, { intervalMs }: Demand, { startAt, stepMs, steps }: Grid, shrinkageRatio: number): QueueSteps {
  const forecast: (number | null)[] = [];
  const heading: (Heading | null)[] = [];
  const load: number[] = [];
  const planned = (agents: number) => scheduledHeads(agents, shrinkageRatio);
  for (let step = 0; step < steps; step++) {
    const at = startAt + step * stepMs;
    const day = queue.days.find((one) => at >= one.startAt && at < one.startAt + one.required.length * intervalMs);
    const index = day === undefined ? -1 : Math.floor((at - day.startAt) / intervalMs);
    const needed = day?.required[index];
    forecast.push(needed === undefined ? null : planned(needed));
    const { reforecast } = queue;
    const { calls, ahtMs, heading: isToCome } = expectedAt(queue, intervalMs, at) ?? NOTHING;
    load.push(erlangs({ calls, ahtMs, intervalMs }));
    const agents = reforecast?.required[index];
    const scaled = (count: number | undefined) =>
      planned(Math.round(calls > 0 ? ((agents ?? 0) * (count ?? calls)) / calls : (agents ?? 0)));
    heading.push(
      isToCome !== null && reforecast !== null && agents !== undefined
        ? { required: planned(agents), low: scaled(reforecast.low[index]), high: scaled(reforecast.high[index]) }
        : null,
    );
  }
  return { forecast, heading, load };
}

const NOTHING = { calls: 0, ahtMs: 0, heading: null };
const NO_LOAD: readonly number[] = [];
export const loadOf = ({ queues }: DemandGrid, queueId: string): readonly number[] => queues.get(queueId)?.load ?? NO_LOAD;

/**
 * Who is needed on one queue, as if it had people of its own, or (null) on all together: as today is going, else as forecast. Null where
 * nothing at all was forecast.
 */
export function requiredOn(demand: DemandGrid, queueId: string | null): readonly (number | null)[] {
  const { forecast, heading } = stepsOn(demand, queueId);
  return forecast.map((heads, step) => heading[step]?.required ?? heads);
}

/** As it was forecast, whatever came of it. */
export const forecastOn = (demand: DemandGrid, queueId: string | null): readonly (number | null)[] => stepsOn(demand, queueId).forecast;

/** Where the rest of today is heading; null: as forecast, or not today. */
export const headingOn = (demand: DemandGrid, queueId: string | null): readonly (Heading | null)[] => stepsOn(demand, queueId).heading;

function stepsOn({ grid, queues, frontLine }: DemandGrid, queueId: string | null): Need {
  if (queueId === null) return frontLine;
  return queues.get(queueId) ?? { forecast: new Array<null>(grid.steps).fill(null), heading: new Array<null>(grid.steps).fill(null) };
}
