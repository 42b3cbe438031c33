import { epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS, SECOND_MS } from '../../kernel/time.js';
import { localDate } from '../../kernel/zone.js';
import { type Forecast, forecastKey } from '../roster/duty.js';
import { forecastAt } from '../roster/forecast-at.js';
import type { Queue, SiteState } from '../site.js';

/** What a queue is to expect in one quarter-hour. */
export interface QuarterDemand {
  readonly calls: number;
  /** Ringing included: the agent is taken while it rings (C.1). */
  readonly ahtSec: number;
  /** No forecast: the last half-hour goes on. */
  readonly isEstimate: boolean;
}

const RING_SEC = 4;
/** Of a queue that nobody ever handled a call of. */
const USUAL_AHT_SEC = 300;
const LOOK_BACK_MS = 30 * MINUTE_MS;

export function demandAt(site: Readonly<SiteState>, queue: Queue, quarter: number, now: number): QuarterDemand {
  const forecast = site.forecasts.get(forecastKey(queue.id, localDate(epochMs(quarter), site.config.timeZone)));
  return fromForecast(forecast, quarter) ?? fromLately(queue, now);
}

function fromForecast(forecast: Forecast | undefined, quarter: number): QuarterDemand | undefined {
  const told = forecastAt(forecast, quarter);
  if (told === undefined || told.ahtMs <= 0) return undefined;
  return { calls: (told.calls * QUARTER_MS) / told.intervalMs, ahtSec: told.ahtMs / SECOND_MS + RING_SEC, isEstimate: false };
}

function fromLately(queue: Queue, now: number): QuarterDemand {
  let entered = 0;
  for (const [start, counters] of queue.recent) if (start > now - LOOK_BACK_MS) entered += counters.entered ?? 0;
  return { calls: (entered * QUARTER_MS) / LOOK_BACK_MS, ahtSec: ahtLatelySec(queue, now) + RING_SEC, isEstimate: true };
}

/** Over the last hours: half an hour of a small queue is no mean. */
function ahtLatelySec(queue: Queue, now: number): number {
  let handled = 0;
  let ms = 0;
  for (const { start, counters } of queue.quarters) {
    if (start < now - 4 * HOUR_MS) continue;
    handled += counters.handled ?? 0;
    ms += (counters.handledTalkMs ?? 0) + (counters.handledHoldMs ?? 0) + (counters.handledAcwMs ?? 0);
  }
  return handled === 0 ? USUAL_AHT_SEC : Math.max(1, ms / handled / SECOND_MS);
}
