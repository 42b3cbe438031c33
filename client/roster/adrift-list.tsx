import { useMemo } from 'react';
import { asPlanned } from '../../shared/domain/roster/adrift.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import type { Change } from './changes.js';
import { useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { atLocal, dayStart, moved, planOf } from './plan.js';
import type { Place } from './roster-page.js';
import { useMany } from './use-many.js';

interface Adrift {
  readonly person: SheetPerson;
  readonly shift: Shift;
}

/** Shifts to come whose times are no longer what the wall was to show, since the time zone's data changed: put right as they were meant. */
export function AdriftList({ place }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue, isLocked } = useRoster();
  const version = useVersion();
  const now = useSiteNow(60_000) ?? 0;
  const people = usePeopleShown(place.address.team, null);
  const { isBusy, run, stopped } = useMany();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const found = useMemo(
    () =>
      people.flatMap((person) =>
        (book.duty(person.agentId)?.entries ?? []).flatMap(({ draft, adrift }): Adrift[] =>
          adrift === true && draft !== null && draft.startAt > now && book.pending(person.agentId).length === 0
            ? [{ person, shift: draft }]
            : [],
        ),
      ),
    [book, version, people, now],
  );
  if (found.length === 0) return stopped;
  const correct = (some: readonly Adrift[]) => void run(() => some.map(corrected), t('roster.many.nothing'));
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.adrift', { n: found.length })}</h2>
        <Button size="small" disabled={isLocked || isBusy} onClick={() => correct(found)}>
          {t('roster.adrift.all')}
        </Button>
      </header>
      <p className="t2 s12">{t('roster.adrift.why')}</p>
      <ul className="rs-list">
        {found.map(({ person, shift }) => {
          const date = formats.date(dayStart(shift.businessDate, catalogue.timeZone));
          const meant = `${shift.startLocal}–${shift.endLocal}`;
          return (
            <li key={shift.id}>
              <span className="grow">
                <b>{formats.name(person)}</b> <span className="t2 s12">{date}</span>
                <br />
                <span className="t2 s12">{t('roster.adrift.meant', { meant, zone: shift.zone })}</span>
              </span>
              <Button
                size="small"
                kind="quiet"
                disabled={isLocked || isBusy}
                aria-label={t('roster.adrift.correctAloud', { name: formats.name(person), date, meant })}
                onClick={() => correct([{ person, shift }])}
              >
                {t('roster.adrift.correct')}
              </Button>
            </li>
          );
        })}
      </ul>
      {stopped}
    </section>
  );
}

/** Said as it was meant: the server's calendar decides when that is, and this one only shows it meanwhile. */
function corrected({ person, shift }: Adrift): Change {
  const byMs = atLocal(shift.businessDate, shift.startLocal, shift.zone) - shift.startAt;
  return { agentId: person.agentId, before: shift, after: moved(planOf(shift), byMs), input: asPlanned(shift) };
}
