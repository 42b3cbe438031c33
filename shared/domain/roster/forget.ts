import { HOUR_MS } from '../../kernel/time.js';
import { entityKey, type SiteState, type Touched } from '../site.js';
import { dateOf } from './entries.js';

/** What lies further back decides nothing any more: a week, and a day for zones and overnight shifts. */
const KEPT_MS = 9 * 24 * HOUR_MS;
/** Yesterday's forecast is still compared with what came. */
const FORECAST_KEPT_MS = 2 * 24 * HOUR_MS;

/** Whoever publishes tidies up: days of the past leave, whole. */
export function forgetPastDays(site: SiteState, touched: Touched): void {
  const before = site.foldedAt - KEPT_MS;
  const first = new Date(Math.max(0, before)).toISOString().slice(0, 10);
  for (const duty of site.duties.values()) {
    duty.entries = duty.entries.filter((entry) => dateOf(entry) >= first);
    duty.exceptions = duty.exceptions.filter(({ endAt }) => endAt >= before);
  }
  for (const date of site.rosterDays.keys()) {
    if (date >= first) continue;
    site.rosterDays.delete(date);
    touched.gone(entityKey('roster', date));
  }
}

export function forgetPastForecasts(site: SiteState, touched: Touched): void {
  for (const [key, { startAt }] of site.forecasts) {
    if (startAt >= site.foldedAt - FORECAST_KEPT_MS) continue;
    site.forecasts.delete(key);
    touched.gone(entityKey('forecast', key));
  }
}
