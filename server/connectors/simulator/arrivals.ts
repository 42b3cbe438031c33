import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { type Dice, diceOf, exponential, gammaFactor, KIND, normal } from './draws.js';

/** Rates are constant within a half-hour of the site clock. */
export const SLOT_MS = 30 * MINUTE_MS;

/** How the rate of a queue moves around its mean: 1 is the mean. A function of the slot's start and the queue. */
export type RateFactor = (slotAt: number, queueKey: string) => number;

export interface Arrival {
  readonly at: number;
  /** The same for this arrival on every run of the seed: `CMP-s3x2k1-17`. */
  readonly key: string;
}

/**
 * The Poisson arrivals of one queue, as a list that can be opened at any instant: each half-hour has its own dice and
 * draws exponential gaps from its start. (Cutting a gap at the slot's end changes nothing: the exponential has no memory.)
 */
export class ArrivalStream {
  readonly #queueKey: string;
  readonly #code: string;
  readonly #seed: number;
  readonly #meanPerMs: number;
  readonly #factor: RateFactor;
  #slotAt = 0;
  #dice: Dice = { a: 0, b: 0 };
  #ratePerMs = 0;
  #clockMs = 0;
  #n = 0;

  /** Opens the stream behind `after`: the first arrival told is later than that. */
  constructor(options: { seed: number; queueKey: string; code: string; meanPerMs: number; factor: RateFactor; after: number }) {
    this.#queueKey = options.queueKey;
    this.#code = options.code;
    this.#seed = options.seed;
    this.#meanPerMs = options.meanPerMs;
    this.#factor = options.factor;
    this.#openSlot(options.after - (options.after % SLOT_MS));
    while (this.#peekAt() <= options.after) this.next();
  }

  next(): Arrival {
    const at = this.#peekAt();
    const key = `${this.#code}-${(this.#slotAt / SLOT_MS).toString(36)}-${this.#n.toString(36)}`;
    this.#n++;
    this.#clockMs += this.#gapMs();
    return { at, key };
  }

  /** Moves on to the slot of the next arrival, and tells its instant. Slots without calls are passed over. */
  #peekAt(): number {
    while (this.#clockMs >= SLOT_MS) this.#openSlot(this.#slotAt + SLOT_MS);
    return this.#slotAt + Math.floor(this.#clockMs);
  }

  #openSlot(slotAt: number): void {
    this.#slotAt = slotAt;
    this.#dice = diceOf(this.#seed, `slot ${this.#queueKey} ${slotAt}`);
    this.#ratePerMs = this.#meanPerMs * this.#factor(slotAt, this.#queueKey);
    this.#n = 0;
    this.#clockMs = this.#gapMs();
  }

  #gapMs(): number {
    // A rate of zero has a gap without end: the slot is passed over.
    return this.#ratePerMs > 0 ? exponential(1 / this.#ratePerMs, this.#dice, KIND.arrivalGap, this.#n) : SLOT_MS;
  }
}

/** For the laboratory: the same rate at all hours. */
export const steady: RateFactor = () => 1;

/**
 * Share of a day's calls by half-hour of the local day, 00:00 first, in 1/10,000. Synthetic, shaped like published weekday
 * curves with a late-morning and a mid-afternoon peak.
 */
export const HALF_HOUR_SHARES = [
  31, 24, 19, 16, 13, 11, 10, 10, 11, 13, 17, 26, 39, 61, 92, 140, 210, 306, 394, 450, 481, 486, 464, 415, 341, 306, 311, 345, 394, 420,
  415, 394, 372, 345, 311, 271, 241, 227, 232, 241, 241, 219, 184, 149, 114, 83, 61, 44,
] as const;
/** Monday first; brought to mean 1 where they are used. */
const WEEKDAYS = [1.18, 1.08, 1.02, 1.0, 0.98, 0.78, 0.7] as const;
const WEEKDAY_MEAN = WEEKDAYS.reduce((sum, share) => sum + share, 0) / WEEKDAYS.length;

/**
 * A day is busier or quieter than its kind as a whole: gamma with this coefficient of variation. Such a factor reproduces that
 * counts vary more than Poisson and that busy hours come together (Avramidis, Deslauriers and L'Ecuyer, 2004).
 */
export const DAY_CV = 0.1;
/** Within a day the rate wanders around its curve: ln G is AR(1) over the half-hours. */
export const WANDER = { carry: 0.8, sd: 0.05 } as const;

/** A whole day: shares × weekday × day factor × wander. `localOffsetMs` is what the site's clock on the wall is ahead of UTC. */
export function wholeDay(seed: number, localOffsetMs: number): RateFactor {
  return (slotAt) => {
    const local = slotAt + localOffsetMs;
    const day = Math.floor(local / DAY_MS);
    const share = HALF_HOUR_SHARES[Math.floor((local - day * DAY_MS) / SLOT_MS)] ?? 0;
    // 1970-01-01 was a Thursday.
    const weekday = (WEEKDAYS[(day + 3) % 7] ?? 1) / WEEKDAY_MEAN;
    return ((share * 48) / 10_000) * weekday * dayFactor(seed, day, DAY_CV) * wander(seed, slotAt, 'site', WANDER.sd);
  };
}

/**
 * The demonstration's day: whenever it is opened it is working hours. The clock is cut into spans of eight hours (from
 * 06:00, 14:00 and 22:00 in Shanghai), and each span runs through the curve from 09:00 to 17:00, with both its peaks.
 * The curve is flattened (square root), since the demonstration's staff hardly changes with the hour, and days are
 * evener than real ones; instead each queue wanders on its own, so that the board always has its worst queue.
 */
export function demoDay(seed: number): RateFactor {
  return (slotAt, queueKey) => {
    return demoCurve(slotAt) * dayFactor(seed, spanOf(slotAt), 0.04) * wander(seed, slotAt, queueKey, 0.07);
  };
}

/** The same without chance: what can be known of it beforehand. */
export const demoCurve = (slotAt: number): number => DEMO_CURVE[Math.floor((slotAt - spanStart(spanOf(slotAt))) / SLOT_MS)] ?? 1;

/** Spans of work: a shift is about one span long. */
export const SPAN_MS = 8 * HOUR_MS;
const SPAN_OFFSET_MS = 2 * HOUR_MS;
export const spanOf = (at: number): number => Math.floor((at + SPAN_OFFSET_MS) / SPAN_MS);
export const spanStart = (span: number): number => span * SPAN_MS - SPAN_OFFSET_MS;

const DAY_MS = 24 * HOUR_MS;
const DEMO_CURVE = (() => {
  const roots = HALF_HOUR_SHARES.slice(18, 34).map(Math.sqrt);
  const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length;
  return roots.map((root) => root / mean);
})();

const dayFactor = (seed: number, day: number, cv: number): number => gammaFactor(cv, diceOf(seed, `day ${day}`), KIND.dayFactor);

/**
 * exp of a stationary AR(1), with mean 1. Written out as the sum over the last 40 half-hours, beyond which what is left
 * of a shock is under 0.02 %: so that any slot's value can be had without all the ones before it.
 */
export function wander(seed: number, slotAt: number, of: string, sd: number): number {
  const dice = diceOf(seed, `wander ${of}`);
  const slot = slotAt / SLOT_MS;
  let sum = 0;
  let weight = Math.sqrt(1 - WANDER.carry ** 2);
  for (let back = 0; back < 40; back++) {
    sum += weight * normal(dice, KIND.slotFactor, slot - back);
    weight *= WANDER.carry;
  }
  return Math.exp(sd * sum - (sd * sd) / 2);
}
