import { useMemo, useRef } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { type Axis, axisOf } from './axis.js';
import { useRoster, useVersion } from './hooks.js';

/** The axis of a day for those who are shown; the same one as long as it says the same, since rows and curves are drawn by it. */
export function useDayAxis(date: string, people: readonly SheetPerson[]): Axis {
  const { book, catalogue } = useRoster();
  const version = useVersion();
  const held = useRef<Axis | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const next = useMemo(
    () =>
      axisOf(
        date,
        catalogue.timeZone,
        people.map(({ agentId }) => book.duty(agentId)),
      ),
    [date, people, book, version, catalogue],
  );
  const before = held.current;
  const isSame = before?.date === next.date && before.startAt === next.startAt && before.endAt === next.endAt;
  if (!isSame) held.current = next;
  return held.current ?? next;
}
