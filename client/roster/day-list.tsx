import { memo, useMemo } from 'react';
import { gapsOf, worstGap } from '../../shared/metrics/gaps.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { weekAxis } from './axis.js';
import { useCurve, useDemandGrid } from './coverage-now.js';
import { useDuty, usePending, useRoster } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import { PhoneRows } from './phone-rows.js';
import { QueueCode } from './queue-code.js';
import type { Place } from './roster-page.js';
import { useShiftWindows } from './shift-windows.js';
import { partText, spanText } from './shift-words.js';
import { WeekBar } from './week-bar.js';

const ROW_PX = 68;

/** A day on a phone: everybody's shift in words, and a tap to change it. */
export function DayList({ place: { address, date } }: { place: Place }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue } = useRoster();
  const people = usePeopleShown(address.team, address.queue);
  const axis = useMemo(() => weekAxis(date, catalogue.timeZone), [date, catalogue]);
  const { required, scheduled, grid } = useCurve(useDemandGrid(axis), address.queue);
  const worst = worstGap(gapsOf(required, scheduled));
  const at = (step: number) => formats.time(grid.startAt + step * grid.stepMs);
  const isForecast = required.some((one) => one !== null);
  return (
    <section className="rs-day-list" aria-label={t('roster.rows')}>
      <p className={worst === undefined ? 't2' : 'c-breach b'}>
        {!isForecast
          ? t('roster.noForecast')
          : worst === undefined
            ? t('roster.coveredAll')
            : t('roster.gapAt', { n: worst.missing, from: at(worst.from), to: at(worst.to) })}
      </p>
      <PhoneRows
        people={people}
        rowPx={ROW_PX}
        renderLine={(person, top) => <Line key={person.agentId} person={person} date={date} top={top} />}
      />
    </section>
  );
}

const Line = memo(function Line({ person, date, top }: { person: SheetPerson; date: string; top: number }) {
  const t = useT();
  const formats = useFormats();
  const { catalogue, isLocked } = useRoster();
  const windows = useShiftWindows();
  const { agentId } = person;
  const duty = useDuty(agentId);
  const isBusy = usePending(agentId).some(({ businessDate }) => businessDate === date);
  const shift = duty?.entries.find(({ draft }) => draft?.businessDate === date)?.draft ?? null;
  const parts = (shift?.segments ?? []).filter(({ activity }) => activity !== 'phone');
  return (
    <li style={{ height: ROW_PX, transform: `translateY(${top}px)` }}>
      <button
        type="button"
        className="rs-line"
        disabled={isLocked || isBusy}
        aria-busy={isBusy}
        onClick={() => windows.openShift(agentId, shift?.id ?? null)}
      >
        <span className="row">
          <b className="el">{formats.name(person)}</b>
          <QueueCode id={person.queueIds[0]} />
          <span className="right">{shift === null ? t('roster.dayOff') : spanText(formats, shift)}</span>
        </span>
        {shift !== null && <WeekBar day={date} shift={shift} />}
        <span className="t2 s12 el">
          {formats.list(parts.map((part) => `${partText(t, formats, catalogue, part)} ${formats.time(part.startAt)}`))}
        </span>
      </button>
    </li>
  );
});
