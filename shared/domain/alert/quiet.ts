import { type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import { minuteOfDay } from '../../kernel/zone.js';
import type { SiteState } from '../site.js';
import type { Alert } from './alert.js';
import { isWorse } from './level.js';
import type { AlertLevel, AlertRule } from './rule.js';

/** The same rule tells of the same subject at most this often (DESIGN.md section 8). */
const AGAIN_AFTER_MS = 5 * MINUTE_MS;

/** Whether something new may be raised now. What is critical is told in quiet hours, and after a warning that is just over. */
export function mayRaise(site: Readonly<SiteState>, rule: AlertRule, subjectId: string, level: AlertLevel, now: EpochMs): boolean {
  if (level !== 'critical' && isQuiet(rule, now, site.config.timeZone)) return false;
  for (const before of site.alerts.values()) {
    if (before.ruleId === rule.id && before.subject.id === subjectId && isTooSoon(before, level, now)) return false;
  }
  return true;
}

const isTooSoon = (before: Alert, level: AlertLevel, now: EpochMs) =>
  now - before.raisedAt < AGAIN_AFTER_MS && !isWorse(level, before.level);

/** Hours of the wall clock; over midnight where they end before they begin. */
export function isQuiet({ quiet }: AlertRule, now: EpochMs, zone: string): boolean {
  if (quiet === undefined) return false;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const minute = minuteOfDay(now, zone);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

const minutesOf = (wallTime: string): number => Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3));
