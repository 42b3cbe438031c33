import type { AgentId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import { type Agent, entityKey, type SiteState } from '../site.js';

/** What of an agent ends by itself. */
export function agentDueAt(agent: Agent | undefined): EpochMs | undefined {
  return agent?.wrapUp?.until ?? undefined;
}

export function decideAgentDue(site: Readonly<SiteState>, agentId: AgentId, dueAt: EpochMs): Due {
  const wrapUp = site.agents.get(agentId)?.wrapUp;
  const reads = [entityKey('agent', agentId)];
  if (wrapUp === undefined || wrapUp.until !== dueAt) return { reads, events: [] };
  return { reads, events: [{ type: 'agent.wrap-up-ended', occurredAt: dueAt, agentId, visitId: wrapUp.visitId }] };
}
