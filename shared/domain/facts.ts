import { z } from 'zod';
import { externalKeySchema } from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';
import { monitorModeSchema } from './action/commands.js';
import { effectOpSchema, failureSchema, memberViaSchema } from './action/effects.js';

/**
 * Facts: what a source observed, in our words and with the source's own keys. A connector has already parsed, bounded
 * and masked them; `absorb` turns them into events. The vocabulary is the same for Asterisk, FreeSWITCH and the
 * simulator. Delivering a fact twice changes nothing.
 *
 * Keys: `queueKey` is the queue's name at the source. `agentKey` is one person, unified by the connector (Asterisk:
 * the state interface's device, `PJSIP/1001`). `visitKey` is one stay in one queue (Asterisk: unique id + queue + join
 * number). `callKey` is one caller's contact across stays.
 */
const base = {
  /** When it happened, brought to the site clock by the connector. */
  occurredAt: epochMsSchema,
};
const queueKey = externalKeySchema;
const agentKey = externalKeySchema;
const visitKey = externalKeySchema;
/** The source's own name of the membership that was rung (`Agent 1001`, `Dyn 1007`): reports are keyed by it. */
const member = z.string().min(1).max(120).optional();

/** A caller as the log may know one: never the number itself. */
export const callerSchema = z.strictObject({
  /** As shown: `138****2764`; empty when withheld or unknown. */
  masked: z.string().max(32),
  /** The caller's name, cleaned of control and direction characters, digits masked. */
  name: z.string().max(128).optional(),
  /** Recognises the caller again: a keyed hash of the number. Absent when unknown. */
  hash: z.string().max(64).optional(),
  /** Where the raw number lies outside the log, until it expires. */
  ref: z.string().max(64).optional(),
  /** The customer's tier, such as `gold`; from the source's own data. */
  tier: z.string().max(24).optional(),
});
export type Caller = z.infer<typeof callerSchema>;

/** How a caller left a queue without being answered there. */
export const flowoutReasonSchema = z.enum([
  'overflow',
  'timeout',
  'callback',
  'voicemail',
  'key-exit',
  'exit-empty',
  'withdrawn',
  'redirected',
  'closed',
  'system',
  'lost',
]);
export type FlowoutReason = z.infer<typeof flowoutReasonSchema>;

/** Who or what ended an agent's part in a visit. `moved`: a supervisor's redirect, bridge or park; `forced`:
 * a supervisor hung up; `taken-over`: a supervisor went on with the caller. */
export const endedBySchema = z.enum(['caller', 'agent', 'blind-transfer', 'attended-transfer', 'moved', 'forced', 'taken-over', 'unknown']);
export type EndedBy = z.infer<typeof endedBySchema>;

/** `busy`: the device refused by itself at once; `rejected`: a person pressed reject; `cancelled`: caller gone or answered elsewhere. */
export const offerEndSchema = z.enum(['no-answer', 'busy', 'rejected', 'cancelled']);
export type OfferEnd = z.infer<typeof offerEndSchema>;

export const memberStateSchema = z.strictObject({
  queueKey,
  agentKey,
  member,
  paused: z.boolean(),
  /** Why paused, as the source says; empty when it says nothing. */
  reason: z.string().max(120).optional(),
  penalty: z.number().int().min(0).max(1_000_000).optional(),
});
export type MemberState = z.infer<typeof memberStateSchema>;

export const queueSeenSchema = z.strictObject({
  type: z.literal('queue.seen'),
  ...base,
  queueKey,
  /** Shown when no site file names the queue; by default the key itself. */
  name: z.string().min(1).max(120).optional(),
  /** The PBX's own service-level threshold. */
  thresholdMs: durationMsSchema.optional(),
  /** How long the source holds an agent back after a talk; absent: unknown, 0: none. */
  wrapUpMs: durationMsSchema.optional(),
});
export const queueGoneSchema = z.strictObject({ type: z.literal('queue.gone'), ...base, queueKey });
export const agentSeenSchema = z.strictObject({
  type: z.literal('agent.seen'),
  ...base,
  agentKey,
  name: z.string().min(1).max(120),
});
/** The agent serves this queue (signed in to it), paused or not. Sent again when pause, reason or penalty changed. */
export const memberSeenSchema = z.strictObject({ type: z.literal('member.seen'), ...base, ...memberStateSchema.shape });
/** The agent no longer serves this queue; out of the last one, signed out. */
export const memberGoneSchema = z.strictObject({
  type: z.literal('member.gone'),
  ...base,
  queueKey,
  agentKey,
  member,
  /** Where it is not simply the agent's own device. */
  via: memberViaSchema.optional(),
});
/** The agent's device can, or can't, be rung. */
export const agentReachableSchema = z.strictObject({ type: z.literal('agent.reachable'), ...base, agentKey, reachable: z.boolean() });
/** A call of the agent's that no queue knows: own outbound, internal, private. `none` when the last one ended. */
export const agentOffQueueCallSchema = z.strictObject({
  type: z.literal('agent.off-queue-call'),
  ...base,
  agentKey,
  phase: z.enum(['ringing', 'dialing', 'talking', 'none']),
});

export const visitJoinedSchema = z.strictObject({
  type: z.literal('visit.joined'),
  ...base,
  visitKey,
  queueKey,
  callKey: externalKeySchema,
  caller: callerSchema,
  /** Higher is sooner. */
  priority: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  /** When the call's first stay in a queue began; absent: this is the first. */
  callEnteredAt: epochMsSchema.optional(),
});
export const visitPriorityChangedSchema = z.strictObject({
  type: z.literal('visit.priority-changed'),
  ...base,
  visitKey,
  priority: z.number().int().min(-1_000_000).max(1_000_000),
});
export const visitOfferedSchema = z.strictObject({ type: z.literal('visit.offered'), ...base, visitKey, agentKey, member });
export const visitOfferEndedSchema = z.strictObject({
  type: z.literal('visit.offer-ended'),
  ...base,
  visitKey,
  agentKey,
  member,
  how: offerEndSchema,
  ringMs: durationMsSchema.optional(),
});
/** An agent of the queue and the caller hear each other. */
export const visitAnsweredSchema = z.strictObject({ type: z.literal('visit.answered'), ...base, visitKey, agentKey, member });
/** The same caller goes on with another agent, reached past the queue (a redirect, a bridge, an attended transfer). */
export const visitHandedOverSchema = z.strictObject({ type: z.literal('visit.handed-over'), ...base, visitKey, agentKey, member });
export const visitHeldSchema = z.strictObject({ type: z.literal('visit.held'), ...base, visitKey, agentKey });
export const visitResumedSchema = z.strictObject({ type: z.literal('visit.resumed'), ...base, visitKey, agentKey });
/** This agent's part is over. The visit goes on only if `visit.handed-over` follows. */
export const visitTalkEndedSchema = z.strictObject({
  type: z.literal('visit.talk-ended'),
  ...base,
  visitKey,
  agentKey,
  by: endedBySchema,
  /** How long the source holds the agent in wrap-up; absent: the queue's own; `'until-told'`: the source will say. */
  wrapUp: z.union([durationMsSchema, z.literal('until-told')]).optional(),
});
/** The agent's wrap-up is over, where the source knows it. */
export const agentWrapUpEndedSchema = z.strictObject({ type: z.literal('agent.wrap-up-ended'), ...base, agentKey });
/** The caller hung up before an answer. */
export const visitAbandonedSchema = z.strictObject({ type: z.literal('visit.abandoned'), ...base, visitKey });
export const visitLeftSchema = z.strictObject({ type: z.literal('visit.left'), ...base, visitKey, reason: flowoutReasonSchema });
/** Refused at the door: the caller never was in the queue. */
export const visitRejectedSchema = z.strictObject({
  type: z.literal('visit.rejected'),
  ...base,
  queueKey,
  reason: z.enum(['full', 'join-empty', 'other']),
  /** Names the attempt, so that telling it twice counts once. */
  visitKey: externalKeySchema,
});

/** One open stay, as the source lists it. */
export const listedVisitSchema = z.strictObject({
  visitKey,
  queueKey,
  callKey: externalKeySchema,
  caller: callerSchema,
  enteredAt: epochMsSchema,
  priority: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  /** Present when an agent has the caller. `since` is an upper bound where the source can't tell. */
  talking: z.strictObject({ agentKey, member, since: epochMsSchema }).optional(),
  /** Whose devices ring for it now; absent: the source can't tell. */
  ringing: z.array(agentKey).max(1_000).optional(),
});
/** The source's whole truth. What we hold open and it does not list has ended while nobody watched. */
export const sourceResyncedSchema = z.strictObject({
  type: z.literal('source.resynced'),
  ...base,
  queues: z.array(z.strictObject({ queueKey, thresholdMs: durationMsSchema.optional(), wrapUpMs: durationMsSchema.optional() })).max(5_000),
  agents: z
    .array(
      z.strictObject({
        agentKey,
        name: z.string().min(1).max(120),
        reachable: z.boolean(),
        offQueueCall: z.enum(['ringing', 'dialing', 'talking', 'none']),
      }),
    )
    .max(50_000),
  members: z.array(memberStateSchema).max(200_000),
  visits: z.array(listedVisitSchema).max(100_000),
});
/** The connector has, or has lost, its source. Numbers that rest on a lost one are stale. */
export const sourceStatusSchema = z.strictObject({
  type: z.literal('source.status'),
  ...base,
  status: z.enum(['connected', 'lost']),
  /** In words for an operator: `connection closed by peer`. */
  detail: z.string().max(200).optional(),
});

/** A monitoring that an effect asked for has begun, in this mode. `monitorKey` is the effect's. */
export const monitorStartedSchema = z.strictObject({
  type: z.literal('monitor.started'),
  ...base,
  monitorKey: externalKeySchema,
  visitKey,
  agentKey,
  mode: monitorModeSchema,
});
export const monitorStoppedSchema = z.strictObject({ type: z.literal('monitor.stopped'), ...base, monitorKey: externalKeySchema });
/** A monitoring that the source took on came to nothing: the phone was not answered, or there was nothing to hear. */
export const monitorFailedSchema = z.strictObject({
  type: z.literal('monitor.failed'),
  ...base,
  monitorKey: externalKeySchema,
  failure: failureSchema,
});
/** What this source can be asked to do. Told after each connect. */
export const sourceCapabilitiesSchema = z.strictObject({
  type: z.literal('source.capabilities'),
  ...base,
  can: z.array(effectOpSchema).max(64),
});

export const factSchema = z.discriminatedUnion('type', [
  queueSeenSchema,
  queueGoneSchema,
  agentSeenSchema,
  memberSeenSchema,
  memberGoneSchema,
  agentReachableSchema,
  agentOffQueueCallSchema,
  visitJoinedSchema,
  visitPriorityChangedSchema,
  visitOfferedSchema,
  visitOfferEndedSchema,
  visitAnsweredSchema,
  visitHandedOverSchema,
  visitHeldSchema,
  visitResumedSchema,
  visitTalkEndedSchema,
  agentWrapUpEndedSchema,
  visitAbandonedSchema,
  visitLeftSchema,
  visitRejectedSchema,
  sourceResyncedSchema,
  sourceStatusSchema,
  monitorStartedSchema,
  monitorStoppedSchema,
  monitorFailedSchema,
  sourceCapabilitiesSchema,
]);
export type Fact = z.infer<typeof factSchema>;
export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;
