/**
 * Chance that can be looked up instead of drawn in turn. Every random figure is a pure function of the seed, the key of
 * the call or agent it belongs to, its kind, and a number. So a restart finds the same patience for the same caller, and
 * one more draw of one kind shifts no other.
 */
export interface Dice {
  readonly a: number;
  readonly b: number;
}

/** What a figure is for. A number once given is never given again: it would change what every seed means. */
export const KIND = {
  arrivalGap: 1,
  customer: 2,
  patience: 3,
  leavesAtOnce: 4,
  leavesAtAnnouncement: 5,
  handle: 6,
  hold: 7,
  holdStart: 8,
  wrapUp: 9,
  hostile: 10,
  ring: 11,
  ringOutcome: 12,
  fate: 13,
  giveUp: 14,
  redial: 15,
  speed: 16,
  dayFactor: 17,
  slotFactor: 18,
  refused: 20,
  stagger: 21,
  absent: 22,
  late: 23,
  early: 24,
  shiftGap: 25,
  warmUp: 26,
  meal: 27,
  rest: 28,
  planned: 29,
  personal: 30,
  dial: 31,
  link: 32,
  forced: 33,
  ronaPause: 34,
  name: 35,
  consult: 36,
  number: 37,
  tier: 38,
  disturbance: 39,
  rejectPause: 40,
  offQueue: 41,
  commandLatency: 42,
  shortRing: 43,
  rosterStart: 44,
  rosterMeal: 45,
  rosterPlanned: 46,
  rosterLate: 47,
  rosterEarly: 48,
  rosterPause: 49,
  rosterSeen: 50,
} as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** The two lanes of one key's dice, mixed so that neighbouring keys (`CMP-1`, `CMP-2`) have nothing in common. */
export function diceOf(seed: number, key: string): Dice {
  let a = 0x9e3779b9 ^ seed;
  let b = Math.imul(0x85ebca6b ^ seed, 0xc2b2ae35);
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
    a ^= a >>> 15;
  }
  return { a: scramble(a ^ (b >>> 16)), b: scramble(b ^ (a >>> 16)) };
}

/** MurmurHash3's finalizer (Appleby): each input bit flips each output bit with probability one half. */
function scramble(lane: number): number {
  let x = lane ^ (lane >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Strictly between 0 and 1, with 52 random bits. */
export function uniform(dice: Dice, kind: Kind, n = 0): number {
  const high = scramble(dice.a ^ Math.imul(kind, 0x9e3779b1) ^ Math.imul(n + 1, 0x27d4eb2f));
  const low = scramble(dice.b ^ Math.imul(kind, 0x165667b1) ^ Math.imul(n + 1, 0x85ebca77) ^ (high >>> 7));
  return ((high >>> 6) * 67_108_864 + (low >>> 6) + 0.5) / 4_503_599_627_370_496;
}

export const chance = (probability: number, dice: Dice, kind: Kind, n = 0): boolean => uniform(dice, kind, n) < probability;

export const between = (low: number, high: number, dice: Dice, kind: Kind, n = 0): number => low + (high - low) * uniform(dice, kind, n);

export const exponential = (mean: number, dice: Dice, kind: Kind, n = 0): number => -mean * Math.log(uniform(dice, kind, n));

/** Standard normal (Box–Muller). Uses the numbers 2n and 2n + 1 of its kind. */
export function normal(dice: Dice, kind: Kind, n = 0): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(dice, kind, 2 * n)));
  return radius * Math.cos(2 * Math.PI * uniform(dice, kind, 2 * n + 1));
}

/** Lognormal with this mean and coefficient of variation. */
export function lognormal(mean: number, cv: number, dice: Dice, kind: Kind, n = 0): number {
  const variance = Math.log(1 + cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normal(dice, kind, n) - variance / 2);
}

/** Weibull with this mean. Shape 1 is exponential; below 1, those who stayed long stay longer. */
export function weibull(mean: number, shape: number, dice: Dice, kind: Kind, n = 0): number {
  return (mean / gammaFunction(1 + 1 / shape)) * (-Math.log(uniform(dice, kind, n))) ** (1 / shape);
}

/** Gamma with mean 1 and this coefficient of variation, below 1 (Marsaglia and Tsang, 2000: squeeze and retry). */
export function gammaFactor(cv: number, dice: Dice, kind: Kind): number {
  const shape = 1 / (cv * cv);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let n = 0; ; n += 2) {
    const x = normal(dice, kind, n);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform(dice, kind, 2 * n + 2)) < x * x * 0.5 + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** Γ(x) for x > 0 (Lanczos, g = 7; about 15 digits). */
export function gammaFunction(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaFunction(1 - x));
  const z = x - 1;
  const t = z + 7.5;
  const series = LANCZOS.reduce((sum, coefficient, i) => (i === 0 ? coefficient : sum + coefficient / (z + i)), 0);
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * series;
}

/** Coefficients of P. Godfrey for g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
