import type { Actor } from '../../shared/domain/policy.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { Principal } from './principal.js';
import { agentOf } from './scope.js';

/** A signed-in person as the rules know one. Read on the state of the decision: the agent may have been seen just now. */
export function actorOf(principal: Principal, state: Readonly<SiteState>): Actor {
  const agentId = agentOf(principal, state)?.id;
  return {
    userId: principal.userId,
    name: principal.displayName,
    role: principal.role === 'wall' ? 'agent' : principal.role,
    teamIds: principal.teamIds,
    ...(agentId === undefined ? {} : { agentId }),
    ...(principal.agentKey === undefined ? {} : { phoneKey: principal.agentKey }),
  };
}
