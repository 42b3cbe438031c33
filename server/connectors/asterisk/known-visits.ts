import type { SiteState, Visit } from '../../../shared/domain/site.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import type { KnownVisit } from './translate/resync.js';

/** The visits of this source that the log holds: another run of the connector, here or on another node, told them. */
export function knownVisits(site: Readonly<SiteState>, source: string): KnownVisit[] {
  const known: KnownVisit[] = [];
  for (const visit of site.visits.values()) {
    if (visit.source === source) known.push(knownVisit(site, visit));
  }
  return known;
}

function knownVisit(site: Readonly<SiteState>, visit: Visit): KnownVisit {
  const leg = visit.legs.findLast((one) => one.endedAt === undefined);
  const agentKey = leg && site.agents.get(leg.agentId)?.key;
  return {
    key: visit.key,
    // The log keeps a hash of the call's key; the caller's channel, which leads the visit's, stands for it.
    callKey: (visit.key.split('|')[0] ?? visit.key) as ExternalKey,
    caller: { ...visit.caller },
    enteredAt: visit.enteredAt,
    callEnteredAt: visit.callEnteredAt,
    priority: visit.priority,
    isOver: visit.state === 'closed' || visit.state === 'wrap-up',
    ...(leg === undefined || agentKey === undefined ? {} : { talking: { agentKey, since: leg.startedAt } }),
  };
}
