import type { AgentId } from '../../../kernel/ids.js';
import type { EndedBy } from '../../facts.js';
import type { SiteState, Visit } from '../../site.js';
import type { EffectOp } from '../effects.js';
import { openActionsOf } from './guards.js';

/**
 * Why an agent's talk ended, where it was our own doing: a phone system calls what it was asked for a transfer or a hang-up, and
 * would charge it to the agent (M-15, AG-21). Only what it says of others' doing is left as told.
 */
export function endedByUs(site: Readonly<SiteState>, visit: Visit, agentId: AgentId, told: EndedBy): EndedBy {
  for (const { state, effect, on } of openActionsOf(site)) {
    if (state !== 'started' || effect === undefined || on.visitId !== visit.id || on.agentId !== agentId) continue;
    const { instead, of } = OURS[effect.op] ?? {};
    if (instead !== undefined && of?.has(told)) return instead;
  }
  return told;
}

const TRANSFERS = new Set<EndedBy>(['blind-transfer', 'attended-transfer']);
const OURS: { readonly [Op in EffectOp]?: { readonly instead: EndedBy; readonly of: ReadonlySet<EndedBy> } } = {
  'move-talking': { instead: 'moved', of: TRANSFERS },
  'take-over': { instead: 'taken-over', of: new Set([...TRANSFERS, 'moved']) },
  disconnect: { instead: 'forced', of: new Set(['caller', 'agent', 'unknown']) },
};
