import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormats, useT } from '../i18n/provider.js';
import { EmptyState } from '../ui/feedback.js';
import { weekOf } from './dates.js';
import { useRoster } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { dayStart } from './plan.js';
import type { Place } from './roster-page.js';
import { useShiftWindows } from './shift-windows.js';
import { useRows } from './use-rows.js';
import { useWeekCoverage } from './use-week-coverage.js';
import { WeekActions } from './week-actions.js';
import { DayCoverage } from './week-coverage.js';
import { cellsOf, draftsOn } from './week-plan.js';
import { WeekRow } from './week-row.js';
import { holds, moveOf, type Picked, spanOf } from './week-selection.js';

/** Seven days side by side: who works when, where people are missing, and what is done to many at once. */
export function WeekView({ place }: { place: Place }) {
  const t = useT();
  const { address, date, today } = place;
  const { book, catalogue, isLocked } = useRoster();
  const windows = useShiftWindows();
  const people = usePeopleShown(address.team, address.queue);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first day says which week it is
  const dates = useMemo(() => weekOf(date), [place.shown.from]);
  const formats = useFormats();
  const labels = useMemo(() => dates.map((day) => formats.date(dayStart(day, catalogue.timeZone))), [dates, formats, catalogue]);
  const coverage = useWeekCoverage(dates, address.queue);
  const [picked, pick] = useState<Picked>({ from: { row: 0, day: 0 }, to: { row: 0, day: 0 } });
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRows({ scroller, count: people.length, focused: picked.to.row, heightName: '--rs-week-row', usualPx: 46 });
  const span = spanOf(picked, people.length);
  const chosen = useMemo(
    () => cellsOf(people.slice(span.fromRow, span.toRow + 1), dates.slice(span.fromDay, span.toDay + 1)),
    [people, dates, span.fromRow, span.toRow, span.fromDay, span.toDay],
  );
  const isMany = chosen.length > 1;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).dataset.day === undefined || event.altKey) return;
    const next = moveOf(event, picked, people.length);
    if (next !== null) {
      event.preventDefault();
      // Drawn at once, so that the next key, however soon, is pressed where this one led.
      flushSync(() => pick(next));
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${next.to.row}"][data-day="${next.to.day}"]`)
        ?.focus({ preventScroll: true });
      return virtualizer.scrollToIndex(next.to.row);
    }
    const person = people[picked.to.row];
    const day = dates[picked.to.day];
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || isLocked || person === undefined || day === undefined) return;
    event.preventDefault();
    windows.openShift(person.agentId, draftsOn(book, person.agentId, day)[0]?.id ?? null, day);
  };
  const place0 = (target: EventTarget) => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[data-day]');
    return cell === null ? null : { row: Number(cell.dataset.row), day: Number(cell.dataset.day) };
  };
  const isDragging = useRef(false);
  return (
    <section className="rs-week" aria-label={t('roster.week.rows')}>
      <WeekActions place={place} people={people} dates={dates} chosen={chosen} isMany={isMany} onAll={() => pick(all(people.length))} />
      <div className="rs-week-head">
        <span className="t3 s12">{t('roster.people', { n: people.length })}</span>
        {dates.map((day) => (
          <DayHead key={day} day={day} isToday={day === today} onOpen={() => place.change({ view: 'day', date: day })} />
        ))}
        <span className="t3 s12">{t('roster.week.hours')}</span>
      </div>
      <div className="rs-week-cover">
        <span className="t3 s12">{t('roster.week.coverage')}</span>
        {dates.map((day, at) => (
          <DayCoverage key={day} of={coverage?.[at] ?? null} />
        ))}
        <span />
      </div>
      <div ref={scroller} className="rs-rows" data-region="">
        {people.length === 0 ? (
          <EmptyState title={t('roster.nobody')}>{t('roster.nobodyWhy')}</EmptyState>
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: only the rows in sight exist, each in its place
          <div
            className="rs-grid"
            role="grid"
            aria-label={t('roster.week.rows')}
            aria-rowcount={people.length}
            aria-colcount={9}
            aria-multiselectable="true"
            style={{ height: virtualizer.getTotalSize() }}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => {
              const cell = event.button === 0 ? place0(event.target) : null;
              if (cell === null) return;
              isDragging.current = event.pointerType === 'mouse';
              pick((before) => (event.shiftKey ? { from: before.from, to: cell } : { from: cell, to: cell }));
            }}
            onPointerMove={(event) => {
              if (!isDragging.current || event.buttons === 0) return;
              const cell = place0(event.target);
              if (cell !== null)
                pick((before) => (before.to.row === cell.row && before.to.day === cell.day ? before : { ...before, to: cell }));
            }}
            onPointerUp={() => {
              isDragging.current = false;
            }}
            onDoubleClick={(event) => {
              const cell = place0(event.target);
              const person = cell === null ? undefined : people[cell.row];
              const day = cell === null ? undefined : dates[cell.day];
              if (isLocked || person === undefined || day === undefined) return;
              windows.openShift(person.agentId, draftsOn(book, person.agentId, day)[0]?.id ?? null, day);
            }}
          >
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const person = people[index];
              return person === undefined ? null : (
                <WeekRow
                  key={person.agentId}
                  person={person}
                  dates={dates}
                  labels={labels}
                  today={today}
                  index={index}
                  top={start}
                  focusDay={picked.to.row === index ? picked.to.day : null}
                  fromDay={holds(span, index) ? span.fromDay : null}
                  toDay={holds(span, index) ? span.toDay : null}
                />
              );
            })}
          </div>
        )}
      </div>
    </section>
  );
}

const all = (rows: number): Picked => ({ from: { row: 0, day: 0 }, to: { row: Math.max(0, rows - 1), day: 6 } });

function DayHead({ day, isToday, onOpen }: { day: string; isToday: boolean; onOpen: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const said = formats.date(dayStart(day, catalogue.timeZone));
  const isHoliday = (catalogue.holidays as readonly string[]).includes(day);
  return (
    <button type="button" className={isToday ? 'rs-day is-today' : 'rs-day'} onClick={onOpen} title={t('roster.week.openDay')}>
      {said}
      {isHoliday && <span className="c-watch s12"> {t('roster.week.holiday')}</span>}
    </button>
  );
}
