import { dateOfDay, dayNumberOf } from '../kernel/calendar-date.js';
import { computeDayForecast } from '../staffing/forecast-day.js';
import { computeHoltWinters } from '../staffing/forecast-series.js';

/** What came to one queue on one local date, by the places of its intervals on the wall: 48 half-hours, or 96 quarters. */
export interface PastDay {
  readonly date: string;
  /** Null: the clocks skipped or repeated it. */
  readonly calls: readonly (number | null)[];
  readonly handled: readonly number[];
  readonly handleMs: readonly number[];
}

export interface ForecastDay {
  readonly date: string;
  /** By the intervals that the date has, in order. */
  readonly calls: readonly number[];
  readonly ahtMs: readonly number[];
}

export interface AskedForecast {
  readonly date: string;
  /** Which place on the wall each of its intervals has. */
  readonly places: readonly number[];
}

/** Two weeks: with less, nobody knows what a weekday is like. */
export const LEAST_DAYS = 14;
const SEASON = 7;
/** Weights of the newest day: levels and weekdays follow slowly, trends hardly. */
const SMOOTHING = { alpha: 0.2, beta: 0.02, gamma: 0.15 } as const;
/** Days that differ this much are busier by a factor, not by a number (C.11). */
const MULTIPLICATIVE_FROM_CV = 0.3;
/** Handling times of fewer calls say more about the callers than about the work. */
const ENOUGH_HANDLED = 20;

/**
 * Calls and handling times of the coming days from those that were (C.11): daily totals by Holt–Winters, over the day by the median share
 * that each interval had on the same weekday. Null: too little is known. Days that are missing, and holidays, are taken as the same weekday
 * before them; their own calls teach nothing.
 */
export function forecastFromHistory(
  days: readonly PastDay[],
  asked: readonly AskedForecast[],
  isHoliday: (date: string) => boolean,
): ForecastDay[] | null {
  const usual = days.filter(({ date }) => !isHoliday(date));
  const [first] = usual;
  const last = usual.at(-1);
  if (first === undefined || last === undefined || usual.length < LEAST_DAYS) return null;
  const known = new Map(usual.map((day) => [day.date, day]));
  const totals = totalsBetween(first.date, last.date, known);
  if (totals.length < LEAST_DAYS) return null;
  return asked.flatMap(({ date, places }) => {
    const ahead = dayNumberOf(date) - dayNumberOf(last.date);
    const total = ahead < 1 ? undefined : totalAhead(totals, ahead);
    if (total === undefined) return [];
    const alike = sameWeekdays(date, usual);
    const spread = computeDayForecast({ dayCalls: Math.max(0, total), history: alike.map(({ calls }) => calls), halfHours: places });
    if (!spread.ok) return [];
    const ahtAt = handlingTimes(alike, usual);
    return [{ date, calls: spread.value.calls.map(toHundredths), ahtMs: places.map((place) => Math.round(ahtAt(place))) }];
  });
}

const sumOf = (values: readonly (number | null)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
const toHundredths = (calls: number): number => Math.round(calls * 100) / 100;

function totalsBetween(from: string, to: string, known: ReadonlyMap<string, PastDay>): number[] {
  const totals: number[] = [];
  const mean = sumOf([...known.values()].map(({ calls }) => sumOf(calls))) / known.size;
  for (let day = dayNumberOf(from); day <= dayNumberOf(to); day++) {
    const past = known.get(dateOfDay(day));
    totals.push(past === undefined ? (totals.at(-SEASON) ?? mean) : sumOf(past.calls));
  }
  return totals;
}

function totalAhead(series: readonly number[], horizon: number): number | undefined {
  const mean = sumOf(series) / series.length;
  const cv = mean === 0 ? 0 : Math.sqrt(sumOf(series.map((value) => (value - mean) ** 2)) / series.length) / mean;
  const multiplicative = cv > MULTIPLICATIVE_FROM_CV;
  const of = { series, season: SEASON, ...SMOOTHING, horizon };
  const solved = computeHoltWinters({ ...of, multiplicative });
  // A weekday that is always empty has no factor.
  const answer = solved.ok ? solved : computeHoltWinters({ ...of, multiplicative: false });
  return answer.ok ? answer.value.forecast[horizon - 1] : undefined;
}

/** Newest first. */
const sameWeekdays = (date: string, days: readonly PastDay[]): PastDay[] =>
  days.filter((day) => (dayNumberOf(date) - dayNumberOf(day.date)) % 7 === 0).toReversed();

/** At a place on the wall: of the same weekdays, where enough was handled then; else of all days. */
function handlingTimes(alike: readonly PastDay[], days: readonly PastDay[]): (place: number) => number {
  const recent = alike.slice(0, 8);
  const all = days.slice(-28);
  const handled = sumOf(all.flatMap((day) => day.handled));
  const usual = handled === 0 ? 0 : sumOf(all.flatMap((day) => day.handleMs)) / handled;
  return (place) => {
    const there = sumOf(recent.map((day) => day.handled[place] ?? 0));
    return there < ENOUGH_HANDLED ? usual : sumOf(recent.map((day) => day.handleMs[place] ?? 0)) / there;
  };
}
