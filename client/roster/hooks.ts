import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { AdherenceRow, Demand, RosterCatalogue, SheetDuty, SheetPerson } from '../../shared/protocol/roster-http.js';
import type { Pending, RosterBook } from './book.js';
import type { Ghost } from './ghost.js';
import type { Planner } from './planner.js';

/** What the parts of the roster share. */
export interface Roster {
  readonly book: RosterBook;
  readonly planner: Planner;
  readonly catalogue: RosterCatalogue;
  readonly demand: Demand | null;
  /** Why the demand could not be read; the rest of the page does without. */
  readonly demandFailed: (() => void) | null;
  /** What is on screen can't be trusted now: nothing may be changed by it. */
  readonly isLocked: boolean;
}

const RosterContext = createContext<Roster | null>(null);
export const RosterProvider = RosterContext.Provider;

export function useRoster(): Roster {
  const roster = useContext(RosterContext);
  if (roster === null) throw new Error('shifts are read inside <RosterProvider> only');
  return roster;
}

/** One person's shifts: redraws with this person's, and at no other time. */
export function useDuty(agentId: string): SheetDuty | undefined {
  const { book } = useRoster();
  const subscribe = useCallback((onChange: () => void) => book.subscribe(`agent:${agentId}`, onChange), [book, agentId]);
  return useSyncExternalStore(subscribe, () => book.duty(agentId));
}

export function usePending(agentId: string): readonly Pending[] {
  const { book } = useRoster();
  const subscribe = useCallback((onChange: () => void) => book.subscribe(`agent:${agentId}`, onChange), [book, agentId]);
  return useSyncExternalStore(subscribe, () => book.pending(agentId));
}

/** What is being dragged in this person's row. */
export function useGhostOf(agentId: string): Ghost | null {
  const { book } = useRoster();
  const subscribe = useCallback(
    (onChange: () => void) => {
      const stops = [book.subscribe(`agent:${agentId}`, onChange), book.subscribe('ghost', onChange)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [book, agentId],
  );
  return useSyncExternalStore(subscribe, () => book.ghostOf(agentId));
}

/** Whatever is being dragged. */
export function useGhost(): Ghost | null {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('ghost', onChange), [book]),
    () => book.ghost(),
  );
}

/** Changes with anybody's duty: for what is summed up over all. */
export function useVersion(): number {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('duties', onChange), [book]),
    () => book.version,
  );
}

export function usePeople(): readonly SheetPerson[] {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('people', onChange), [book]),
    () => book.people,
  );
}

/** Changes with any sheet. */
export function useOpenShifts(): RosterBook['openShifts'] {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('people', onChange), [book]),
    () => book.openShifts,
  );
}

export function usePublications(): RosterBook['publications'] {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('people', onChange), [book]),
    () => book.publications,
  );
}

export function useAdherence(agentId: string): AdherenceRow | undefined {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('adherence', onChange), [book]),
    () => book.adherence(agentId),
  );
}

/** What it costs that some are off their plan; changes with each reading of it. */
export function useOffPlanImpact(): RosterBook['impact'] {
  const { book } = useRoster();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => book.subscribe('adherence', onChange), [book]),
    () => book.impact,
  );
}
