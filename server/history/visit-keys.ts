import type { AgentId, QueueId, SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { siteTag } from '../log/keys.js';

export const DAY_MS = 24 * HOUR_MS;
/** How far back the calls behind a number can be opened; site clock. */
export const KEPT_MS = 48 * HOUR_MS;

/** The UTC day that holds an instant: visits are kept by the day in which they entered. */
export const dayOf = (at: EpochMs): EpochMs => epochMs(at - (at % DAY_MS));

/** Of one day: the records by visit id, and three kinds of sorted sets of visit ids by when they entered. */
export interface DayKeys {
  readonly records: string;
  readonly all: string;
  queue(queueId: QueueId): string;
  agent(agentId: AgentId): string;
}

export function dayKeys(siteId: SiteId, day: EpochMs): DayKeys {
  const records = `${siteTag(siteId)}:visits:${new Date(day).toISOString().slice(0, 10)}`;
  return { records, all: `${records}:all`, queue: (queueId) => `${records}:${queueId}`, agent: (agentId) => `${records}:${agentId}` };
}

export const checkpointKey = (siteId: SiteId): string => `${siteTag(siteId)}:visits:checkpoint`;
export const anyDayPattern = (siteId: SiteId): string => `${siteTag(siteId)}:visits:*`;
