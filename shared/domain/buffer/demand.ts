import { HOUR_MS, MINUTE_MS, QUARTER_MS, SECOND_MS } from '../../kernel/time.js';
import type { Expected, ForecastInterval } from '../roster/forecast-at.js';
import type { Queue } from '../site.js';

/** What a queue is to expect in one quarter-hour. */
export interface QuarterDemand extends ForecastInterval {
  /** No forecast: the last half-hour goes on. */
  readonly isEstimate: boolean;
}

/** Of a queue that nobody ever handled a call of. */
const USUAL_AHT_MS = 300 * SECOND_MS;
const LOOK_BACK_MS = 30 * MINUTE_MS;

/** `expected`: what was forecast, in the light of today. Where nothing was, the last half-hour goes on. */
export function demandAt(expected: Expected, queue: Queue, quarter: number, now: number): QuarterDemand {
  const told = expected.at(queue.id, quarter);
  return told === undefined || (told.calls > 0 && told.ahtMs <= 0) ? fromLately(queue, now) : fromForecast(told);
}

const fromForecast = ({ calls, ahtMs, intervalMs, heading }: ForecastInterval): QuarterDemand => ({
  calls: (calls * QUARTER_MS) / intervalMs,
  ahtMs,
  intervalMs: QUARTER_MS,
  isEstimate: false,
  heading,
});

function fromLately(queue: Queue, now: number): QuarterDemand {
  let entered = 0;
  for (const [start, counters] of queue.recent) if (start > now - LOOK_BACK_MS) entered += counters.entered ?? 0;
  const calls = (entered * QUARTER_MS) / LOOK_BACK_MS;
  return { calls, ahtMs: ahtLatelyMs(queue, now), intervalMs: QUARTER_MS, isEstimate: true, heading: null };
}

/** Over the last hours: half an hour of a small queue is no mean. */
function ahtLatelyMs(queue: Queue, now: number): number {
  let handled = 0;
  let ms = 0;
  for (const { start, counters } of queue.quarters) {
    if (start < now - 4 * HOUR_MS) continue;
    handled += counters.handled ?? 0;
    ms += (counters.handledTalkMs ?? 0) + (counters.handledHoldMs ?? 0) + (counters.handledAcwMs ?? 0);
  }
  return handled === 0 ? USUAL_AHT_MS : Math.max(SECOND_MS, ms / handled);
}
