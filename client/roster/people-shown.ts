import { useMemo } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { usePeople } from './hooks.js';

/** Of a team, and of those who serve a queue, in the order of their seats. */
export function usePeopleShown(team: string | null, queue: string | null): readonly SheetPerson[] {
  const people = usePeople();
  return useMemo(
    () =>
      people.filter(
        ({ teamId, queueIds }) => (team === null || teamId === team) && (queue === null || (queueIds as readonly string[]).includes(queue)),
      ),
    [people, team, queue],
  );
}
