import type { ForecastInterval } from '../../shared/domain/roster/forecast-at.js';
import type { DemandQueue } from '../../shared/protocol/roster-http.js';

/** What a queue is to expect at an instant, as the server's effects reckon: the rest of today as it is going. Null: nobody forecast it. */
export function expectedAt({ days, reforecast }: DemandQueue, intervalMs: number, at: number): ForecastInterval | null {
  const day = days.find(({ startAt, calls }) => at >= startAt && at < startAt + calls.length * intervalMs);
  if (day === undefined) return null;
  const index = Math.floor((at - day.startAt) / intervalMs);
  const isToCome = reforecast !== null && day.date === reforecast.date && index >= reforecast.fromIndex;
  const calls = (isToCome ? reforecast.calls[index] : day.calls[index]) ?? 0;
  return { calls, ahtMs: day.ahtMs[index] ?? 0, intervalMs, heading: isToCome ? reforecast.heading : null };
}
