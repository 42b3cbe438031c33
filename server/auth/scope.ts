import { personOf } from '../../shared/domain/config-index.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { AgentId, QueueId } from '../../shared/kernel/ids.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { Principal } from './principal.js';

/** How much of the floor somebody may ask about. */
export type Scope =
  | { readonly kind: 'site' }
  /** A lead: the agents of the lead's teams and the queues that these agents serve. */
  | { readonly kind: 'teams'; readonly agentIds: ReadonlySet<AgentId>; readonly queueIds: ReadonlySet<QueueId> }
  /** An agent: nobody but themselves. Null while the source does not know them. */
  | { readonly kind: 'self'; readonly agentId: AgentId | null }
  | { readonly kind: 'nothing' };

export function scopeOf(principal: Principal, site: Readonly<SiteState>): Scope {
  switch (principal.role) {
    case 'admin':
    case 'supervisor':
      return { kind: 'site' };
    case 'lead':
      return teamScope(principal, site);
    case 'agent':
      return { kind: 'self', agentId: agentOf(principal, site)?.id ?? null };
    case 'wall':
      return { kind: 'nothing' };
    default:
      return unreachable(principal.role);
  }
}

/** The agent that a person is, by the key at the source. */
export function agentOf({ agentKey }: Pick<Principal, 'agentKey'>, site: Readonly<SiteState>): Agent | null {
  if (agentKey === undefined) return null;
  for (const agent of site.agents.values()) if (agent.key === agentKey) return agent;
  return null;
}

/** The agent that a person is on the floor. A phone by which somebody only listens in, or takes a call now and then, is no seat. */
export function seatOf(principal: Pick<Principal, 'agentKey' | 'role'>, site: Readonly<SiteState>): Agent | null {
  const agent = agentOf(principal, site);
  if (agent === null || principal.role === 'agent') return agent;
  return agent.memberships.size > 0 || personOf(site.config, agent.key) !== undefined ? agent : null;
}

function teamScope(principal: Principal, site: Readonly<SiteState>): Scope {
  const teams = new Set<string>(principal.teamIds);
  const agentIds = new Set<AgentId>();
  const queueIds = new Set<QueueId>();
  for (const agent of site.agents.values()) {
    if (agent.teamId === undefined || !teams.has(agent.teamId)) continue;
    agentIds.add(agent.id);
    for (const queueId of agent.memberships.keys()) queueIds.add(queueId);
  }
  return { kind: 'teams', agentIds, queueIds };
}

export const seesQueue = (scope: Scope, queueId: QueueId): boolean =>
  scope.kind === 'site' || (scope.kind === 'teams' && scope.queueIds.has(queueId));

export const seesAgent = (scope: Scope, agentId: AgentId): boolean =>
  scope.kind === 'site' || (scope.kind === 'teams' && scope.agentIds.has(agentId)) || (scope.kind === 'self' && scope.agentId === agentId);
