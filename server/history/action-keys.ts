import type { SiteId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { siteTag } from '../log/keys.js';
import { DAY_MS, nameOfDay } from './days.js';

/**
 * How long actions stay beyond the day in which they were asked for; site clock. A month, whichever is the longest, and four days in
 * which somebody may still ask about its first one.
 */
export const ACTIONS_KEPT_DAYS = 35;
export const ACTIONS_KEPT_MS = ACTIONS_KEPT_DAYS * DAY_MS;

/** Of one UTC day, that in which actions were asked for: their parts by id, and their ids by when they were asked for. */
export interface ActionDayKeys {
  readonly records: string;
  readonly all: string;
}

export function actionDayKeys(siteId: SiteId, day: EpochMs): ActionDayKeys {
  const records = `${siteTag(siteId)}:actions:${nameOfDay(day)}`;
  return { records, all: `${records}:all` };
}

export const actionCheckpointKey = (siteId: SiteId): string => `${siteTag(siteId)}:actions:checkpoint`;
export const refusalsKey = (siteId: SiteId): string => `${siteTag(siteId)}:refusals`;
/** Notes that a refusal of this very command is in the list. */
export const refusedKey = (siteId: SiteId, command: string): string => `${siteTag(siteId)}:refused:${command}`;
