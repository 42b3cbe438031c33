import type { LabourViolation } from '../../shared/staffing/labour.js';
import type { MessageKey } from './catalog.js';
import type { Translate } from './provider.js';

const NAMES: Readonly<Record<LabourViolation['code'], MessageKey>> = {
  REST_DAILY: 'refusal.rule.REST_DAILY',
  SHIFT_HOURS: 'refusal.rule.SHIFT_HOURS',
  SHIFT_SPAN: 'refusal.rule.SHIFT_SPAN',
  MEAL_BREAK: 'refusal.rule.MEAL_BREAK',
  CONSECUTIVE_DAYS: 'refusal.rule.CONSECUTIVE_DAYS',
  WEEK_HOURS: 'refusal.rule.WEEK_HOURS',
  AVERAGE_WEEK_HOURS: 'refusal.rule.AVERAGE_WEEK_HOURS',
  OVERTIME_DAY: 'refusal.rule.OVERTIME_DAY',
  OVERTIME_MONTH: 'refusal.rule.OVERTIME_MONTH',
  NIGHT_HOURS: 'refusal.rule.NIGHT_HOURS',
  NIGHT_NOT_ALLOWED: 'refusal.rule.NIGHT_NOT_ALLOWED',
};

const isRule = (code: string): code is LabourViolation['code'] => Object.hasOwn(NAMES, code);

/** A labour rule's code, as a refusal gives it, in words; undefined: it is about something else. */
export const violationName = (t: Translate, code: string): string | undefined => (isRule(code) ? t(NAMES[code]) : undefined);
