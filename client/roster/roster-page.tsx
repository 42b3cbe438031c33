import { useEffect, useMemo, useState } from 'react';
import { epochMs } from '../../shared/kernel/time.js';
import { localDate } from '../../shared/kernel/zone.js';
import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';
import { useT } from '../i18n/provider.js';
import { useCommand, useConnection, useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { ErrorState } from '../ui/feedback.js';
import { useMedia } from '../ui/use-media.js';
import type { RosterAddress } from './address.js';
import { fetchDemand } from './api.js';
import { addDays, type DateRange, mondayOf } from './dates.js';
import { DayView } from './day-view.js';
import { RosterProvider } from './hooks.js';
import { PhoneRoster } from './phone-roster.js';
import { Planner } from './planner.js';
import { Rail } from './rail.js';
import { RailProvider } from './rail-state.js';
import { RosterBar } from './roster-bar.js';
import type { ChangeAddress } from './roster-screen.js';
import { RosterWindows } from './roster-windows.js';
import { RowsSkeleton } from './skeleton.js';
import { useRosterData } from './use-roster-data.js';
import { useRosterKeys } from './use-roster-keys.js';
import { rulesOf } from './verdict.js';
import { WeekView } from './week-view.js';

const MINUTE = 60_000;
/** What comes in is weighed against the forecast this often. */
const DEMAND_EVERY = 5 * MINUTE;

interface Props {
  readonly catalogue: RosterCatalogue;
  readonly address: RosterAddress;
  readonly change: ChangeAddress;
}

export function RosterPage({ catalogue, address, change }: Props) {
  const now = useSiteNow(MINUTE);
  if (now === null) return <RowsSkeleton />;
  const today = localDate(epochMs(now), catalogue.timeZone);
  return <Shown catalogue={catalogue} address={address} change={change} today={today} nowAt={now} date={address.date ?? today} />;
}

/** Rest, weeks and runs of days reach over what is shown: their rules need the days around it. */
const rangeAround = (address: RosterAddress, date: string): DateRange =>
  address.view === 'day'
    ? { from: addDays(date, -7), to: addDays(date, 6) }
    : { from: addDays(mondayOf(date), -7), to: addDays(mondayOf(date), 6) };

function Shown({ catalogue, address, change, today, nowAt, date }: Props & { today: string; nowAt: number; date: string }) {
  const t = useT();
  const send = useCommand();
  const isNarrow = useMedia('(max-width: 700px)');
  const isLocked = useConnection().state === 'stale';
  const { book, reader, state, again } = useRosterData(rangeAround(address, date));
  const shown: DateRange = address.view === 'day' ? { from: date, to: date } : { from: mondayOf(date), to: addDays(mondayOf(date), 6) };
  const beat = today >= shown.from && today <= shown.to ? Math.floor(nowAt / DEMAND_EVERY) : 0;
  const demand = useFetched(`${shown.from}|${shown.to}|${beat}`, (signal) => fetchDemand(shown, signal));
  const [planner] = useState(
    () =>
      new Planner({
        book,
        send: (command) => send(command, { quiet: true }),
        rulesFor: (agentId) => {
          const person = book.people.find((one) => one.agentId === agentId);
          return rulesOf(catalogue.contracts.find(({ code }) => code === person?.contract));
        },
        changed: (dates) => {
          const sorted = [...dates].sort();
          const [from, to] = [sorted[0], sorted.at(-1)];
          if (from !== undefined && to !== undefined) reader.readSoon({ from, to });
        },
      }),
  );
  const demandFailed = demand.error === null ? null : demand.again;
  // biome-ignore lint/correctness/useExhaustiveDependencies: retrying is the same thing each time
  const roster = useMemo(
    () => ({ book, planner, catalogue, demand: demand.value, demandFailed, isLocked }),
    [book, planner, catalogue, demand.value, demandFailed === null, isLocked],
  );
  // What is in the hand is let go of where the view stops being trusted, or is left.
  useEffect(() => {
    if (isLocked) planner.cancel();
  }, [isLocked, planner]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day
  useEffect(() => () => planner.cancel(), [planner, date, address.view]);
  const place = { address, change, date, today, shown };
  return (
    <RosterProvider value={roster}>
      <RosterWindows place={place}>
        <Keys place={place} />
        <RailProvider>
          <div className={['roster', isLocked && 'is-stale'].filter(Boolean).join(' ')}>
            <RosterBar place={place} />
            {state === 'failed' ? (
              <ErrorState title={t('roster.failed')} cause={t('roster.failedWhy')} retryLabel={t('common.retry')} onRetry={again} />
            ) : state === 'loading' ? (
              <RowsSkeleton />
            ) : isNarrow ? (
              <PhoneRoster place={place} />
            ) : address.view === 'week' ? (
              <WeekView place={place} />
            ) : (
              <DayView place={place} nowAt={date === today ? nowAt : null} />
            )}
            {state === 'here' && !isNarrow && <Rail place={place} />}
          </div>
        </RailProvider>
      </RosterWindows>
    </RosterProvider>
  );
}

/** What is shown, and how to show something else. */
export interface Place {
  readonly address: RosterAddress;
  readonly change: ChangeAddress;
  readonly date: string;
  readonly today: string;
  /** The days on screen. */
  readonly shown: DateRange;
}

function Keys({ place }: { place: Place }) {
  useRosterKeys(place);
  return null;
}
