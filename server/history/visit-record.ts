import { z } from 'zod';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type AgentId, agentIdSchema, callIdSchema, queueIdSchema, type VisitId, visitIdSchema } from '../../shared/kernel/ids.js';
import { durationMs, type EpochMs, elapsedMs, epochMs, epochMsSchema, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { visitLegSchema, visitOutcomeSchema } from '../../shared/protocol/http.js';

/**
 * One stay in a queue as history keeps it: what the list of calls behind a number shows, and nothing by which a caller could be
 * recognised or called back. Written when the caller enters, and again whenever it grew.
 */
const legSchema = visitLegSchema.omit({ agentName: true }).extend({
  agentId: agentIdSchema,
  /** `handover`: reached past the queue; the agent's work, but not counted as handled by the queue. */
  kind: z.enum(['queue', 'handover']),
  heldSince: epochMsSchema.optional(),
  /** The agent wraps up: until then, or until the source tells. */
  wrapUpUntil: epochMsSchema.nullable().optional(),
});
export const visitRecordSchema = z.strictObject({
  visitId: visitIdSchema,
  callId: callIdSchema,
  queueId: queueIdSchema,
  enteredAt: epochMsSchema,
  outcome: visitOutcomeSchema,
  answeredAt: epochMsSchema.optional(),
  leftAt: epochMsSchema.optional(),
  /** The caller is gone; an agent may still be wrapping up. */
  closedAt: epochMsSchema.optional(),
  callerMasked: z.string(),
  callerName: z.string().optional(),
  tier: z.string().optional(),
  ringNoAnswers: z.number().int(),
  legs: z.array(legSchema),
});
export type VisitRecord = z.infer<typeof visitRecordSchema>;
type RecordedLeg = VisitRecord['legs'][number];

/** Stays that may still change, as records. Plain data: a checkpoint keeps it. */
export const openVisitsSchema = z.array(visitRecordSchema);

/**
 * A caller may be handed over just after a talk's end, and a wrap-up follows it: so long a closed stay is still listened to.
 * Wrap-ups of which the source tells no end are given up after four hours.
 */
const SETTLES_AFTER_MS = MINUTE_MS;
const GIVEN_UP_AFTER_MS = 4 * HOUR_MS;

/**
 * Grows records out of events, in the order of the log. Pure but for its own maps: from the same open visits the same events give
 * the same records, so going over a part of the log again changes nothing.
 */
export interface VisitRecorder {
  /** The records that this event made or changed: to be written. */
  record(event: DomainEvent): readonly VisitRecord[];
  open(): VisitRecord[];
}

export function createVisitRecorder(open: readonly VisitRecord[] = []): VisitRecorder {
  const visits = new Map<VisitId, VisitRecord>(open.map((visit) => [visit.visitId, structuredClone(visit)]));
  /** Who is wrapping up which call: the end of a wrap-up names only the agent. */
  const wrappingUp = new Map<AgentId, VisitId>();
  /** In order of closing. */
  const closed: VisitId[] = [];
  for (const visit of visits.values()) {
    if (visit.closedAt !== undefined) closed.push(visit.visitId);
    for (const leg of visit.legs) if (isWrappingUp(leg)) wrappingUp.set(leg.agentId, visit.visitId);
  }

  const forget = (now: EpochMs) => {
    const mayGo = (visit: VisitRecord | undefined) =>
      visit?.closedAt === undefined || visit.closedAt < now - (visit.legs.some(isWrappingUp) ? GIVEN_UP_AFTER_MS : SETTLES_AFTER_MS);
    for (let first = closed[0]; first !== undefined && mayGo(visits.get(first)); first = closed[0]) {
      // Taken up again after it closed: it will close once more.
      if (visits.get(first)?.closedAt !== undefined) visits.delete(first);
      closed.shift();
    }
  };

  /** A wrap-up that is told to end, or whose agent is rung or answers again. */
  const endWrapUp = (agentId: AgentId, at: EpochMs): VisitRecord | null => {
    const visit = visits.get(wrappingUp.get(agentId) ?? ('' as VisitId));
    wrappingUp.delete(agentId);
    const leg = visit?.legs.findLast((each) => each.agentId === agentId && isWrappingUp(each));
    if (!visit || leg?.endedAt === undefined) return null;
    leg.acwMs = elapsedMs(leg.endedAt, leg.wrapUpUntil ? epochMs(Math.min(at, leg.wrapUpUntil)) : at);
    delete leg.wrapUpUntil;
    return visit;
  };

  const change = (event: DomainEvent): VisitRecord | null => {
    if (!('visitId' in event)) return null;
    if (event.type === 'visit.entered') {
      if (visits.has(event.visitId)) return null;
      const visit = entered(event);
      visits.set(visit.visitId, visit);
      return visit;
    }
    const visit = visits.get(event.visitId);
    if (!visit || !apply(visit, event)) return null;
    if (visit.closedAt !== undefined) closed.push(visit.visitId);
    if (event.type === 'visit.talk-ended' && event.wrapUpUntil !== undefined) wrappingUp.set(event.agentId, visit.visitId);
    return visit;
  };

  return {
    open: () => [...visits.values()].map((visit) => structuredClone(visit)),
    record(event) {
      const wrapped = endsWrapUp(event) ? endWrapUp(event.agentId, event.occurredAt) : null;
      const changed = change(event);
      forget(event.occurredAt);
      return [wrapped, changed].filter((visit) => visit !== null);
    },
  };
}

const isWrappingUp = (leg: RecordedLeg) => leg.wrapUpUntil !== undefined;

const ENDS_WRAP_UP = ['agent.wrap-up-ended', 'visit.offered', 'visit.answered', 'visit.handed-over'] as const;
type EndsWrapUp = Extract<DomainEvent, { type: (typeof ENDS_WRAP_UP)[number] }>;
const endsWrapUp = (event: DomainEvent): event is EndsWrapUp => ENDS_WRAP_UP.some((type) => type === event.type);

type VisitEvent = Extract<DomainEvent, { visitId: VisitId }>;

function entered(event: Extract<DomainEvent, { type: 'visit.entered' }>): VisitRecord {
  const { visitId, callId, queueId, caller } = event;
  return {
    visitId,
    callId,
    queueId,
    enteredAt: event.occurredAt,
    outcome: 'waiting',
    callerMasked: caller.masked,
    ...(caller.name === undefined ? {} : { callerName: caller.name }),
    ...(caller.tier === undefined ? {} : { tier: caller.tier }),
    ringNoAnswers: 0,
    legs: [],
  };
}

/** False: the event changes nothing that is kept. */
function apply(visit: VisitRecord, event: VisitEvent): boolean {
  switch (event.type) {
    case 'visit.offer-ended':
      if (event.how !== 'no-answer') return false;
      visit.ringNoAnswers++;
      return true;
    case 'visit.answered':
      visit.outcome = 'answered';
      visit.answeredAt ??= event.occurredAt;
      return begin(visit, 'queue', event.agentId, event.occurredAt);
    case 'visit.handed-over':
      delete visit.closedAt;
      return begin(visit, 'handover', event.agentId, event.occurredAt);
    case 'visit.held':
    case 'visit.resumed':
      return hold(visit, event);
    case 'visit.talk-ended':
      return endTalk(visit, event);
    case 'visit.left':
      visit.outcome = event.outcome;
      visit.leftAt = event.occurredAt;
      visit.closedAt = event.occurredAt;
      return true;
    default:
      return false;
  }
}

const activeLeg = (visit: VisitRecord, agentId: AgentId) =>
  visit.legs.findLast((leg) => leg.agentId === agentId && leg.endedAt === undefined);

function begin(visit: VisitRecord, kind: RecordedLeg['kind'], agentId: AgentId, startedAt: EpochMs): boolean {
  if (activeLeg(visit, agentId)) return false;
  visit.legs.push({ agentId, kind, startedAt, holdMs: durationMs(0) });
  return true;
}

function hold(visit: VisitRecord, event: Extract<VisitEvent, { type: 'visit.held' | 'visit.resumed' }>): boolean {
  const leg = activeLeg(visit, event.agentId);
  if (!leg) return false;
  if (event.type === 'visit.held') leg.heldSince ??= event.occurredAt;
  else endHold(leg, event.occurredAt);
  // Not worth a write of its own: the end of the talk brings it.
  return false;
}

function endHold(leg: RecordedLeg, at: EpochMs): void {
  if (leg.heldSince === undefined) return;
  leg.holdMs = durationMs(leg.holdMs + elapsedMs(leg.heldSince, at));
  delete leg.heldSince;
}

function endTalk(visit: VisitRecord, event: Extract<VisitEvent, { type: 'visit.talk-ended' }>): boolean {
  const leg = activeLeg(visit, event.agentId);
  if (!leg) return false;
  endHold(leg, event.occurredAt);
  leg.endedAt = event.occurredAt;
  leg.endedBy = event.by;
  if (event.wrapUpUntil !== undefined) {
    leg.wrapUpUntil = event.wrapUpUntil;
    // The usual length, until something ends it before.
    if (event.wrapUpUntil !== null) leg.acwMs = elapsedMs(event.occurredAt, event.wrapUpUntil);
  } else leg.acwMs = durationMs(0);
  if (!visit.legs.some((each) => each.endedAt === undefined)) visit.closedAt = event.occurredAt;
  return true;
}
