import { HOUR_MS } from '../../../../shared/kernel/time.js';
import { ArrivalStream, DAY_CV, HALF_HOUR_SHARES, type RateFactor, SLOT_MS, steady, WANDER, wholeDay } from '../arrivals.js';
import { type Dice, diceOf, exponential, gammaFactor, KIND, lognormal, weibull } from '../draws.js';
import type { Check, CheckOptions } from './check.js';
import { Moments } from './estimate.js';

const DAY_MS = 24 * HOUR_MS;
/** A Monday, so that whole weeks are counted. */
const FROM = 4 * DAY_MS;

/** V6: plain arrivals are Poisson; a real centre's days differ more than that, by as much as they should. */
export function checkArrivals({ seed }: CheckOptions): Check[] {
  return [dispersion(seed), dayTotals(seed)];
}

/** Variance over mean of the counts of 2,000 half-hours: 1 for Poisson. */
function dispersion(seed: number): Check {
  const slots = 2_000;
  const counts = new Moments();
  const stream = streamOf(seed, 50 / SLOT_MS, steady);
  let { at } = stream.next();
  for (let slot = 0; slot < slots; slot++) {
    let calls = 0;
    for (; at < FROM + (slot + 1) * SLOT_MS; { at } = stream.next()) calls++;
    counts.add(calls);
  }
  const got = counts.variance / counts.mean;
  return { test: 'V6', metric: 'dispersion of half-hours', got, want: 1, se: Math.sqrt(2 / slots), holds: Math.abs(got - 1) <= 0.1 };
}

/** Days are compared with their own weekday's mean, or the week's shape would pass for chance. */
function dayTotals(seed: number): Check {
  const weeks = 300;
  const perDay = 2_000;
  const stream = streamOf(seed, perDay / DAY_MS, wholeDay(seed, 0));
  const totals = Array.from({ length: 7 * weeks }, () => 0);
  for (let { at } = stream.next(); at < FROM + totals.length * DAY_MS; { at } = stream.next()) {
    const day = Math.floor((at - FROM) / DAY_MS);
    totals[day] = (totals[day] ?? 0) + 1;
  }
  const factors = new Moments();
  for (let weekday = 0; weekday < 7; weekday++) {
    const same = totals.filter((_, day) => day % 7 === weekday);
    const mean = same.reduce((sum, calls) => sum + calls, 0) / same.length;
    for (const calls of same) factors.add(calls / mean);
  }
  const want = wantedDayCv(perDay);
  const se = want / Math.sqrt(2 * totals.length);
  return { test: 'V6', metric: 'cv of day totals', got: factors.cv, want, se, holds: Math.abs(factors.cv / want - 1) <= 0.15 };
}

/** Day factor, wander and Poisson together: their variances multiply up, since they are independent. */
function wantedDayCv(perDay: number): number {
  let wander = 0;
  HALF_HOUR_SHARES.forEach((x, i) => {
    HALF_HOUR_SHARES.forEach((y, j) => {
      wander += (x / 10_000) * (y / 10_000) * Math.expm1(WANDER.sd ** 2 * WANDER.carry ** Math.abs(i - j));
    });
  });
  return Math.sqrt((1 + DAY_CV ** 2) * (1 + wander) - 1 + 1 / perDay);
}

const streamOf = (seed: number, meanPerMs: number, factor: RateFactor) =>
  new ArrivalStream({ seed, queueKey: 'lab', code: 'LAB', meanPerMs, factor, after: FROM - 1 });

/** Γ(1 + 2/k) / Γ(1 + 1/k)² − 1 at k = 0.7, as a square root. */
const WEIBULL_07_CV = 1.4624246;

/** V7: what is drawn has the mean and the spread it is meant to have. */
export function checkDistributions({ seed }: CheckOptions, draws = 1_000_000): Check[] {
  const kinds: readonly { name: string; mean: number; cv: number; draw: (dice: Dice) => number }[] = [
    { name: 'talk and hold', mean: 280, cv: 1, draw: (dice) => lognormal(280, 1, dice, KIND.handle) },
    { name: 'wrap-up', mean: 40, cv: 0.8, draw: (dice) => lognormal(40, 0.8, dice, KIND.wrapUp) },
    { name: 'patience', mean: 180, cv: 1, draw: (dice) => exponential(180, dice, KIND.patience) },
    { name: 'patience, Weibull 0.7', mean: 300, cv: WEIBULL_07_CV, draw: (dice) => weibull(300, 0.7, dice, KIND.patience) },
    { name: 'agent speed', mean: 1, cv: 0.15, draw: (dice) => lognormal(1, 0.15, dice, KIND.speed) },
    { name: 'day factor', mean: 1, cv: DAY_CV, draw: (dice) => gammaFactor(DAY_CV, dice, KIND.dayFactor) },
  ];
  const moments = kinds.map(() => new Moments());
  for (let i = 0; i < draws; i++) {
    const dice = diceOf(seed, `V7-${i}`);
    kinds.forEach((kind, k) => {
      moments[k]?.add(kind.draw(dice));
    });
  }
  return kinds.flatMap(({ name, mean, cv }, k) => {
    const got = moments[k] ?? new Moments();
    const se = (cv * mean) / Math.sqrt(draws);
    return [
      { test: 'V7', metric: `mean of ${name}`, got: got.mean, want: mean, se, holds: Math.abs(got.mean / mean - 1) <= 0.01 },
      { test: 'V7', metric: `cv of ${name}`, got: got.cv, want: cv, se: 0, holds: Math.abs(got.cv / cv - 1) <= 0.03 },
    ];
  });
}
