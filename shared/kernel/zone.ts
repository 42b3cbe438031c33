import { Temporal } from 'temporal-polyfill';
import { type EpochMs, epochMs, QUARTER_MS, quarterOf } from './time.js';

/**
 * Remembers one answer: the same start is asked for hundreds of times a second, for each queue and window. Good for a whole
 * UTC quarter-hour, since every zone in use is offset by whole quarters, days and intervals begin with one.
 */
function perQuarter(compute: (at: EpochMs, zone: string, intervalMs: number) => EpochMs) {
  let last = { quarter: -1, zone: '', intervalMs: 0, start: epochMs(0) };
  return (at: EpochMs, zone: string, intervalMs = 0): EpochMs => {
    const quarter = quarterOf(at);
    if (last.quarter !== quarter || last.zone !== zone || last.intervalMs !== intervalMs) {
      last = { quarter, zone, intervalMs, start: compute(quarter, zone, intervalMs) };
    }
    return last.start;
  };
}

const zoned = (at: EpochMs, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The site's midnight before `at`; where a change of clocks skips midnight, the first instant of that day. */
export const startOfDay: (at: EpochMs, zone: string) => EpochMs = perQuarter((at, zone) =>
  epochMs(zoned(at, zone).startOfDay().epochMilliseconds),
);

/** The local date of an instant: `2026-11-21`. */
export const localDate = (at: EpochMs, zone: string): string => zoned(at, zone).toPlainDate().toString();

/**
 * The start of the 15- or 30-minute interval that holds `at`, aligned to the local clock. A repeated local half-hour gives
 * two intervals, since they start at different instants.
 */
export const startOfInterval: (at: EpochMs, zone: string, intervalMs: number) => EpochMs = perQuarter((quarter, zone, intervalMs) => {
  if (intervalMs <= QUARTER_MS) return quarter;
  const minute = zoned(quarter, zone).minute;
  const intoInterval = (minute * 60_000) % intervalMs;
  return epochMs(quarter - intoInterval);
});

/** Minutes on the wall clock since it showed 00:00: 0 to 1439. Skips and repeats where clocks change. */
export function minuteOfDay(at: EpochMs, zone: string): number {
  const { hour, minute } = zoned(at, zone);
  return hour * 60 + minute;
}

/** What a clock on the wall shows: the date, and how long after midnight its hands stand. */
export interface WallClock {
  readonly date: string;
  readonly sinceMidnightMs: number;
}
export function wallClock(at: EpochMs, zone: string): WallClock {
  const there = zoned(at, zone).toPlainDateTime();
  const sinceMidnightMs = there.toPlainDate().toPlainDateTime().until(there).total('milliseconds');
  return { date: there.toPlainDate().toString(), sinceMidnightMs };
}
/** The instant at which it shows that. A time that a change of clocks skips is taken as long after it; of a repeated one, the first. */
export const atWallClock = ({ date, sinceMidnightMs }: WallClock, zone: string): EpochMs =>
  epochMs(Temporal.PlainDate.from(date).toPlainDateTime().add({ milliseconds: sinceMidnightMs }).toZonedDateTime(zone).epochMilliseconds);
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();
/** 1 is Monday. */
export const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;
