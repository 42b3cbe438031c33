import { z } from 'zod';
import { actionIdSchema, agentIdSchema, bufferIdSchema, coverIdSchema, queueIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../../kernel/time.js';
import { personSchema } from '../person.js';
import { codeSchema } from '../roster/words.js';
import { bufferCheckSchema, declineCodeSchema, privateRefSchema, reliefHowSchema } from './words.js';

/**
 * What happened to buffer shifts. The log knows that, when and by whom; never why, nor how anybody feels: a reason is only named
 * (`reasonRef`), what is written about a check-in is whether the agent returns or needs longer.
 */
const base = { occurredAt: epochMsSchema };
const onBuffer = { ...base, bufferId: bufferIdSchema, agentId: agentIdSchema };
const span = { startAt: epochMsSchema, endAt: epochMsSchema };

export const bufferRequestedSchema = z.strictObject({
  type: z.literal('buffer.requested'),
  ...onBuffer,
  teamId: teamIdSchema.optional(),
  wantedAt: epochMsSchema,
  lengthMs: durationMsSchema,
  wishedPost: codeSchema.optional(),
  reasonRef: privateRefSchema.optional(),
  isReasonShared: z.boolean(),
  /** BS-R6: may not be declined, and not be put off for more than a quarter of an hour. Why is not kept. */
  isProtected: z.boolean(),
  /** BS-R4: a person decides, and a conversation is offered. How often is not kept. */
  isThird: z.boolean(),
});
export const bufferCheckedSchema = z.strictObject({
  type: z.literal('buffer.checked'),
  ...onBuffer,
  check: bufferCheckSchema,
  /** A person may decide until then; absent: nobody needs to. */
  decideBy: epochMsSchema.optional(),
  /** What is taken if nobody decides: the best start, or the latest that may be committed. Absent: at once. */
  proposedStartAt: epochMsSchema.optional(),
});
export const bufferApprovedSchema = z.strictObject({
  type: z.literal('buffer.approved'),
  ...onBuffer,
  ...span,
  /** `start-reached`: of a deferred one; `overturned`: a no was taken back. */
  how: z.enum(['automatic', 'silence', 'person', 'start-reached', 'overturned']),
  by: personSchema.optional(),
  isCoverWanted: z.boolean(),
  /** When arranging ends, with or without a post and a colleague. */
  arrangeBy: epochMsSchema,
});
export const bufferDeferredSchema = z.strictObject({
  type: z.literal('buffer.deferred'),
  ...onBuffer,
  ...span,
  /** Absent: nobody decided in time. */
  by: personSchema.optional(),
});
export const bufferDeclinedSchema = z.strictObject({
  type: z.literal('buffer.declined'),
  ...onBuffer,
  by: personSchema,
  code: declineCodeSchema,
});
export const bufferReviewedSchema = z.strictObject({
  type: z.literal('buffer.reviewed'),
  ...onBuffer,
  by: personSchema,
  outcome: z.enum(['upheld', 'overturned']),
});
/** The start has come and too few would stay: it is looked at again, and somebody must take the agent off the phones. */
export const bufferBlockedSchema = z.strictObject({ type: z.literal('buffer.blocked'), ...onBuffer, againAt: epochMsSchema });
export const bufferPostAssignedSchema = z.strictObject({
  type: z.literal('buffer.post-assigned'),
  ...onBuffer,
  post: codeSchema,
  by: personSchema.optional(),
});
export const bufferScheduledSchema = z.strictObject({
  type: z.literal('buffer.scheduled'),
  ...onBuffer,
  ...span,
  confirmBy: epochMsSchema,
});
/** The agent goes; `actionId` asks the phone system for it, perhaps only after the call. */
export const bufferConfirmedSchema = z.strictObject({ type: z.literal('buffer.confirmed'), ...onBuffer, actionId: actionIdSchema });
/** The going came to nothing: taken back, refused by the phone system, or overtaken. It may be confirmed again. */
export const bufferConfirmEndedSchema = z.strictObject({ type: z.literal('buffer.confirm-ended'), ...onBuffer });
export const bufferStartedSchema = z.strictObject({ type: z.literal('buffer.started'), ...onBuffer, endAt: epochMsSchema });
export const bufferCheckInDueSchema = z.strictObject({
  type: z.literal('buffer.check-in-due'),
  ...onBuffer,
  how: z.enum(['time', 'early']),
});
export const bufferExtendedSchema = z.strictObject({ type: z.literal('buffer.extended'), ...onBuffer, endAt: epochMsSchema });
/** More is needed than may be added: the manager and HR agree on a plan with the agent (BS-18). */
export const bufferPlanNeededSchema = z.strictObject({ type: z.literal('buffer.plan-needed'), ...onBuffer });
/** BS-20: no answer at the end. A gentle word to the agent; a quarter of an hour later the wellbeing contact calls. */
export const bufferUnansweredSchema = z.strictObject({
  type: z.literal('buffer.unanswered'),
  ...onBuffer,
  stage: z.enum(['ping', 'call']),
});
export const bufferReturnedSchema = z.strictObject({
  type: z.literal('buffer.returned'),
  ...onBuffer,
  /** By the check-in; or the agent's own phone said so. */
  how: z.enum(['ready', 'phone', 'signed-out']),
  landingUntil: epochMsSchema,
  /** Queues that the agent is kept from until then; none where the source can't do that. */
  keptFrom: z.array(z.strictObject({ queueId: queueIdSchema, penalty: z.number().int().min(0) })).max(200),
});
/** The first time after the return is over. `isBack`: in those queues again; else once the agent is next on the phones. */
export const bufferLandedSchema = z.strictObject({ type: z.literal('buffer.landed'), ...onBuffer, isBack: z.boolean() });
export const bufferWithdrawnSchema = z.strictObject({ type: z.literal('buffer.withdrawn'), ...onBuffer });
export const bufferExpiredSchema = z.strictObject({ type: z.literal('buffer.expired'), ...onBuffer });
export const bufferCancelledSchema = z.strictObject({
  type: z.literal('buffer.cancelled'),
  ...onBuffer,
  by: personSchema,
  /** Offered again by then. */
  reofferAt: epochMsSchema,
});
export const bufferReofferedSchema = z.strictObject({ type: z.literal('buffer.reoffered'), ...onBuffer });
export const bufferAskingAllowedSchema = z.strictObject({ type: z.literal('buffer.asking-allowed'), ...onBuffer, on: z.boolean() });
export const bufferHelpAskedSchema = z.strictObject({
  type: z.literal('buffer.help-asked'),
  ...onBuffer,
  by: personSchema,
  until: epochMsSchema,
});
/** It passed, or the agent came: nobody can tell which. */
export const bufferHelpPassedSchema = z.strictObject({ type: z.literal('buffer.help-passed'), ...onBuffer });
/** Somebody read the reason that the agent shared; the agent sees who. */
export const bufferOpenedSchema = z.strictObject({ type: z.literal('buffer.opened'), ...onBuffer, by: personSchema });
/** Ninety days are over: of these requests nothing is kept but their month's sums. */
export const bufferForgottenSchema = z.strictObject({ type: z.literal('buffer.forgotten'), ...base, before: epochMsSchema });

/** A colleague is asked to take over for a time. Why is in no event of theirs but this one's `bufferId`, which no frame carries. */
export const coverOfferedSchema = z.strictObject({
  type: z.literal('cover.offered'),
  ...base,
  ...span,
  coverId: coverIdSchema,
  bufferId: bufferIdSchema,
  agentId: agentIdSchema,
  queueIds: z.array(queueIdSchema).max(500),
  until: epochMsSchema,
});
export const coverAnsweredSchema = z.strictObject({
  type: z.literal('cover.answered'),
  ...base,
  coverId: coverIdSchema,
  bufferId: bufferIdSchema,
  agentId: agentIdSchema,
  accepted: z.boolean(),
});
/** Not needed any more: somebody else was first, nobody answered in time, or it was called off. */
export const coverEndedSchema = z.strictObject({
  type: z.literal('cover.ended'),
  ...base,
  coverId: coverIdSchema,
  bufferId: bufferIdSchema,
  agentId: agentIdSchema,
});
export const coverOptedSchema = z.strictObject({ type: z.literal('cover.opted'), ...base, agentId: agentIdSchema, on: z.boolean() });

export const reliefNeededSchema = z.strictObject({
  type: z.literal('relief.needed'),
  ...base,
  agentId: agentIdSchema,
  bufferId: bufferIdSchema.optional(),
});
export const reliefTakenSchema = z.strictObject({
  type: z.literal('relief.taken'),
  ...base,
  agentId: agentIdSchema,
  by: personSchema,
  how: reliefHowSchema,
});
/** The agent is off the phones, or asked no more. */
export const reliefEndedSchema = z.strictObject({
  type: z.literal('relief.ended'),
  ...base,
  agentId: agentIdSchema,
  how: z.enum(['off-voice', 'withdrawn']),
});

export const bufferEvents = [
  bufferRequestedSchema,
  bufferCheckedSchema,
  bufferApprovedSchema,
  bufferDeferredSchema,
  bufferDeclinedSchema,
  bufferReviewedSchema,
  bufferBlockedSchema,
  bufferPostAssignedSchema,
  bufferScheduledSchema,
  bufferConfirmedSchema,
  bufferConfirmEndedSchema,
  bufferStartedSchema,
  bufferCheckInDueSchema,
  bufferExtendedSchema,
  bufferPlanNeededSchema,
  bufferUnansweredSchema,
  bufferReturnedSchema,
  bufferLandedSchema,
  bufferWithdrawnSchema,
  bufferExpiredSchema,
  bufferCancelledSchema,
  bufferReofferedSchema,
  bufferAskingAllowedSchema,
  bufferHelpAskedSchema,
  bufferHelpPassedSchema,
  bufferOpenedSchema,
  bufferForgottenSchema,
  coverOfferedSchema,
  coverAnsweredSchema,
  coverEndedSchema,
  coverOptedSchema,
  reliefNeededSchema,
  reliefTakenSchema,
  reliefEndedSchema,
] as const;
