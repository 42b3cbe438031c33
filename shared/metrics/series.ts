import { forEachQuarter } from '../domain/agent/accrue.js';
import { addQueueCounters, type QueueCounters } from '../domain/counters.js';
import type { Agent, Queue, SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';
import { type EpochMs, epochMs, quarterOf } from '../kernel/time.js';
import { startOfInterval } from '../kernel/zone.js';
import { signedInMs } from './agent-measures.js';
import { countQuarters } from './figures.js';
import { abandonRatio, ahtMs, asaMs, offered } from './queue-measures.js';
import { flowouts, ratioOf } from './service-level.js';

/** One interval of an intraday chart. Counted by arrival; `ahtMs` and `handled` by when the handling ended. */
export interface SeriesInterval {
  readonly at: EpochMs;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly flowout: number;
  readonly handled: number;
  readonly serviceLevelRatio: number | null;
  readonly abandonRatio: number | null;
  readonly asaMs: number | null;
  readonly ahtMs: number | null;
  /** Mean number of signed-in agents; `null` where it is no longer known (agents' hours are kept for 26 hours). */
  readonly staffed: number | null;
  /** The interval has not ended, or calls of it still wait. */
  readonly provisional: boolean;
  /** Another threshold, formula or goal began within it. */
  readonly settingsChanged: boolean;
}

/** The intervals of these queues that begin in `[from, to)`, oldest first, aligned to the site's local clock. */
export function seriesOf(
  site: Readonly<SiteState>,
  queueIds: readonly QueueId[],
  from: EpochMs,
  to: EpochMs,
  now: EpochMs,
): SeriesInterval[] {
  const { timeZone, intervalMs } = site.config;
  const queues = queueIds.map((id) => site.queues.get(id)).filter((queue) => queue !== undefined);
  const staffing = staffedMs(site, queues, from, now);
  const intervals: SeriesInterval[] = [];
  for (let at = startOfInterval(from, timeZone, intervalMs); at < to && at <= now; at = epochMs(at + intervalMs)) {
    intervals.push(intervalOf(site, queues, at, epochMs(at + intervalMs), now, staffing));
  }
  return intervals;
}

function intervalOf(
  site: Readonly<SiteState>,
  queues: readonly Queue[],
  at: EpochMs,
  end: EpochMs,
  now: EpochMs,
  staffing: ReadonlyMap<EpochMs, number>,
): SeriesInterval {
  const counters: QueueCounters = {};
  let met = 0;
  let counted = 0;
  for (const queue of queues) {
    const own = countQuarters(queue, at, end);
    addQueueCounters(counters, own.counters);
    met += own.serviceLevel.met;
    counted += own.serviceLevel.counted;
  }
  let workedMs: number | null = null;
  for (const [quarter, ms] of staffing) if (quarter >= at && quarter < end) workedMs = (workedMs ?? 0) + ms;
  return {
    at,
    offered: offered(counters),
    answered: counters.answered ?? 0,
    abandoned: counters.abandoned ?? 0,
    flowout: flowouts(counters),
    handled: counters.handled ?? 0,
    serviceLevelRatio: ratioOf(met, counted),
    abandonRatio: abandonRatio(counters),
    asaMs: asaMs(counters),
    ahtMs: ahtMs(counters),
    staffed: workedMs === null ? null : workedMs / Math.min(end - at, Math.max(1, now - at)),
    provisional: now < end || queues.some((queue) => hasWaiting(site, queue, at, end)),
    settingsChanged: queues.some(
      (queue) => queue.settingsChangedAt !== undefined && queue.settingsChangedAt >= at && queue.settingsChangedAt < end,
    ),
  };
}

function hasWaiting(site: Readonly<SiteState>, queue: Queue, from: EpochMs, to: EpochMs): boolean {
  for (const id of queue.waiting) {
    const enteredAt = site.visits.get(id)?.enteredAt ?? to;
    if (enteredAt >= from && enteredAt < to) return true;
  }
  return false;
}

/** Signed-in time of everyone who serves one of these queues, by quarter-hour: each person once. */
function staffedMs(site: Readonly<SiteState>, queues: readonly Queue[], from: EpochMs, now: EpochMs): Map<EpochMs, number> {
  const people = new Set<Agent>();
  for (const queue of queues) {
    for (const id of queue.members) {
      const agent = site.agents.get(id);
      if (agent !== undefined) people.add(agent);
    }
  }
  const sums = new Map<EpochMs, number>();
  const add = (quarter: EpochMs, ms: number) => ms > 0 && sums.set(quarter, (sums.get(quarter) ?? 0) + ms);
  for (const agent of people) {
    for (const quarter of agent.quarters) if (quarter.start >= from) add(quarter.start, signedInMs(quarter.counters));
    // The state still running is in no counter yet, and may reach back over several quarters.
    if (agent.state !== 'logged-out') forEachQuarter(agent.since, now, (at, ms) => at >= from && add(quarterOf(at), ms));
  }
  return sums;
}
