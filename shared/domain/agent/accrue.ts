import { type EpochMs, epochMs, QUARTER_MS, quarterOf } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { AgentCounter, AgentCounters } from '../counters.js';
import type { Agent, AgentStateName } from '../site.js';

/** 26 hours: a site's whole day, also the one of 25 hours. */
const KEPT_QUARTERS = 104;

/** The counters of the quarter-hour that holds `at`. */
export function agentCountersAt(agent: Agent, at: EpochMs): AgentCounters {
  const start = quarterOf(at);
  const quarters = agent.quarters;
  for (let i = quarters.length - 1; i >= 0; i--) {
    const quarter = quarters[i];
    if (quarter === undefined || quarter.start < start) break;
    if (quarter.start === start) return quarter.counters;
  }
  const counters: AgentCounters = {};
  const later = quarters.findIndex((quarter) => quarter.start > start);
  quarters.splice(later === -1 ? quarters.length : later, 0, { start, counters });
  if (quarters.length > KEPT_QUARTERS) quarters.shift();
  return counters;
}

/** Adds the time spent in the present state, up to `until`, to the quarter-hours it lies in. */
export function accrue(agent: Agent, until: EpochMs): void {
  forEachQuarter(agent.since, until, (at, ms) => addTime(agentCountersAt(agent, at), agent.state, agent.reasonCode, ms));
}

/** Calls back for each quarter-hour that a span touches, with the part of it that lies there. */
export function forEachQuarter(from: EpochMs, to: EpochMs, add: (at: EpochMs, ms: number) => void): void {
  let at: number = from;
  while (at < to) {
    const end = Math.min(quarterOf(epochMs(at)) + QUARTER_MS, to);
    add(epochMs(at), end - at);
    at = end;
  }
}

/** Time in state by counter; a signed-out agent's time is nobody's. */
export function addTime(counters: AgentCounters, state: AgentStateName, reasonCode: string | undefined, ms: number): void {
  if (state === 'logged-out') return;
  if (state === 'not-ready') {
    counters.notReadyMs ??= new Map();
    const reason = reasonCode ?? '';
    counters.notReadyMs.set(reason, (counters.notReadyMs.get(reason) ?? 0) + ms);
    return;
  }
  const counter = counterOf(state);
  counters[counter] = (counters[counter] ?? 0) + ms;
}

function counterOf(state: Exclude<AgentStateName, 'logged-out' | 'not-ready'>): AgentCounter {
  switch (state) {
    case 'ready':
      return 'readyMs';
    case 'ringing':
      return 'ringMs';
    case 'dialing':
      return 'dialMs';
    case 'talking':
      return 'talkMs';
    case 'holding':
      return 'holdMs';
    case 'acw':
      return 'acwMs';
    case 'unreachable':
      return 'unreachableMs';
    default:
      return unreachable(state);
  }
}
