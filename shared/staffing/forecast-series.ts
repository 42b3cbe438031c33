import { err, ok, type Result } from '../kernel/result.js';
import { checkInput, type StaffingError } from './input.js';

export interface SesInput {
  readonly series: readonly number[];
  /** Weight of the newest value, 0..1. */
  readonly alpha: number;
}

/** Simple exponential smoothing: handling times and patience, per weekday and hour. */
export function computeSes({ series, alpha }: SesInput): Result<{ level: number }, StaffingError> {
  const checked = checkInput({ alpha }, { alpha: 'ratio' });
  if (!checked.ok) return checked;
  const counted = checkSeries('series', series, 1);
  if (!counted.ok) return counted;
  return ok({ level: series.reduce((level, value) => alpha * value + (1 - alpha) * level) });
}

export interface HoltWintersInput {
  /** Oldest first. */
  readonly series: readonly number[];
  /** Values in a season: 7 for days in a week. At least two seasons are needed. */
  readonly season: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** Seasons as factors of the level rather than as amounts on top of it. */
  readonly multiplicative: boolean;
  /** How many values to forecast. */
  readonly horizon: number;
}

export interface HoltWinters {
  readonly level: number;
  readonly trend: number;
  /** In the order of the values to come. */
  readonly season: readonly number[];
  readonly forecast: readonly number[];
}

/** Longer than any horizon a roster has, and far below what would hold the process. */
const MAX_HORIZON = 10_000;

/**
 * Level, trend and season of daily totals. The season is updated from the new level, which is the classical form; the first
 * season gives the start, so nothing is fitted and the same series always gives the same forecast.
 */
export function computeHoltWinters(input: HoltWintersInput): Result<HoltWinters, StaffingError> {
  const checked = checkInput(input, { season: 'count', alpha: 'ratio', beta: 'ratio', gamma: 'ratio', horizon: 'count' });
  if (!checked.ok) return checked;
  const { series, season: length, horizon } = input;
  if (length < 1) return err({ code: 'out-of-range', field: 'season' });
  if (horizon > MAX_HORIZON) return err({ code: 'out-of-range', field: 'horizon' });
  const counted = checkSeries('series', series, 2 * length);
  if (!counted.ok) return counted;

  const { level, trend, season } = smoothed(input);
  const ahead = (h: number) => {
    const base = level + h * trend;
    const seasonal = season[(h - 1) % length] ?? 0;
    return input.multiplicative ? base * seasonal : base + seasonal;
  };
  const forecast = Array.from({ length: horizon }, (_, h) => ahead(h + 1));
  // A weekday that is always empty has no factor: such a series has additive seasons only.
  const hasAll = [level, trend, ...season, ...forecast].every(Number.isFinite);
  return hasAll ? ok({ level, trend, season, forecast }) : err({ code: 'out-of-range', field: 'series' });
}

function smoothed({ series, season: length, alpha, beta, gamma, multiplicative }: HoltWintersInput) {
  const mean = (from: number) => series.slice(from, from + length).reduce((sum, value) => sum + value, 0) / length;
  const without = (value: number, part: number) => (multiplicative ? value / part : value - part);
  let level = mean(0);
  let trend = (mean(length) - level) / length;
  const season = series.slice(0, length).map((value) => without(value, level));
  for (const [i, value] of series.slice(length).entries()) {
    const past = season[i % length] ?? 0;
    const before = level;
    level = alpha * without(value, past) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    season[i % length] = gamma * without(value, level) + (1 - gamma) * past;
  }
  const next = series.length % length;
  return { level, trend, season: [...season.slice(next), ...season.slice(0, next)] };
}

/** Numbers of calls, or of what calls bring: never negative. A series that is too short is named itself, a value by its place. */
export function checkSeries(name: string, series: readonly number[], atLeast: number): Result<readonly number[], StaffingError> {
  if (series.length < atLeast) return err({ code: 'out-of-range', field: name });
  const wrong = series.findIndex((value) => !Number.isFinite(value) || value < 0 || value > MAX_VALUE);
  return wrong === -1 ? ok(series) : err({ code: 'out-of-range', field: `${name}.${wrong}` });
}

const MAX_VALUE = 1e12;
