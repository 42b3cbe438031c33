import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import { entityKey, type SiteState, type Touched, type Visit } from '../site.js';

import { noteLeaves } from './note.js';

/** How long a closed visit stays in the state; its figures stay in the counters, its record in the history. */
const KEPT_CLOSED_MS = HOUR_MS;
/** Closed visits leave in groups, a minute's worth at a time: one by one would move the whole list each time. */
const PRUNE_EVERY_MS = MINUTE_MS;

export function closeVisit(site: SiteState, visit: Visit, at: EpochMs, touched: Touched): void {
  visit.state = 'closed';
  // Never before what was folded already: a late report must be remembered as long as any other.
  visit.closedAt = epochMs(Math.max(at, site.foldedAt));
  if (site.calls.get(visit.callId) === visit.id) {
    site.calls.delete(visit.callId);
    noteLeaves(site, visit, at);
  }
  site.closed.push(visit.id);
  prune(site, touched);
}

function prune(site: SiteState, touched: Touched): void {
  const cutoff = site.foldedAt - KEPT_CLOSED_MS;
  const oldest = site.closed[0] === undefined ? undefined : site.visits.get(site.closed[0]);
  if (oldest?.closedAt !== undefined && oldest.closedAt >= cutoff - PRUNE_EVERY_MS) return;
  let passed = 0;
  for (const id of site.closed) {
    const visit = site.visits.get(id);
    const closedAt = visit?.closedAt;
    if (visit !== undefined && visit.state === 'closed' && closedAt !== undefined) {
      if (closedAt >= cutoff) break;
      site.visits.delete(id);
      touched.gone(entityKey('visit', id));
    }
    // One that was taken up again (handed over after its end) is listed anew when it closes.
    passed += 1;
  }
  if (passed > 0) site.closed.splice(0, passed);
}
