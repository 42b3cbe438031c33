import { useMemo } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { type Entry, isUnpublished, type RosterBook, shiftOf } from './book.js';
import { type DateRange, isWithin } from './dates.js';
import { useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import type { Place } from './roster-page.js';

export interface Unpublished {
  readonly person: SheetPerson;
  readonly entry: Entry;
}

/** What would be told to whom if these days were published now; days that are over are told to nobody. */
export function unpublishedOf(book: RosterBook, people: readonly SheetPerson[], range: DateRange, today: string): Unpublished[] {
  return people.flatMap((person) =>
    (book.duty(person.agentId)?.entries ?? [])
      .filter((entry) => isUnpublished(entry) && shiftOf(entry).businessDate >= today && isWithin(shiftOf(entry).businessDate, range))
      .map((entry) => ({ person, entry })),
  );
}

/** Of the days on screen, and of the team that is chosen. */
export function useUnpublished({ address, shown, today }: Place): readonly Unpublished[] {
  const { book } = useRoster();
  const version = useVersion();
  const people = usePeopleShown(address.team, null);
  const { from, to } = shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  return useMemo(() => unpublishedOf(book, people, { from, to }, today), [book, version, people, from, to, today]);
}
