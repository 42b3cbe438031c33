import type { MessageKey } from '../i18n/catalog.js';
import type { Translate } from '../i18n/provider.js';

const NAMES: Readonly<Record<string, MessageKey>> = {
  REST_DAILY: 'roster.ruleName.REST_DAILY',
  SHIFT_HOURS: 'roster.ruleName.SHIFT_HOURS',
  SHIFT_SPAN: 'roster.ruleName.SHIFT_SPAN',
  MEAL_BREAK: 'roster.ruleName.MEAL_BREAK',
  CONSECUTIVE_DAYS: 'roster.ruleName.CONSECUTIVE_DAYS',
  WEEK_HOURS: 'roster.ruleName.WEEK_HOURS',
  AVERAGE_WEEK_HOURS: 'roster.ruleName.AVERAGE_WEEK_HOURS',
  OVERTIME_DAY: 'roster.ruleName.OVERTIME_DAY',
  OVERTIME_MONTH: 'roster.ruleName.OVERTIME_MONTH',
  NIGHT_HOURS: 'roster.ruleName.NIGHT_HOURS',
  NIGHT_NOT_ALLOWED: 'roster.ruleName.NIGHT_NOT_ALLOWED',
};

/** A rule's code, as a refusal gives it, in words; undefined: it is about something else. */
export function violationName(t: Translate, code: string): string | undefined {
  const key = NAMES[code];
  return key === undefined ? undefined : t(key);
}
