import { Temporal } from 'temporal-polyfill';
import { type EpochMs, epochMs, QUARTER_MS } from './time.js';

/** Whether this names a zone the runtime knows, such as `Asia/Shanghai`. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

const zoned = (at: EpochMs, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The site's midnight before `at`; where a change of clocks skips midnight, the first instant of that day. */
export const startOfDay = (at: EpochMs, zone: string): EpochMs => epochMs(zoned(at, zone).startOfDay().epochMilliseconds);

/** The local date of an instant: `2026-11-21`. */
export const localDate = (at: EpochMs, zone: string): string => zoned(at, zone).toPlainDate().toString();

/**
 * The start of the 15- or 30-minute interval that holds `at`, aligned to the local clock. A repeated local half-hour gives
 * two intervals, since they start at different instants.
 */
export function startOfInterval(at: EpochMs, zone: string, intervalMs: number): EpochMs {
  const quarter = at - (at % QUARTER_MS);
  if (intervalMs <= QUARTER_MS) return epochMs(quarter);
  const minute = zoned(epochMs(quarter), zone).minute;
  const intoInterval = (minute * 60_000) % intervalMs;
  return epochMs(quarter - intoInterval);
}
