import { X } from 'lucide-react';
import { withoutPart, withPart } from '../../shared/domain/roster/parts.js';
import type { Segment } from '../../shared/domain/roster/shift.js';
import { type PlannedActivity, plannedActivitySchema } from '../../shared/domain/roster/words.js';
import { epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { lookOf } from './activity-look.js';
import { useRoster } from './hooks.js';
import { atLocal, localTime, type Plan } from './plan.js';
import { withProposedBreaks } from './proposed-breaks.js';

const LENGTHS_MIN = [15, 30, 45, 60, 75, 90, 105, 120, 150, 180, 240, 300, 360, 420, 480];
const DAY_MIN = 24 * 60;

/** What happens when within the shift: everything that is not its first work, part by part. */
export function ShiftParts({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  const t = useT();
  const base = plan.segments[0]?.activity ?? 'phone';
  const parts = plan.segments.flatMap((segment, at) => (segment.activity === base && segment.post === undefined ? [] : [{ segment, at }]));
  const add = () => {
    const middle = plan.startAt + Math.round((plan.endAt - plan.startAt) / 2 / (15 * MINUTE_MS)) * 15 * MINUTE_MS;
    const free = [middle, ...plan.segments.filter(({ activity }) => activity === base).map(({ startAt }) => startAt + 30 * MINUTE_MS)];
    const startAt = free.find((at) =>
      plan.segments.some((one) => one.activity === base && one.startAt <= at && one.endAt >= at + 15 * MINUTE_MS),
    );
    if (startAt === undefined) return;
    onChange(withPart(plan, { activity: 'break', startAt: epochMs(startAt), endAt: epochMs(startAt + 15 * MINUTE_MS) }));
  };
  return (
    <fieldset className="rs-parts">
      <legend className="label">{t('roster.form.parts')}</legend>
      <Select
        label={t('roster.form.work')}
        value={base}
        options={useActivityOptions()}
        onChange={(activity) => onChange(withBase(plan, base, activity))}
      />
      {parts.map(({ segment, at }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part keeps its place, and the focus in it, while its times change
        <PartLine key={place} plan={plan} segment={segment} at={at} onChange={onChange} />
      ))}
      <div className="row">
        <Button size="small" onClick={add}>
          {t('roster.form.addPart')}
        </Button>
        <Button size="small" onClick={() => onChange(withProposedBreaks(plan))}>
          {t('roster.menu.breaks')}
        </Button>
      </div>
    </fieldset>
  );
}

function useActivityOptions() {
  const t = useT();
  return plannedActivitySchema.options.map((value) => ({ value, label: t(lookOf(value).key) }));
}

const withBase = (plan: Plan, from: PlannedActivity, to: PlannedActivity): Plan => ({
  ...plan,
  segments: plan.segments.map((one) => (one.activity === from ? { ...one, activity: to } : one)),
});

function PartLine({ plan, segment, at, onChange }: { plan: Plan; segment: Segment; at: number; onChange: (plan: Plan) => void }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const what = t(lookOf(segment.activity).key);
  const lengthMin = Math.round((segment.endAt - segment.startAt) / MINUTE_MS);
  const lengths = LENGTHS_MIN.includes(lengthMin) ? LENGTHS_MIN : [lengthMin, ...LENGTHS_MIN].sort((a, b) => a - b);
  const change = (next: Segment) => onChange(withPart(withoutPart(plan, at), next));
  const startAt = (time: string) => {
    if (time === '') return;
    const onDay = atLocal(plan.businessDate, time, plan.zone);
    const start = onDay < plan.startAt ? onDay + DAY_MIN * MINUTE_MS : onDay;
    if (start < plan.endAt) change({ ...segment, startAt: epochMs(start), endAt: epochMs(start + lengthMin * MINUTE_MS) });
  };
  const { post: _, ...plain } = segment;
  return (
    <div className="rs-part">
      <Select
        label={t('roster.form.partKind')}
        value={segment.activity}
        options={useActivityOptions()}
        onChange={(activity) => change({ ...plain, activity })}
      />
      {segment.activity === 'backoffice' && (
        <Select
          label={t('roster.form.post')}
          value={segment.post ?? ''}
          options={[
            { value: '', label: t('roster.form.anyPost') },
            ...catalogue.posts.map((one) => ({ value: one.code, label: formats.name(one) })),
          ]}
          onChange={(post) => change(post === '' ? plain : { ...segment, post })}
        />
      )}
      <input
        className="field"
        type="time"
        step={900}
        aria-label={t('roster.form.partStart', { what })}
        value={localTime(segment.startAt, plan.zone)}
        onChange={(event) => startAt(event.target.value)}
      />
      <Select
        label={t('roster.form.partLength', { what })}
        value={String(lengthMin)}
        options={lengths.map((minutes) => ({ value: String(minutes), label: formats.prose(minutes * MINUTE_MS) }))}
        onChange={(minutes) => change({ ...segment, endAt: epochMs(segment.startAt + Number(minutes) * MINUTE_MS) })}
      />
      <Button
        kind="quiet"
        size="small"
        iconOnly
        aria-label={t('roster.form.removePart', { what, time: formats.time(segment.startAt) })}
        onClick={() => onChange(withoutPart(plan, at))}
      >
        <X className="i sm" aria-hidden="true" />
      </Button>
    </div>
  );
}
