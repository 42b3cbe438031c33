import type { AgentId, QueueId } from '../../../kernel/ids.js';
import type { Result } from '../../../kernel/result.js';
import { epochMs } from '../../../kernel/time.js';
import { pausedEverywhere } from '../../agent/state.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import type { Rejection } from '../../rejection.js';
import { type Agent, entityKey, type SiteState } from '../../site.js';
import { sourceRefuses } from '../calls/guards.js';
import type { Effect, EffectOp } from '../effects.js';
import { keptFromOthers } from './pause.js';
import { reachedAgent } from './reach.js';
import { askNow, underWay } from './request.js';

/** What changes the queues that an agent serves: one at a time for each agent. */
const QUEUE_OPS: ReadonlySet<EffectOp> = new Set(['join-queue', 'leave-queue']);

/** Lends an agent to another queue for a time. Calls in progress are untouched; the agent comes back by deadline. */
export function decideBorrow(site: Readonly<SiteState>, command: CommandOf<'agent.borrow'>, ask: Ask): Decision {
  const { agentId, queueId, forMs, alertId } = command;
  const { now } = ask.context;
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const { agent } = found.value;
  const queue = site.queues.get(queueId);
  if (queue === undefined) return refuse('not-found', { field: 'queueId' });
  if (queue.removed) return refuse('queue-gone');
  // A phone system can't give its calls to another one's agents.
  if (queue.source !== agent.source) return refuse('not-supported');
  const problem = whyNotLent(agent, queueId) ?? underWay(site, agentId, QUEUE_OPS) ?? sourceRefuses(site, agent.source, 'join-queue');
  if (problem !== undefined) return { ok: false, error: problem };
  return grant({
    on: { agentId, toQueueId: queueId },
    detail: { until: epochMs(now + forMs), stateBefore: agent.state },
    ...(alertId === undefined ? {} : { alertId }),
    next: askNow({ op: 'join-queue', agentKey: agent.key, queueKey: queue.key }, agent.source, now),
    reads: [entityKey('agent', agentId), entityKey('queue', queueId), entityKey('source', agent.source)],
  });
}

function whyNotLent(agent: Agent, queueId: QueueId): Rejection | undefined {
  if (agent.memberships.size === 0) return { code: 'agent-gone' };
  if (agent.memberships.has(queueId)) return { code: 'unchanged' };
  if (agent.borrowed !== undefined) return { code: 'conflict', byName: agent.borrowed.by.name, actionId: agent.borrowed.actionId };
  // A new queue knows nothing of a pause in the others: it would ring somebody who is off the phones.
  if (pausedEverywhere(agent)) return keptFromOthers(agent, false) ?? { code: 'wrong-state', detail: agent.reasonCode ?? 'not-ready' };
  return keptFromOthers(agent, false)?.code === 'agent-protected' ? { code: 'agent-protected' } : undefined;
}

/** By whoever may command the agent, and by who lent them out. */
export function decideReturn(site: Readonly<SiteState>, { agentId }: CommandOf<'agent.return'>, ask: Ask): Decision {
  const { by, now } = ask.context;
  const borrowed = site.agents.get(agentId)?.borrowed;
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok && borrowed?.by.userId !== by.userId) return found;
  const back = returnEffect(site, agentId);
  if (!back.ok) return back;
  const { effect, source, queueId } = back.value;
  return grant({
    on: { agentId, queueId },
    next: askNow(effect, source, now),
    reads: [entityKey('agent', agentId), entityKey('queue', queueId), entityKey('source', source)],
  });
}

interface Return {
  readonly effect: Effect;
  readonly source: string;
  readonly queueId: QueueId;
}

/** What takes a borrowed agent back: the inverse of the loan, by hand, by undo or by deadline. */
export function returnEffect(site: Readonly<SiteState>, agentId: AgentId): Result<Return, Rejection> {
  const agent = site.agents.get(agentId);
  if (agent?.borrowed === undefined) return { ok: false, error: { code: 'unchanged' } };
  const { queueId } = agent.borrowed;
  const queue = site.queues.get(queueId);
  if (queue === undefined) return { ok: false, error: { code: 'queue-gone' } };
  const problem = underWay(site, agentId, QUEUE_OPS) ?? sourceRefuses(site, agent.source, 'leave-queue');
  if (problem !== undefined) return { ok: false, error: problem };
  return { ok: true, value: { effect: { op: 'leave-queue', agentKey: agent.key, queueKey: queue.key }, source: agent.source, queueId } };
}
