import type { AgentId } from '../kernel/ids.js';
import type { EpochMs } from '../kernel/time.js';
import type { DomainEvent } from './events.js';
import { type Agent, type EntityKey, entityKey, type SiteState } from './site.js';

/** Something that happens by itself at an instant. Derived from the fold, never stored: any node may notice and append it. */
export interface Deadline {
  readonly kind: 'wrap-up';
  readonly agentId: AgentId;
  readonly dueAt: EpochMs;
}

/** The deadline an agent's state holds, if any. Asked for each agent that a commit touched. */
export function deadlineOf(agent: Agent): Deadline | undefined {
  const until = agent.wrapUp?.until;
  return until === undefined || until === null ? undefined : { kind: 'wrap-up', agentId: agent.id, dueAt: until };
}

export function deadlinesOf(site: Readonly<SiteState>): Deadline[] {
  return [...site.agents.values()].flatMap((agent) => deadlineOf(agent) ?? []);
}

/** What a passed deadline brings; nothing when the state has moved on since. It counts from when it was due, however late it is noticed. */
export function decideDeadline(site: Readonly<SiteState>, deadline: Deadline): { events: DomainEvent[]; reads: EntityKey[] } {
  const agent = site.agents.get(deadline.agentId);
  const reads = [entityKey('agent', deadline.agentId)];
  const wrapUp = agent?.wrapUp;
  if (wrapUp === undefined || wrapUp.until !== deadline.dueAt) return { reads, events: [] };
  return {
    reads,
    events: [{ type: 'agent.wrap-up-ended', occurredAt: deadline.dueAt, agentId: deadline.agentId, visitId: wrapUp.visitId }],
  };
}
