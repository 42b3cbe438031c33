import { phoneSpansOf } from '../../shared/domain/roster/coverage.js';
import type { Demand } from '../../shared/protocol/roster-http.js';
import type { Surplus } from '../../shared/staffing/propose-breaks.js';
import type { Axis } from './axis.js';
import type { RosterBook } from './book.js';
import type { Change } from './changes.js';
import { scheduledOn } from './coverage.js';
import { demandGridOf, gridOf, requiredOn } from './demand-grid.js';
import type { Plan } from './plan.js';
import { withProposedBreaks } from './proposed-breaks.js';
import { inSlices } from './slices.js';

interface DaySpare {
  readonly axis: Axis;
  readonly stepMs: number;
  /** Null: nobody forecast that day. */
  readonly spare: number[] | null;
}

/**
 * Breaks and meals for many shifts, one after the other, each where most are to spare after those before it: a whole team does not
 * go to lunch at once.
 */
export async function withBreaksPlaced(
  changes: readonly Change[],
  {
    book,
    demand,
    shrinkageRatio,
    axisOn,
  }: { book: RosterBook; demand: Demand | null; shrinkageRatio: number; axisOn: (date: string) => Axis },
): Promise<Change[]> {
  const days = new Map<string, DaySpare>();
  const placed: Change[] = [];
  const dayOf = (date: string): DaySpare => {
    const known = days.get(date);
    if (known !== undefined) return known;
    const axis = axisOn(date);
    const grid = demandGridOf(demand, gridOf(axis), shrinkageRatio);
    const required = requiredOn(grid, null);
    const isForecast = required.some((one) => one !== null);
    const scheduled = isForecast ? scheduledOn(book, grid, null) : [];
    const made = {
      axis,
      stepMs: grid.grid.stepMs,
      spare: isForecast ? scheduled.map((heads, step) => heads - (required[step] ?? 0)) : null,
    };
    days.set(date, made);
    return made;
  };
  await inSlices(changes, (change) => {
    const { before, after } = change;
    if (after === null) return void placed.push(change);
    const day = dayOf(after.businessDate);
    if (before !== null) count(day, before, -1);
    const whole = {
      ...after,
      segments: after.segments.map((one) => (isPause(one.activity) ? { ...one, activity: 'phone' as const } : one)),
    };
    count(day, whole, 1);
    const surplus: Surplus | undefined =
      day.spare === null ? undefined : { startAt: day.axis.startAt, intervalMs: day.stepMs, agents: day.spare };
    const next = withProposedBreaks(after, surplus);
    count(day, whole, -1);
    count(day, next, 1);
    placed.push({ ...change, after: next });
  });
  return placed;
}

const isPause = (activity: string) => activity === 'break' || activity === 'meal';

/** Adds somebody's time on the phones to what is to spare, or takes it away. */
function count({ axis, stepMs, spare }: DaySpare, plan: Pick<Plan, 'segments'>, sign: 1 | -1): void {
  if (spare === null) return;
  for (const { startAt, endAt } of phoneSpansOf(plan.segments)) {
    const first = Math.max(0, Math.floor((startAt - axis.startAt) / stepMs));
    const last = Math.min(spare.length, Math.ceil((endAt - axis.startAt) / stepMs));
    for (let step = first; step < last; step++) spare[step] = (spare[step] ?? 0) + sign;
  }
}
