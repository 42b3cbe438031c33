import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import { computeStrain } from '../../staffing/strain.js';
import { trailSpans, workingSince } from '../agent/at-work.js';
import type { Agent, SiteState } from '../site.js';

const RESTING: ReadonlySet<string> = new Set(['break', 'meal', 'micro-pause', 'buffer']);
const LEAST_BREAK_MS = 5 * MINUTE_MS;

/**
 * Whether somebody is too worn out to be asked to take over (BS-R8), by what the floor itself knows: at least what it says is so. It is
 * looked at in passing, kept nowhere, and answers no other question (ST-E3).
 */
export function isStrained(site: Readonly<SiteState>, agent: Agent, now: EpochMs): boolean {
  const since = workingSince(agent, now);
  if (since === null) return false;
  const spans = trailSpans(agent, now).filter(({ endAt }) => endAt > since);
  const rested = spans.findLast(({ as, startAt, endAt }) => RESTING.has(as) && endAt - startAt >= LEAST_BREAK_MS);
  const hardCalls = abusiveCalls(site, agent).map((at) => ({ type: 'abusive' as const, ageMin: (now - at) / MINUTE_MS }));
  const { band } = computeStrain({
    hardCalls,
    hardRun: null,
    minutesSinceBreak: (now - (rested?.endAt ?? since)) / MINUTE_MS,
    occ60: occupancy(agent, now, HOUR_MS),
    occ120: occupancy(agent, now, 2 * HOUR_MS),
    longCalls120: null,
    hoursWorked: (now - since) / HOUR_MS,
    consecutiveDays: null,
    restHoursBefore: null,
    nightMinutes: null,
    checkIn: null,
  });
  return band === 'elevated' || band === 'high';
}

function abusiveCalls(site: Readonly<SiteState>, agent: Agent): EpochMs[] {
  const times: EpochMs[] = [];
  for (const { abuse } of site.visits.values()) if (abuse?.agentId === agent.id) times.push(abuse.at);
  return times;
}

/** By whole quarter-hours; null when less than half of it was staffed. */
function occupancy(agent: Agent, now: EpochMs, backMs: number): number | null {
  let busyMs = 0;
  let idleMs = 0;
  for (const { start, counters } of agent.quarters) {
    if (start < now - backMs) continue;
    busyMs += (counters.talkMs ?? 0) + (counters.holdMs ?? 0) + (counters.acwMs ?? 0);
    idleMs += counters.readyMs ?? 0;
  }
  return busyMs + idleMs < backMs / 2 ? null : busyMs / (busyMs + idleMs);
}
