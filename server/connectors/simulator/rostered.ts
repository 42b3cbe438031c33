import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import type { PlanSpan } from '../../../shared/metrics/schedule.js';
import { ACTIVITIES } from '../../../shared/staffing/activities.js';
import { spanOf } from './arrivals.js';
import { between, chance, type Dice, exponential, KIND } from './draws.js';
import { type DutyStep, interruptions, pause } from './duty.js';

/** A stretch of work: from signing in to signing out. */
export interface Stint {
  readonly from: number;
  readonly until: number;
  readonly steps: readonly DutyStep[];
}

const ABSENT = 0.02;
const LATE = 0.09;
const LEAVES_EARLY = 0.01;
const OVERSTAYS = 0.1;

/** How somebody lives a shift of the roster: nearly as it says. Null: does not come at all. */
export function rosteredStint(dice: Dice, plan: readonly PlanSpan[]): Stint | null {
  const worked = plan.filter(({ activity }) => ACTIVITIES[activity].atWork || REST.has(activity));
  const [first] = worked;
  const last = worked.at(-1);
  if (first === undefined || last === undefined) return null;
  // Tells the draws of this shift from those of the next.
  const n = spanOf(first.startAt);
  if (chance(ABSENT, dice, KIND.absent, n)) return null;
  const late = chance(LATE, dice, KIND.rosterLate, 2 * n)
    ? 4 * MINUTE_MS + exponential(12 * MINUTE_MS, dice, KIND.rosterLate, 2 * n + 1)
    : -between(10, 100, dice, KIND.rosterLate, 2 * n + 1) * SECOND_MS;
  const early = chance(LEAVES_EARLY, dice, KIND.rosterEarly, 2 * n)
    ? between(8, 30, dice, KIND.rosterEarly, 2 * n + 1) * MINUTE_MS
    : -between(5, 90, dice, KIND.rosterEarly, 2 * n + 1) * SECOND_MS;
  const from = Math.round(first.startAt + Math.min(late, HOUR_MS));
  const until = Math.round(last.endAt - early);
  const pauses = worked.flatMap((span, at) => pauseOf(dice, span, 64 * n + 3 * at));
  const isFree = (step: DutyStep) => pauses.every(({ startAt, endAt }) => step.at + lengthOf(step) < startAt || step.at > endAt);
  const unplanned = interruptions(dice, n, from, until).filter(isFree);
  const within = [...pauses.map(({ step }) => step), ...unplanned].filter(({ at }) => at > from && at < until);
  within.sort((x, y) => x.at - y.at);
  const warmUpMs = Math.round(between(20, 80, dice, KIND.warmUp, n) * SECOND_MS);
  return { from, until, steps: [{ at: from, what: 'sign-in', warmUpMs }, ...within, { at: until, what: 'sign-out' }] };
}

const REST: ReadonlySet<string> = new Set(['break', 'meal']);
/** As agents set themselves not ready. Contacts have none, and so has what nobody does at work. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  break: 'BREAK',
  meal: 'MEAL',
  training: 'TRAINING',
  meeting: 'MEETING',
  coaching: 'COACHING',
  backoffice: 'BACKOFFICE',
};

/** Begun within the minute and ended about in time; now and then it lasts a little longer. */
function pauseOf(dice: Dice, { activity, startAt, endAt }: PlanSpan, n: number) {
  const reason = REASONS[activity] ?? (ACTIVITIES[activity].onPhone ? undefined : 'PERSONAL');
  if (reason === undefined) return [];
  const over = chance(OVERSTAYS, dice, KIND.rosterPause, n) ? between(3, 12, dice, KIND.rosterPause, n + 1) : 0;
  const at = Math.round(startAt + between(-15, 45, dice, KIND.rosterPause, n + 2) * SECOND_MS);
  return [{ startAt, endAt, step: pause(at, reason, (endAt - at) / MINUTE_MS + over) }];
}

const lengthOf = (step: DutyStep): number => (step.what === 'pause' || step.what === 'link-lost' ? step.forMs : 0);
