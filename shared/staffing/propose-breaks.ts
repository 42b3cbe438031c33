import { MINUTE_MS } from '../kernel/time.js';
import { ACTIVITIES, type Activity } from './activities.js';
import { type BreakRules, DEFAULT_BREAK_RULES, requiredBreaks } from './breaks.js';
import { measureShift, type PlannedShift, type Segment, type ShiftHours } from './shift.js';

/** Agents more than needed, interval by interval, with this shift on the phones throughout; negative where too few. */
export interface Surplus {
  readonly startAt: number;
  /** A multiple of the quarter-hour, and beginning with one. */
  readonly intervalMs: number;
  readonly agents: readonly number[];
}

export interface BreakWishes {
  readonly rules?: BreakRules;
  /** Length of the meal; the rules' shortest unless told. */
  readonly mealMs?: number;
  readonly surplus?: Surplus;
}

/** Breaks begin in steps from the start of the work: on the quarter-hours of the clock, where that does. */
const STEP_MS = 15 * MINUTE_MS;
/** Breaks are kept this far apart where that is possible: two in a row refresh no more than one. */
const MIN_APART_STEPS = 4;

type Shift<S extends Segment> = Pick<PlannedShift, 'startAt' | 'endAt'> & { readonly segments: readonly S[] };

/**
 * The shift's segments with its meal and breaks placed anew. Rules come first; then breaks go where most agents are to
 * spare; then they divide the shift evenly; then the earlier wins. Meetings, training and leave stay as they are, and whatever
 * else a segment bears goes with its parts.
 */
export function proposeBreaks<S extends Segment>(shift: Shift<S>, wishes: BreakWishes = {}): (S | Segment)[] {
  const work = withoutPauses(shift);
  const hours = measureShift({ ...shift, segments: work });
  if (hours === null) return work;
  return cut(work, placePauses(gridOf(work, hours, wishes)));
}

/** The work as steps from its start. What is left over at its end is less than one. */
interface Grid {
  readonly startAt: number;
  readonly steps: number;
  readonly kinds: readonly PauseKind[];
  /** 1 where no break may be cut: sums up to each step, so that a span is free when its sums agree. */
  readonly blockedBefore: readonly number[];
  /** Agents to spare × 1000, summed up to each step: whole numbers, so that equal places tie exactly. */
  readonly spareBefore: readonly number[];
  /** Steps of contact that end with each step. */
  readonly contactUpTo: readonly number[];
  readonly maxContactSteps: number;
}

interface PauseKind {
  readonly activity: 'break' | 'meal';
  readonly due: number;
  readonly steps: number;
  readonly from: number;
  readonly to: number;
  /** How many broken rules it weighs when it finds no place. */
  readonly missing: number;
}

type Hours = Pick<ShiftHours, 'startAt' | 'elapsedMs' | 'paidMs'>;

const stepsOf = (lengthMs: number) => Math.ceil(lengthMs / STEP_MS);

function gridOf(work: readonly Segment[], hours: Hours, wishes: BreakWishes): Grid {
  const { rules = DEFAULT_BREAK_RULES, surplus } = wishes;
  const { startAt, elapsedMs } = hours;
  const steps = Math.floor(elapsedMs / STEP_MS);
  const blockedBefore = [0];
  const spareBefore = [0];
  const contactUpTo = [0];
  let segment = 0;
  for (let step = 0; step < steps; step++) {
    const at = startAt + step * STEP_MS;
    while ((work[segment]?.endAt ?? Number.POSITIVE_INFINITY) <= at) segment++;
    const spanned = activitiesIn(work, segment, at);
    blockedBefore.push((blockedBefore[step] ?? 0) + (spanned.every((activity) => ACTIVITIES[activity].divisible) ? 0 : 1));
    spareBefore.push((spareBefore[step] ?? 0) + spareAt(surplus, at));
    contactUpTo.push(spanned.every((activity) => ACTIVITIES[activity].contact) ? (contactUpTo[step] ?? 0) + 1 : 0);
  }
  // What is left over may be contact, too.
  const maxContactSteps = Math.floor((rules.maxContactMs - (elapsedMs % STEP_MS)) / STEP_MS);
  return { startAt, steps, blockedBefore, spareBefore, contactUpTo, maxContactSteps, kinds: pausesDue(hours, rules, wishes.mealMs) };
}

function pausesDue({ elapsedMs, paidMs }: Hours, rules: BreakRules, wantedMealMs?: number): PauseKind[] {
  const { meal, edgeMs } = rules;
  const mealMs = wantedMealMs ?? meal.minMs;
  const needsMeal = elapsedMs > meal.aboveMs;
  const breaks = requiredBreaks({ elapsedMs, paidMs: needsMeal ? paidMs - mealMs : paidMs }, rules);
  const breakSteps = stepsOf(rules.breakMs);
  const lastBreak = Math.floor((elapsedMs - edgeMs) / STEP_MS) - breakSteps;
  return [
    { activity: 'break', due: breaks, steps: breakSteps, from: stepsOf(edgeMs), to: lastBreak, missing: 100 },
    {
      activity: 'meal',
      due: needsMeal ? 1 : 0,
      steps: stepsOf(mealMs),
      from: stepsOf(meal.fromMs),
      to: Math.floor(meal.toMs / STEP_MS),
      missing: 500,
    },
  ];
}

function activitiesIn(work: readonly Segment[], from: number, at: number): Activity[] {
  const found: Activity[] = [];
  for (let i = from; i < work.length; i++) {
    const segment = work[i];
    if (segment === undefined || segment.startAt >= at + STEP_MS) break;
    found.push(segment.activity);
  }
  return found;
}

/** Beyond this many to spare, or short, more makes no difference to where a break goes. */
const MAX_SPARE = 10_000;

function spareAt(surplus: Surplus | undefined, at: number): number {
  const agents = surplus?.agents[Math.floor((at - surplus.startAt) / surplus.intervalMs)] ?? 0;
  return Math.round(Math.min(MAX_SPARE, Math.max(-MAX_SPARE, agents)) * 1_000);
}

/** Weights that keep rules above agents to spare, and those above evenness: each is more than all below it can add up to. */
const BROKEN_RULE = 1e12;
const SPARE = 1e4;

interface Plan {
  readonly cost: number;
  readonly pauses: readonly Pause[];
}
interface Pause {
  readonly activity: 'break' | 'meal';
  readonly startAt: number;
  readonly endAt: number;
}

/** The cheapest way through the shift from pause to pause. What comes after a pause depends only on where it ends and on what is still due. */
function placePauses(grid: Grid): readonly Pause[] {
  const [breaks, meals] = grid.kinds.map(({ due }) => due);
  const known = new Map<string, Plan>();
  const best = (from: number, due: readonly number[]): Plan => {
    const key = `${from}/${due}`;
    const found = known.get(key) ?? cheapest(grid, from, due, best);
    known.set(key, found);
    return found;
  };
  return best(0, [breaks ?? 0, meals ?? 0]).pauses;
}

function cheapest(grid: Grid, from: number, due: readonly number[], best: (from: number, due: readonly number[]) => Plan): Plan {
  const stretch = stretchCosts(grid, from);
  const missing = grid.kinds.reduce((sum, kind, at) => sum + kind.missing * (due[at] ?? 0), 0);
  let chosen: Plan = { cost: missing * BROKEN_RULE + (stretch[grid.steps - from] ?? 0), pauses: [] };
  for (const [at, kind] of grid.kinds.entries()) {
    if ((due[at] ?? 0) === 0) continue;
    const stillDue = due.map((count, other) => (other === at ? count - 1 : count));
    const last = Math.min(kind.to, grid.steps - kind.steps);
    for (let start = Math.max(from, kind.from); start <= last; start++) {
      const end = start + kind.steps;
      if (grid.blockedBefore[end] !== grid.blockedBefore[start]) continue;
      const spare = (grid.spareBefore[end] ?? 0) - (grid.spareBefore[start] ?? 0);
      const crowded = from > 0 && start - from < MIN_APART_STEPS ? BROKEN_RULE : 0;
      const rest = best(end, stillDue);
      const cost = crowded + (stretch[start - from] ?? 0) - spare * SPARE + rest.cost;
      if (cost >= chosen.cost) continue;
      const pause = { activity: kind.activity, startAt: grid.startAt + start * STEP_MS, endAt: grid.startAt + end * STEP_MS };
      chosen = { cost, pauses: [pause, ...rest.pauses] };
    }
  }
  return chosen;
}

/**
 * What it costs to work on from a step, for each length that this may go on. Squares make equal stretches the cheapest; each
 * step of contact beyond the longest allowed breaks a rule.
 */
function stretchCosts({ contactUpTo, maxContactSteps, steps }: Grid, from: number): number[] {
  const costs = [0];
  let beyond = 0;
  for (let length = 1; from + length <= steps; length++) {
    if (Math.min(contactUpTo[from + length] ?? 0, length) > maxContactSteps) beyond++;
    costs.push(beyond * BROKEN_RULE + length ** 2);
  }
  return costs;
}

/** The work without its breaks: their time goes to what is before them, else to what comes after, else to the phones. */
function withoutPauses<S extends Segment>({ startAt, endAt, segments }: Shift<S>): (S | Segment)[] {
  const kept = segments.filter(({ activity }) => activity !== 'break' && activity !== 'meal');
  const work: (S | Segment)[] = [];
  let filler: S | Segment = kept.find(({ activity }) => ACTIVITIES[activity].divisible) ?? { activity: 'phone', startAt, endAt };
  let at = startAt;
  for (const segment of kept) {
    append(work, { ...filler, startAt: at, endAt: segment.startAt });
    append(work, segment);
    at = segment.endAt;
    if (ACTIVITIES[segment.activity].divisible) filler = segment;
  }
  append(work, { ...filler, startAt: at, endAt });
  return work;
}

/** Where a pause lies over the border of two segments, both give way to it. */
function cut<S extends Segment>(work: readonly S[], pauses: readonly Pause[]): (S | Segment)[] {
  const result: (S | Segment)[] = [];
  for (const segment of work) {
    let at = segment.startAt;
    for (const pause of pauses) {
      if (pause.endAt <= at || pause.startAt >= segment.endAt) continue;
      append(result, { ...segment, startAt: at, endAt: pause.startAt });
      at = Math.min(pause.endAt, segment.endAt);
      append(result, { ...pause, startAt: Math.max(pause.startAt, segment.startAt), endAt: at });
    }
    append(result, { ...segment, startAt: at });
  }
  return result;
}

/** Adds a segment; one that touches it and differs in nothing else grows, and one of no length is left out. */
function append(segments: Segment[], segment: Segment): void {
  if (segment.startAt >= segment.endAt) return;
  const last = segments.at(-1);
  if (last?.endAt === segment.startAt && isAlike(last, segment)) segments.splice(-1, 1, { ...last, endAt: segment.endAt });
  else segments.push(segment);
}

function isAlike(a: Segment, b: Segment): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => name === 'startAt' || name === 'endAt' || Reflect.get(a, name) === Reflect.get(b, name));
}
