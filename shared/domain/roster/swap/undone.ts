import type { AgentId, ShiftId } from '../../../kernel/ids.js';
import type { EventOf } from '../../events.js';
import { SYSTEM } from '../../person.js';
import type { SiteState } from '../../site.js';
import { dateOf, inRange, isUnpublished } from '../entries.js';
import { isSwapOpen } from './open.js';

/** Requests about shifts that a publication takes away or changes: they are over, and both sides are told at once. */
export function swapsUndoneBy(site: Readonly<SiteState>, told: EventOf<'roster.published'>): EventOf<'swap.closed'>[] {
  const changed = new Set(told.agentIds);
  return [...site.swaps.values()].flatMap((swap) => {
    if (!isSwapOpen(swap)) return [];
    const isMoved = (agentId: AgentId | undefined, shiftId: ShiftId | undefined): boolean =>
      agentId !== undefined && shiftId !== undefined && changed.has(agentId) && isReplaced(site, agentId, shiftId, told);
    const isUndone = isMoved(swap.agentId, swap.gives?.shiftId) || (swap.kind === 'swap' && isMoved(swap.toAgentId, swap.takes?.shiftId));
    return isUndone ? [{ type: 'swap.closed', occurredAt: told.occurredAt, by: SYSTEM, swapId: swap.id, how: 'conflict' }] : [];
  });
}

function isReplaced(site: Readonly<SiteState>, agentId: AgentId, shiftId: ShiftId, range: { from: string; to: string }): boolean {
  const entry = site.duties.get(agentId)?.entries.find(({ published }) => published?.id === shiftId);
  return entry !== undefined && isUnpublished(entry) && inRange(dateOf(entry), range);
}
