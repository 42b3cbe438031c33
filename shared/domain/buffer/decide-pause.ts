import { decideBreakAnswer } from '../action/agents/break.js';
import { decideWish } from '../action/agents/state-commands.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, refuse } from '../deed.js';
import { plainReason } from '../redact.js';
import type { SiteState } from '../site.js';
import { whyNoMicroPause } from './away.js';
import { ownAgent } from './own.js';

/** B.4.1: nobody's yes, no reason; only not in the middle of a contact. One that was offered after an abusive call is beyond the two. */
export function decidePauseTake(site: Readonly<SiteState>, { when }: CommandOf<'micro-pause.take'>, ask: Ask): Decision {
  const agent = ownAgent(site, ask);
  if (agent === undefined) return refuse('not-found');
  if (agent.breakOffer !== undefined) return decideBreakAnswer(site, { type: 'break.answer', accept: true }, ask);
  const problem = whyNoMicroPause(agent, ask.context.now);
  if (problem !== undefined) return { ok: false, error: problem };
  return decideWish(site, agent.id, { wish: { to: 'not-ready', reasonCode: 'MICRO_PAUSE' }, when }, ask);
}

export function decidePauseEnd(site: Readonly<SiteState>, _command: CommandOf<'micro-pause.end'>, ask: Ask): Decision {
  const agent = ownAgent(site, ask);
  if (agent === undefined) return refuse('not-found');
  if (agent.state !== 'not-ready' || plainReason(agent.reasonCode ?? '') !== 'MICRO_PAUSE') return refuse('unchanged');
  return decideWish(site, agent.id, { wish: { to: 'ready' }, when: 'now' }, ask);
}
