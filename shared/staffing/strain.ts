import { type HardCall, strainParts } from './strain-parts.js';

/** Everything the score is made of: work that was there for all to see. `null` where it is not known. Minutes count within the shift only. */
export interface StrainInputs {
  /** Hard calls of the last two hours; each once, by the worst that it was. */
  readonly hardCalls: readonly HardCall[];
  /** Hard calls in a row without a break of five minutes. */
  readonly hardRun: number | null;
  /** Since the end of the last break of at least five minutes, or since the shift began. */
  readonly minutesSinceBreak: number | null;
  /** Occupancy 0..1 of the last 60 and 120 minutes; `null` when less than half of that was staffed. */
  readonly occ60: number | null;
  readonly occ120: number | null;
  /** Calls of the last two hours that took longer than 95 % of their queue's. */
  readonly longCalls120: number | null;
  /** Paid hours today. */
  readonly hoursWorked: number | null;
  readonly consecutiveDays: number | null;
  readonly restHoursBefore: number | null;
  /** Of this shift in 00:00–05:00 local. */
  readonly nightMinutes: number | null;
  /** The agent's own word, 1 (very well) to 5 (cannot go on); `null` when there was none. */
  readonly checkIn: { readonly value: number; readonly ageMin: number } | null;
}

export type StrainPartName = 'abuse' | 'hardLoad' | 'sinceBreak' | 'occupancy' | 'hardRun' | 'workHours' | 'longCalls' | 'nightRest';
export type StrainReason = StrainPartName | 'checkIn';
export type StrainBand = 'calm' | 'watch' | 'elevated' | 'high';

export interface StrainPart {
  readonly part: StrainPartName;
  /** The most points it can have. */
  readonly weight: number;
  readonly points: number;
  /** The numbers in its explanation, by name and unit. What is not known is not among them. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface Strain {
  /** All eight, in the order of the table that the agent is shown. */
  readonly parts: readonly StrainPart[];
  /** The sum of the parts, 0..100. */
  readonly objective: number;
  /** Whole points, with the agent's own word in it. */
  readonly score: number;
  /** By the thresholds alone; what is shown moves more calmly (`moveStrainBand`). */
  readonly band: StrainBand;
  /** The most telling first, at most three. */
  readonly topReasons: readonly StrainReason[];
  /** Something was not known and counted nothing: the score is the least that it can be. */
  readonly incomplete: boolean;
}

const CHECK_IN_VALID_MIN = 120;
const TOP_REASONS = 3;
const MIN_REASON_POINTS = 3;

/**
 * An explainable sum of work events, meant to offer somebody a break in time. Not a diagnosis; the weights are expert
 * defaults. The agent's own word lifts the score above the sum, and lowers it by a fifth at most.
 */
export function computeStrain(inputs: StrainInputs): Strain {
  const parts = strainParts(inputs);
  const objective = parts.reduce((sum, { points }) => sum + points, 0);
  const adjusted = withCheckIn(objective, inputs.checkIn);
  const score = Math.floor(Math.min(100, adjusted) + 0.5);
  const reasons = parts
    .filter(({ points }) => points >= MIN_REASON_POINTS)
    .sort((a, b) => b.points - a.points)
    .map(({ part }) => part);
  const { checkIn: _, hardCalls: __, ...measured } = inputs;
  return {
    parts,
    objective,
    score,
    band: strainBandOf(score),
    topReasons: [...(adjusted > objective ? (['checkIn'] as const) : []), ...reasons].slice(0, TOP_REASONS),
    incomplete: Object.values(measured).includes(null),
  };
}

function withCheckIn(objective: number, checkIn: StrainInputs['checkIn']): number {
  if (checkIn === null || checkIn.ageMin > CHECK_IN_VALID_MIN) return objective;
  if (checkIn.value <= 2) return 0.8 * objective;
  if (checkIn.value === 4) return Math.max(objective, 50);
  if (checkIn.value >= 5) return Math.max(objective, 70);
  return objective;
}

/** From the highest down: where each begins. */
const BANDS: readonly { readonly band: StrainBand; readonly from: number }[] = [
  { band: 'high', from: 70 },
  { band: 'elevated', from: 50 },
  { band: 'watch', from: 30 },
  { band: 'calm', from: 0 },
];

const strainBandOf = (score: number): StrainBand => BANDS.find(({ from }) => score >= from)?.band ?? 'calm';

/** The band that is shown, and since when. */
export interface ShownBand {
  readonly band: StrainBand;
  readonly sinceAt: number;
}

const FALL_BELOW = 5;
const MIN_STAY_MS = 5 * 60_000;

/**
 * The band to show next. It rises at once, since relief must not wait; it falls when the score is five points below where the
 * band begins and the band has stood for five minutes. `previous` is `null` for somebody who has just begun.
 */
export function moveStrainBand(previous: ShownBand | null, score: number, nowAt: number): ShownBand {
  const reached = strainBandOf(score);
  if (previous === null) return { band: reached, sinceAt: nowAt };
  const place = (band: StrainBand) => BANDS.findIndex((each) => each.band === band);
  if (place(reached) < place(previous.band)) return { band: reached, sinceAt: nowAt };
  const held = BANDS.slice(place(previous.band)).find(({ from }) => score > from - FALL_BELOW)?.band ?? 'calm';
  if (held === previous.band || nowAt - previous.sinceAt < MIN_STAY_MS) return previous;
  return { band: held, sinceAt: nowAt };
}
