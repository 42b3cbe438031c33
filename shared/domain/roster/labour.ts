import type { LabourViolation } from '../../staffing/labour.js';
import { newViolations } from '../../staffing/labour-change.js';
import { type LabourRules, NIGHT_SHIFT_MS, rulesOfContract } from '../../staffing/labour-rules.js';
import type { PlannedShift } from '../../staffing/shift.js';
import { nightMsOf } from '../../staffing/shift-times.js';
import { personOf } from '../config-index.js';
import type { Agent, SiteState } from '../site.js';
import type { Shift } from './shift.js';

export function labourRulesOf({ config }: Pick<SiteState, 'config'>, agent: Agent): LabourRules {
  const code = personOf(config, agent.key)?.contract;
  return rulesOfContract(code === undefined ? undefined : config.workforce.contracts.find((one) => one.code === code));
}

/** What a change of somebody's shifts would newly break; each violation's `index` is in `after`. */
export const labourNews = (before: readonly Shift[], after: readonly Shift[], rules: LabourRules): LabourViolation[] =>
  newViolations(before.map(plannedOf), after.map(plannedOf), rules);

/** The first hard rule that nobody may break, by name. */
export const firstHard = (found: readonly LabourViolation[]): LabourViolation | undefined =>
  found.find(({ severity }) => severity === 'hard');

/** Shifts never change: what took a calendar to find out is found out once. */
const planned = new WeakMap<Shift, PlannedShift>();

function plannedOf(shift: Shift): PlannedShift {
  let one = planned.get(shift);
  if (one === undefined) {
    const { startAt, endAt, businessDate, segments } = shift;
    one = { startAt, endAt, businessDate, segments, nightMs: isByDay(shift) ? 0 : nightMsOf(shift, shift.zone) };
    planned.set(shift, one);
  }
  return one;
}

/** As the night rules have it: three hours of it or more. */
export const isNight = (shift: Shift): boolean => (plannedOf(shift).nightMs ?? 0) >= NIGHT_SHIFT_MS;

/** Most shifts are nowhere near the night, which the wall tells without a calendar. */
const isByDay = ({ startLocal, endLocal }: Shift): boolean => startLocal >= '06:00' && endLocal <= '23:00' && startLocal < endLocal;
