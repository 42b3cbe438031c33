import { epochMs, HOUR_MS } from '../../../kernel/time.js';
import { awayBuffer } from '../../buffer/away.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { entityKey, type SiteState } from '../../site.js';
import { isSettled } from '../action.js';
import { reachedAgent } from './reach.js';
import { openActionsOn } from './request.js';

/** A shift: what nobody read by then was for another day. */
const UNREAD_FOR_MS = 8 * HOUR_MS;
/** A desk shows no more, and nobody would read them. */
const MOST_UNREAD = 50;

/** One line to a desk. It is pending until that agent has read it. */
export function decideMessage(site: Readonly<SiteState>, { agentId, text, visitId }: CommandOf<'agent.message'>, ask: Ask): Decision {
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const { agent, isSelf } = found.value;
  // Who is off the phones to recover is left alone, unless they may be asked (BS-23).
  if (!isSelf && awayBuffer(site, agentId)?.mayAsk === false) return refuse('agent-protected');
  const isTheirs = visitId === undefined || agent.visitId === visitId || agent.otherCalls.includes(visitId);
  if (!isTheirs) return refuse('call-ended');
  const unread = openActionsOn(site, agentId).filter(({ kind }) => kind === 'agent.message').length;
  if (unread >= MOST_UNREAD) return refuse('limit-reached', { detail: String(MOST_UNREAD) });
  return grant({
    on: { agentId, ...(visitId === undefined ? {} : { visitId }) },
    detail: { text },
    next: { state: 'pending', timeOutAt: epochMs(ask.context.now + UNREAD_FOR_MS) },
    reads: [entityKey('agent', agentId)],
  });
}

export function decideMessageRead(site: Readonly<SiteState>, { actionId }: CommandOf<'message.read'>, { context }: Ask): Decision {
  const message = site.actions.get(actionId);
  const { agentId } = context.by;
  // Others' messages are not there for whoever asks.
  if (message?.kind !== 'agent.message' || agentId === undefined || message.on.agentId !== agentId) return refuse('not-found');
  if (isSettled(message)) return refuse(message.state === 'confirmed' ? 'unchanged' : 'too-late');
  return grant({
    on: { agentId, actionId },
    events: [{ type: 'action.settled', occurredAt: context.now, actionId, result: 'confirmed' }],
    reads: [entityKey('action', actionId)],
  });
}
