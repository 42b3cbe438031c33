import { useMemo, useState } from 'react';
import { type ExceptionType, exceptionTypeSchema } from '../../shared/domain/roster/words.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { addDays } from './dates.js';
import { Choice, FormWindow } from './form-window.js';
import { useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { atLocal, dayStart } from './plan.js';
import type { Place } from './roster-page.js';
import { spanText } from './shift-words.js';
import { useRosterAct } from './use-roster-act.js';

/** Time taken out of what was planned: off the plan, and for a reason that counts. */
export function ExceptionList({ place }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue, isLocked } = useRoster();
  const version = useVersion();
  const { act, refusal } = useRosterAct();
  const [isAdding, setAdding] = useState(false);
  const people = usePeopleShown(place.address.team, place.address.queue);
  const { from, to } = place.shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const found = useMemo(() => {
    const [startAt, endAt] = [dayStart(from, catalogue.timeZone), dayStart(addDays(to, 1), catalogue.timeZone)];
    return people
      .flatMap((person) => (book.duty(person.agentId)?.exceptions ?? []).map((exception) => ({ person, exception })))
      .filter(({ exception }) => exception.startAt < endAt && exception.endAt > startAt)
      .sort((a, b) => a.exception.startAt - b.exception.startAt);
  }, [book, version, people, from, to, catalogue]);
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.exceptions', { n: found.length })}</h2>
        <Button size="small" disabled={isLocked || people.length === 0} onClick={() => setAdding(true)}>
          {t('roster.exceptions.add')}
        </Button>
      </header>
      {found.length === 0 && <p className="t2 s12">{t('roster.exceptions.none')}</p>}
      <ul className="rs-list">
        {found.map(({ person, exception }) => (
          <li key={exception.id}>
            <span className="grow">
              <b>{formats.name(person)}</b> {t(`roster.exception.${exception.type}`)}{' '}
              <span className="t2 s12">
                {from === to ? '' : `${formats.date(exception.startAt)} `}
                {spanText(formats, exception)}
              </span>
              <br />
              <span className="t2 s12">
                {exception.reason ?? ''} {t('roster.exceptions.by', { name: exception.byName })}
              </span>
            </span>
            <Button
              size="small"
              kind="quiet"
              disabled={isLocked}
              aria-label={t('roster.exceptions.remove', { name: formats.name(person), span: spanText(formats, exception) })}
              onClick={() => void act({ type: 'exception.remove', agentId: person.agentId, exceptionId: exception.id })}
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
      {isAdding && <ExceptionForm place={place} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** Of these the kind says enough, and no more is kept. */
const NEEDS_NO_REASON: ReadonlySet<ExceptionType> = new Set(['leave', 'sick', 'union']);

function ExceptionForm({ place, onClose }: { place: Place; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { act, isBusy, refusal } = useRosterAct();
  const people = usePeopleShown(place.address.team, place.address.queue);
  const [agentId, setAgent] = useState<string>(people[0]?.agentId ?? '');
  const [type, setType] = useState<ExceptionType>('outage');
  const [date, setDate] = useState(place.date);
  const [from, setFrom] = useState('09:00');
  const [to, setTo] = useState('10:00');
  const [reason, setReason] = useState('');
  const hasReason = !NEEDS_NO_REASON.has(type);
  const submit = async () => {
    const zone = catalogue.timeZone;
    const startAt = atLocal(date, from, zone);
    const endAt = atLocal(to > from ? date : addDays(date, 1), to, zone);
    const isGiven = await act({
      type: 'exception.add',
      agentId: agentId as AgentView['id'],
      startAt,
      endAt,
      exceptionType: type,
      ...(hasReason && reason.trim() !== '' ? { reason: reason.trim() } : {}),
    });
    if (isGiven) onClose();
  };
  return (
    <FormWindow
      title={t('roster.exceptions.title')}
      submitLabel={t('roster.exceptions.enter')}
      isIncomplete={hasReason && reason.trim() === ''}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="rs-fields">
        <Choice
          label={t('roster.exceptions.who')}
          value={agentId}
          options={people.map((person) => ({ value: person.agentId as string, label: formats.name(person) }))}
          onChange={setAgent}
        />
        <Choice
          label={t('roster.exceptions.kind')}
          value={type}
          options={exceptionTypeSchema.options.map((value) => ({ value, label: t(`roster.exception.${value}`) }))}
          onChange={setType}
        />
        <Field label={t('roster.day')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
        <Field label={t('roster.exceptions.from')} type="time" required value={from} onChange={(event) => setFrom(event.target.value)} />
        <Field label={t('roster.exceptions.to')} type="time" required value={to} onChange={(event) => setTo(event.target.value)} />
      </div>
      {hasReason && (
        <Field label={t('roster.reason')} required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      )}
    </FormWindow>
  );
}
