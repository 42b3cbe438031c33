import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import type { DomainEvent } from '../../events.js';
import { entityKey, type SiteState } from '../../site.js';
import { decideWish } from './state-commands.js';

/** The pause that is offered after an abusive call (AG-20). It comes after the wrap-up, not instead of it. */
export function decideBreakAnswer(site: Readonly<SiteState>, { accept }: CommandOf<'break.answer'>, ask: Ask): Decision {
  const { agentId } = ask.context.by;
  const agent = agentId === undefined ? undefined : site.agents.get(agentId);
  if (agent === undefined) return refuse('not-found');
  if (agent.breakOffer === undefined) return refuse('too-late');
  const answered: DomainEvent = { type: 'break.answered', occurredAt: ask.context.now, agentId: agent.id, accepted: accept };
  if (!accept) return grant({ on: { agentId: agent.id }, events: [answered], reads: [entityKey('agent', agent.id)] });
  const pause = decideWish(site, agent.id, { wish: { to: 'not-ready', reasonCode: 'MICRO_PAUSE' }, when: 'after-call' }, ask);
  return pause.ok ? grant({ ...pause.value, events: [...pause.value.events, answered] }) : pause;
}
