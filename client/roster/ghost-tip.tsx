import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { missingAt } from '../../shared/metrics/gaps.js';
import { measureShift } from '../../shared/staffing/shift.js';
import { useFormats, useT } from '../i18n/provider.js';
import { type Axis, percentAt } from './axis.js';
import { headingWithin, useCurve, useCurveWith } from './coverage-now.js';
import { useDayContext } from './day-context.js';
import type { Ghost } from './ghost.js';
import { VerdictWords } from './verdict-words.js';

/** What letting go here would mean: the time, the gap, the hours, and which rule stands against it. */
export function GhostTip({ ghost, axis }: { ghost: Ghost; axis: Axis }) {
  const t = useT();
  const formats = useFormats();
  const { plan, from, partStartAt } = ghost;
  const part = plan.segments.find(({ startAt }) => startAt === partStartAt);
  const span = part ?? plan;
  const paidMs = measureShift(plan)?.paidMs ?? 0;
  const changeMin = Math.round((plan.endAt - plan.startAt - (from.endAt - from.startAt)) / MINUTE_MS);
  const right = percentAt(axis, plan.endAt);
  const isLeft = right > 70;
  return (
    <div
      className={isLeft ? 'rs-tip is-left' : 'rs-tip'}
      role="status"
      style={
        isLeft
          ? { right: `calc(${(100 - percentAt(axis, plan.startAt)).toFixed(2)}% + 12px)` }
          : { left: `calc(${right.toFixed(2)}% + 12px)` }
      }
    >
      <b>
        {formats.time(span.startAt)} – {formats.time(span.endAt)}
      </b>{' '}
      {changeMin !== 0 && t('roster.tip.longer', { change: formats.signed(changeMin) })}
      <br />
      <GapChange ghost={ghost} />
      {t('roster.tip.hours', { hours: formats.number(paidMs / HOUR_MS) })}
      <VerdictWords verdict={ghost.verdict} />
    </div>
  );
}

/** Over the steps that it changes: the worst of them before and after. */
function GapChange({ ghost }: { ghost: Ghost }) {
  const t = useT();
  const formats = useFormats();
  const { demand, queueId } = useDayContext();
  const before = useCurve(demand, queueId);
  const after = useCurveWith(before, demand, queueId, ghost);
  const changed = before.scheduled.flatMap((heads, step) => (Math.abs(heads - (after.scheduled[step] ?? 0)) > 0.01 ? [step] : []));
  const [first, last] = [changed[0], changed.at(-1)];
  // Without a forecast there is no gap to speak of.
  if (first === undefined || last === undefined || changed.every((step) => before.required[step] == null)) return null;
  const worst = (curve: typeof before) => Math.max(...changed.map((step) => missingAt(curve.required[step], curve.scheduled[step])));
  const heading = headingWithin(after, first, last + 1);
  const at = (step: number) => formats.time(before.grid.startAt + step * before.grid.stepMs);
  return (
    <>
      {t('roster.tip.gap', {
        from: at(first),
        to: at(last + 1),
        before: formats.number(0 - worst(before)),
        after: formats.number(0 - worst(after)),
      })}{' '}
      {heading !== null && <span className="t2">{t('roster.heading', { low: heading.low, high: heading.high })} · </span>}
    </>
  );
}
