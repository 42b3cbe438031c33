import type { AgentId, QueueId, SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { siteTag } from '../log/keys.js';
import { nameOfDay } from './days.js';

/** How far back the calls behind a number can be opened; site clock. */
export const KEPT_MS = 48 * HOUR_MS;

/** Of one UTC day, that in which visits entered: the records by visit id, and three kinds of sorted sets of visit ids by when they entered. */
export interface DayKeys {
  readonly records: string;
  readonly all: string;
  queue(queueId: QueueId): string;
  agent(agentId: AgentId): string;
}

export function dayKeys(siteId: SiteId, day: EpochMs): DayKeys {
  const records = `${siteTag(siteId)}:visits:${nameOfDay(day)}`;
  return { records, all: `${records}:all`, queue: (queueId) => `${records}:${queueId}`, agent: (agentId) => `${records}:${agentId}` };
}

export const checkpointKey = (siteId: SiteId): string => `${siteTag(siteId)}:visits:checkpoint`;
export const anyDayPattern = (siteId: SiteId): string => `${siteTag(siteId)}:visits:*`;
