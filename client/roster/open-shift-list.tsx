import { useState } from 'react';
import { openShiftKindSchema } from '../../shared/domain/roster/words.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { isWithin } from './dates.js';
import { Choice, FormWindow } from './form-window.js';
import { useOpenShifts, useRoster } from './hooks.js';
import { atLocal, blankPlan, inputOf } from './plan.js';
import { withProposedBreaks } from './proposed-breaks.js';
import type { Place } from './roster-page.js';
import { spanText } from './shift-words.js';
import { useRosterAct } from './use-roster-act.js';

/** Shifts that nobody has, hours beyond the contract, hours off: whoever wants them takes them. */
export function OpenShiftList({ place }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { isLocked } = useRoster();
  const { act, refusal } = useRosterAct();
  const [isAdding, setAdding] = useState(false);
  const open = useOpenShifts().filter(({ shift }) => isWithin(shift.businessDate, place.shown));
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.open', { n: open.length })}</h2>
        <Button size="small" disabled={isLocked} onClick={() => setAdding(true)}>
          {t('roster.open.add')}
        </Button>
      </header>
      {open.length === 0 && <p className="t2 s12">{t('roster.open.none')}</p>}
      <ul className="rs-list">
        {open.map(({ id, kind, shift, free, places }) => (
          <li key={id}>
            <span className="grow">
              <b>{t(`roster.open.kind.${kind}`)}</b>{' '}
              <span className="t2 s12">
                {formats.date(shift.startAt)} {spanText(formats, shift)}
              </span>
              <br />
              <span className="t2 s12">{t('roster.open.free', { free, places })}</span>
            </span>
            <Button
              size="small"
              kind="quiet"
              disabled={isLocked}
              aria-label={t('roster.open.remove', { span: `${formats.date(shift.startAt)} ${spanText(formats, shift)}` })}
              onClick={() => void act({ type: 'open-shift.remove', openShiftId: id })}
            >
              {t('roster.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {refusal !== null && (
        <p className="c-breach s12" role="alert">
          {refusal}
        </p>
      )}
      {isAdding && <OpenShiftForm place={place} onClose={() => setAdding(false)} />}
    </section>
  );
}

const LENGTHS_MIN = [60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600];

function OpenShiftForm({ place, onClose }: { place: Place; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { act, isBusy, refusal } = useRosterAct();
  const team = useEntity('team', place.address.team);
  const [kind, setKind] = useState<(typeof openShiftKindSchema.options)[number]>('shift');
  const [date, setDate] = useState(place.date);
  const [start, setStart] = useState('09:00');
  const [lengthMin, setLength] = useState(540);
  const [places, setPlaces] = useState('1');
  const [skill, setSkill] = useState('');
  const zone = catalogue.timeZone;
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
          options={LENGTHS_MIN.map((minutes) => ({ value: String(minutes), label: formats.prose(minutes * 60_000) }))}
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
