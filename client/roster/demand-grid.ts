import type { Demand, DemandQueue } from '../../shared/protocol/roster-http.js';
import { scheduledHeads } from '../../shared/staffing/shrinkage.js';
import type { Axis } from './axis.js';
import { SNAP_MS } from './plan.js';

/** Steps of equal length that the curve is made of. */
export interface Grid {
  readonly startAt: number;
  readonly stepMs: number;
  readonly steps: number;
}

/** What is asked of each queue in each step of a grid. */
export interface DemandGrid {
  readonly grid: Grid;
  readonly queues: ReadonlyMap<string, QueueSteps>;
}
interface QueueSteps {
  /** Heads to plan; null: nobody forecast it. */
  readonly required: readonly (number | null)[];
  /** As today is going; null: as forecast, or past. */
  readonly heading: readonly (Heading | null)[];
  /** Calls × handling time: by this a person's time is shared among queues. */
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
  return { grid, queues };
}

function stepsOf(queue: DemandQueue, { intervalMs }: Demand, { startAt, stepMs, steps }: Grid, shrinkageRatio: number): QueueSteps {
  const required: (number | null)[] = [];
  const heading: (Heading | null)[] = [];
  const load: number[] = [];
  const planned = (agents: number) => scheduledHeads(agents, shrinkageRatio);
  for (let step = 0; step < steps; step++) {
    const at = startAt + step * stepMs;
    const day = queue.days.find((one) => at >= one.startAt && at < one.startAt + one.required.length * intervalMs);
    const index = day === undefined ? -1 : Math.floor((at - day.startAt) / intervalMs);
    const needed = day?.required[index];
    required.push(needed === undefined ? null : planned(needed));
    load.push((day?.calls[index] ?? 0) * (day?.ahtMs[index] ?? 0));
    const { reforecast } = queue;
    const isToCome = reforecast !== null && day?.date === reforecast.date && index >= reforecast.fromIndex;
    const calls = reforecast?.calls[index] ?? 0;
    const agents = reforecast?.required[index];
    const scaled = (count: number | undefined) =>
      planned(Math.round(calls > 0 ? ((agents ?? 0) * (count ?? calls)) / calls : (agents ?? 0)));
    heading.push(
      isToCome && agents !== undefined
        ? { required: planned(agents), low: scaled(reforecast.low[index]), high: scaled(reforecast.high[index]) }
        : null,
    );
  }
  return { required, heading, load };
}

const NO_LOAD: readonly number[] = [];
export const loadOf = ({ queues }: DemandGrid, queueId: string): readonly number[] => queues.get(queueId)?.load ?? NO_LOAD;

/** Of one queue, or of all together; null where nothing at all was forecast. */
export function requiredOn({ grid, queues }: DemandGrid, queueId: string | null): (number | null)[] {
  const among = queueId === null ? [...queues.values()] : [queues.get(queueId)].filter((one) => one !== undefined);
  return Array.from({ length: grid.steps }, (_, step) => summed(among.map(({ required }) => required[step] ?? null)));
}

/** Where the rest of today is heading; null: as forecast, or not today. */
export function headingOn({ grid, queues }: DemandGrid, queueId: string | null): (Heading | null)[] {
  const among = queueId === null ? [...queues.values()] : [queues.get(queueId)].filter((one) => one !== undefined);
  return Array.from({ length: grid.steps }, (_, step) => {
    const known = among.map(({ heading }) => heading[step] ?? null);
    if (known.every((one) => one === null)) return null;
    const of = (side: keyof Heading) => among.reduce((sum, one) => sum + (one.heading[step]?.[side] ?? one.required[step] ?? 0), 0);
    return { low: of('low'), required: of('required'), high: of('high') };
  });
}

const summed = (each: readonly (number | null)[]): number | null =>
  each.every((one) => one === null) ? null : each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
