import { z } from 'zod';
import type { QueueCounters } from '../domain/counters.js';
import type { Queue, SiteState } from '../domain/site.js';
import type { ServiceLevelFormula } from '../domain/site-config.js';
import { type DurationMs, durationMs, type EpochMs, MINUTE_MS, SECOND_MS } from '../kernel/time.js';
import { startOfDay } from '../kernel/zone.js';
import { computeErlangA, type ErlangA, type ErlangAInput } from '../staffing/erlang-a.js';
import { countQuarters, countQueue } from './figures.js';
import { ahtMs, offered } from './queue-measures.js';
import { ratioOf } from './service-level.js';
import { recentSince, windowStart } from './windows.js';

/** What a queue is to expect at its present rate with some number of people: Erlang A (C.4) on the calls of the last half-hour. */
const rangeSchema = z.strictObject({ low: z.number(), high: z.number() });
type Range = z.infer<typeof rangeSchema>;
/** Ranges: `low` and `high` are of the same measure under different ways of counting who is there. */
export const estimateSchema = z.strictObject({
  serviceLevelRatio: rangeSchema,
  asaMs: rangeSchema,
  occupancyRatio: rangeSchema,
});
export type Estimate = z.infer<typeof estimateSchema>;

/** Part of the phone's time belongs to a call before it is answered (C.1). */
const RING_MS = 4 * SECOND_MS;
const WINDOW_MS = 30 * MINUTE_MS;
/** Where too few gave up for an estimate (D6). */
const PATIENCE_MS = 180 * SECOND_MS;
const ENOUGH_ABANDONS = 200;
/** A mean of fewer says nothing; then a longer window is asked. */
const ENOUGH_HANDLED = 5;

/** How much is asked of a queue. */
export interface Demand {
  readonly calls: number;
  readonly ahtMs: DurationMs | null;
  readonly patienceMs: DurationMs;
  /** As the floor shows it: who waits past the threshold counts already. */
  readonly measuredRatio: number | null;
  /** Erlangs. */
  readonly load: number;
}

export function demandOf(site: Readonly<SiteState>, queue: Queue, now: EpochMs): Demand {
  const from = windowStart(site, '30m', now);
  const { counters: recent, serviceLevel } = countQueue(site, queue, '30m', from, now);
  const today = countQuarters(queue, startOfDay(now, site.config.timeZone), now).counters;
  const aht = handlingOf([recent, recentSince(queue, windowStart(site, '60m', now)), today]);
  const calls = offered(recent);
  return {
    calls,
    ahtMs: aht,
    patienceMs: patienceOf(today),
    measuredRatio: ratioOf(serviceLevel.met, serviceLevel.counted),
    load: aht === null ? 0 : (calls * (aht + RING_MS)) / WINDOW_MS,
  };
}

const handlingOf = (windows: readonly QueueCounters[]): DurationMs | null => {
  const [enough] = windows.filter(({ handled = 0 }) => handled >= ENOUGH_HANDLED);
  const mean = ahtMs(enough ?? windows.at(-1) ?? {});
  return mean === null ? null : durationMs(mean);
};

/** Mean wait of all ÷ share that gave up, where enough did to say (D6). */
function patienceOf(today: QueueCounters): DurationMs {
  const { abandoned = 0, allWaitMs = 0 } = today;
  return durationMs(abandoned >= ENOUGH_ABANDONS && allWaitMs > 0 ? allWaitMs / abandoned : PATIENCE_MS);
}

/** What to expect with this many at work, as a range over several ways of counting them; `null`: too little is known of the calls. */
export function estimateOf(queue: Queue, demand: Demand, staffs: readonly number[]): Estimate | null {
  if (demand.ahtMs === null || demand.calls === 0) return null;
  const input = {
    calls: demand.calls,
    intervalSec: WINDOW_MS / SECOND_MS,
    ahtSec: (demand.ahtMs + RING_MS) / SECOND_MS,
    patienceSec: demand.patienceMs / SECOND_MS,
    targetSec: queue.settings.thresholdMs / SECOND_MS,
    shortAbandonSec: queue.settings.shortAbandonMs / SECOND_MS,
  };
  const models = staffs.flatMap((staff) => fractionalErlangA(input, Math.max(0, staff), queue.settings.formula) ?? []);
  if (models.length === 0) return null;
  return {
    serviceLevelRatio: rangeOf(models.map(({ level }) => level)),
    asaMs: rangeOf(models.map(({ waitSec }) => waitSec * SECOND_MS)),
    occupancyRatio: rangeOf(models.map(({ occupancy }) => occupancy)),
  };
}

const rangeOf = (values: readonly number[]): Range => ({ low: Math.min(...values), high: Math.max(...values) });

interface Outcome {
  readonly level: number;
  /** Mean wait of all callers: known even where nobody is ever answered. */
  readonly waitSec: number;
  readonly occupancy: number;
}

/** Part of an agent (C.6): between the two whole numbers, each measure by itself. */
function fractionalErlangA(input: Omit<ErlangAInput, 'agents'>, staff: number, formula: ServiceLevelFormula): Outcome | undefined {
  const below = Math.floor(staff);
  const part = staff - below;
  const low = outcomeOf(computeErlangA({ ...input, agents: below }), formula);
  if (part < 1e-9 || low === undefined) return low;
  const high = outcomeOf(computeErlangA({ ...input, agents: below + 1 }), formula);
  if (high === undefined) return undefined;
  const between = (pick: (outcome: Outcome) => number) => (1 - part) * pick(low) + part * pick(high);
  return {
    level: between(({ level }) => level),
    waitSec: between(({ waitSec }) => waitSec),
    occupancy: between(({ occupancy }) => occupancy),
  };
}

function outcomeOf(result: ReturnType<typeof computeErlangA>, formula: ServiceLevelFormula): Outcome | undefined {
  if (!result.ok) return undefined;
  const { value } = result;
  return { level: levelOf(value, formula), waitSec: value.asaSec ?? value.avgWaitAllSec, occupancy: value.occupancy };
}

/** Forecast and measured must be of the same kind to meet (C.5); flow-outs are not in the model. */
function levelOf(model: ErlangA, formula: ServiceLevelFormula): number {
  return (formula === 'slWithFlowouts' ? model.slExShort : model[formula]) ?? 0;
}
