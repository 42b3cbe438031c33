import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../kernel/time.js';

/** A hard rule blocks a change; a soft one warns, and needs somebody's name under it. */
export type Severity = 'hard' | 'soft';
/** `null`: the rule set knows no such rule. */
type Rule<Facts = unknown> = (Facts & { readonly severity: Severity }) | null;

export interface LabourRules {
  /** Rest between two shifts. */
  readonly rest: Rule<{ readonly minMs: number }>;
  /** Paid hours of one shift, overtime included. */
  readonly shiftHours: Rule<{ readonly maxPaidMs: number }>;
  /** From start to end of one shift, breaks included. */
  readonly shiftSpan: Rule<{ readonly maxMs: number }>;
  /** A shift longer than `aboveMs` has at least so much unpaid break. */
  readonly mealBreak: Rule<{ readonly aboveMs: number; readonly minMs: number }>;
  readonly consecutiveDays: Rule<{ readonly maxDays: number }>;
  /** Normal paid hours of an ISO week: overtime has limits of its own. */
  readonly weekHours: Rule<{ readonly maxPaidMs: number }>;
  /** Paid hours per week, overtime included, on average over a week and those before it. */
  readonly averageWeekHours: Rule<{ readonly maxPaidMs: number; readonly weeks: number }>;
  readonly overtime: Rule<{ readonly maxPerDayMs: number; readonly maxPerMonthMs: number }>;
  /** Paid hours of a week's night shifts on average; a shift is one when at least so much of it lies in the night. */
  readonly nightHours: Rule<{ readonly atLeastMs: number; readonly maxAveragePaidMs: number }>;
  /** For somebody who may not work nights at all: no shift with so much of it in the night. */
  readonly noNights: Rule<{ readonly atLeastMs: number }>;
}

export const ruleSetNameSchema = z.enum(['default', 'cn-standard', 'eu-wtd']);
export type RuleSetName = z.infer<typeof ruleSetNameSchema>;

/** The night of `nightHours`, in minutes of the local clock: 23:00 to 06:00. */
export const NIGHT = { fromMinute: 23 * 60, toMinute: 6 * 60 };

const hours = (count: number) => count * HOUR_MS;
/** With so much of it in the night, a shift is a night shift. */
export const NIGHT_SHIFT_MS = hours(3);

const DEFAULT: LabourRules = {
  rest: { severity: 'hard', minMs: hours(11) },
  shiftHours: { severity: 'hard', maxPaidMs: hours(11) },
  shiftSpan: null,
  mealBreak: { severity: 'hard', aboveMs: hours(6), minMs: 30 * MINUTE_MS },
  consecutiveDays: { severity: 'hard', maxDays: 6 },
  weekHours: { severity: 'hard', maxPaidMs: hours(40) },
  averageWeekHours: null,
  overtime: { severity: 'hard', maxPerDayMs: hours(3), maxPerMonthMs: hours(36) },
  nightHours: { severity: 'soft', atLeastMs: NIGHT_SHIFT_MS, maxAveragePaidMs: hours(8) },
  noNights: null,
};

/** Product defaults, not legal advice: whoever runs the centre confirms the set, and gives a contract its exceptions. */
export const RULE_SETS: Readonly<Record<RuleSetName, LabourRules>> = {
  default: DEFAULT,
  // Rest and meals are company policy there; the law gives them no figure.
  'cn-standard': {
    ...DEFAULT,
    rest: { severity: 'soft', minMs: hours(11) },
    mealBreak: { severity: 'soft', aboveMs: hours(6), minMs: 30 * MINUTE_MS },
    nightHours: null,
  },
  // The directive names no length for the break and leaves it to each country; 20 min is what the shortest of them ask.
  'eu-wtd': {
    ...DEFAULT,
    shiftHours: null,
    shiftSpan: { severity: 'hard', maxMs: hours(13) },
    mealBreak: { severity: 'hard', aboveMs: hours(6), minMs: 20 * MINUTE_MS },
    weekHours: null,
    averageWeekHours: { severity: 'hard', maxPaidMs: hours(48), weeks: 17 },
    overtime: null,
    nightHours: { severity: 'hard', atLeastMs: NIGHT_SHIFT_MS, maxAveragePaidMs: hours(8) },
  },
};

/** What a contract says about somebody's hours. */
export interface ContractTerms {
  readonly ruleSet: RuleSetName;
  /** Normal paid hours of a week. A rule set's limit is raised to it where a contract agrees to more, never lowered. */
  readonly weeklyHours: number;
  readonly nightAllowed: boolean;
}

/** The rules of one contract; of none: the product's own. */
export function rulesOfContract(contract: ContractTerms | undefined): LabourRules {
  if (contract === undefined) return RULE_SETS.default;
  const { weekHours, ...rules } = RULE_SETS[contract.ruleSet];
  const agreed = weekHours && { ...weekHours, maxPaidMs: Math.max(weekHours.maxPaidMs, hours(contract.weeklyHours)) };
  return contract.nightAllowed ? { ...rules, weekHours: agreed } : withoutNights({ ...rules, weekHours: agreed });
}

/** The rules of somebody whose contract leaves out nights: pregnant, nursing, or by agreement. */
export const withoutNights = (rules: LabourRules): LabourRules => ({
  ...rules,
  noNights: { severity: 'hard', atLeastMs: NIGHT_SHIFT_MS },
});
