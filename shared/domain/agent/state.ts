import type { QueueId } from '../../kernel/ids.js';
import type { Agent, AgentStateName, Membership, SiteState, Visit } from '../site.js';
import { openLegOf } from '../visit/leg.js';

export interface DerivedState {
  readonly state: AgentStateName;
  readonly reasonCode?: string;
}

/**
 * The one state an agent is in, from what is known of the agent's calls, memberships and device. A call in hand outranks all;
 * a wrap-up outranks a pause asked for during the call (the pause is pending until the wrap-up ends).
 */
export function agentStateOf(site: Readonly<SiteState>, agent: Agent): DerivedState {
  const visit = agent.visitId === undefined ? undefined : site.visits.get(agent.visitId);
  if (visit !== undefined) return { state: isHolding(visit, agent) ? 'holding' : 'talking' };
  if (agent.memberships.size === 0) return { state: 'logged-out' };
  if (agent.offers.size > 0) return { state: 'ringing' };
  if (agent.offQueueCall !== 'none') return { state: agent.offQueueCall };
  if (!agent.reachable) return { state: 'unreachable' };
  if (agent.wrapUp !== undefined) return { state: 'acw' };
  return pausedEverywhere(agent) ? { state: 'not-ready', ...latestReason(agent) } : { state: 'ready' };
}

const isHolding = (visit: Visit, agent: Agent) => openLegOf(visit, agent.id)?.heldSince !== undefined;

/** An agent with one queue unpaused can still be rung: not ready means paused in all of them. */
export function pausedEverywhere(agent: { readonly memberships: ReadonlyMap<QueueId, Pick<Membership, 'paused'>> }): boolean {
  for (const membership of agent.memberships.values()) if (!membership.paused) return false;
  return agent.memberships.size > 0;
}

function latestReason(agent: Agent): { reasonCode?: string } {
  let latest: { since: number; reason?: string } | undefined;
  for (const membership of agent.memberships.values()) {
    if (latest === undefined || membership.since > latest.since || (membership.since === latest.since && latest.reason === undefined)) {
      latest = membership;
    }
  }
  return latest?.reason === undefined ? {} : { reasonCode: latest.reason };
}
