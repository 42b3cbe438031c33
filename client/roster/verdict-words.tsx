import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import type { LabourViolation } from '../../shared/staffing/labour.js';
import { type Formats, type Translate, useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { spanText } from './shift-words.js';
import type { Verdict } from './verdict.js';

/** Which rules stand against it, by name, hard ones first. */
export function VerdictWords({ verdict: { hard, soft, overlap } }: { verdict: Verdict }) {
  const t = useT();
  const formats = useFormats();
  if (hard.length === 0 && soft.length === 0 && overlap === null) return null;
  return (
    <ul className="rs-verdict">
      {overlap !== null && (
        <li>
          <Glyph name="octagon" size="sm" />
          {t('roster.rule.overlap', { span: spanText(formats, overlap) })}
        </li>
      )}
      {hard.map((one) => (
        <li key={one.code}>
          <Glyph name="octagon" size="sm" />
          {violationText(t, formats, one)}
        </li>
      ))}
      {soft.map((one) => (
        <li key={one.code}>
          <Glyph name="triangle" size="sm" />
          {violationText(t, formats, one)}
        </li>
      ))}
    </ul>
  );
}

export function violationText(t: Translate, formats: Formats, found: LabourViolation): string {
  const hours = (ms: number) => formats.number(ms / HOUR_MS);
  switch (found.code) {
    case 'REST_DAILY':
      return t('roster.rule.REST_DAILY', { is: hours(Math.max(0, found.restMs)), limit: hours(found.minRestMs) });
    case 'SHIFT_HOURS':
      return t('roster.rule.SHIFT_HOURS', { is: hours(found.paidMs), limit: hours(found.maxPaidMs) });
    case 'SHIFT_SPAN':
      return t('roster.rule.SHIFT_SPAN', { is: hours(found.spanMs), limit: hours(found.maxSpanMs) });
    case 'MEAL_BREAK':
      return t('roster.rule.MEAL_BREAK', { is: Math.round(found.mealMs / MINUTE_MS), limit: Math.round(found.minMealMs / MINUTE_MS) });
    case 'CONSECUTIVE_DAYS':
      return t('roster.rule.CONSECUTIVE_DAYS', { is: found.days, limit: found.maxDays });
    case 'WEEK_HOURS':
      return t('roster.rule.WEEK_HOURS', { is: hours(found.paidMs), limit: hours(found.maxPaidMs) });
    case 'AVERAGE_WEEK_HOURS':
      return t('roster.rule.AVERAGE_WEEK_HOURS', { is: hours(found.averagePaidMs), limit: hours(found.maxPaidMs), weeks: found.weeks });
    case 'OVERTIME_DAY':
    case 'OVERTIME_MONTH':
      return t(`roster.rule.${found.code}`, { is: hours(found.overtimeMs), limit: hours(found.maxOvertimeMs) });
    case 'NIGHT_HOURS':
      return t('roster.rule.NIGHT_HOURS', { is: hours(found.averagePaidMs), limit: hours(found.maxAveragePaidMs) });
    case 'NIGHT_NOT_ALLOWED':
      return t('roster.rule.NIGHT_NOT_ALLOWED', { is: hours(found.nightMs), limit: hours(found.limitMs) });
  }
}
