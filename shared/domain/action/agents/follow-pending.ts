import type { EpochMs } from '../../../kernel/time.js';
import type { DomainEvent } from '../../events.js';
import type { PendingState, SiteState } from '../../site.js';
import { type AgentAfter, isInContact } from './after.js';
import { requested } from './request.js';
import { effectOf, isFulfilled, keptFrom, type Wish, wishOfPending } from './wish.js';

/**
 * A change of state that waited is asked for when the contact is over (AG-03, AG-06, AG-11, AG-13). A pause is asked for at once and
 * shows after the wrap-up, so that no call comes in between; a signing out waits for the wrap-up's end, which it would cut short.
 */
export function followPending(site: Readonly<SiteState>, after: AgentAfter, now: EpochMs): DomainEvent[] {
  const { agent, pending, memberships } = after;
  if (pending === undefined) return [];
  const wish = wishOfPending(pending);
  const close = closing(agent.id, pending, now);
  if (site.actions.get(pending.actionId)?.state !== 'pending') return close('cancelled');
  if (memberships.size === 0) return pending.to === 'logged-out' ? close('done', { result: 'confirmed' }) : close('cancelled', GONE);
  if (isInContact(after) || (wish.to === 'logged-out' && after.wrapUp !== undefined)) return [];
  if (isFulfilled(wish, after)) return close('done', { result: 'confirmed' });
  if (isOvertaken(wish, pending, after)) return close('cancelled', PROTECTED);
  const { actionId } = pending;
  const ask = requested(effectOf(wish, agent.key), agent.source, now);
  return [{ type: 'action.requested', occurredAt: now, actionId, ...ask }, ...close('done')];
}

/** The agent chose a pause during the contact that others may not touch. */
const isOvertaken = (wish: Wish, { by }: PendingState, after: AgentAfter): boolean =>
  by.agentId !== after.agent.id && keptFrom(wish, after, after.isForced) !== undefined;

type Settled = Pick<Extract<DomainEvent, { type: 'action.settled' }>, 'result' | 'failure'>;
const GONE: Settled = { result: 'failed', failure: { code: 'not-found', detail: 'agent-gone' } };
const PROTECTED: Settled = { result: 'failed', failure: { code: 'refused', detail: 'agent-protected' } };

const closing =
  (agentId: AgentAfter['agent']['id'], { actionId }: PendingState, now: EpochMs) =>
  (how: 'done' | 'cancelled', settled?: Settled): DomainEvent[] => [
    ...(settled === undefined ? [] : [{ type: 'action.settled' as const, occurredAt: now, actionId, ...settled }]),
    { type: 'agent.pending-cleared', occurredAt: now, agentId, how },
  ];
