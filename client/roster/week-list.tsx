import { memo, useMemo } from 'react';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { measureShift } from '../../shared/staffing/shift.js';
import { useFormats, useT } from '../i18n/provider.js';
import { isUnpublished, shiftOf } from './book.js';
import { weekOf } from './dates.js';
import { useDuty, usePending, useRoster } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { PhoneRows } from './phone-rows.js';
import { dayStart } from './plan.js';
import type { Place } from './roster-page.js';
import { useShiftWindows } from './shift-windows.js';
import { spanText } from './shift-words.js';
import { type DayInShort, useWeekCoverage } from './use-week-coverage.js';

const ROW_PX = 72;

/** A week on a phone: where people are missing, and who works when. A day leads to its list, a shift to its form. */
export function WeekList({ place }: { place: Place }) {
  const t = useT();
  const { address, date, today, change } = place;
  const people = usePeopleShown(address.team, address.queue);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first day says which week it is
  const dates = useMemo(() => weekOf(date), [place.shown.from]);
  const coverage = useWeekCoverage(dates, address.queue);
  return (
    <section className="rs-day-list" aria-label={t('roster.week.rows')}>
      <div className="rs-week-days">
        {dates.map((day, at) => (
          <DayHead
            key={day}
            day={day}
            of={coverage?.[at] ?? null}
            isToday={day === today}
            onOpen={() => change({ view: 'day', date: day })}
          />
        ))}
      </div>
      <PhoneRows
        people={people}
        rowPx={ROW_PX}
        renderLine={(person, top) => <Line key={person.agentId} person={person} dates={dates} today={today} top={top} />}
      />
    </section>
  );
}

interface DayHeadProps {
  readonly day: string;
  /** Null: not known yet. */
  readonly of: DayInShort | null;
  readonly isToday: boolean;
  readonly onOpen: () => void;
}

function DayHead({ day, of, isToday, onOpen }: DayHeadProps) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const at = dayStart(day, catalogue.timeZone);
  const worst = of?.worst;
  const time = (step: number) => formats.time((of?.startAt ?? 0) + step * (of?.stepMs ?? 0));
  const aloud =
    of === null
      ? ''
      : !of.isForecast
        ? t('roster.noForecast')
        : worst === undefined
          ? t('roster.coveredAll')
          : t('roster.gapAt', { n: worst.missing, from: time(worst.from), to: time(worst.to) });
  return (
    <button type="button" className={isToday ? 'is-today' : undefined} onClick={onOpen}>
      {/* In words: who can't see the columns has no use for their figures. */}
      <span className="sr">{t('roster.week.dayAloud', { day: formats.date(at), covered: aloud })}</span>
      <span className="t3 s12" aria-hidden="true">
        {formats.weekday(at)}
      </span>
      <b aria-hidden="true">{formats.shortDate(at)}</b>
      <span className={worst === undefined ? 't2 s12' : 'c-breach b s12'} aria-hidden="true">
        {of === null || !of.isForecast ? '–' : worst === undefined ? t('roster.covered') : t('roster.gap', { n: worst.missing })}
      </span>
    </button>
  );
}

interface LineProps {
  readonly person: SheetPerson;
  readonly dates: readonly string[];
  readonly today: string;
  readonly top: number;
}

const Line = memo(function Line({ person, dates, today, top }: LineProps) {
  const t = useT();
  const formats = useFormats();
  const { catalogue, isLocked } = useRoster();
  const windows = useShiftWindows();
  const { agentId } = person;
  const duty = useDuty(agentId);
  const pending = usePending(agentId);
  const entriesOn = (day: string) => (duty?.entries ?? []).filter((entry) => shiftOf(entry).businessDate === day);
  const drafts = dates.flatMap((day) => entriesOn(day).flatMap(({ draft }) => draft ?? []));
  const paidMs = drafts.reduce((sum, shift) => sum + (measureShift(shift)?.paidMs ?? 0), 0);
  const name = formats.name(person);
  return (
    <li style={{ height: ROW_PX, transform: `translateY(${top}px)` }}>
      <div className="rs-week-line">
        <span className="row">
          <b className="el">{name}</b>
          <span className="right t2 s12">{t('roster.week.h', { n: formats.number(paidMs / HOUR_MS) })}</span>
        </span>
        <span className="rs-week-days">
          {dates.map((day) => {
            const entries = entriesOn(day);
            const shift = entries.find(({ draft }) => draft !== null)?.draft ?? null;
            const isAdrift = entries.some(({ adrift }) => adrift === true);
            const isBusy = pending.some(({ businessDate }) => businessDate === day);
            const says = shift === null ? t('roster.dayOff') : spanText(formats, shift);
            const classes = [day === today && 'is-today', entries.some(isUnpublished) && 'is-unpublished', isAdrift && 'c-watch']
              .filter(Boolean)
              .join(' ');
            return (
              <button
                key={day}
                type="button"
                className={classes === '' ? undefined : classes}
                disabled={isLocked || isBusy}
                aria-busy={isBusy}
                onClick={() => windows.openShift(agentId, shift?.id ?? null, day)}
              >
                <span className="sr">{`${name}, ${formats.date(dayStart(day, catalogue.timeZone))}: ${says}${
                  entries.some(isUnpublished) ? `, ${t('roster.week.unpublished')}` : ''
                }${isAdrift ? t('roster.adrift.aloud') : ''}`}</span>
                {shift === null ? (
                  <span className="t3" aria-hidden="true">
                    {says}
                  </span>
                ) : (
                  <>
                    <span aria-hidden="true">{formats.time(shift.startAt)}</span>
                    <span aria-hidden="true">{formats.time(shift.endAt)}</span>
                  </>
                )}
              </button>
            );
          })}
        </span>
      </div>
    </li>
  );
});
