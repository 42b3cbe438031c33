import { type AgentId, agentIdOf, callIdOf, type ExternalKey, queueIdOf, visitIdOf } from '../../kernel/ids.js';
import { durationMs, type EpochMs, elapsedMs, epochMs } from '../../kernel/time.js';
import { endedByUs } from '../action/calls/ended-by.js';
import type { DomainEvent } from '../events.js';
import type { FactOf, FlowoutReason } from '../facts.js';
import type { SiteState, Visit } from '../site.js';
import { isWaiting, openLeg, openLegOf } from '../visit/leg.js';
import { endWrapUp, ensureAgent } from './agents.js';
import { anomaly } from './anomaly.js';
import { ensureQueue } from './queues.js';

const visitOf = (site: Readonly<SiteState>, source: string, key: ExternalKey) => site.visits.get(visitIdOf(source, key));

/** Arrival order rules; within one visit times never go backwards. */
const clamp = (visit: Visit, at: EpochMs) => epochMs(Math.max(at, visit.lastAt));

const memberOf = (fact: { member?: string | undefined }) => (fact.member === undefined ? {} : { member: fact.member });

export function absorbJoined(site: Readonly<SiteState>, fact: Omit<FactOf<'visit.joined'>, 'type'>, source: string): DomainEvent[] {
  const visitId = visitIdOf(source, fact.visitKey);
  if (site.visits.has(visitId)) return [];
  const callId = callIdOf(source, fact.callKey);
  return [
    ...ensureQueue(site, fact.queueKey, fact.occurredAt, source),
    ...endElsewhere(site, site.calls.get(callId), fact.occurredAt, source),
    {
      type: 'visit.entered',
      occurredAt: fact.occurredAt,
      visitId,
      source,
      key: fact.visitKey,
      callId,
      queueId: queueIdOf(source, fact.queueKey),
      caller: fact.caller,
      callEnteredAt: fact.callEnteredAt ?? fact.occurredAt,
      ...(fact.priority === undefined ? {} : { priority: fact.priority }),
    },
  ];
}

/** A call is in one place: when it turns up in a queue, it has left wherever we still held it. */
function endElsewhere(site: Readonly<SiteState>, visitId: Visit['id'] | undefined, occurredAt: EpochMs, source: string): DomainEvent[] {
  const visit = visitId === undefined ? undefined : site.visits.get(visitId);
  if (visit === undefined) return [];
  const at = clamp(visit, occurredAt);
  if (isWaiting(visit)) return leave(visit, at, 'redirected');
  const leg = openLeg(visit);
  if (leg === undefined) return [];
  return [
    anomaly(source, 'already-talking', at, `call entered a queue while talking in ${visit.queueId}`),
    ...endWrapUp(site, leg.agentId, at),
    {
      type: 'visit.talk-ended',
      occurredAt: at,
      visitId: visit.id,
      agentId: leg.agentId,
      by: 'unknown',
      ...wrapUpOf(site, visit, at, undefined),
    },
  ];
}

export function absorbPriority(site: Readonly<SiteState>, fact: FactOf<'visit.priority-changed'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  if (visit === undefined || !isWaiting(visit) || visit.priority === fact.priority) return [];
  return [{ type: 'visit.priority-changed', occurredAt: clamp(visit, fact.occurredAt), visitId: visit.id, priority: fact.priority }];
}

export function absorbOffered(site: Readonly<SiteState>, fact: Omit<FactOf<'visit.offered'>, 'type'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  if (visit === undefined) return [anomaly(source, 'unknown-visit', fact.occurredAt, 'offered')];
  const agentId = agentIdOf(source, fact.agentKey);
  if (!isWaiting(visit) || visit.ringing.has(agentId)) return [];
  const occurredAt = clamp(visit, fact.occurredAt);
  const busy = site.agents.get(agentId)?.visitId !== undefined;
  return [
    ...ensureAgent(site, fact.agentKey, occurredAt, source, fact.member),
    ...(busy ? [anomaly(source, 'agent-busy', occurredAt, `offered to ${agentId} who is talking`)] : []),
    // A source that rings an agent in wrap-up has ended it.
    ...endWrapUp(site, agentId, occurredAt),
    { type: 'visit.offered', occurredAt, visitId: visit.id, agentId, ...memberOf(fact) },
  ];
}

export function absorbOfferEnded(site: Readonly<SiteState>, fact: FactOf<'visit.offer-ended'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  const agentId = agentIdOf(source, fact.agentKey);
  const ring = visit?.ringing.get(agentId);
  // Answered, left, or told before: whoever rang was released then.
  if (visit === undefined || ring === undefined) return [];
  const occurredAt = clamp(visit, fact.occurredAt);
  const ringMs = fact.ringMs ?? elapsedMs(ring.since, occurredAt);
  const member = fact.member ?? ring.member;
  return [{ type: 'visit.offer-ended', occurredAt, visitId: visit.id, agentId, how: fact.how, ringMs, ...memberOf({ member }) }];
}

export function absorbAnswered(site: Readonly<SiteState>, fact: Omit<FactOf<'visit.answered'>, 'type'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  if (visit === undefined) return [anomaly(source, 'unknown-visit', fact.occurredAt, 'answered')];
  const agentId = agentIdOf(source, fact.agentKey);
  if (!isWaiting(visit)) return [];
  const occurredAt = clamp(visit, fact.occurredAt);
  const busy = site.agents.get(agentId)?.visitId !== undefined;
  return [
    ...ensureAgent(site, fact.agentKey, occurredAt, source, fact.member),
    ...(busy ? [anomaly(source, 'agent-busy', occurredAt, `answered by ${agentId} who is talking`)] : []),
    ...endWrapUp(site, agentId, occurredAt),
    ...stopRinging(visit, occurredAt, agentId),
    { type: 'visit.answered', occurredAt, visitId: visit.id, agentId, ...memberOf(fact) },
  ];
}

export function absorbHandedOver(
  site: Readonly<SiteState>,
  fact: Omit<FactOf<'visit.handed-over'>, 'type'>,
  source: string,
): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  if (visit === undefined) return [anomaly(source, 'unknown-visit', fact.occurredAt, 'handed over')];
  const agentId = agentIdOf(source, fact.agentKey);
  const current = openLeg(visit);
  if (current?.agentId === agentId) return [];
  const occurredAt = clamp(visit, fact.occurredAt);
  const events = ensureAgent(site, fact.agentKey, occurredAt, source, fact.member);
  const elsewhere = site.calls.get(visit.callId);
  if (elsewhere !== visit.id) events.push(...endElsewhere(site, elsewhere, occurredAt, source));
  events.push(...endWrapUp(site, agentId, occurredAt));
  if (isWaiting(visit)) events.push(...leave(visit, occurredAt, 'redirected'));
  if (current !== undefined) {
    const wrapUp = wrapUpOf(site, visit, occurredAt, undefined);
    events.push(...endWrapUp(site, current.agentId, occurredAt));
    const by = endedByUs(site, visit, current.agentId, 'moved');
    events.push({ type: 'visit.talk-ended', occurredAt, visitId: visit.id, agentId: current.agentId, by, ...wrapUp });
  }
  events.push({ type: 'visit.handed-over', occurredAt, visitId: visit.id, agentId, ...memberOf(fact) });
  return events;
}

export function absorbHold(site: Readonly<SiteState>, fact: FactOf<'visit.held'> | FactOf<'visit.resumed'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  const agentId = agentIdOf(source, fact.agentKey);
  const leg = visit === undefined ? undefined : openLegOf(visit, agentId);
  if (visit === undefined || leg === undefined) return [];
  const isHeld = leg.heldSince !== undefined;
  if (isHeld === (fact.type === 'visit.held')) return [];
  return [{ type: fact.type, occurredAt: clamp(visit, fact.occurredAt), visitId: visit.id, agentId }];
}

export function absorbTalkEnded(site: Readonly<SiteState>, fact: FactOf<'visit.talk-ended'>, source: string): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  const agentId = agentIdOf(source, fact.agentKey);
  if (visit === undefined) return [anomaly(source, 'unknown-visit', fact.occurredAt, 'talk ended')];
  if (openLegOf(visit, agentId) === undefined) return [];
  const occurredAt = clamp(visit, fact.occurredAt);
  const wrapUp = wrapUpOf(site, visit, occurredAt, fact.wrapUp);
  return [
    ...endWrapUp(site, agentId, occurredAt),
    { type: 'visit.talk-ended', occurredAt, visitId: visit.id, agentId, by: endedByUs(site, visit, agentId, fact.by), ...wrapUp },
  ];
}

/** When wrap-up ends: as the source says, else as the queue is set. */
export function wrapUpOf(
  site: Readonly<SiteState>,
  visit: Visit,
  at: EpochMs,
  told: FactOf<'visit.talk-ended'>['wrapUp'],
): { wrapUpUntil?: EpochMs | null } {
  if (told === 'until-told') return { wrapUpUntil: null };
  const wrapUpMs = told ?? site.queues.get(visit.queueId)?.wrapUpMs ?? durationMs(0);
  return wrapUpMs > 0 ? { wrapUpUntil: epochMs(at + Math.round(wrapUpMs)) } : {};
}

export function absorbLeft(
  site: Readonly<SiteState>,
  fact: FactOf<'visit.abandoned'> | FactOf<'visit.left'>,
  source: string,
  outcome: 'abandoned' | FlowoutReason,
): DomainEvent[] {
  const visit = visitOf(site, source, fact.visitKey);
  if (visit === undefined) return [anomaly(source, 'unknown-visit', fact.occurredAt, outcome)];
  return isWaiting(visit) ? leave(visit, clamp(visit, fact.occurredAt), outcome) : [];
}

/** The caller leaves the queue; whoever was rung for it is free again. */
export const leave = (visit: Visit, occurredAt: EpochMs, outcome: 'abandoned' | FlowoutReason): DomainEvent[] => [
  ...stopRinging(visit, occurredAt),
  { type: 'visit.left', occurredAt, visitId: visit.id, outcome },
];

/** Ends every ring for this visit but the one that was answered. */
export function stopRinging(visit: Visit, occurredAt: EpochMs, answeredBy?: AgentId): DomainEvent[] {
  const events: DomainEvent[] = [];
  for (const [agentId, ring] of visit.ringing) {
    if (agentId === answeredBy) continue;
    const ringMs = elapsedMs(ring.since, occurredAt);
    events.push({ type: 'visit.offer-ended', occurredAt, visitId: visit.id, agentId, how: 'cancelled', ringMs, ...memberOf(ring) });
  }
  return events;
}

export function absorbRejected(site: Readonly<SiteState>, fact: FactOf<'visit.rejected'>, source: string): DomainEvent[] {
  const key = fact.visitKey;
  const visitId = visitIdOf(source, key);
  if (site.visits.has(visitId)) return [];
  const queueId = queueIdOf(source, fact.queueKey);
  return [
    ...ensureQueue(site, fact.queueKey, fact.occurredAt, source),
    { type: 'visit.rejected', occurredAt: fact.occurredAt, visitId, source, key, queueId, reason: fact.reason },
  ];
}
