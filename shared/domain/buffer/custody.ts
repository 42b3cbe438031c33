import type { DecideContext } from '../deed.js';
import { isCaseOpen } from '../escalation/case.js';
import { isBarred } from '../escalation/reach.js';
import type { EventOf } from '../events.js';
import { SYSTEM } from '../person.js';
import type { Agent, SiteState } from '../site.js';

/**
 * 代管: who is in a buffer shift carries no open cases (ES-O1). They go to whoever is on duty for the team; where nobody is known, or may
 * have one of them, to nobody in particular, which is a case without an owner: somebody is told to take it.
 */
export function casesInCustody(
  site: Readonly<SiteState>,
  agent: Agent,
  { now, custodian }: DecideContext,
): EventOf<'case.owner-changed'>[] {
  const keeper = custodian?.(agent.id);
  const events: EventOf<'case.owner-changed'>[] = [];
  for (const one of site.cases.values()) {
    if (!isCaseOpen(one) || one.owner.agentId !== agent.id || one.owner.role !== 'agent') continue;
    const owner = keeper === undefined || isBarred(site, one, keeper) ? SYSTEM : keeper;
    events.push({ type: 'case.owner-changed', occurredAt: now, by: { ...SYSTEM }, caseId: one.id, owner: { ...owner }, how: 'custody' });
  }
  return events;
}
