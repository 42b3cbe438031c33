import type { Agent, SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';
import { type EpochMs, quarterOf } from '../kernel/time.js';
import type { OccupancyParts } from './agent-measures.js';

/** Busy and idle time of each queue's members, and of the whole site, since a moment. */
export type OccupancyBook = ReadonlyMap<QueueId | 'site', OccupancyParts>;

/**
 * One pass over the agents for all queues at once: an agent's time counts in every queue the agent serves. Grain: the
 * quarter-hour that holds `from`, with the state still running added up to `now`.
 */
export function occupancySince(site: Readonly<SiteState>, from: EpochMs, now: EpochMs): OccupancyBook {
  const book = new Map<QueueId | 'site', OccupancyParts>([['site', { busyMs: 0, idleMs: 0 }]]);
  const start = quarterOf(from);
  for (const agent of site.agents.values()) {
    const own = agentParts(agent, start, now);
    if (own.busyMs === 0 && own.idleMs === 0) continue;
    add(book, 'site', own);
    for (const queueId of agent.memberships.keys()) add(book, queueId, own);
  }
  return book;
}

function agentParts(agent: Agent, start: EpochMs, now: EpochMs): OccupancyParts {
  const own: OccupancyParts = { busyMs: 0, idleMs: 0 };
  for (let i = agent.quarters.length - 1; i >= 0; i--) {
    const quarter = agent.quarters[i];
    if (quarter === undefined || quarter.start < start) break;
    const { talkMs = 0, holdMs = 0, acwMs = 0, readyMs = 0 } = quarter.counters;
    own.busyMs += talkMs + holdMs + acwMs;
    own.idleMs += readyMs;
  }
  const runningMs = Math.max(0, now - Math.max(agent.since, start));
  if (agent.state === 'ready') own.idleMs += runningMs;
  else if (agent.state === 'talking' || agent.state === 'holding' || agent.state === 'acw') own.busyMs += runningMs;
  return own;
}

function add(book: Map<QueueId | 'site', OccupancyParts>, key: QueueId | 'site', own: OccupancyParts): void {
  const sum = book.get(key);
  if (sum === undefined) book.set(key, { ...own });
  else {
    sum.busyMs += own.busyMs;
    sum.idleMs += own.idleMs;
  }
}
