import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { type Agent, entityKey, type SiteState } from '../../site.js';
import type { Action } from '../action.js';
import type { CallCommand } from '../decide.js';
import { absent, occupied, readsOf } from './guards.js';
import { acceptedMove } from './move.js';

type Accept = Extract<CallCommand, { type: 'offer.accept' }>;
type Decline = Extract<CallCommand, { type: 'offer.decline' }>;

/** The desk takes the call: only now is the source asked to move it. What held when it was offered is looked at again. */
export function decideAccept(site: Readonly<SiteState>, { actionId }: Accept, ask: Ask): Decision {
  const offered = offerTo(site, actionId, ask);
  if (!offered.ok) return offered;
  const { action, agent } = offered;
  const no = absent(agent) ?? occupied(site, agent, action.id);
  if (no !== undefined) return { ok: false, error: no };
  const move = acceptedMove(site, actionId, ask);
  if (!move.ok) return move;
  const { effect, source, timeOutAt } = move.value.request;
  return grant({
    on: { ...action.on, actionId },
    events: [{ type: 'action.requested', occurredAt: ask.context.now, actionId, effect, source, timeOutAt }],
    reads: [...readsOf(move.value.visit, agent.id, action.on.agentId), entityKey('action', actionId)],
  });
}

/** Not held against the agent: no mark is made, the one who asked is told and decides what comes next. */
export function decideDecline(site: Readonly<SiteState>, { actionId, reason }: Decline, ask: Ask): Decision {
  const offered = offerTo(site, actionId, ask);
  if (!offered.ok) return offered;
  const answer = reason === undefined ? {} : { answer: reason };
  return grant({
    on: { ...offered.action.on, actionId },
    events: [{ type: 'action.settled', occurredAt: ask.context.now, actionId, result: 'declined', ...answer }],
    reads: [entityKey('action', actionId)],
  });
}

type Offered = { readonly ok: true; readonly action: Action; readonly agent: Agent };

/** An offer that still stands, to the one who answers it. */
function offerTo(site: Readonly<SiteState>, actionId: Action['id'], { context }: Ask): Offered | (Decision & { ok: false }) {
  const action = site.actions.get(actionId);
  const agent = context.by.agentId === undefined ? undefined : site.agents.get(context.by.agentId);
  if (action === undefined || action.on.toAgentId === undefined) return no('not-found');
  if (agent === undefined || action.on.toAgentId !== agent.id) return no('not-permitted');
  // At its last instant the offer is over, whether or not that has been noted yet.
  if (action.state !== 'offered' || action.offer === undefined || context.now >= action.offer.until) return no('too-late');
  return { ok: true, action, agent };
}

const no = (...args: Parameters<typeof refuse>) => refuse(...args) as Decision & { ok: false };
