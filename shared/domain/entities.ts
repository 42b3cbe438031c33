import { agentIdOf, type CallId, callIdOf, queueIdOf, visitIdOf } from '../kernel/ids.js';
import { unreachable } from '../kernel/unreachable.js';
import { entitiesOfBuffer } from './buffer/entities.js';
import { isBufferEvent } from './buffer/evolve.js';
import { entitiesOfCase } from './escalation/entities.js';
import type { DomainEvent } from './events.js';
import type { Fact } from './facts.js';
import { entitiesOfRoster } from './roster/entities.js';
import { isRosterEvent } from './roster/events.js';
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
    case 'action.taken':
    case 'action.requested':
    case 'action.started':
    case 'action.settled':
      return [entityKey('action', event.actionId), ...subjectsOf(event)];
    case 'source.capabilities-told':
      return [entityKey('source', event.source)];
    case 'monitor.started':
    case 'monitor.stopped':
      return [entityKey('visit', event.visitId), entityKey('agent', event.agentId), entityKey('action', event.actionId)];
    case 'call.abuse-flagged':
      return [entityKey('visit', event.visitId), entityKey('agent', event.agentId)];
    case 'desk.changed':
    case 'agent.pending-set':
    case 'agent.pending-cleared':
    case 'agent.forced':
    case 'agent.borrowed':
    case 'agent.borrow-ended':
    case 'help.raised':
    case 'help.acknowledged':
    case 'help.joined':
    case 'help.spread':
    case 'help.closed':
    case 'break.offered':
    case 'break.answered':
      return [entityKey('agent', event.agentId)];
    case 'rule.set':
      return [entityKey('rule', event.rule.id)];
    case 'rule.removed':
      return [entityKey('rule', event.ruleId)];
    case 'alert.raised':
      return [entityKey('alert', event.alertId), entityKey('rule', event.ruleId)];
    case 'alert.level-changed':
    case 'alert.eased':
    case 'alert.relapsed':
    case 'alert.acknowledged':
    case 'alert.taken':
    case 'alert.snoozed':
    case 'alert.snooze-ended':
    case 'alert.cleared':
      return [entityKey('alert', event.alertId)];
    default:
      if (isBufferEvent(event)) return entitiesOfBuffer(event);
      return isRosterEvent(event) ? entitiesOfRoster(event) : entitiesOfCase(event);
  }
}

/** An action on a call or an agent is what the next one on it must have seen; one that names an alert or a rule's worth is counted there. */
function subjectsOf(event: Extract<DomainEvent, { type: `action.${string}` }>): EntityKey[] {
  if (event.type === 'action.settled' && event.undoOf !== undefined) return [entityKey('action', event.undoOf)];
  if (event.type !== 'action.taken') return [];
  const { visitId, agentId, toAgentId } = event.on;
  const keys: EntityKey[] = [];
  if (visitId !== undefined) keys.push(entityKey('visit', visitId));
  for (const id of [agentId, toAgentId]) if (id !== undefined) keys.push(entityKey('agent', id));
  if (event.undoOf !== undefined) keys.push(entityKey('action', event.undoOf));
  if (event.alertId !== undefined) keys.push(entityKey('alert', event.alertId));
  return keys;
}

/** A caller's contact has no record of its own in the state, but its stays follow one another. */
export type Concern = EntityKey | `call:${string}`;

/**
 * What absorbing a fact reads. Two facts of one batch that concern the same thing are absorbed one after the other's
 * events are folded; all others together. `all` for a resync: it reads everything.
 */
export function concernsOf(site: Readonly<SiteState>, fact: Fact, source: string): Concern[] | 'all' {
  const concerns = concernsOfFact(site, fact, source);
  if (concerns === 'all' || site.openActions.size === 0) return concerns;
  // An open action about the same call or agent may be settled by it.
  return [...concerns, ...openActionsAbout(site, concerns)];
}

function openActionsAbout(site: Readonly<SiteState>, concerns: readonly Concern[]): EntityKey[] {
  const about: EntityKey[] = [];
  for (const id of site.openActions) {
    const { visitId, callId, agentId, toAgentId } = site.actions.get(id)?.on ?? {};
    const keys: readonly (string | undefined)[] = [
      visitId && `visit:${visitId}`,
      callId && `call:${callId}`,
      agentId && `agent:${agentId}`,
      toAgentId && `agent:${toAgentId}`,
    ];
    if (concerns.some((key) => keys.includes(key))) about.push(entityKey('action', id));
  }
  return about;
}

function concernsOfFact(site: Readonly<SiteState>, fact: Fact, source: string): Concern[] | 'all' {
  switch (fact.type) {
    case 'source.resynced':
      return 'all';
    case 'source.status':
    case 'source.capabilities':
      return [entityKey('source', source)];
    case 'monitor.started':
      return [
        entityKey('action', fact.monitorKey),
        entityKey('visit', visitIdOf(source, fact.visitKey)),
        entityKey('agent', agentIdOf(source, fact.agentKey)),
      ];
    case 'monitor.stopped':
    case 'monitor.failed':
      return [entityKey('action', fact.monitorKey)];
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
