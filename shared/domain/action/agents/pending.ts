import type { AgentId } from '../../../kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../../kernel/time.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import type { DomainEvent, EventOf } from '../../events.js';
import { personOf } from '../../person.js';
import { type Agent, entityKey, type PendingState, type SiteState } from '../../site.js';
import { reachedAgent } from './reach.js';
import type { Wish } from './wish.js';

/** Nobody remembers a wish from more than an hour ago, and what it was for has passed. */
const WAITS_MS = HOUR_MS;

/** A change of state that waits for the end of the contact, in place of whatever waited before. */
export function setPending(agent: Agent, wish: Wish, { context, actionId }: Ask): DomainEvent[] {
  const { now, by } = context;
  const set: EventOf<'agent.pending-set'> = {
    type: 'agent.pending-set',
    occurredAt: now,
    agentId: agent.id,
    actionId,
    to: wish.to,
    ...('reasonCode' in wish ? { reasonCode: wish.reasonCode } : {}),
    by: personOf(by),
    expiresAt: epochMs(now + WAITS_MS),
  };
  return [...clearPending(agent, 'replaced', now), set];
}

/** What waits will not be done: its action is withdrawn. Nothing when nothing waits. */
export function clearPending(agent: Agent, how: 'cancelled' | 'replaced', now: EpochMs): DomainEvent[] {
  if (agent.pending === undefined) return [];
  const { actionId } = agent.pending;
  return [
    { type: 'action.settled', occurredAt: now, actionId, result: 'withdrawn' },
    { type: 'agent.pending-cleared', occurredAt: now, agentId: agent.id, how },
  ];
}

/** By who asked for it, by the agent, or by whoever may command the agent. */
export function decideCancelPending(site: Readonly<SiteState>, { agentId }: CommandOf<'agent.cancel-pending'>, ask: Ask): Decision {
  const { context } = ask;
  const pending = site.agents.get(agentId)?.pending;
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok && pending?.by.userId !== context.by.userId) return found;
  const agent = site.agents.get(agentId);
  if (agent === undefined) return refuse('not-found');
  if (pending === undefined) return refuse('unchanged');
  return grant({
    on: { agentId, actionId: pending.actionId },
    events: clearPending(agent, 'cancelled', context.now),
    reads: [entityKey('agent', agentId), entityKey('action', pending.actionId)],
  });
}

/** It waited too long: the contact still goes on. */
export const expirePending = (agentId: AgentId, { actionId }: PendingState, now: EpochMs): DomainEvent[] => [
  { type: 'agent.pending-cleared', occurredAt: now, agentId, how: 'expired' },
  { type: 'action.settled', occurredAt: now, actionId, result: 'timed-out' },
];
