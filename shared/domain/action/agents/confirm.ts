import { queueIdOf } from '../../../kernel/ids.js';
import type { EpochMs } from '../../../kernel/time.js';
import { pausedEverywhere } from '../../agent/state.js';
import type { DomainEvent, EventOf } from '../../events.js';
import type { Action } from '../action.js';
import type { Effect, FailureCode } from '../effects.js';
import { undoing } from '../undo.js';
import type { AgentAfter } from './after.js';
import { keptFromOthers, pausedFor, pausedNowhere } from './pause.js';

/** What an open action on an agent has come to; undefined: it is still waited for. */
type Outcome = 'confirmed' | { readonly failed: FailureCode; readonly detail: string } | undefined;

const GONE: Outcome = { failed: 'not-found', detail: 'agent-gone' };
const PROTECTED: Outcome = { failed: 'refused', detail: 'agent-protected' };

/**
 * Settles one action that was asked of a source, if the agent is as wished now, or can't become so any more. What confirms it is the
 * agent's queues as the source tells them, whoever changed them.
 */
export function settleAction(action: Action, after: AgentAfter, now: EpochMs): DomainEvent[] {
  const { effect } = action;
  if (effect === undefined) return [];
  const outcome = outcomeOf(action, effect, after);
  if (outcome === undefined) return [];
  const settled = { type: 'action.settled', occurredAt: now, actionId: action.id, ...undoing(action) } as const;
  if (outcome !== 'confirmed') return [{ ...settled, result: 'failed', failure: { code: outcome.failed, detail: outcome.detail } }];
  return [{ ...settled, result: 'confirmed' }, ...forcedBy(action, effect, after, now), ...lentBy(action, effect, after, now)];
}

function outcomeOf(action: Action, effect: Effect, after: AgentAfter): Outcome {
  const isGone = after.memberships.size === 0;
  switch (effect.op) {
    case 'sign-out':
      return isGone ? 'confirmed' : undefined;
    case 'sign-in':
      return effect.queues.every(({ queueKey }) => after.memberships.has(queueIdOf(after.agent.source, queueKey)))
        ? 'confirmed'
        : undefined;
    case 'set-ready':
      return isGone ? GONE : pausedNowhere(after) ? 'confirmed' : overtaken(action, after);
    case 'set-not-ready':
      return isGone ? GONE : pausedFor(after, effect.reasonCode) ? 'confirmed' : overtaken(action, after);
    case 'end-wrap-up':
      return after.wrapUp === undefined ? 'confirmed' : undefined;
    case 'join-queue':
      return isGone
        ? GONE
        : after.memberships.has(queueIdOf(after.agent.source, effect.queueKey))
          ? 'confirmed'
          : offThePhones(action, after);
    case 'leave-queue':
      return after.memberships.has(queueIdOf(after.agent.source, effect.queueKey)) ? undefined : 'confirmed';
    default:
      return undefined;
  }
}

const isByOther = ({ by }: Action, { agent }: AgentAfter): boolean => by.agentId !== agent.id;

/** The agent chose a pause before the source was asked: it is not asked any more (AG-P1). What it was told already is out of our hands. */
const overtaken = (action: Action, after: AgentAfter): Outcome =>
  action.state === 'requested' && isByOther(action, after) && keptFromOthers(after, after.isForced) !== undefined ? PROTECTED : undefined;

/** Somebody who went off the phones meanwhile would be rung by the new queue. */
const offThePhones = (action: Action, after: AgentAfter): Outcome =>
  action.state === 'requested' && pausedEverywhere(after) ? PROTECTED : undefined;

const FORCED_TO: { readonly [Op in Effect['op']]?: EventOf<'agent.forced'>['to'] } = {
  'set-ready': 'ready',
  'set-not-ready': 'not-ready',
  'sign-out': 'logged-out',
  'end-wrap-up': 'ready',
};

/** AG-P3: who and why, at once. What came true before the source was even asked was the agent's own doing. */
function forcedBy(action: Action, { op }: Effect, after: AgentAfter, now: EpochMs): EventOf<'agent.forced'>[] {
  const to = FORCED_TO[op];
  if (to === undefined || action.state !== 'started' || !isByOther(action, after)) return [];
  const reason = (action.detail.reason ?? '').slice(0, 200);
  return [{ type: 'agent.forced', occurredAt: now, agentId: after.agent.id, actionId: action.id, by: { ...action.by }, to, reason }];
}

function lentBy(action: Action, effect: Effect, { agent }: AgentAfter, now: EpochMs): EventOf<'agent.borrowed'>[] {
  const { until } = action.detail;
  if (effect.op !== 'join-queue' || until === undefined) return [];
  const queueId = queueIdOf(agent.source, effect.queueKey);
  return [{ type: 'agent.borrowed', occurredAt: now, agentId: agent.id, actionId: action.id, queueId, until, by: { ...action.by } }];
}
