import { memo } from 'react';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { measureShift } from '../../shared/staffing/shift.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { type Entry, isUnpublished, type Pending, shiftOf } from './book.js';
import { useDuty, usePending, useRoster } from './hooks.js';
import type { Plan } from './plan.js';
import { QueueCode } from './queue-code.js';
import { spanText } from './shift-words.js';
import { WeekBar } from './week-bar.js';

interface Props {
  readonly person: SheetPerson;
  readonly dates: readonly string[];
  /** The dates in words. */
  readonly labels: readonly string[];
  readonly today: string;
  readonly index: number;
  readonly top: number;
  /** The day that has the focus; null: another row has it. */
  readonly focusDay: number | null;
  /** The days that are chosen in this row; null: none. */
  readonly fromDay: number | null;
  readonly toDay: number | null;
}

/** A contract that names no hours is measured by these. */
const USUAL_WEEK_HOURS = 40;

/** One person's week. Redraws with this person's shifts and the choice in this row, and at no other time. */
export const WeekRow = memo(function WeekRow({ person, dates, labels, today, index, top, focusDay, fromDay, toDay }: Props) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const { agentId } = person;
  const duty = useDuty(agentId);
  const pending = usePending(agentId);
  const byDate = new Map<string, Entry[]>();
  for (const entry of duty?.entries ?? []) {
    const { businessDate } = shiftOf(entry);
    byDate.set(businessDate, [...(byDate.get(businessDate) ?? []), entry]);
  }
  const paidMs = dates.reduce((sum, day) => sum + paidOf(byDate.get(day) ?? []), 0);
  const mostHours = catalogue.contracts.find(({ code }) => code === person.contract)?.weeklyHours ?? USUAL_WEEK_HOURS;
  const isOver = paidMs > mostHours * HOUR_MS;
  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows in sight exist, each in its place
    // biome-ignore lint/a11y/useFocusableInteractive: the focus is on its cells
    <div className="rs-week-row" role="row" aria-rowindex={index + 1} style={{ transform: `translateY(${top}px)` }}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div className="rs-name" role="rowheader">
        <span className="el b">{formats.name(person)}</span>
        <QueueCode id={person.queueIds[0]} />
      </div>
      {dates.map((day, at) => (
        <WeekCell
          key={day}
          label={labels[at] ?? day}
          day={day}
          row={index}
          at={at}
          isToday={day === today}
          entries={byDate.get(day) ?? []}
          pending={pending.filter(({ businessDate }) => businessDate === day)}
          isFocus={focusDay === at}
          isPicked={fromDay !== null && toDay !== null && at >= fromDay && at <= toDay}
        />
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="gridcell" className={isOver ? 'rs-hours c-watch b' : 'rs-hours'}>
        {isOver && <Glyph name="triangle" size="sm" label={t('roster.week.over', { n: mostHours })} />}
        {t('roster.week.h', { n: formats.number(paidMs / HOUR_MS) })}
      </div>
    </div>
  );
});

const paidOf = (entries: readonly Entry[]) =>
  entries.reduce((sum, { draft }) => sum + (draft === null ? 0 : (measureShift(draft)?.paidMs ?? 0)), 0);

interface CellProps {
  readonly label: string;
  readonly day: string;
  readonly row: number;
  readonly at: number;
  readonly isToday: boolean;
  readonly entries: readonly Entry[];
  readonly pending: readonly Pending[];
  readonly isFocus: boolean;
  readonly isPicked: boolean;
}

const WeekCell = memo(function WeekCell({ label, day, row, at, isToday, entries, pending, isFocus, isPicked }: CellProps) {
  const t = useT();
  const formats = useFormats();
  const shown: (Pick<Plan, 'startAt' | 'endAt' | 'segments'> & { readonly key: string })[] =
    pending.length > 0
      ? pending.flatMap(({ id, to }) => (to === null ? [] : [{ ...to, key: String(id) }]))
      : entries.flatMap(({ draft }) => (draft === null ? [] : [{ ...draft, key: draft.id }]));
  const isChanged = entries.some(isUnpublished);
  const isAdrift = entries.some(({ adrift }) => adrift === true);
  const classes = [
    'rs-cell',
    isToday && 'is-today',
    isPicked && 'is-picked',
    pending.length > 0 && 'is-pending',
    isChanged && 'is-unpublished',
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows in sight exist, each in its place
    <div
      role="gridcell"
      className={classes.filter(Boolean).join(' ')}
      tabIndex={isFocus ? 0 : -1}
      data-row={row}
      data-day={at}
      aria-selected={isPicked}
      aria-busy={pending.length > 0}
    >
      <span className="sr">{label} </span>
      {shown.length === 0 ? (
        <span className="t3">{t('roster.dayOff')}</span>
      ) : (
        shown.map((one) => (
          <span key={one.key} className="rs-week-shift">
            <span className={isAdrift ? 'el c-watch' : 'el'}>
              {isAdrift && <Glyph name="triangle" size="sm" label={t('roster.adrift.title')} />} {spanText(formats, one)}
            </span>
            <WeekBar day={day} shift={one} />
          </span>
        ))
      )}
      {isChanged && pending.length === 0 && <span className="sr"> {t('roster.week.unpublished')}</span>}
    </div>
  );
}, isSameCell);

/** Entries are the same while their shifts are: with each reading they are made anew. */
function isSameCell(a: CellProps, b: CellProps): boolean {
  return (
    a.label === b.label &&
    a.day === b.day &&
    a.row === b.row &&
    a.at === b.at &&
    a.isToday === b.isToday &&
    a.isFocus === b.isFocus &&
    a.isPicked === b.isPicked &&
    a.entries.length === b.entries.length &&
    a.entries.every((one, at) => isSameEntry(one, b.entries[at])) &&
    a.pending.length === b.pending.length &&
    a.pending.every((one, at) => one.to === b.pending[at]?.to)
  );
}
const isSameEntry = (a: Entry, b: Entry | undefined) =>
  a.draft?.id === b?.draft?.id && a.published?.id === b?.published?.id && a.adrift === b?.adrift;
