import { dayNumberOf, weekNumberOf } from '../kernel/calendar-date.js';
import type { LabourRules, Severity } from './labour-rules.js';
import { measureShift, type PlannedShift, type ShiftHours } from './shift.js';

/** What a rule finds wrong with a shift: `index` is its place in the list that was given. */
export type LabourViolation = { readonly index: number; readonly severity: Severity } & Finding;
type Finding =
  /** Negative rest: the two overlap. */
  | { readonly code: 'REST_DAILY'; readonly restMs: number; readonly minRestMs: number; readonly afterIndex: number }
  | { readonly code: 'SHIFT_HOURS'; readonly paidMs: number; readonly maxPaidMs: number }
  | { readonly code: 'SHIFT_SPAN'; readonly spanMs: number; readonly maxSpanMs: number }
  | { readonly code: 'MEAL_BREAK'; readonly elapsedMs: number; readonly mealMs: number; readonly minMealMs: number }
  | { readonly code: 'CONSECUTIVE_DAYS'; readonly days: number; readonly maxDays: number }
  | { readonly code: 'WEEK_HOURS'; readonly paidMs: number; readonly maxPaidMs: number }
  | { readonly code: 'AVERAGE_WEEK_HOURS'; readonly averagePaidMs: number; readonly maxPaidMs: number; readonly weeks: number }
  | { readonly code: 'OVERTIME_DAY'; readonly overtimeMs: number; readonly maxOvertimeMs: number }
  | { readonly code: 'OVERTIME_MONTH'; readonly overtimeMs: number; readonly maxOvertimeMs: number }
  | { readonly code: 'NIGHT_HOURS'; readonly averagePaidMs: number; readonly maxAveragePaidMs: number }
  | { readonly code: 'NIGHT_NOT_ALLOWED'; readonly nightMs: number; readonly limitMs: number };

/** A shift in the order of starts, with what the rules count. */
interface Duty extends ShiftHours {
  readonly index: number;
  readonly day: number;
  readonly week: number;
  readonly month: string;
  readonly nightMs: number;
}

/**
 * One person's shifts against the rules of their contract. Give the shifts before and after those that are edited, too: rest,
 * runs of days, weeks and averages reach over. Instants decide, not walls: over a change of clocks 22:30 to 09:30 may be 10 h.
 * @returns ordered by the start of the shift, then by code
 */
export function checkLabour(shifts: readonly PlannedShift[], rules: LabourRules): LabourViolation[] {
  const duties = dutiesOf(shifts);
  const found = [
    ...duties.flatMap((duty, at) => ofOneShift(duty, duties[at - 1], rules)),
    ...ofDays(duties, rules),
    ...ofWeeks(duties, rules),
    ...ofMonths(duties, rules),
  ];
  const placeOf = new Map(duties.map(({ index }, place) => [index, place]));
  const place = ({ index }: LabourViolation) => placeOf.get(index) ?? 0;
  return found.sort((a, b) => place(a) - place(b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

function dutiesOf(shifts: readonly PlannedShift[]): Duty[] {
  return shifts
    .flatMap((shift, index): Duty[] => {
      const hours = measureShift(shift);
      if (hours === null) return [];
      const day = dayNumberOf(shift.businessDate);
      return [{ ...hours, index, day, week: weekNumberOf(day), month: shift.businessDate.slice(0, 7), nightMs: shift.nightMs ?? 0 }];
    })
    .sort((a, b) => a.startAt - b.startAt || a.index - b.index);
}

function ofOneShift(duty: Duty, before: Duty | undefined, rules: LabourRules): LabourViolation[] {
  const { index, elapsedMs, paidMs, mealMs, nightMs } = duty;
  const found: LabourViolation[] = [];
  const { rest, shiftHours, shiftSpan, mealBreak, noNights } = rules;
  const restMs = before ? duty.startAt - before.endAt : Number.POSITIVE_INFINITY;
  if (rest && before && restMs < rest.minMs) {
    found.push({ index, severity: rest.severity, code: 'REST_DAILY', restMs, minRestMs: rest.minMs, afterIndex: before.index });
  }
  if (shiftHours && paidMs > shiftHours.maxPaidMs) {
    found.push({ index, severity: shiftHours.severity, code: 'SHIFT_HOURS', paidMs, maxPaidMs: shiftHours.maxPaidMs });
  }
  if (shiftSpan && elapsedMs > shiftSpan.maxMs) {
    found.push({ index, severity: shiftSpan.severity, code: 'SHIFT_SPAN', spanMs: elapsedMs, maxSpanMs: shiftSpan.maxMs });
  }
  if (mealBreak && elapsedMs > mealBreak.aboveMs && mealMs < mealBreak.minMs) {
    found.push({ index, severity: mealBreak.severity, code: 'MEAL_BREAK', elapsedMs, mealMs, minMealMs: mealBreak.minMs });
  }
  if (noNights && nightMs >= noNights.atLeastMs) {
    found.push({ index, severity: noNights.severity, code: 'NIGHT_NOT_ALLOWED', nightMs, limitMs: noNights.atLeastMs });
  }
  return found;
}

function ofDays(duties: readonly Duty[], { consecutiveDays, overtime }: LabourRules): LabourViolation[] {
  const found: LabourViolation[] = [];
  const byDay = [...grouped(duties, ({ day }) => day)].sort(([a], [b]) => a - b);
  let run = 0;
  let lastDay = Number.NaN;
  for (const [day, onDay] of byDay) {
    run = day === lastDay + 1 ? run + 1 : 1;
    lastDay = day;
    const [first] = onDay;
    if (consecutiveDays && first && run > consecutiveDays.maxDays) {
      const { severity, maxDays } = consecutiveDays;
      found.push({ index: first.index, severity, code: 'CONSECUTIVE_DAYS', days: run, maxDays });
    }
    const overtimeMs = total(onDay, (duty) => duty.overtimeMs);
    const last = onDay.at(-1);
    if (overtime && last && overtimeMs > overtime.maxPerDayMs) {
      const { severity, maxPerDayMs } = overtime;
      found.push({ index: last.index, severity, code: 'OVERTIME_DAY', overtimeMs, maxOvertimeMs: maxPerDayMs });
    }
  }
  return found;
}

function ofWeeks(duties: readonly Duty[], rules: LabourRules): LabourViolation[] {
  return [...grouped(duties, ({ week }) => week).values()].flatMap((inWeek) => [
    ...weekHoursOf(inWeek, rules),
    ...averageWeekHoursOf(inWeek, duties, rules),
    ...nightHoursOf(inWeek, rules),
  ]);
}

function weekHoursOf(inWeek: readonly Duty[], { weekHours }: LabourRules): LabourViolation[] {
  const last = inWeek.at(-1);
  const paidMs = total(inWeek, (duty) => duty.paidMs - duty.overtimeMs);
  if (!weekHours || !last || paidMs <= weekHours.maxPaidMs) return [];
  const { severity, maxPaidMs } = weekHours;
  return [{ index: last.index, severity, code: 'WEEK_HOURS', paidMs, maxPaidMs }];
}

/** Weeks of which no shift was given count as free. */
function averageWeekHoursOf(inWeek: readonly Duty[], duties: readonly Duty[], { averageWeekHours }: LabourRules): LabourViolation[] {
  const last = inWeek.at(-1);
  if (!averageWeekHours || !last) return [];
  const { severity, maxPaidMs, weeks } = averageWeekHours;
  const counts = ({ week }: Duty) => week <= last.week && week > last.week - weeks;
  const averagePaidMs = total(duties, (duty) => (counts(duty) ? duty.paidMs : 0)) / weeks;
  if (averagePaidMs <= maxPaidMs) return [];
  return [{ index: last.index, severity, code: 'AVERAGE_WEEK_HOURS', averagePaidMs, maxPaidMs, weeks }];
}

function nightHoursOf(inWeek: readonly Duty[], { nightHours }: LabourRules): LabourViolation[] {
  if (!nightHours) return [];
  const { severity, atLeastMs, maxAveragePaidMs } = nightHours;
  const nights = inWeek.filter(({ nightMs }) => nightMs >= atLeastMs);
  const last = nights.at(-1);
  const averagePaidMs = total(nights, ({ paidMs }) => paidMs) / nights.length;
  if (!last || averagePaidMs <= maxAveragePaidMs) return [];
  return [{ index: last.index, severity, code: 'NIGHT_HOURS', averagePaidMs, maxAveragePaidMs }];
}

function ofMonths(duties: readonly Duty[], { overtime }: LabourRules): LabourViolation[] {
  if (!overtime) return [];
  const { severity, maxPerMonthMs } = overtime;
  return [...grouped(duties, ({ month }) => month).values()].flatMap((inMonth): LabourViolation[] => {
    const last = inMonth.findLast(({ overtimeMs }) => overtimeMs > 0);
    const overtimeMs = total(inMonth, (duty) => duty.overtimeMs);
    if (!last || overtimeMs <= maxPerMonthMs) return [];
    return [{ index: last.index, severity, code: 'OVERTIME_MONTH', overtimeMs, maxOvertimeMs: maxPerMonthMs }];
  });
}

/** In the order of the shifts within each group. */
function grouped<K>(duties: readonly Duty[], keyOf: (duty: Duty) => K): Map<K, Duty[]> {
  const groups = new Map<K, Duty[]>();
  for (const duty of duties) {
    const key = keyOf(duty);
    const group = groups.get(key);
    if (group) group.push(duty);
    else groups.set(key, [duty]);
  }
  return groups;
}

const total = (duties: readonly Duty[], of: (duty: Duty) => number) => duties.reduce((sum, duty) => sum + of(duty), 0);
