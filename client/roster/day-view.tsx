import { useEffect, useMemo, useRef, useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { EmptyState } from '../ui/feedback.js';
import { useSize } from '../ui/use-size.js';
import { fetchAdherence } from './api.js';
import { type Axis, percentAt, ticksOf } from './axis.js';
import { useDemandGrid } from './coverage-now.js';
import { CoveragePanel } from './coverage-panel.js';
import { DayProvider } from './day-context.js';
import { DayRows } from './day-rows.js';
import { useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import type { Place } from './roster-page.js';
import { useDayAxis } from './use-day-axis.js';
import { draftsOn } from './week-plan.js';

/** What was done is compared with the plan this often. */
const ADHERENCE_EVERY_MS = 60_000;

/** One day: the curve, the clock, and everybody's bar beneath it. */
export function DayView({ place, nowAt }: { place: Place; nowAt: number | null }) {
  const t = useT();
  const { address, change, date } = place;
  const { book } = useRoster();
  const version = useVersion();
  const people = usePeopleShown(address.team, address.queue);
  const [current, setCurrent] = useState<string | null>(null);
  const axis = useDayAxis(date, people);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const isEmpty = useMemo(() => !people.some(({ agentId }) => draftsOn(book, agentId, date).length > 0), [book, version, people, date]);
  const demand = useDemandGrid(axis);
  const day = useMemo(() => ({ demand, queueId: address.queue }), [demand, address.queue]);
  useAdherenceOf(date, nowAt);
  return (
    <DayProvider value={day}>
      <section className="rs-plan" aria-label={t('roster.rows')}>
        <CoveragePanel
          demand={demand}
          queueId={address.queue}
          stepMin={address.stepMin}
          nowAt={nowAt}
          onStep={(stepMin) => change({ stepMin })}
        />
        <div className="rs-axis-name">
          <span>{t('roster.people', { n: people.length })}</span>
          {nowAt !== null && <span>{t('roster.adherence')}</span>}
        </div>
        <TimeAxis axis={axis} nowAt={nowAt} />
        {people.length === 0 ? (
          <div className="rs-rows">
            <EmptyState title={t('roster.nobody')}>{t('roster.nobodyWhy')}</EmptyState>
          </div>
        ) : (
          <DayRows people={people} axis={axis} nowAt={nowAt} current={current} onCurrent={setCurrent} />
        )}
        {people.length > 0 && isEmpty && (
          <p className="rs-begin" role="status">
            {t('roster.begin')}
          </p>
        )}
      </section>
    </DayProvider>
  );
}

function useAdherenceOf(date: string, nowAt: number | null): void {
  const { book } = useRoster();
  const beat = nowAt === null ? null : Math.floor(nowAt / ADHERENCE_EVERY_MS);
  const { value } = useFetched(beat === null ? null : `${date}|${beat}`, (signal) => fetchAdherence(date, signal));
  useEffect(() => {
    if (value !== null) book.setAdherence(value.date === date ? value.rows : [], value.impact);
  }, [book, value, date]);
}

function TimeAxis({ axis, nowAt }: { axis: Axis; nowAt: number | null }) {
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  return (
    <div ref={box} className="rs-axis" aria-hidden="true">
      {ticksOf(axis, width).map((at) => (
        <span key={at} style={{ left: `${percentAt(axis, at)}%` }}>
          {formats.time(at).slice(0, 2)}
        </span>
      ))}
      {nowAt !== null && nowAt > axis.startAt && nowAt < axis.endAt && (
        <span className="is-now" style={{ left: `${percentAt(axis, nowAt)}%` }}>
          {formats.time(nowAt)}
        </span>
      )}
    </div>
  );
}
