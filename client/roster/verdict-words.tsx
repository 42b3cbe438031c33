import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import type { LabourViolation } from '../../shared/staffing/labour.js';
import { type Formats, type Translate, useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { spanText } from './shift-words.js';
import type { Verdict } from './verdict.js';

/** Which rules stand against it, by name, hard ones first. */
export function VerdictWords({ verdict }: { verdict: Verdict }) {
  const t = useT();
  const formats = useFormats();
  const words = ruleWords(t, formats, verdict);
  if (words.length === 0) return null;
  return (
    <ul className="rs-verdict">
      {words.map(({ code, isHard, text }) => (
        <li key={code} className={isHard ? 'is-hard' : undefined}>
          <Glyph name={isHard ? 'octagon' : 'triangle'} size="sm" />
          {text}
        </li>
      ))}
    </ul>
  );
}

export function ruleWords(t: Translate, formats: Formats, { hard, soft, overlap }: Verdict) {
  return [
    ...(overlap === null ? [] : [{ code: 'overlap', isHard: true, text: t('roster.rule.overlap', { span: spanText(formats, overlap) }) }]),
    ...hard.map((one) => ({ code: one.code, isHard: true, text: violationText(t, formats, one) })),
    ...soft.map((one) => ({ code: one.code, isHard: false, text: violationText(t, formats, one) })),
  ];
}

function violationText(t: Translate, formats: Formats, found: LabourViolation): string {
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
