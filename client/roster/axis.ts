import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SheetDuty } from '../../shared/protocol/roster-http.js';
import { addDays } from './dates.js';
import { dayStart } from './plan.js';

/** The time that the rows and the curve of a day share. */
export interface Axis {
  readonly date: string;
  readonly startAt: number;
  readonly endAt: number;
}

/** A short day looks like a day all the same. */
const LEAST_MS = 14 * HOUR_MS;
const USUAL_FROM_MS = 8 * HOUR_MS;
const USUAL_TO_MS = 22 * HOUR_MS;

/** From the first to the last hour that anybody of that business date works; what began the day before is cut at midnight. */
export function axisOf(date: string, timeZone: string, duties: Iterable<SheetDuty | undefined>): Axis {
  const midnight = dayStart(date, timeZone);
  const nextMidnight = dayStart(addDays(date, 1), timeZone);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const duty of duties) {
    for (const { draft, published } of duty?.entries ?? []) {
      for (const shift of [draft, published]) {
        if (shift === null || shift.endAt <= midnight || shift.startAt >= nextMidnight) continue;
        if (shift.businessDate === date) {
          from = Math.min(from, shift.startAt);
          to = Math.max(to, shift.endAt);
        } else from = midnight;
      }
    }
  }
  const startAt = from > to ? midnight + USUAL_FROM_MS : floorHour(Math.min(from, midnight + USUAL_FROM_MS));
  const endAt = from > to ? midnight + USUAL_TO_MS : ceilHour(Math.max(to, midnight + USUAL_TO_MS));
  return { date, startAt, endAt: Math.max(endAt, startAt + LEAST_MS) };
}
const floorHour = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS;
const ceilHour = (at: number) => Math.ceil(at / HOUR_MS) * HOUR_MS;

/** Where on the axis an instant is, in percent of its length; outside of it below 0 or above 100. */
export const percentAt = ({ startAt, endAt }: Axis, at: number): number => ((at - startAt) / (endAt - startAt)) * 100;

/** Left and width of what lies between two instants, as far as the axis reaches. */
export function extent(axis: Axis, from: number, to: number): { readonly left: string; readonly width: string } {
  const left = Math.max(0, percentAt(axis, from));
  const right = Math.min(100, percentAt(axis, to));
  return { left: `${left.toFixed(3)}%`, width: `${Math.max(0, right - left).toFixed(3)}%` };
}

/** The full hours to write on it: every one, or every second or third where it is long. */
export function ticksOf({ startAt, endAt }: Axis, widthPx: number): number[] {
  const hours = (endAt - startAt) / HOUR_MS;
  const every = [1, 2, 3, 4, 6].find((each) => (widthPx / hours) * each >= 44) ?? 6;
  const ticks: number[] = [];
  for (let at = startAt + every * HOUR_MS; at < endAt; at += every * HOUR_MS) ticks.push(at);
  return ticks;
}

/** The same hours for each day of a week, so that its days compare: six in the morning to midnight. */
export function weekAxis(date: string, timeZone: string): Axis {
  return { date, startAt: dayStart(date, timeZone) + 6 * HOUR_MS, endAt: dayStart(addDays(date, 1), timeZone) };
}
