import { err, ok, type Result } from '../kernel/result.js';
import { checkSeries } from './forecast-series.js';
import { checkInput, type StaffingError } from './input.js';

export interface DayForecastInput {
  readonly dayCalls: number;
  /**
   * Calls per half-hour of the same weekday in earlier weeks, newest first, all by the same local half-hours. `null`: not known, or
   * a half-hour that the clocks skipped or repeated that day. The newest eight count; below four the shape is thin.
   */
  readonly history: readonly (readonly (number | null)[])[];
  /** Which of those half-hours the day has, in order: two less where the clocks go forward, some twice where they go back. All unless told. */
  readonly halfHours?: readonly number[];
}

export interface DayForecast {
  /** Per half-hour; they sum up to the day. */
  readonly calls: readonly number[];
  readonly weeksUsed: number;
}

const MOST_WEEKS = 8;

/** A day's calls over its half-hours, by the median share that each had: one odd day in the past does not move it. */
export function computeDayForecast({ dayCalls, history, halfHours }: DayForecastInput): Result<DayForecast, StaffingError> {
  const checked = checkInput({ dayCalls }, { dayCalls: 'not-negative' });
  if (!checked.ok) return checked;
  const weeks = history.slice(0, MOST_WEEKS);
  for (const [week, counts] of weeks.entries()) {
    const counted = checkSeries(
      `history.${week}`,
      counts.map((count) => count ?? 0),
      1,
    );
    if (!counted.ok) return counted;
  }
  const shares = weeks.flatMap((counts) => {
    const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    return total > 0 ? [counts.map((count) => (count === null ? null : count / total))] : [];
  });
  const places = halfHours ?? Array.from({ length: Math.max(0, ...shares.map((day) => day.length)) }, (_, place) => place);
  const usual = places.map((place) => median(shares.flatMap((day) => day[place] ?? [])));
  const whole = usual.reduce((sum, share) => sum + share, 0);
  // Without a single call in all those weeks there is no shape to go by.
  if (whole === 0) return err({ code: 'out-of-range', field: 'history' });
  return ok({ calls: usual.map((share) => (dayCalls * share) / whole), weeksUsed: shares.length });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
