import type { Shift } from '../../shared/domain/roster/shift.js';
import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';
import type { LabourViolation } from '../../shared/staffing/labour.js';
import { newViolations } from '../../shared/staffing/labour-change.js';
import { type LabourRules, rulesOfContract } from '../../shared/staffing/labour-rules.js';
import type { PlannedShift } from '../../shared/staffing/shift.js';
import { nightMsOf } from '../../shared/staffing/shift-times.js';
import type { Plan } from './plan.js';

/** What a change would do to the rules of one person's contract. The same as the server asks: what was wrong before is not held against it. */
export interface Verdict {
  /** Nobody may. */
  readonly hard: readonly LabourViolation[];
  /** Somebody may, who says why. */
  readonly soft: readonly LabourViolation[];
  /** The shift that it would lie upon. */
  readonly overlap: Shift | null;
}
export const FINE: Verdict = { hard: [], soft: [], overlap: null };
export const isBlocked = ({ hard, overlap }: Verdict): boolean => hard.length > 0 || overlap !== null;

export type Contract = RosterCatalogue['contracts'][number];

export const rulesOf = (contract: Contract | undefined): LabourRules => rulesOfContract(contract);

/** `shifts`: all that are known of the person, the one that is changed among them. */
export function verdictOf(shifts: readonly Shift[], before: Shift | null, plan: Plan, rules: LabourRules): Verdict {
  const others = shifts.filter(({ id }) => id !== before?.id);
  const overlap = others.find((one) => one.startAt < plan.endAt && plan.startAt < one.endAt) ?? null;
  const news = newViolations(shifts.map(plannedOf), [...others, plan].map(plannedOf), rules);
  return {
    hard: news.filter(({ severity }) => severity === 'hard'),
    soft: news.filter(({ severity }) => severity === 'soft'),
    overlap,
  };
}

/** Shifts never change, so that what took a calendar to find out is found out once. */
const nights = new WeakMap<object, number>();

function plannedOf(shift: Plan): PlannedShift {
  let nightMs = nights.get(shift);
  if (nightMs === undefined) {
    nightMs = nightMsOf(shift, shift.zone);
    nights.set(shift, nightMs);
  }
  return { startAt: shift.startAt, endAt: shift.endAt, businessDate: shift.businessDate, segments: shift.segments, nightMs };
}
