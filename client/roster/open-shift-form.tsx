import { useState } from 'react';
import { openShiftKindSchema } from '../../shared/domain/roster/words.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Field } from '../ui/field.js';
import { Choice, FormWindow } from './form-window.js';
import { useRoster } from './hooks.js';
import { atLocal, blankPlan, inputOf } from './plan.js';
import { withProposedBreaks } from './proposed-breaks.js';
import type { Place } from './roster-page.js';
import { spanText } from './shift-words.js';
import { useRosterAct } from './use-roster-act.js';

const LENGTHS_MIN = [60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600];

type Kind = (typeof openShiftKindSchema.options)[number];
/** What it begins with, before anything is changed by hand. */
export interface OpenShiftWish {
  readonly kind: Kind;
  readonly date: string;
  readonly start: string;
  readonly lengthMin: number;
  readonly places: number;
}
const USUAL = { kind: 'shift', start: '09:00', lengthMin: 540, places: 1 } as const;

export function OpenShiftForm({ place, wish, onClose }: { place: Place; wish?: OpenShiftWish; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { act, isBusy, refusal } = useRosterAct();
  const team = useEntity('team', place.address.team);
  const first = wish ?? { ...USUAL, date: place.date };
  const [kind, setKind] = useState<Kind>(first.kind);
  const [date, setDate] = useState(first.date);
  const [start, setStart] = useState(first.start);
  const [lengthMin, setLength] = useState(first.lengthMin);
  const [places, setPlaces] = useState(String(first.places));
  const [skill, setSkill] = useState('');
  const zone = catalogue.timeZone;
  const lengths = LENGTHS_MIN.includes(lengthMin) ? LENGTHS_MIN : [lengthMin, ...LENGTHS_MIN].sort((a, b) => a - b);
  const submit = async () => {
    const blank = blankPlan({
      businessDate: date,
      zone,
      startLocal: start,
      lengthMin,
      activity: kind === 'ot' ? 'ot' : kind === 'vto' ? 'vto' : 'phone',
    });
    const isGiven = await act({
      type: 'open-shift.add',
      kind,
      shift: inputOf(kind === 'shift' ? withProposedBreaks(blank) : blank),
      skills: skill === '' ? [] : [skill],
      places: Number(places),
      ...(team === undefined ? {} : { teamIds: [team.id] }),
    });
    if (isGiven) onClose();
  };
  return (
    <FormWindow
      title={t('roster.open.title')}
      submitLabel={t('roster.open.offer')}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="rs-fields">
        <Choice
          label={t('roster.open.what')}
          value={kind}
          options={openShiftKindSchema.options.map((value) => ({ value, label: t(`roster.open.kind.${value}`) }))}
          onChange={setKind}
        />
        <Field label={t('roster.day')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
        <Field
          label={t('roster.form.start')}
          type="time"
          step={900}
          required
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
        <Choice
          label={t('roster.form.length')}
          value={String(lengthMin)}
          options={lengths.map((minutes) => ({ value: String(minutes), label: formats.prose(minutes * 60_000) }))}
          onChange={(minutes) => setLength(Number(minutes))}
        />
        <Field
          label={t('roster.open.places')}
          type="number"
          min={1}
          max={200}
          required
          value={places}
          onChange={(event) => setPlaces(event.target.value)}
        />
        <Choice
          label={t('roster.open.skill')}
          value={skill}
          options={[
            { value: '', label: t('roster.open.anySkill') },
            ...catalogue.skills.map((one) => ({ value: one.code, label: formats.name(one) })),
          ]}
          onChange={setSkill}
        />
      </div>
      <p className="t2">
        {date === '' || start === ''
          ? ''
          : t('roster.open.preview', {
              span: spanText(formats, { startAt: atLocal(date, start, zone), endAt: atLocal(date, start, zone) + lengthMin * 60_000 }),
            })}{' '}
        {team === undefined ? t('roster.publish.everybody') : formats.name(team)}
      </p>
    </FormWindow>
  );
}
