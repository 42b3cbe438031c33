import { err, ok, type Result } from '../kernel/result.js';
import { checkSeries } from './forecast-series.js';
import { checkInput, type StaffingError } from './input.js';

/** How much days differ from their forecast as a whole, as a coefficient of variation, until a site's own history says. */
const DEFAULT_CV = 0.1;
/** Half the width of a 95 % band, in standard deviations. */
const BAND = 1.96;

export interface ReforecastInput {
  /** The whole day's intervals. */
  readonly forecastCalls: readonly number[];
  /** Those that are over, from the first on. */
  readonly actualCalls: readonly number[];
  readonly cv?: number;
  /** What is left of the day's deviation from one interval to the next, 0..1. All of it unless told. */
  readonly decay?: number;
}

export interface Reforecast {
  /** What the rest of the day is multiplied by. */
  readonly ratio: number;
  readonly sd: number;
  /** The band of the factor. */
  readonly low: number;
  readonly high: number;
  readonly remaining: readonly { readonly calls: number; readonly low: number; readonly high: number }[];
  /** Actual over forecast as it is, to be shown and never used: early in the day it is noise. `null` where nothing was forecast. */
  readonly rawRatio: number | null;
}

/**
 * The rest of a day in the light of what came so far. The day as a whole is busier or quieter than forecast by a factor that
 * is Gamma-distributed around 1; calls are Poisson given that factor. So the first quiet half-hour moves it a little, and half a day a lot.
 */
export function computeReforecast(input: ReforecastInput): Result<Reforecast, StaffingError> {
  const { forecastCalls, actualCalls, cv = DEFAULT_CV, decay = 1 } = input;
  const checked = checkInput({ cv, decay }, { cv: 'positive', decay: 'ratio' });
  if (!checked.ok) return checked;
  const counted = checkSeries('forecastCalls', forecastCalls, 0);
  if (!counted.ok) return counted;
  const observed = checkSeries('actualCalls', actualCalls, 0);
  if (!observed.ok) return observed;
  if (actualCalls.length > forecastCalls.length) return err({ code: 'out-of-range', field: 'actualCalls' });

  const elapsed = actualCalls.length;
  const came = sum(actualCalls);
  const expected = sum(forecastCalls.slice(0, elapsed));
  const prior = 1 / cv ** 2;
  const ratio = (prior + came) / (prior + expected);
  const sd = Math.sqrt(prior + came) / (prior + expected);
  const bandOf = (factor: number) => ({ low: Math.max(0, factor - BAND * sd), high: factor + BAND * sd });
  const remaining = forecastCalls.slice(elapsed).map((calls, later) => {
    const factor = 1 + (ratio - 1) * decay ** later;
    const { low, high } = bandOf(factor);
    return { calls: calls * factor, low: calls * low, high: calls * high };
  });
  const rawRatio = came / expected;
  return ok({ ratio, sd, ...bandOf(ratio), remaining, rawRatio: Number.isFinite(rawRatio) ? rawRatio : null });
}

export interface ForecastAccuracy {
  /** Σ|A−F| ÷ ΣA. `null` where nothing came. */
  readonly wape: number | null;
  /** Σ(F−A) ÷ ΣA: positive when too much was forecast. */
  readonly bias: number | null;
  /** The WAPE that even a perfect forecast of the mean would have, since calls come by chance. */
  readonly floor: number | null;
}

/** Of intervals that are over. Never as an average of percentages: a night with two calls would outweigh the morning. */
export function computeAccuracy(intervals: readonly { forecastCalls: number; actualCalls: number }[]): ForecastAccuracy {
  const actual = sum(intervals.map(({ actualCalls }) => actualCalls));
  if (actual === 0) return { wape: null, bias: null, floor: null };
  const missed = sum(intervals.map(({ forecastCalls, actualCalls }) => Math.abs(actualCalls - forecastCalls)));
  const over = sum(intervals.map(({ forecastCalls, actualCalls }) => forecastCalls - actualCalls));
  return { wape: missed / actual, bias: over / actual, floor: 0.8 / Math.sqrt(actual / intervals.length) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
