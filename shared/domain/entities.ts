import { agentIdOf, type CallId, callIdOf, queueIdOf, visitIdOf } from '../kernel/ids.js';
import { unreachable } from '../kernel/unreachable.js';
import type { DomainEvent } from './events.js';
import type { Fact } from './facts.js';
import { type EntityKey, entityKey, SITE_ENTITY, type SiteState } from './site.js';

/**
 * What an event may touch, as far as a decision could have read it: the log's touch table is kept with these, and a
 * decision that read one of them before it was touched is made again. Figures that merely add up (a queue's and the
 * site's head-counts and counters) are touched by nearly everything and decide nothing: `evolve` marks them for frames,
 * and they are left out here.
 */
export function entitiesOf(event: DomainEvent): EntityKey[] {
  switch (event.type) {
    case 'site.configured':
    case 'clock.anchored':
      return [SITE_ENTITY];
    case 'source.status-changed':
    case 'source.resynced':
      return [entityKey('source', event.source)];
    case 'queue.described':
    case 'queue.removed':
      return [entityKey('queue', event.queueId)];
    case 'agent.described':
    case 'member.changed':
    case 'member.removed':
    case 'agent.reachable-changed':
    case 'agent.off-queue-call-changed':
      return [entityKey('agent', event.agentId)];
    case 'visit.offered':
    case 'visit.offer-ended':
    case 'visit.answered':
    case 'visit.handed-over':
    case 'visit.held':
    case 'visit.resumed':
    case 'visit.talk-ended':
    case 'agent.wrap-up-ended':
      return [entityKey('visit', event.visitId), entityKey('agent', event.agentId)];
    case 'visit.entered':
    case 'visit.priority-changed':
    case 'visit.left':
    case 'visit.rejected':
      return [entityKey('visit', event.visitId)];
    case 'anomaly.noted':
      return [];
    default:
      return unreachable(event);
  }
}

/** A caller's contact has no record of its own in the state, but its stays follow one another. */
export type Concern = EntityKey | `call:${string}`;

/**
 * What absorbing a fact reads. Two facts of one batch that concern the same thing are absorbed one after the other's
 * events are folded; all others together. `all` for a resync: it reads everything.
 */
export function concernsOf(site: Readonly<SiteState>, fact: Fact, source: string): Concern[] | 'all' {
  switch (fact.type) {
    case 'source.resynced':
      return 'all';
    case 'source.status':
      return [entityKey('source', source)];
    case 'queue.seen':
    case 'queue.gone':
      return [entityKey('queue', queueIdOf(source, fact.queueKey))];
    case 'agent.seen':
    case 'agent.reachable':
    case 'agent.off-queue-call':
    case 'agent.wrap-up-ended':
      return [entityKey('agent', agentIdOf(source, fact.agentKey))];
    case 'member.seen':
    case 'member.gone':
      return [entityKey('agent', agentIdOf(source, fact.agentKey)), ...unknownQueue(site, fact.queueKey, source)];
    case 'visit.joined': {
      // A call is in one place: where it was held before is left by the same events.
      const callId = callIdOf(source, fact.callKey);
      return [entityKey('visit', visitIdOf(source, fact.visitKey)), ...placeOf(site, callId), ...unknownQueue(site, fact.queueKey, source)];
    }
    case 'visit.handed-over': {
      const visitId = visitIdOf(source, fact.visitKey);
      const callId = site.visits.get(visitId)?.callId;
      const place = callId === undefined ? [] : placeOf(site, callId);
      return [entityKey('visit', visitId), entityKey('agent', agentIdOf(source, fact.agentKey)), ...place];
    }
    case 'visit.rejected':
      return [entityKey('visit', visitIdOf(source, fact.visitKey)), ...unknownQueue(site, fact.queueKey, source)];
    case 'visit.priority-changed':
    case 'visit.abandoned':
    case 'visit.left':
      return [entityKey('visit', visitIdOf(source, fact.visitKey))];
    case 'visit.offered':
    case 'visit.offer-ended':
    case 'visit.answered':
    case 'visit.held':
    case 'visit.resumed':
    case 'visit.talk-ended':
      return [entityKey('visit', visitIdOf(source, fact.visitKey)), entityKey('agent', agentIdOf(source, fact.agentKey))];
    default:
      return unreachable(fact);
  }
}

function placeOf(site: Readonly<SiteState>, callId: CallId): Concern[] {
  const visitId = site.calls.get(callId);
  return visitId === undefined ? [`call:${callId}`] : [`call:${callId}`, entityKey('visit', visitId)];
}

/** Only the first to meet a queue introduces it. */
function unknownQueue(site: Readonly<SiteState>, queueKey: string, source: string): EntityKey[] {
  const id = queueIdOf(source, queueKey);
  return site.queues.has(id) ? [] : [entityKey('queue', id)];
}
