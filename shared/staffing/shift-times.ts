import { dateOfDay, dayNumberOf, isCalendarDate } from '../kernel/calendar-date.js';
import { err, ok, type Result } from '../kernel/result.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../kernel/time.js';
import { atWallClock, localDate } from '../kernel/zone.js';
import { isTimeZone } from '../kernel/zone-name.js';
import { NIGHT } from './labour-rules.js';

/** Local wall time, such as `2026-11-21T22:00`. */
export interface ShiftOnTheWall {
  readonly startLocal: string;
  readonly endLocal: string;
  readonly timeZone: string;
}

export interface ShiftInstants {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  /** What is worked and paid: an hour less or more in the night the clocks change. */
  readonly elapsedMs: number;
  readonly businessDate: string;
}

export type ShiftTimeError = { readonly code: 'invalid' | 'out-of-range'; readonly field: keyof ShiftOnTheWall };

/** A time that a change of clocks skips is taken as much later; of one that it repeats, the first. */
export function resolveShift({ startLocal, endLocal, timeZone }: ShiftOnTheWall): Result<ShiftInstants, ShiftTimeError> {
  if (!isTimeZone(timeZone)) return err({ code: 'invalid', field: 'timeZone' });
  const start = parseLocal(startLocal);
  if (start === null) return err({ code: 'invalid', field: 'startLocal' });
  const end = parseLocal(endLocal);
  if (end === null) return err({ code: 'invalid', field: 'endLocal' });
  const startAt = atWallClock(start, timeZone);
  const endAt = atWallClock(end, timeZone);
  if (endAt <= startAt) return err({ code: 'out-of-range', field: 'endLocal' });
  return ok({ startAt, endAt, elapsedMs: endAt - startAt, businessDate: start.date });
}

function parseLocal(text: string) {
  const [, date = '', hour, minute, second = '0'] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  if (!isCalendarDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return { date, sinceMidnightMs: (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000 };
}

/** How much of a shift lies in the night, as the night rules count it. */
export const nightMsOf = (span: Span, timeZone: string): number => localWindowMs(span, NIGHT, timeZone);

interface Span {
  readonly startAt: number;
  readonly endAt: number;
}
interface Window {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** How much of a span lies between two times of the local clock; a window that ends before it begins goes over midnight. */
export function localWindowMs(span: Span, window: Window, timeZone: string): number {
  const { fromMinute, toMinute } = window;
  const lastDay = dayNumberOf(localDate(epochMs(span.endAt), timeZone));
  let insideMs = 0;
  for (let day = dayNumberOf(localDate(epochMs(span.startAt), timeZone)) - 1; day <= lastDay; day++) {
    const fromAt = atMinute(day, fromMinute, timeZone);
    const toAt = atMinute(toMinute > fromMinute ? day : day + 1, toMinute, timeZone);
    insideMs += Math.max(0, Math.min(toAt, span.endAt) - Math.max(fromAt, span.startAt));
  }
  return insideMs;
}

const atMinute = (day: number, minute: number, timeZone: string): EpochMs =>
  atWallClock({ date: dateOfDay(day), sinceMidnightMs: minute * MINUTE_MS }, timeZone);
