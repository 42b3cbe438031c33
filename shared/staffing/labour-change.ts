import { dayNumberOf, weekNumberOf } from '../kernel/calendar-date.js';
import { unreachable } from '../kernel/unreachable.js';
import { checkLabour, type LabourViolation } from './labour.js';
import type { LabourRules } from './labour-rules.js';
import type { PlannedShift } from './shift.js';

/**
 * What a change to one person's shifts makes wrong, or worse than it was. What was wrong before is not held against it: a week that is
 * too long can be mended shift by shift.
 */
export function newViolations(before: readonly PlannedShift[], after: readonly PlannedShift[], rules: LabourRules): LabourViolation[] {
  const found = checkLabour(after, rules);
  if (found.length === 0) return [];
  const known = new Map<string, number>();
  for (const one of checkLabour(before, rules)) {
    const name = nameOf(one, before);
    known.set(name, Math.max(known.get(name) ?? 0, excessOf(one)));
  }
  return found.filter((one) => excessOf(one) > (known.get(nameOf(one, after)) ?? 0));
}

/** The same trouble of the same day, week or month is not new, whichever shift of it was touched. */
function nameOf({ code, index }: LabourViolation, shifts: readonly PlannedShift[]): string {
  const date = shifts[index]?.businessDate ?? '';
  switch (code) {
    case 'WEEK_HOURS':
    case 'AVERAGE_WEEK_HOURS':
    case 'NIGHT_HOURS':
      return `${code} ${weekNumberOf(dayNumberOf(date))}`;
    case 'OVERTIME_MONTH':
      return `${code} ${date.slice(0, 7)}`;
    default:
      return `${code} ${date}`;
  }
}

/** By how much; always more than 0. Compared only with that of the same rule. */
function excessOf(violation: LabourViolation): number {
  switch (violation.code) {
    case 'REST_DAILY':
      return violation.minRestMs - violation.restMs;
    case 'SHIFT_HOURS':
    case 'WEEK_HOURS':
      return violation.paidMs - violation.maxPaidMs;
    case 'SHIFT_SPAN':
      return violation.spanMs - violation.maxSpanMs;
    case 'MEAL_BREAK':
      return violation.minMealMs - violation.mealMs;
    case 'CONSECUTIVE_DAYS':
      return violation.days - violation.maxDays;
    case 'AVERAGE_WEEK_HOURS':
      return violation.averagePaidMs - violation.maxPaidMs;
    case 'NIGHT_HOURS':
      return violation.averagePaidMs - violation.maxAveragePaidMs;
    case 'OVERTIME_DAY':
    case 'OVERTIME_MONTH':
      return violation.overtimeMs - violation.maxOvertimeMs;
    case 'NIGHT_NOT_ALLOWED':
      // With three hours and not a minute more it is a night already.
      return violation.nightMs - violation.limitMs + 1;
    default:
      return unreachable(violation);
  }
}
