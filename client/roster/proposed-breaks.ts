import type { Segment, Shift } from '../../shared/domain/roster/shift.js';
import { epochMs } from '../../shared/kernel/time.js';
import { proposeBreaks, type Surplus } from '../../shared/staffing/propose-breaks.js';
import type { RosterBook } from './book.js';
import { scheduledOn } from './coverage.js';
import { type DemandGrid, requiredOn } from './demand-grid.js';
import type { Plan } from './plan.js';

/** The plan with its meal and breaks where the rules want them and where most people are to spare. */
export function withProposedBreaks(plan: Plan, surplus?: Surplus): Plan {
  const segments = proposeBreaks(plan, surplus === undefined ? {} : { surplus }).map(
    (one): Segment => ({ ...(one as Segment), startAt: epochMs(one.startAt), endAt: epochMs(one.endAt) }),
  );
  return { ...plan, segments };
}

/** People to spare in each step of the day, with this shift on the phones throughout. Undefined: nothing is forecast. */
export function surplusWith(book: RosterBook, demand: DemandGrid, agentId: string, before: Shift | null, plan: Plan): Surplus | undefined {
  const required = requiredOn(demand, null);
  if (required.every((one) => one === null)) return undefined;
  const whole = { ...plan, segments: plan.segments.map((one) => (isPause(one) ? { ...one, activity: 'phone' as const } : one)) };
  const scheduled = scheduledOn(book, demand, null, { agentId, beforeId: before?.id ?? null, plan: whole });
  const { startAt, stepMs } = demand.grid;
  return { startAt, intervalMs: stepMs, agents: scheduled.map((heads, step) => heads - (required[step] ?? 0)) };
}
const isPause = ({ activity }: Segment) => activity === 'break' || activity === 'meal';
