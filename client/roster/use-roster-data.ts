import { useCallback, useEffect, useRef, useState } from 'react';
import type { RosterView as RosterDayView } from '../../shared/protocol/views.js';
import type { ApiError } from '../live/api.js';
import { shallowEqual, useCollection } from '../live/hooks.js';
import { fetchSheet } from './api.js';
import { RosterBook } from './book.js';
import { type DateRange, datesBetween } from './dates.js';
import { RosterReader } from './reader.js';

/** The days on screen, read once and again whenever the floor says that one of them changed. */
export function useRosterData(range: DateRange): {
  readonly book: RosterBook;
  readonly reader: RosterReader;
  readonly state: 'loading' | 'here' | 'failed';
  readonly error: ApiError | null;
  readonly again: () => void;
} {
  const [book] = useState(() => new RosterBook());
  const [reader] = useState(() => new RosterReader(book, fetchSheet));
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<{ key: string; error: ApiError | null } | null>(null);
  const loaded = useRef(new Set<string>());
  const { from, to } = range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks once more
  useEffect(() => {
    const missing = datesBetween(from, to).filter((date) => !loaded.current.has(date));
    const [first, last] = [missing[0], missing.at(-1)];
    if (first === undefined || last === undefined) return setHeld({ key: `${from}|${to}`, error: null });
    let isWanted = true;
    void reader.read({ from: first, to: last }).then((answer) => {
      if (answer?.ok === true) for (const date of datesBetween(first, last)) loaded.current.add(date);
      if (isWanted && answer !== null) setHeld({ key: `${from}|${to}`, error: answer.ok ? null : answer.error });
    });
    return () => {
      isWanted = false;
    };
  }, [reader, from, to, attempt]);
  useFollow(reader, loaded.current);
  const again = useCallback(() => setAttempt((n) => n + 1), []);
  const isHere = held?.key === `${from}|${to}`;
  return {
    book,
    reader,
    state: !isHere ? 'loading' : held.error === null ? 'here' : 'failed',
    error: isHere ? held.error : null,
    again,
  };
}

/** Each day's version, as the floor tells it; a day that changed is read again. */
function useFollow(reader: RosterReader, loaded: ReadonlySet<string>): void {
  const versions = useCollection('roster', versionsOf, shallowEqual);
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    const before = known.current;
    const now = new Map(versions.map((one) => one.split('|') as [string, string]));
    known.current = now;
    if (before === null) return;
    for (const [date, version] of now) {
      if (loaded.has(date) && before.get(date) !== version) reader.readSoon({ from: date, to: date });
    }
  }, [versions, reader, loaded]);
}
const versionsOf = (all: ReadonlyMap<string, RosterDayView>) => [...all.values()].map(({ id, version }) => `${id}|${version}`).sort();
