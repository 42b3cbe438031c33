import { z } from 'zod';
import {
  actionIdSchema,
  agentIdSchema,
  alertIdSchema,
  callIdSchema,
  caseIdSchema,
  queueIdSchema,
  ruleIdSchema,
  visitIdSchema,
} from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { personSchema } from '../person.js';
import { monitorModeSchema } from './commands.js';
import { effectOpSchema, effectSchema, failureSchema } from './effects.js';

const base = { occurredAt: epochMsSchema };
const source = z.string().min(1).max(64);

/** A command's own type; `borrow.end` and `state.after-call` are done by the site itself when the time has come. */
export const actionKindSchema = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
  .max(48);
export type ActionKind = z.infer<typeof actionKindSchema>;

export const actionStateSchema = z.enum([
  'pending',
  'offered',
  'requested',
  'started',
  'confirmed',
  'failed',
  'timed-out',
  'declined',
  'withdrawn',
]);
export type ActionState = z.infer<typeof actionStateSchema>;

export const actionSubjectsSchema = z.strictObject({
  visitId: visitIdSchema.optional(),
  callId: callIdSchema.optional(),
  agentId: agentIdSchema.optional(),
  queueId: queueIdSchema.optional(),
  toAgentId: agentIdSchema.optional(),
  toQueueId: queueIdSchema.optional(),
  caseId: caseIdSchema.optional(),
  alertId: alertIdSchema.optional(),
  ruleId: ruleIdSchema.optional(),
  actionId: actionIdSchema.optional(),
});

export const actionDetailSchema = z.strictObject({
  mode: monitorModeSchema.optional(),
  priority: z.number().int().optional(),
  /** As it was before: what undo puts back. */
  priorityBefore: z.number().int().optional(),
  queueIdBefore: queueIdSchema.optional(),
  toState: z.enum(['ready', 'not-ready', 'logged-out']).optional(),
  reasonCode: z.string().max(120).optional(),
  stateBefore: z.string().max(24).optional(),
  reasonCodeBefore: z.string().max(120).optional(),
  when: z.enum(['now', 'after-call']).optional(),
  /** A loan's or a snooze's end. */
  until: epochMsSchema.optional(),
  /** Done to somebody else against a rule of choice: shown to them with who and why (AG-P3). */
  forced: z.boolean().optional(),
  /** Of a command with a text: why, or what. */
  reason: z.string().max(300).optional(),
  /** Handover note, or a message's text. */
  text: z.string().max(500).optional(),
  /** Of a call that a desk is offered: who calls and since when they wait, for an agent who does not see the queue. */
  caller: z
    .strictObject({ masked: z.string().max(32), name: z.string().max(128).optional(), tier: z.string().max(24).optional() })
    .optional(),
  waitingSince: epochMsSchema.optional(),
  /** Of such a call: what it is about, in the queue's own name. */
  queueName: z.strictObject({ name: z.string().max(120), nameEn: z.string().max(120).optional() }).optional(),
  /** A case command's, a rule's: in a few plain words for the audit, without private text. */
  what: z.string().max(120).optional(),
});
export type ActionDetail = z.infer<typeof actionDetailSchema>;

/** Somebody's wish was granted. The first event of each commit that a person's command made: its audit record. */
export const actionTakenSchema = z.strictObject({
  type: z.literal('action.taken'),
  ...base,
  actionId: actionIdSchema,
  kind: actionKindSchema,
  by: personSchema,
  on: actionSubjectsSchema,
  detail: actionDetailSchema,
  alertId: alertIdSchema.optional(),
  undoOf: actionIdSchema.optional(),
  state: z.enum(['pending', 'offered', 'requested', 'confirmed']),
  effect: effectSchema.optional(),
  source: source.optional(),
  offer: z.strictObject({ agentId: agentIdSchema, until: epochMsSchema }).optional(),
  timeOutAt: epochMsSchema.optional(),
});
/** The desk accepted, or a contact is over: now the source is asked. */
export const actionRequestedSchema = z.strictObject({
  type: z.literal('action.requested'),
  ...base,
  actionId: actionIdSchema,
  effect: effectSchema,
  source,
  timeOutAt: epochMsSchema,
});
/** Whoever holds the source's lease is about to ask it. From here on it may have happened. */
export const actionStartedSchema = z.strictObject({
  type: z.literal('action.started'),
  ...base,
  actionId: actionIdSchema,
  /** The lease's fencing token. */
  fence: z.number().int().nonnegative(),
});
export const actionSettledSchema = z.strictObject({
  type: z.literal('action.settled'),
  ...base,
  actionId: actionIdSchema,
  result: z.enum(['confirmed', 'failed', 'timed-out', 'declined', 'withdrawn']),
  failure: failureSchema.optional(),
  answer: z.string().max(200).optional(),
  /** The action that it was to undo: it is undone now, or can be tried again. */
  undoOf: actionIdSchema.optional(),
});

/** What the source can be asked at all. */
export const sourceCapabilitiesSchema = z.strictObject({
  type: z.literal('source.capabilities-told'),
  ...base,
  source,
  can: z.array(effectOpSchema).max(64),
});

/** Somebody listens in on a call. `actionId` is what asked for it; its change of mode is another action. */
export const monitorStartedSchema = z.strictObject({
  type: z.literal('monitor.started'),
  ...base,
  visitId: visitIdSchema,
  agentId: agentIdSchema,
  actionId: actionIdSchema,
  by: personSchema,
  mode: monitorModeSchema,
});
export const monitorStoppedSchema = z.strictObject({
  type: z.literal('monitor.stopped'),
  ...base,
  visitId: visitIdSchema,
  agentId: agentIdSchema,
  actionId: actionIdSchema,
});

/** A page of this agent is open somewhere, or the last one closed. */
export const deskChangedSchema = z.strictObject({ type: z.literal('desk.changed'), ...base, agentId: agentIdSchema, isOpen: z.boolean() });

/** A change of state waits for the end of the agent's contact; `actionId` is the action that waits. */
export const agentPendingSetSchema = z.strictObject({
  type: z.literal('agent.pending-set'),
  ...base,
  agentId: agentIdSchema,
  actionId: actionIdSchema,
  to: z.enum(['ready', 'not-ready', 'logged-out']),
  reasonCode: z.string().max(120).optional(),
  by: personSchema,
  expiresAt: epochMsSchema,
});
export const agentPendingClearedSchema = z.strictObject({
  type: z.literal('agent.pending-cleared'),
  ...base,
  agentId: agentIdSchema,
  how: z.enum(['done', 'cancelled', 'expired', 'replaced']),
});
/** Somebody else changed this agent's state: shown at once with who and why, never counted against adherence. */
export const agentForcedSchema = z.strictObject({
  type: z.literal('agent.forced'),
  ...base,
  agentId: agentIdSchema,
  actionId: actionIdSchema,
  by: personSchema,
  to: z.enum(['ready', 'not-ready', 'logged-out']),
  reason: z.string().max(200),
});

/** Told again with a later `until` when the time is over and the source has yet to take the agent back. */
export const agentBorrowedSchema = z.strictObject({
  type: z.literal('agent.borrowed'),
  ...base,
  agentId: agentIdSchema,
  actionId: actionIdSchema,
  queueId: queueIdSchema,
  until: epochMsSchema,
  by: personSchema,
});
export const agentBorrowEndedSchema = z.strictObject({
  type: z.literal('agent.borrow-ended'),
  ...base,
  agentId: agentIdSchema,
  queueId: queueIdSchema,
  how: z.enum(['time-over', 'returned', 'left']),
});

export const helpRaisedSchema = z.strictObject({
  type: z.literal('help.raised'),
  ...base,
  agentId: agentIdSchema,
  visitId: visitIdSchema,
  text: z.string().max(120).optional(),
});
export const helpAcknowledgedSchema = z.strictObject({
  type: z.literal('help.acknowledged'),
  ...base,
  agentId: agentIdSchema,
  by: personSchema,
});
export const helpJoinedSchema = z.strictObject({
  type: z.literal('help.joined'),
  ...base,
  agentId: agentIdSchema,
  by: personSchema,
  how: z.enum(['listen', 'whisper', 'barge', 'take-over']),
});
/** Nobody acknowledged in time: `all`, every supervisor in scope; `duty`, the duty manager. */
export const helpSpreadSchema = z.strictObject({
  type: z.literal('help.spread'),
  ...base,
  agentId: agentIdSchema,
  to: z.enum(['all', 'duty']),
});
export const helpClosedSchema = z.strictObject({
  type: z.literal('help.closed'),
  ...base,
  agentId: agentIdSchema,
  how: z.enum(['done', 'withdrawn', 'call-ended']),
});

export const abuseFlaggedSchema = z.strictObject({
  type: z.literal('call.abuse-flagged'),
  ...base,
  visitId: visitIdSchema,
  agentId: agentIdSchema,
  by: personSchema,
});
export const breakOfferedSchema = z.strictObject({
  type: z.literal('break.offered'),
  ...base,
  agentId: agentIdSchema,
  until: epochMsSchema,
});
export const breakAnsweredSchema = z.strictObject({
  type: z.literal('break.answered'),
  ...base,
  agentId: agentIdSchema,
  accepted: z.boolean(),
});

export const actionEvents = [
  actionTakenSchema,
  actionRequestedSchema,
  actionStartedSchema,
  actionSettledSchema,
  sourceCapabilitiesSchema,
  monitorStartedSchema,
  monitorStoppedSchema,
  deskChangedSchema,
  agentPendingSetSchema,
  agentPendingClearedSchema,
  agentForcedSchema,
  agentBorrowedSchema,
  agentBorrowEndedSchema,
  helpRaisedSchema,
  helpAcknowledgedSchema,
  helpJoinedSchema,
  helpSpreadSchema,
  helpClosedSchema,
  abuseFlaggedSchema,
  breakOfferedSchema,
  breakAnsweredSchema,
] as const;
