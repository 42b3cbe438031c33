const DAY_MS = 86_400_000;

/**
 * The days from 1970-01-01 to a date such as `2026-11-21`. Runs of days and weeks are counted with these, without a calendar
 * library; `NaN` for what is no date.
 */
export const dayNumberOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** The ISO week that a day lies in, counted from the one of 1970-01-01. Weeks begin on Monday; that Thursday was day 0. */
export const weekNumberOf = (dayNumber: number): number => Math.floor((dayNumber + 3) / 7);

/** The date of a day number. */
export const dateOfDay = (dayNumber: number): string => new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);

/** Whether this is a date that exists: `2026-02-30` is not one. */
export const isCalendarDate = (date: string): boolean => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? dayNumberOf(date) : Number.NaN;
  return Number.isInteger(day) && dateOfDay(day) === date;
};
