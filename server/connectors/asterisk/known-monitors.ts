import type { SiteState } from '../../../shared/domain/site.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import type { Monitoring } from './translate/monitors.js';

/** Who listens in on calls of this source, as the log has it: another run of the connector began it. */
export function knownMonitors(site: Readonly<SiteState>, source: string): Monitoring[] {
  const known: Monitoring[] = [];
  for (const visit of site.visits.values()) {
    if (visit.source !== source) continue;
    for (const { actionId, agentId, mode } of visit.monitors) {
      const agentKey = site.agents.get(agentId)?.key;
      if (agentKey !== undefined) known.push({ monitorKey: actionId as string as ExternalKey, visitKey: visit.key, agentKey, mode });
    }
  }
  return known;
}
