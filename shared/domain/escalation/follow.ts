import type { VisitId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import type { SiteState } from '../site.js';

/** A live call that is over is no link any more; the case goes on. */
export function caseConsequences(site: Readonly<SiteState>, events: readonly DomainEvent[], _now: EpochMs): DomainEvent[] {
  if (site.cases.size === 0) return [];
  const over = new Map<VisitId, EpochMs>();
  for (const event of events) {
    if (event.type === 'visit.talk-ended' || event.type === 'visit.left') over.set(event.visitId, event.occurredAt);
    // The same caller goes on with somebody else.
    if (event.type === 'visit.handed-over') over.delete(event.visitId);
  }
  if (over.size === 0) return [];
  const ended: DomainEvent[] = [];
  for (const { id, visitId } of site.cases.values()) {
    const at = visitId === undefined ? undefined : over.get(visitId);
    if (at !== undefined) ended.push({ type: 'case.call-ended', occurredAt: at, caseId: id, by: SYSTEM });
  }
  return ended;
}
