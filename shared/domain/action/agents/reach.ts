import type { AgentId } from '../../../kernel/ids.js';
import type { Result } from '../../../kernel/result.js';
import type { Ask } from '../../deed.js';
import { reachesAgent } from '../../policy.js';
import type { Rejection } from '../../rejection.js';
import type { Agent, SiteState } from '../../site.js';

/** An agent whom the asker may command, and whether it is the asker: one's own choice needs no reason and is no force. */
export interface Reached {
  readonly agent: Agent;
  readonly isSelf: boolean;
}

/** Nobody commands agents outside their own scope (AG-P4). */
export function reachedAgent(site: Readonly<SiteState>, agentId: AgentId, { context: { by }, relation }: Ask): Result<Reached, Rejection> {
  const isSelf = by.agentId === agentId;
  // Whether an agent exists is told only to those whom it concerns.
  if (!isSelf && !reachesAgent(site, by, relation, agentId)) return { ok: false, error: { code: 'not-permitted' } };
  const agent = site.agents.get(agentId);
  return agent === undefined ? { ok: false, error: { code: 'not-found' } } : { ok: true, value: { agent, isSelf } };
}
