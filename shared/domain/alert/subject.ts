import { type EntityKey, entityKey, type SiteState } from '../site.js';
import { isOpen } from '../visit/leg.js';
import type { AlertSubject } from './events.js';

/** Receivers of what we send out are watched like the sources of what comes in. */
export const RECEIVER_PREFIX = 'webhook:';

/** Whether what an alert is about still is. */
export function isThere(site: Readonly<SiteState>, { kind, queueId, teamId, agentId, visitId }: AlertSubject): boolean {
  if (visitId !== undefined) {
    const visit = site.visits.get(visitId);
    return visit !== undefined && isOpen(visit);
  }
  if (agentId !== undefined) return site.agents.has(agentId);
  if (kind === 'queue') return queueId !== undefined && site.queues.get(queueId)?.removed === false;
  if (kind === 'team') return teamId !== undefined && site.teams.has(teamId);
  // A source that was never heard is silent too; one that is watched no more has no value.
  return true;
}

/** What must not have changed since a decision about it. A queue's and a team's values come from many things: they are measured anew instead. */
export function subjectKey({ kind, id, agentId, visitId }: AlertSubject): EntityKey | undefined {
  if (visitId !== undefined) return entityKey('visit', visitId);
  if (agentId !== undefined) return entityKey('agent', agentId);
  return kind === 'source' && !id.startsWith(RECEIVER_PREFIX) ? entityKey('source', id) : undefined;
}

/** The source that tells of it; undefined: several do, or none. */
export function sourceOf(site: Readonly<SiteState>, { queueId, agentId, visitId }: AlertSubject): string | undefined {
  if (visitId !== undefined) return site.visits.get(visitId)?.source;
  if (agentId !== undefined) return site.agents.get(agentId)?.source;
  return queueId === undefined ? undefined : site.queues.get(queueId)?.source;
}
