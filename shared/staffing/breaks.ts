import { HOUR_MS, MINUTE_MS } from '../kernel/time.js';
import { ACTIVITIES, type Activity } from './activities.js';
import type { Severity } from './labour-rules.js';
import { measureShift, type PlannedShift, type Segment } from './shift.js';

export interface BreakRules {
  readonly severity: Severity;
  readonly meal: {
    /** A shift longer than this has a meal … */
    readonly aboveMs: number;
    readonly minMs: number;
    readonly maxMs: number;
    /** … which starts within these, counted from the start of the shift. */
    readonly fromMs: number;
    readonly toMs: number;
  };
  /** One paid break of this length for each started `breakPerMs` of paid time. */
  readonly breakMs: number;
  readonly breakPerMs: number;
  /** No break in the first and the last of the shift. */
  readonly edgeMs: number;
  /** The longest stretch of contact without anything between. */
  readonly maxContactMs: number;
}

export const DEFAULT_BREAK_RULES: BreakRules = {
  severity: 'soft',
  meal: { aboveMs: 6 * HOUR_MS, minMs: 30 * MINUTE_MS, maxMs: HOUR_MS, fromMs: 3 * HOUR_MS, toMs: 5.5 * HOUR_MS },
  breakMs: 15 * MINUTE_MS,
  breakPerMs: 4 * HOUR_MS,
  edgeMs: HOUR_MS,
  maxContactMs: 2.5 * HOUR_MS,
};

export type BreakViolation = { readonly severity: Severity } & BreakFinding;
type BreakFinding =
  | { readonly code: 'MEAL_MISSING'; readonly elapsedMs: number; readonly aboveMs: number }
  | { readonly code: 'MEAL_LENGTH'; readonly startAt: number; readonly mealMs: number; readonly minMs: number; readonly maxMs: number }
  /** Counted from the start of the shift. */
  | { readonly code: 'MEAL_WINDOW'; readonly startAt: number; readonly intoShiftMs: number; readonly fromMs: number; readonly toMs: number }
  | { readonly code: 'BREAKS_TOO_FEW'; readonly breaks: number; readonly requiredBreaks: number; readonly breakMs: number }
  /** How far the break is from the nearer end of the shift. */
  | { readonly code: 'BREAK_AT_EDGE'; readonly startAt: number; readonly fromEdgeMs: number; readonly minFromEdgeMs: number }
  | { readonly code: 'CONTACT_TOO_LONG'; readonly startAt: number; readonly contactMs: number; readonly maxContactMs: number };

type Shift = Pick<PlannedShift, 'startAt' | 'endAt' | 'segments'>;

/** The breaks of one shift against the rules, in the order of the union above and then of time. Leave at either end is left out. */
export function checkBreaks(shift: Shift, rules: BreakRules = DEFAULT_BREAK_RULES): BreakViolation[] {
  const hours = measureShift(shift);
  if (hours === null) return [];
  const found = [...mealFindings(shift, hours, rules), ...breakFindings(shift, hours, rules), ...contactFindings(shift.segments, rules)];
  return found.map((finding) => ({ severity: rules.severity, ...finding }));
}

/** How many paid breaks are due; none where a shift is too short to hold one between its edges. */
export function requiredBreaks({ elapsedMs, paidMs }: { elapsedMs: number; paidMs: number }, rules: BreakRules): number {
  return elapsedMs < 2 * rules.edgeMs + rules.breakMs ? 0 : Math.ceil(paidMs / rules.breakPerMs);
}

interface Hours {
  readonly startAt: number;
  readonly endAt: number;
  readonly elapsedMs: number;
  readonly paidMs: number;
}

function mealFindings({ segments }: Shift, { startAt, elapsedMs }: Hours, { meal }: BreakRules): BreakFinding[] {
  const { aboveMs, minMs, maxMs, fromMs, toMs } = meal;
  if (elapsedMs <= aboveMs) return [];
  const meals = runsOf(segments, (activity) => activity === 'meal');
  const fits = (run: Run) => run.endAt - run.startAt >= minMs && run.endAt - run.startAt <= maxMs;
  const inTime = (run: Run) => run.startAt - startAt >= fromMs && run.startAt - startAt <= toMs;
  if (meals.some((run) => fits(run) && inTime(run))) return [];
  const nearest = meals.find(inTime) ?? meals.find(fits) ?? meals[0];
  if (nearest === undefined) return [{ code: 'MEAL_MISSING', elapsedMs, aboveMs }];
  const found: BreakFinding[] = [];
  if (!fits(nearest)) found.push({ code: 'MEAL_LENGTH', startAt: nearest.startAt, mealMs: nearest.endAt - nearest.startAt, minMs, maxMs });
  if (!inTime(nearest)) {
    found.push({ code: 'MEAL_WINDOW', startAt: nearest.startAt, intoShiftMs: nearest.startAt - startAt, fromMs, toMs });
  }
  return found;
}

function breakFindings({ segments }: Shift, hours: Hours, rules: BreakRules): BreakFinding[] {
  const { breakMs, edgeMs } = rules;
  const runs = runsOf(segments, (activity) => activity === 'break');
  const breaks = runs.filter(({ startAt, endAt }) => endAt - startAt >= breakMs).length;
  const required = requiredBreaks(hours, rules);
  const found: BreakFinding[] = [];
  if (breaks < required) found.push({ code: 'BREAKS_TOO_FEW', breaks, requiredBreaks: required, breakMs });
  for (const { startAt, endAt } of runs) {
    const fromEdgeMs = Math.min(startAt - hours.startAt, hours.endAt - endAt);
    if (fromEdgeMs < edgeMs) found.push({ code: 'BREAK_AT_EDGE', startAt, fromEdgeMs, minFromEdgeMs: edgeMs });
  }
  return found;
}

function contactFindings(segments: readonly Segment[], { maxContactMs }: BreakRules): BreakFinding[] {
  return runsOf(segments, (activity) => ACTIVITIES[activity].contact)
    .map(({ startAt, endAt }) => ({ code: 'CONTACT_TOO_LONG' as const, startAt, contactMs: endAt - startAt, maxContactMs }))
    .filter(({ contactMs }) => contactMs > maxContactMs);
}

interface Run {
  readonly startAt: number;
  readonly endAt: number;
}

/** Segments of a kind that touch, as one. */
function runsOf(segments: readonly Segment[], isOf: (activity: Activity) => boolean): Run[] {
  const runs: { startAt: number; endAt: number }[] = [];
  for (const { activity, startAt, endAt } of segments) {
    if (!isOf(activity)) continue;
    const last = runs.at(-1);
    if (last?.endAt === startAt) last.endAt = endAt;
    else runs.push({ startAt, endAt });
  }
  return runs;
}
