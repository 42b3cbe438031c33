import type { Shift } from '../../shared/domain/roster/shift.js';
import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';
import { checkLabour, type LabourViolation } from '../../shared/staffing/labour.js';
import { type LabourRules, RULE_SETS, ruleSetNameSchema, withoutNights } from '../../shared/staffing/labour-rules.js';
import type { PlannedShift } from '../../shared/staffing/shift.js';
import { nightMsOf } from '../../shared/staffing/shift-times.js';
import type { Plan } from './plan.js';

/** What a change would do to the rules of one person's contract. What was wrong before it is not held against it. */
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

export function rulesOf(contract: Contract | undefined): LabourRules {
  const rules = RULE_SETS[ruleSetNameSchema.safeParse(contract?.ruleSet).data ?? 'default'];
  return contract?.nightAllowed === false ? withoutNights(rules) : rules;
}

/** `shifts`: all that are known of the person, the one that is changed among them. */
export function verdictOf(shifts: readonly Shift[], before: Shift | null, plan: Plan, rules: LabourRules): Verdict {
  const others = shifts.filter(({ id }) => id !== before?.id);
  const overlap = others.find((one) => one.startAt < plan.endAt && plan.startAt < one.endAt) ?? null;
  const known = new Set(checkLabour(shifts.map(plannedOf), rules).map((one) => nameOf(one, shifts[one.index])));
  const all = [...others, plan];
  const news = checkLabour(all.map(plannedOf), rules).filter((one) => !known.has(nameOf(one, all[one.index])));
  return {
    hard: news.filter(({ severity }) => severity === 'hard'),
    soft: news.filter(({ severity }) => severity === 'soft'),
    overlap,
  };
}

/** The same trouble on the same day is not new, however the change is made. */
const nameOf = ({ code }: LabourViolation, shift: Pick<Shift, 'businessDate'> | undefined) => `${code} ${shift?.businessDate ?? ''}`;

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
