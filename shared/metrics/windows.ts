import { addTime, forEachQuarter } from '../domain/agent/accrue.js';
import { type AgentCounters, addAgentCounters, addQueueCounters, type QueueCounters } from '../domain/counters.js';
import { RECENT_MS } from '../domain/queue/tally.js';
import type { Agent, Queue, QueueTally, SiteState } from '../domain/site.js';
import { type EpochMs, epochMs, MINUTE_MS, quarterOf } from '../kernel/time.js';
import { unreachable } from '../kernel/unreachable.js';
import { startOfDay, startOfInterval } from '../kernel/zone.js';
import type { FigureWindow } from './figure-windows.js';

/** Where a window begins, seen from `now`. */
export function windowStart(site: Readonly<SiteState>, window: FigureWindow, now: EpochMs): EpochMs {
  switch (window) {
    case 'today':
      return startOfDay(now, site.config.timeZone);
    case 'interval':
      return startOfInterval(now, site.config.timeZone, site.config.intervalMs);
    case '15m':
      return rollingStart(now - 15 * MINUTE_MS);
    case '30m':
      return rollingStart(now - 30 * MINUTE_MS);
    case '60m':
      return rollingStart(now - 60 * MINUTE_MS);
    default:
      return unreachable(window);
  }
}

/** On the grain of what is counted: a number and the calls behind it begin at the same instant. */
const rollingStart = (at: number): EpochMs => epochMs(Math.ceil(at / RECENT_MS) * RECENT_MS);

/** The tallies of a queue from `from` (a quarter-hour) up to `to`, oldest first. */
export const talliesBetween = (queue: Queue, from: EpochMs, to: EpochMs): QueueTally[] =>
  queue.quarters.filter((tally) => tally.start >= from && tally.start < to);

/** What a queue counted in the rolling window that began at `from`, to the ten seconds. */
export function recentSince(queue: Queue, from: EpochMs): QueueCounters {
  const sum: QueueCounters = {};
  for (const [start, counters] of queue.recent) if (start >= from) addQueueCounters(sum, counters);
  return sum;
}

/** The same since each of several moments, given earliest first, in one pass. */
export function recentSinceEach(queue: Queue, froms: readonly EpochMs[]): QueueCounters[] {
  const bands = froms.map((): QueueCounters => ({}));
  for (const [start, counters] of queue.recent) {
    const band = bands[froms.findLastIndex((from) => start >= from)];
    if (band !== undefined) addQueueCounters(band, counters);
  }
  // What was counted since a later moment was so since all earlier ones.
  bands.reduceRight((later, band) => {
    addQueueCounters(band, later);
    return band;
  }, {});
  return bands;
}

/** What an agent did since a quarter-hour's start, the state still running included. */
export function agentCountersSince(agent: Agent, from: EpochMs, now: EpochMs): AgentCounters {
  const sum: AgentCounters = {};
  for (const quarter of agent.quarters) if (quarter.start >= from) addAgentCounters(sum, quarter.counters);
  forEachQuarter(agent.since, now, (at, ms) => {
    if (quarterOf(at) >= from) addTime(sum, agent.state, agent.reasonCode, ms);
  });
  return sum;
}
