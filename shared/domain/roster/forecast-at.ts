import type { Forecast } from './duty.js';

export interface ForecastInterval {
  readonly calls: number;
  readonly ahtMs: number;
  readonly intervalMs: number;
}

/** What is expected in the interval that an instant lies in; undefined: nothing is forecast for it. */
export function forecastAt(forecast: Forecast | undefined, at: number): ForecastInterval | undefined {
  if (forecast === undefined) return undefined;
  const { startAt, intervalMs } = forecast;
  const i = Math.floor((at - startAt) / intervalMs);
  const calls = forecast.calls[i];
  const ahtMs = forecast.ahtMs[i];
  return calls === undefined || ahtMs === undefined ? undefined : { calls, ahtMs, intervalMs };
}

/** Work in Erlangs. */
export const loadOf = (traffic: ForecastInterval | undefined): number =>
  traffic === undefined ? 0 : (traffic.calls * traffic.ahtMs) / traffic.intervalMs;
