import type { WorkforceConfig } from '../domain/roster/config.js';
import type { Forecast } from '../domain/roster/duty.js';
import type { Queue, SiteState } from '../domain/site.js';
import { type EpochMs, epochMs, SECOND_MS } from '../kernel/time.js';
import type { ErlangAInput } from '../staffing/erlang-a.js';
import { computeRequiredAgents } from '../staffing/erlang-a-required.js';
import { computeReforecast } from '../staffing/reforecast.js';
import type { ModelledFormula } from '../staffing/service-level.js';

/** What is asked of a queue and how long its callers wait: all that a staffing model needs beside calls and agents. */
export interface Target {
  readonly formula: ModelledFormula;
  readonly thresholdMs: number;
  readonly shortAbandonMs: number;
  readonly goalRatio: number;
  readonly patienceMs: number;
}

/** The same goals that are measured: forecast and actual must be of one kind to meet. */
export const targetOf = ({ settings }: Pick<Queue, 'settings'>, { patienceMs }: WorkforceConfig['planning']): Target => ({
  formula: settings.formula,
  thresholdMs: settings.thresholdMs,
  shortAbandonMs: settings.shortAbandonMs,
  goalRatio: settings.goalRatio,
  patienceMs,
});

/** An agent is not free while the phone rings (C.1); M-16, which forecasts are of, does not count that. */
export const RING_MS = 4 * SECOND_MS;

export interface Traffic {
  readonly calls: number;
  /** Talk, hold and after-call work (M-16). */
  readonly ahtMs: number;
  readonly intervalMs: number;
}

/** Calls to one queue in one interval, as Erlang's models take them. */
export const modelledTraffic = ({ calls, ahtMs, intervalMs }: Traffic, target: Target): Omit<ErlangAInput, 'agents'> => ({
  calls,
  intervalSec: intervalMs / SECOND_MS,
  ahtSec: (ahtMs + RING_MS) / SECOND_MS,
  patienceSec: target.patienceMs / SECOND_MS,
  targetSec: target.thresholdMs / SECOND_MS,
  shortAbandonSec: target.shortAbandonMs / SECOND_MS,
});

/**
 * Agents on the phones that keep a queue's promise, interval by interval (C.6). Each answer is where the search for the next one starts:
 * a day of half-hours costs little more than a hundred evaluations.
 */
export function computeRequired(
  day: { readonly calls: readonly number[]; readonly ahtMs: readonly number[]; readonly intervalMs: number },
  target: Target,
  maxOccupancyRatio: number,
): number[] {
  let near: number | undefined;
  return day.calls.map((calls, i) => {
    const traffic = modelledTraffic({ calls, ahtMs: day.ahtMs[i] ?? 0, intervalMs: day.intervalMs }, target);
    const solved = computeRequiredAgents(
      {
        ...traffic,
        slFormula: target.formula,
        slTarget: target.goalRatio,
        maxOccupancy: maxOccupancyRatio,
        maxAbandon: null,
        shrinkage: 0,
      },
      near,
    );
    // A promise that no number of agents keeps asks for as many as the occupancy alone does.
    const agents = solved.ok ? solved.value.agents : Math.ceil((traffic.calls * traffic.ahtSec) / traffic.intervalSec / maxOccupancyRatio);
    if (agents > 0) near = agents;
    return agents;
  });
}

/** What of a day's forecast has come, interval by interval, and what is still to come. */
export interface DaySoFar {
  /** The first interval that is not over. */
  readonly fromIndex: number;
  /** Calls that came in those before it; null where nobody was listening to the source yet. */
  readonly came: readonly (number | null)[];
}

/**
 * Whole intervals that have ended by `now`. `heardFrom`: when the source was first listened to. What came before is not known, and must not
 * look like a quiet morning.
 */
export function daySoFar(queue: Pick<Queue, 'quarters'>, forecast: Forecast, heardFrom: EpochMs, now: EpochMs): DaySoFar {
  const { startAt, intervalMs, calls } = forecast;
  const fromIndex = Math.max(0, Math.min(calls.length, Math.floor((now - startAt) / intervalMs)));
  const came = Array.from({ length: fromIndex }, (_, i): number | null => (startAt + i * intervalMs >= heardFrom ? 0 : null));
  for (const { start, counters } of queue.quarters) {
    const i = Math.floor((start - startAt) / intervalMs);
    const known = came[i];
    if (known !== null && known !== undefined) came[i] = known + (counters.entered ?? 0);
  }
  return { fromIndex, came };
}

/** From when on the calls of a source are known: after the quarter-hour in which the first one came, as far back as is kept. */
export function heardFrom(site: Readonly<Pick<SiteState, 'queues'>>, source: string): EpochMs {
  let first = Number.MAX_SAFE_INTEGER;
  for (const queue of site.queues.values()) if (queue.source === source) first = Math.min(first, queue.quarters[0]?.start ?? first);
  return epochMs(Math.min(first + 1, Number.MAX_SAFE_INTEGER));
}

/** Where a day is heading, from what came of it so far (C.11); null where the forecast is of no use. */
export function computeDayReforecast(forecast: Forecast, { fromIndex, came }: DaySoFar): DayReforecast | null {
  // Hours in which nobody was expected say nothing about the others.
  const known = (i: number) => i >= fromIndex || (came[i] !== null && (forecast.calls[i] ?? 0) > 0);
  const solved = computeReforecast({
    forecastCalls: forecast.calls.map((calls, i) => (known(i) ? calls : 0)),
    actualCalls: came.map((calls, i) => (known(i) ? (calls ?? 0) : 0)),
  });
  if (!solved.ok) return null;
  const { ratio, rawRatio, remaining } = solved.value;
  const past = came.map((calls, i) => calls ?? forecast.calls[i] ?? 0);
  const withRest = (side: 'calls' | 'low' | 'high') => [...past, ...remaining.map((one) => one[side])];
  return { factor: ratio, rawRatio, calls: withRest('calls'), low: withRest('low'), high: withRest('high') };
}

export interface DayReforecast {
  /** What the rest of the day is multiplied by. */
  readonly factor: number;
  readonly rawRatio: number | null;
  /** Every interval of the day: what came, then what is to come. */
  readonly calls: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}
