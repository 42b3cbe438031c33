import { useMemo } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { usePublications, useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { dayStart } from './plan.js';
import type { Place } from './roster-page.js';

/** As many as anybody looks back at; the log has them all. */
const MOST_LISTED = 6;

/** What was told when and by whom, and who has said that they know. */
export function PublicationList({ place }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue } = useRoster();
  const version = useVersion();
  const people = usePeopleShown(place.address.team, null);
  const publications = usePublications();
  const latest = [...publications].sort((a, b) => b.no - a.no).slice(0, MOST_LISTED);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const { told, waiting } = useMemo(() => {
    const duties = people.flatMap((person) => {
      const duty = book.duty(person.agentId);
      return duty === undefined || duty.publishedVersion === 0 ? [] : [{ person, duty }];
    });
    return { told: duties.length, waiting: duties.filter(({ duty }) => (duty.acknowledgedVersion ?? 0) < duty.publishedVersion) };
  }, [book, version, people]);
  const day = (date: string) => formats.shortDate(dayStart(date, catalogue.timeZone));
  return (
    <section className="rs-panel">
      <header>
        <h2>{t('roster.publications')}</h2>
        {told > 0 && <span className="t3 s12">{t('roster.publications.seen', { n: told - waiting.length, of: told })}</span>}
      </header>
      {latest.length === 0 && <p className="t2 s12">{t('roster.publications.none')}</p>}
      <ul className="rs-list">
        {latest.map(({ publicationId, no, from, to, at, byName, people: count }) => (
          <li key={publicationId}>
            <span className="grow">
              <b>{t('roster.publications.no', { no })}</b>{' '}
              <span className="t2 s12">
                {day(from)}–{day(to)} · {t('roster.people', { n: count })}
              </span>
              <br />
              <span className="t2 s12">
                {formats.date(at)} {formats.time(at)} {byName}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {waiting.length > 0 && (
        <details>
          <summary className="t2 s12">{t('roster.publications.waiting', { n: waiting.length })}</summary>
          <p className="s12">{formats.list(waiting.map(({ person }) => formats.name(person)))}</p>
        </details>
      )}
    </section>
  );
}
