import type { Swap } from '../domain/roster/duty.js';
import type { SiteState } from '../domain/site.js';
import type { AgentId } from '../kernel/ids.js';
import type { SwapView } from './views.js';

export function projectSwap(site: Readonly<SiteState>, swap: Readonly<Swap>): SwapView {
  const nameOf = (id: AgentId | undefined) => (id === undefined ? undefined : site.agents.get(id)?.name);
  return {
    id: swap.id,
    kind: swap.kind,
    state: swap.state,
    agentId: swap.agentId,
    agentName: nameOf(swap.agentId) ?? '',
    toAgentId: swap.toAgentId,
    toAgentName: nameOf(swap.toAgentId),
    gives: swap.gives && { ...swap.gives },
    takes: swap.takes && { ...swap.takes },
    openShiftId: swap.openShiftId,
    span: swap.span && { ...swap.span },
    checks: structuredClone([...swap.checks]),
    askedAt: swap.askedAt,
    expiresAt: swap.expiresAt,
    decidedByName: swap.decidedBy?.name,
    closedAt: swap.closedAt,
  };
}
