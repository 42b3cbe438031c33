import { isFiller } from '../../shared/domain/roster/parts.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import { lookOf } from './activity-look.js';
import { useRoster } from './hooks.js';
import { dayStart, type Plan } from './plan.js';

/** From six in the morning to midnight: where in the day it lies, at a glance. */
const FROM_MS = 6 * HOUR_MS;
const LENGTH_MS = 18 * HOUR_MS;

export function WeekBar({ day, shift }: { day: string; shift: Pick<Plan, 'startAt' | 'endAt' | 'segments'> }) {
  const { catalogue } = useRoster();
  const from = dayStart(day, catalogue.timeZone) + FROM_MS;
  const percent = (at: number) => Math.max(0, Math.min(100, ((at - from) / LENGTH_MS) * 100));
  const place = (startAt: number, endAt: number) => ({
    left: `${percent(startAt).toFixed(1)}%`,
    width: `${Math.max(2, percent(endAt) - percent(startAt)).toFixed(1)}%`,
  });
  const marked = shift.segments.filter((one) => !(one.activity === 'phone' || (isFiller(one) && lookOf(one.activity).tone === 'front')));
  return (
    <span className="rs-week-bar" aria-hidden="true">
      <i className="is-front" style={place(shift.startAt, shift.endAt)} />
      {marked.map(({ activity, startAt, endAt }) => (
        <i key={startAt} className={`is-${lookOf(activity).tone}`} style={place(startAt, endAt)} />
      ))}
    </span>
  );
}
