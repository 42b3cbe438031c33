import { dateOfDay, dayNumberOf, weekNumberOf } from '../../shared/kernel/calendar-date.js';

/** Business dates, `2026-11-21`, counted without a calendar library. */
export const addDays = (date: string, days: number): string => dateOfDay(dayNumberOf(date) + days);

/** The Monday of the week that a date lies in. */
export const mondayOf = (date: string): string => dateOfDay(weekNumberOf(dayNumberOf(date)) * 7 - 3);

/** Every date from one to another, both included. */
export function datesBetween(from: string, to: string): string[] {
  const [first, last] = [dayNumberOf(from), dayNumberOf(to)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => dateOfDay(first + at));
}
export const weekOf = (date: string): string[] => datesBetween(mondayOf(date), addDays(mondayOf(date), 6));

export interface DateRange {
  readonly from: string;
  readonly to: string;
}
export const isWithin = (date: string, { from, to }: DateRange): boolean => date >= from && date <= to;
