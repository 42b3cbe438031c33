import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { MyRoster } from '../../shared/protocol/roster-http.js';
import type { RosterView } from '../../shared/protocol/views.js';
import { useCollection, useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchMyRoster } from './shifts-api.js';
import { isForMe, useSwaps } from './swaps-live.js';

const HOUR_MS = 3_600_000;

interface ShiftsData {
  /** Null: not here yet, or not to be had. */
  readonly roster: MyRoster | null;
  readonly hasFailed: boolean;
  /** Counts the publications of every day. */
  readonly version: number;
  /** What in there waits for me: a changed roster to acknowledge, colleagues who ask to change shifts. */
  readonly toAnswer: number;
  again(): void;
}
const NOTHING: ShiftsData = { roster: null, hasFailed: false, version: 0, toAnswer: 0, again: () => {} };
const ShiftsContext = createContext<ShiftsData>(NOTHING);
export const useShifts = (): ShiftsData => useContext(ShiftsContext);

/** Changes with every publication, of any day. */
const published = (days: ReadonlyMap<string, RosterView>): number => {
  let sum = 0;
  for (const { publishedVersion } of days.values()) sum += publishedVersion;
  return sum;
};

export const isUnread = ({ publishedVersion, acknowledgedVersion }: MyRoster): boolean =>
  publishedVersion > 0 && (acknowledgedVersion ?? 0) < publishedVersion;

/** The agent's own shifts: read again when a roster was published, when a buffer shift moved, and each hour. */
export function ShiftsProvider({ agentId, bufferState, children }: { agentId: string; bufferState: string; children: ReactNode }) {
  const version = useCollection('roster', published);
  const asked = useSwaps().filter((swap) => isForMe(swap, agentId)).length;
  const hour = useSiteNow(HOUR_MS);
  const { value, error, again } = useFetched(hour === null ? null : `${agentId}|${version}|${bufferState}|${hour}`, fetchMyRoster);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is another function each time and does the same
  const data = useMemo<ShiftsData>(
    () => ({
      roster: value,
      hasFailed: error !== null && value === null,
      version,
      toAnswer: asked + (value !== null && isUnread(value) ? 1 : 0),
      again,
    }),
    [value, error, version, asked],
  );
  return <ShiftsContext.Provider value={data}>{children}</ShiftsContext.Provider>;
}
