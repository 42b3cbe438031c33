import { type EpochMs, epochMs } from '../../kernel/time.js';
import { computeReforecast } from '../../staffing/reforecast.js';
import type { Queue, SiteState } from '../site.js';
import type { Forecast } from './duty.js';
import type { Heading } from './words.js';

/** What of a day's forecast has come, interval by interval, and what is still to come. */
interface DaySoFar {
  /** The first interval that is not over. */
  readonly fromIndex: number;
  /** Calls that came in those before it; null where nobody was listening to the source yet. */
  readonly came: readonly (number | null)[];
}

export interface DayHeading {
  readonly fromIndex: number;
  readonly heading: Heading;
  /** What came ÷ what was forecast, as it stands: shown, and never used. */
  readonly rawRatio: number | null;
  /** Every interval of the day: what came, then what is to come. */
  readonly calls: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Where a queue's day is heading, by the calls that the site knows of at this instant; null where the forecast is of no use. */
export function headingOf(
  site: Readonly<Pick<SiteState, 'queues'>>,
  queue: Pick<Queue, 'source' | 'quarters'>,
  forecast: Forecast,
  now: EpochMs,
): DayHeading | null {
  return computeDayHeading(forecast, daySoFar(queue, forecast, heardFrom(site, queue.source), now));
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
function computeDayHeading(forecast: Pick<Forecast, 'calls'>, { fromIndex, came }: DaySoFar): DayHeading | null {
  // Hours in which nobody was expected say nothing about the others.
  const known = (i: number) => i >= fromIndex || (came[i] !== null && (forecast.calls[i] ?? 0) > 0);
  const solved = computeReforecast({
    forecastCalls: forecast.calls.map((calls, i) => (known(i) ? calls : 0)),
    actualCalls: came.map((calls, i) => (known(i) ? (calls ?? 0) : 0)),
  });
  if (!solved.ok) return null;
  const { ratio, low, high, rawRatio, remaining } = solved.value;
  const past = came.map((calls, i) => calls ?? forecast.calls[i] ?? 0);
  const withRest = (side: 'calls' | 'low' | 'high') => [...past, ...remaining.map((one) => one[side])];
  return {
    fromIndex,
    heading: { factor: ratio, low, high },
    rawRatio,
    calls: withRest('calls'),
    low: withRest('low'),
    high: withRest('high'),
  };
}
