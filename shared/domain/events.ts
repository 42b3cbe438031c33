import { z } from 'zod';
import { agentIdSchema, callIdSchema, externalKeySchema, queueIdSchema, visitIdSchema } from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';
import { memberViaSchema } from './action/effects.js';
import { actionEvents } from './action/events.js';
import { alertEvents } from './alert/events.js';
import { bufferEvents } from './buffer/events.js';
import { caseEvents } from './escalation/events.js';
import { callerSchema, endedBySchema, flowoutReasonSchema, offerEndSchema } from './facts.js';
import { rosterEvents } from './roster/events.js';
import { siteConfigSchema } from './site-config.js';

/** Events: facts in the past, in the order of the log. Everything anyone sees is a fold of these. */
const base = {
  /** The source's time on the site clock, clamped by `absorb` so that the times of one visit never go back. */
  occurredAt: epochMsSchema,
};
const source = z.string().min(1).max(64);
/** The source's own name of the membership: reports that must agree with the PBX are keyed by it. */
const member = z.string().min(1).max(120).optional();
const onVisit = { ...base, visitId: visitIdSchema };
const onLeg = { ...onVisit, agentId: agentIdSchema };

export const siteConfiguredSchema = z.strictObject({ type: z.literal('site.configured'), ...base, config: siteConfigSchema });

/** A simulation or a replay drives the site clock; see `shared/domain/clock.ts`. */
export const clockAnchoredSchema = z.strictObject({
  type: z.literal('clock.anchored'),
  ...base,
  anchorRedisAt: epochMsSchema,
  anchorSiteAt: epochMsSchema,
  rate: z.number().positive().max(1_000),
});

export const sourceStatusChangedSchema = z.strictObject({
  type: z.literal('source.status-changed'),
  ...base,
  source,
  status: z.enum(['connected', 'lost']),
  detail: z.string().max(200).optional(),
});
/** The source gave its whole truth; the events around this one in its commit brought the floor in line. */
export const sourceResyncedSchema = z.strictObject({
  type: z.literal('source.resynced'),
  ...base,
  source,
  /** What the resync mended: stays closed as lost, stays adopted. */
  lost: z.number().int().nonnegative(),
  adopted: z.number().int().nonnegative(),
});

export const queueDescribedSchema = z.strictObject({
  type: z.literal('queue.described'),
  ...base,
  queueId: queueIdSchema,
  source,
  key: externalKeySchema,
  name: z.string().min(1).max(120).optional(),
  thresholdMs: durationMsSchema.optional(),
  wrapUpMs: durationMsSchema.optional(),
});
export const queueRemovedSchema = z.strictObject({ type: z.literal('queue.removed'), ...base, queueId: queueIdSchema });

export const agentDescribedSchema = z.strictObject({
  type: z.literal('agent.described'),
  ...base,
  agentId: agentIdSchema,
  source,
  key: externalKeySchema,
  name: z.string().min(1).max(120),
});
export const memberChangedSchema = z.strictObject({
  type: z.literal('member.changed'),
  ...base,
  agentId: agentIdSchema,
  queueId: queueIdSchema,
  member,
  paused: z.boolean(),
  reason: z.string().max(120).optional(),
  penalty: z.number().int().min(0).max(1_000_000).optional(),
});
export const memberRemovedSchema = z.strictObject({
  type: z.literal('member.removed'),
  ...base,
  agentId: agentIdSchema,
  queueId: queueIdSchema,
  member,
  via: memberViaSchema.optional(),
});
export const agentReachableChangedSchema = z.strictObject({
  type: z.literal('agent.reachable-changed'),
  ...base,
  agentId: agentIdSchema,
  reachable: z.boolean(),
});
export const agentOffQueueCallChangedSchema = z.strictObject({
  type: z.literal('agent.off-queue-call-changed'),
  ...base,
  agentId: agentIdSchema,
  phase: z.enum(['ringing', 'dialing', 'talking', 'none']),
});
/** A leg's after-call work is done: by itself, told by the source, or because the agent went on to something else. */
export const agentWrapUpEndedSchema = z.strictObject({
  type: z.literal('agent.wrap-up-ended'),
  ...base,
  agentId: agentIdSchema,
  visitId: visitIdSchema,
});

export const visitEnteredSchema = z.strictObject({
  type: z.literal('visit.entered'),
  ...onVisit,
  source,
  key: externalKeySchema,
  callId: callIdSchema,
  queueId: queueIdSchema,
  caller: callerSchema,
  priority: z.number().int().optional(),
  callEnteredAt: epochMsSchema,
});
export const visitPriorityChangedSchema = z.strictObject({
  type: z.literal('visit.priority-changed'),
  ...onVisit,
  priority: z.number().int(),
});
export const visitOfferedSchema = z.strictObject({ type: z.literal('visit.offered'), ...onLeg, member });
export const visitOfferEndedSchema = z.strictObject({
  type: z.literal('visit.offer-ended'),
  ...onLeg,
  member,
  how: offerEndSchema,
  ringMs: durationMsSchema,
});
export const visitAnsweredSchema = z.strictObject({ type: z.literal('visit.answered'), ...onLeg, member });
export const visitHandedOverSchema = z.strictObject({ type: z.literal('visit.handed-over'), ...onLeg, member });
export const visitHeldSchema = z.strictObject({ type: z.literal('visit.held'), ...onLeg });
export const visitResumedSchema = z.strictObject({ type: z.literal('visit.resumed'), ...onLeg });
export const visitTalkEndedSchema = z.strictObject({
  type: z.literal('visit.talk-ended'),
  ...onLeg,
  by: endedBySchema,
  /** When wrap-up ends by itself; `null`: the source will tell; absent: there is none. */
  wrapUpUntil: epochMsSchema.nullable().optional(),
});
export const visitLeftSchema = z.strictObject({
  type: z.literal('visit.left'),
  ...onVisit,
  outcome: z.union([z.literal('abandoned'), flowoutReasonSchema]),
});
export const visitRejectedSchema = z.strictObject({
  type: z.literal('visit.rejected'),
  ...onVisit,
  source,
  key: externalKeySchema,
  queueId: queueIdSchema,
  reason: z.enum(['full', 'join-empty', 'other']),
});

/** The source said something that contradicts what we held. It was taken as the source says; this is the trace. */
export const anomalyNotedSchema = z.strictObject({
  type: z.literal('anomaly.noted'),
  ...base,
  source,
  code: z.enum([
    'unknown-visit',
    'unknown-agent',
    'unknown-queue',
    'not-offered',
    'already-talking',
    'agent-busy',
    'not-talking',
    'time-went-back',
  ]),
  detail: z.string().max(200),
});

export const domainEventSchema = z.discriminatedUnion('type', [
  siteConfiguredSchema,
  clockAnchoredSchema,
  sourceStatusChangedSchema,
  sourceResyncedSchema,
  queueDescribedSchema,
  queueRemovedSchema,
  agentDescribedSchema,
  memberChangedSchema,
  memberRemovedSchema,
  agentReachableChangedSchema,
  agentOffQueueCallChangedSchema,
  agentWrapUpEndedSchema,
  visitEnteredSchema,
  visitPriorityChangedSchema,
  visitOfferedSchema,
  visitOfferEndedSchema,
  visitAnsweredSchema,
  visitHandedOverSchema,
  visitHeldSchema,
  visitResumedSchema,
  visitTalkEndedSchema,
  visitLeftSchema,
  visitRejectedSchema,
  anomalyNotedSchema,
  ...actionEvents,
  ...alertEvents,
  ...caseEvents,
  ...rosterEvents,
  ...bufferEvents,
]);
export type DomainEvent = z.infer<typeof domainEventSchema>;
export type ActionEvent = z.infer<(typeof actionEvents)[number]>;
export type AlertEvent = z.infer<(typeof alertEvents)[number]>;
export type CaseEvent = z.infer<(typeof caseEvents)[number]>;
export type RosterEvent = z.infer<(typeof rosterEvents)[number]>;
export type BufferEvent = z.infer<(typeof bufferEvents)[number]>;
export type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
