import { useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { isWithin } from './dates.js';
import { useOpenShifts, useRoster } from './hooks.js';
import { OpenShiftForm } from './open-shift-form.js';
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
