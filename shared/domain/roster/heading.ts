import { type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import { computeReforecast } from '../../staffing/reforecast.js';
import { outagesOf } from '../outages.js';
import type { Queue, SiteState } from '../site.js';
import type { Forecast } from './duty.js';
import { lengthWithin, type Span } from './spans.js';
import type { Heading } from './words.js';

type Heard = Readonly<Pick<SiteState, 'queues' | 'sources'>>;
/** A source that comes back sooner tells who is waiting: fewer calls are lost than chance makes differ. */
const MOST_LOST_MS = MINUTE_MS;

/** What of a day's forecast has come, interval by interval, and what is still to come. */
interface DaySoFar {
  /** The first interval that is not over. */
  readonly fromIndex: number;
  /** Calls that came in those before it; null where the source was not heard. */
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
export function headingOf(site: Heard, queue: Pick<Queue, 'source' | 'quarters'>, forecast: Forecast, now: EpochMs): DayHeading | null {
  return computeDayHeading(forecast, daySoFar(site, queue, forecast, now));
}

/** Whole intervals that have ended by `now`. What was not heard must not look like a quiet morning. */
export function daySoFar(site: Heard, queue: Pick<Queue, 'source' | 'quarters'>, forecast: Forecast, now: EpochMs): DaySoFar {
  const { startAt, intervalMs, calls } = forecast;
  const fromIndex = Math.max(0, Math.min(calls.length, Math.floor((now - startAt) / intervalMs)));
  const isHeard = hearingOf(site, queue.source, now);
  const came = Array.from({ length: fromIndex }, (_, i): number | null => {
    const from = startAt + i * intervalMs;
    return isHeard({ startAt: from, endAt: from + intervalMs }) ? 0 : null;
  });
  for (const { start, counters } of queue.quarters) {
    const i = Math.floor((start - startAt) / intervalMs);
    const known = came[i];
    if (known !== null && known !== undefined) came[i] = known + (counters.entered ?? 0);
  }
  return { fromIndex, came };
}

/**
 * Whether a source was listened to all through an interval: from after the quarter-hour in which the first call came, as far back as is kept,
 * and lost for moments at most.
 */
function hearingOf(site: Heard, source: string, now: EpochMs): (interval: Span) => boolean {
  let first = Number.MAX_SAFE_INTEGER;
  for (const queue of site.queues.values()) if (queue.source === source) first = Math.min(first, queue.quarters[0]?.start ?? first);
  const outages = outagesOf(site, source, now);
  return (interval) =>
    interval.startAt > first && outages.reduce((lost, outage) => lost + lengthWithin(outage, interval), 0) <= MOST_LOST_MS;
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
