import { type EpochMs, HOUR_MS, MINUTE_MS, quarterOf, SECOND_MS } from '../../kernel/time.js';
import { addQueueCounters, type QueueCounters } from '../counters.js';
import type { Queue, QueueSettings, QueueTally } from '../site.js';

/** 50 hours: today and yesterday of any zone, and the two hours in which late calls still end. */
const KEPT_QUARTERS = 200;
/** Grain of the rolling windows. */
export const RECENT_MS = 10 * SECOND_MS;
/** A little more than the longest rolling window. */
const RECENT_KEPT_MS = HOUR_MS + MINUTE_MS;

/** The settings that count for visits entering in this quarter-hour. */
export function settingsAt(queue: Queue, quarter: EpochMs): QueueSettings {
  return queue.nextSettings !== undefined && quarter >= queue.nextSettings.from ? queue.nextSettings.settings : queue.settings;
}

/** The tally of the quarter-hour that holds `at`; the first of a quarter puts changed settings in force. */
export function tallyAt(queue: Queue, at: EpochMs): QueueTally {
  const start = quarterOf(at);
  const quarters = queue.quarters;
  for (let i = quarters.length - 1; i >= 0; i--) {
    const tally = quarters[i];
    if (tally === undefined || tally.start < start) break;
    if (tally.start === start) return tally;
  }
  const tally: QueueTally = { start, settings: settingsAt(queue, start), counters: {} };
  if (queue.nextSettings !== undefined && start >= queue.nextSettings.from) {
    queue.settings = queue.nextSettings.settings;
    queue.settingsChangedAt = queue.nextSettings.from;
    delete queue.nextSettings;
  }
  const later = quarters.findIndex((other) => other.start > start);
  quarters.splice(later === -1 ? quarters.length : later, 0, tally);
  if (quarters.length > KEPT_QUARTERS) quarters.shift();
  return tally;
}

/** The ten seconds that hold `at`, for the rolling windows; `undefined` when that is more than an hour ago. */
function recentAt(queue: Queue, at: EpochMs, foldedAt: EpochMs): QueueCounters | undefined {
  const start = at - (at % RECENT_MS);
  if (start < foldedAt - RECENT_KEPT_MS) return undefined;
  let counters = queue.recent.get(start);
  if (counters === undefined) {
    counters = {};
    queue.recent.set(start, counters);
    // Ascending but for late arrivals, so the oldest are met first.
    for (const old of queue.recent.keys()) {
      if (old >= foldedAt - RECENT_KEPT_MS) break;
      queue.recent.delete(old);
    }
  }
  return counters;
}

/** Adds to what a queue counts at `at`: the quarter-hour's tally, and the rolling hour's. */
export function count(queue: Queue, at: EpochMs, foldedAt: EpochMs, amounts: QueueCounters): void {
  addQueueCounters(tallyAt(queue, at).counters, amounts);
  const recent = recentAt(queue, at, foldedAt);
  if (recent !== undefined) addQueueCounters(recent, amounts);
}
