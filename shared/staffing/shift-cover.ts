import { err, ok, type Result } from '../kernel/result.js';
import { checkSeries } from './forecast-series.js';
import { checkEach, type StaffingError } from './input.js';

/**
 * How many of each shift to plan, and with which breaks, so that every slot has its agents (set covering with implicit breaks).
 * Who works them is another question. What goes beyond the last slot covers nothing.
 */
export interface CoverProblem {
  /** Agents needed per slot. */
  readonly demand: readonly number[];
  readonly shifts: readonly ShiftKind[];
}

/** A kind of shift, and where it may start: from, to (included) and each so many slots. Lengths and offsets are in slots. */
export interface ShiftKind {
  readonly name: string;
  readonly lengthSlots: number;
  /** 0: it has none. */
  readonly breakSlots: number;
  /** The break starts so long after the shift does, both included. */
  readonly breakFrom: number;
  readonly breakTo: number;
  readonly startFrom: number;
  readonly startTo: number;
  readonly startStep: number;
  /** Of one person on it. */
  readonly cost: number;
}

/** A kind of shift at one of its starts: what people are counted on. */
export interface Place {
  readonly kind: ShiftKind;
  readonly start: number;
  /** Where its break may start, after the shift does; none for a shift without. */
  readonly offsets: readonly number[];
}

/** People on one place. */
export interface Staffed {
  readonly place: Place;
  readonly count: number;
  /** How many begin their break at which offset. */
  readonly breaks: readonly { readonly offset: number; readonly count: number }[];
}

/** No slot can be covered by any shift: the problem has no answer. */
export type CoverError = StaffingError | { readonly code: 'infeasible'; readonly field: string };

const MOST_NEEDED = 1e6;
const MOST_SLOTS = 2_016;
/** A week of quarter-hours with six lengths of shift has 4,000 places; the solver takes minutes for much more than this. */
const MOST_PLACES = 20_000;
const MOST_COLUMNS = 100_000;
const MOST_TERMS = 1_000_000;

/** Every place that people may be counted on, for a problem that has an answer. */
export function coverPlaces(problem: CoverProblem): Result<readonly Place[], CoverError> {
  const { demand, shifts } = problem;
  const counted = checkSeries('demand', demand, 1);
  if (!counted.ok) return counted;
  if (demand.length > MOST_SLOTS) return err({ code: 'out-of-range', field: 'demand' });
  const tooMany = demand.findIndex((needed) => needed > MOST_NEEDED);
  if (tooMany >= 0) return err({ code: 'out-of-range', field: `demand.${tooMany}` });
  const checked = checkShifts(shifts);
  if (!checked.ok) return checked;

  const places = shifts.flatMap(placesOf);
  const reached = new Set(places.flatMap(workableSlots));
  const bare = demand.findIndex((needed, slot) => needed > 0 && !reached.has(slot));
  return bare < 0 ? ok(places) : err({ code: 'infeasible', field: `demand.${bare}` });
}

function checkShifts(shifts: readonly ShiftKind[]): Result<unknown, StaffingError> {
  const checked = checkEach('shifts', shifts, {
    lengthSlots: 'count',
    breakSlots: 'count',
    breakFrom: 'count',
    breakTo: 'count',
    startFrom: 'count',
    startTo: 'count',
    startStep: 'count',
    cost: 'not-negative',
  });
  if (!checked.ok) return checked;
  let places = 0;
  let columns = 0;
  let terms = 0;
  for (const [i, shift] of shifts.entries()) {
    const wrong = wrongField(shift);
    if (wrong !== null) return err({ code: 'out-of-range', field: `shifts.${i}.${wrong}` });
    const starts = startsOf(shift);
    const breaks = shift.breakSlots === 0 ? 0 : shift.breakTo - shift.breakFrom + 1;
    places += starts;
    columns += starts * (1 + breaks);
    terms += starts * (shift.lengthSlots + breaks * (shift.breakSlots + 1));
    if (places > MOST_PLACES || columns > MOST_COLUMNS || terms > MOST_TERMS) return err({ code: 'out-of-range', field: 'shifts' });
  }
  return ok(shifts);
}

function wrongField(shift: ShiftKind): keyof ShiftKind | null {
  if (shift.lengthSlots < 1 || shift.lengthSlots > MOST_SLOTS) return 'lengthSlots';
  if (shift.startStep < 1) return 'startStep';
  if (shift.startTo < shift.startFrom || shift.startTo >= MOST_SLOTS) return 'startTo';
  if (shift.breakSlots === 0) return null;
  if (shift.breakTo < shift.breakFrom || shift.breakTo + shift.breakSlots > shift.lengthSlots) return 'breakTo';
  return null;
}

const startsOf = ({ startFrom, startTo, startStep }: ShiftKind) => Math.floor((startTo - startFrom) / startStep) + 1;

function placesOf(kind: ShiftKind): Place[] {
  const { startFrom, startStep, breakSlots, breakFrom, breakTo } = kind;
  const offsets = breakSlots === 0 ? [] : Array.from({ length: breakTo - breakFrom + 1 }, (_, i) => breakFrom + i);
  return Array.from({ length: startsOf(kind) }, (_, i) => ({ kind, start: startFrom + i * startStep, offsets }));
}

/** The slots in which somebody on this place can be at work: their break may be at another time. */
function workableSlots({ kind, start, offsets }: Place): number[] {
  const [first = 0] = offsets;
  const last = offsets.at(-1) ?? 0;
  const slots = Array.from({ length: kind.lengthSlots }, (_, into) => start + into);
  if (offsets.length === 0) return slots;
  return slots.filter((_, into) => into < last || into >= first + kind.breakSlots);
}

export const coverCost = (staffed: readonly Staffed[]): number =>
  staffed.reduce((sum, { place, count }) => sum + place.kind.cost * count, 0);
