import { startOfDay } from '../i18n/day.js';
import { fromLocalInput, toLocalInput } from '../i18n/local-time.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import type { Shared } from './case-field.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An instant to come, on the site's clock: the usual ones at a press, any other by date and time. */
export function WhenField({ shared, value, onChange }: { shared: Shared; value: string; onChange: (value: string) => void }) {
  const t = useT();
  const { timeZone } = useFormats();
  const now = useSiteNow(60_000);
  if (now === null) return null;
  const midnight = startOfDay(now, timeZone);
  const quick = [
    { label: t('case.when.minutes', { n: 30 }), at: now + HOUR_MS / 2 },
    { label: t('case.when.hours', { n: 1 }), at: now + HOUR_MS },
    { label: t('case.when.hours', { n: 4 }), at: now + 4 * HOUR_MS },
    { label: t('case.when.tomorrow'), at: startOfDay(midnight + 1.5 * DAY_MS, timeZone) + 10 * HOUR_MS },
  ];
  return (
    <div className="case-when">
      <input
        {...shared}
        className="field"
        type="datetime-local"
        min={toLocalInput(now, timeZone)}
        value={value === '' ? '' : toLocalInput(Number(value), timeZone)}
        onChange={(event) => onChange(String(fromLocalInput(event.target.value, timeZone) ?? ''))}
      />
      {quick.map(({ label, at }) => (
        <button key={label} type="button" className="btn sm" onClick={() => onChange(String(at))}>
          {label}
        </button>
      ))}
    </div>
  );
}
