import { z } from 'zod';
import { actionIdSchema, agentIdSchema, caseIdSchema, queueIdSchema, visitIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { callerSchema } from '../facts.js';
import { personSchema } from '../person.js';
import {
  caseSignSchema,
  caseStateSchema,
  caseTypeSchema,
  causeClassSchema,
  contactChannelSchema,
  gradeSchema,
  raiseCauseSchema,
  resolutionSchema,
  routeSchema,
  ticketStateSchema,
  timerCodeSchema,
  timerLevelSchema,
} from './words.js';

/** What happened to a case. Each says who did it; what a clock, a calendar or the site's policy had to do with it is told as instants. */
const onCase = { occurredAt: epochMsSchema, caseId: caseIdSchema, by: personSchema };
const said = (max: number) => z.string().min(1).max(max);
const department = said(40);
const w2h = said(400).optional();

/** A time that somebody named to the customer (B.3.5). */
export const promiseSchema = z.strictObject({
  id: actionIdSchema,
  dueAt: epochMsSchema,
  /** When the owner is reminded: 15 minutes before, or at 80 % of the way, whichever is later. */
  remindAt: epochMsSchema,
  text: said(200),
  byName: said(64),
  channel: contactChannelSchema,
});

/** A timer with its instants, computed once from the policy that the case was opened under (ES-T6). */
export const caseTimerSchema = z.strictObject({
  code: timerCodeSchema,
  startedAt: epochMsSchema,
  /** At 80, 100, 150 and 200 % of the allowance. */
  warnAt: epochMsSchema,
  dueAt: epochMsSchema,
  managerAt: epochMsSchema,
  directorAt: epochMsSchema,
  level: timerLevelSchema,
  /** It waits for the customer (ES-T3). */
  pausedAt: epochMsSchema.optional(),
  /** Met, or no longer asked for; late when `level` is `breached` or beyond. */
  endedAt: epochMsSchema.optional(),
  breachedByRegrade: z.literal(true).optional(),
});

/** ES-01 */
export const caseOpenedSchema = z.strictObject({
  type: z.literal('case.opened'),
  ...onCase,
  caseType: caseTypeSchema,
  text: said(1_000),
  signs: z.array(caseSignSchema).max(10),
  proposedGrade: gradeSchema,
  /** The opener, unless the case is about the opener: then nobody yet, and a supervisor must take it (ES-O4, ES-O5). */
  owner: personSchema,
  aboutAgentId: agentIdSchema.optional(),
  /** The call that it comes from; `agentId` has, or had, the caller. */
  call: z
    .strictObject({
      visitId: visitIdSchema,
      isLive: z.boolean(),
      queueId: queueIdSchema,
      agentId: agentIdSchema.optional(),
      caller: callerSchema.pick({ masked: true, hash: true, tier: true }),
    })
    .optional(),
  policyVersion: z.number().int().positive(),
  /** The customer does not want to be called outside contact hours, however urgent it is (ES-T2). */
  keepsContactHours: z.literal(true).optional(),
});
/** ES-02 */
export const caseFirstRespondedSchema = z.strictObject({
  type: z.literal('case.first-responded'),
  ...onCase,
  direction: said(300),
  channel: contactChannelSchema,
});
/** ES-03, and each regrade by a person. */
export const caseGradedSchema = z.strictObject({
  type: z.literal('case.graded'),
  ...onCase,
  grade: gradeSchema,
  caseType: caseTypeSchema,
  reason: said(300).optional(),
  aboutAgentId: agentIdSchema.optional(),
});
/** It went up by itself (B.3.1). Whether a person has graded it stays as it was. */
export const caseGradeRaisedSchema = z.strictObject({
  type: z.literal('case.grade-raised'),
  ...onCase,
  from: gradeSchema,
  grade: gradeSchema,
  because: raiseCauseSchema,
  /** The clock that ran out, when it was that. */
  code: timerCodeSchema.optional(),
});
/** ES-04 */
export const caseAttributedSchema = z.strictObject({
  type: z.literal('case.attributed'),
  ...onCase,
  causeClass: causeClassSchema,
  /** Only what was told; the rest stays. */
  fiveW2H: z.strictObject({ what: w2h, who: w2h, when: w2h, where: w2h, why: w2h, how: w2h, howMuch: w2h }),
});
/** ES-05, ES-06 */
export const caseRoutedSchema = z.strictObject({
  type: z.literal('case.routed'),
  ...onCase,
  route: routeSchema.exclude(['department']),
  reason: said(300).optional(),
});
/** Something was given to the customer out of the authority list: it counts against the case's and the customer's sums. */
export const caseAuthorityUsedSchema = z.strictObject({
  type: z.literal('case.authority-used'),
  ...onCase,
  entry: department,
  amount: z.number().nonnegative(),
  /** Whose sum it is: the caller's hash; the case itself when the caller is not known. */
  customer: said(80),
  evidence: said(300).optional(),
  approvalId: actionIdSchema.optional(),
});
export const caseApprovalAskedSchema = z.strictObject({
  type: z.literal('case.approval-asked'),
  ...onCase,
  approvalId: actionIdSchema,
  entry: department,
  amount: z.number().nonnegative(),
  reason: said(300),
  evidence: said(300).optional(),
  dueAt: epochMsSchema,
});
export const caseApprovalAnsweredSchema = z.strictObject({
  type: z.literal('case.approval-answered'),
  ...onCase,
  approvalId: actionIdSchema,
  granted: z.boolean(),
  reason: said(300),
});
/** Nobody answered in time. Silence grants nothing. */
export const caseApprovalLateSchema = z.strictObject({ type: z.literal('case.approval-late'), ...onCase, approvalId: actionIdSchema });
/** ES-07, and the word of who arbitrates (ES-09). */
export const caseHandedOffSchema = z.strictObject({
  type: z.literal('case.handed-off'),
  ...onCase,
  department,
  text: said(1_000),
  evidence: said(500).optional(),
  /** When the department owes a receipt. */
  ackDueAt: epochMsSchema,
  /** How often it owes news. */
  updateMs: z.number().int().positive().optional(),
  isArbitrated: z.literal(true).optional(),
});
export const caseDepartmentReceivedSchema = z.strictObject({ type: z.literal('case.department-received'), ...onCase });
/** ES-08 */
export const caseDepartmentJudgedSchema = z.strictObject({
  type: z.literal('case.department-judged'),
  ...onCase,
  text: said(1_000),
});
/** ES-09 */
export const caseDepartmentRejectedSchema = z.strictObject({
  type: z.literal('case.department-rejected'),
  ...onCase,
  reason: said(300),
  suggestedDepartment: department.optional(),
  /** The second time: a supervisor decides until then. */
  arbitrateDueAt: epochMsSchema.optional(),
});
export const caseReceiptOverdueSchema = z.strictObject({ type: z.literal('case.receipt-overdue'), ...onCase });
export const caseDepartmentUpdateOwedSchema = z.strictObject({ type: z.literal('case.department-update-owed'), ...onCase });
export const caseArbitrationOverdueSchema = z.strictObject({ type: z.literal('case.arbitration-overdue'), ...onCase });
/** ES-10 */
export const casePlannedSchema = z.strictObject({
  type: z.literal('case.planned'),
  ...onCase,
  text: said(1_000),
  etaAt: epochMsSchema,
  explanation: said(500).optional(),
});
/** ES-11 */
export const caseCustomerToldSchema = z.strictObject({
  type: z.literal('case.customer-told'),
  ...onCase,
  channel: contactChannelSchema,
  text: said(500),
});
/** ES-12, ES-13. `to`: where that leads; absent: one more try is needed. */
export const caseCustomerAnsweredSchema = z.strictObject({
  type: z.literal('case.customer-answered'),
  ...onCase,
  answer: z.enum(['accepted', 'refused', 'no-answer']),
  text: said(300).optional(),
  to: caseStateSchema.extract(['resolved', 'attributing']).optional(),
  /** Before this the next try does not count. */
  tryAgainAt: epochMsSchema.optional(),
});
/** ES-14 */
export const caseFixedSchema = z.strictObject({ type: z.literal('case.fixed'), ...onCase, text: said(1_000) });
/** ES-15 */
export const caseFollowUpStartedSchema = z.strictObject({ type: z.literal('case.follow-up-started'), ...onCase });
/** ES-16: a try, or the customer's word; `case.closed` or `case.reopened` follows when that ends it. */
export const caseFollowedUpSchema = z.strictObject({
  type: z.literal('case.followed-up'),
  ...onCase,
  result: z.enum(['satisfied', 'dissatisfied', 'no-answer']),
  tryAgainAt: epochMsSchema.optional(),
});
export const caseClosedSchema = z.strictObject({ type: z.literal('case.closed'), ...onCase, review: said(500).optional() });
/** ES-17 */
export const caseReopenedSchema = z.strictObject({ type: z.literal('case.reopened'), ...onCase, reason: said(300) });
/** ES-18 */
export const caseProgressedSchema = z.strictObject({
  type: z.literal('case.progressed'),
  ...onCase,
  text: said(500),
  channel: contactChannelSchema,
});
export const casePromisedSchema = z.strictObject({ type: z.literal('case.promised'), ...onCase, promise: promiseSchema });
/** In time, or, when it was broken already, at last. */
export const casePromiseKeptSchema = z.strictObject({ type: z.literal('case.promise-kept'), ...onCase, promiseId: actionIdSchema });
export const casePromiseRemindedSchema = z.strictObject({ type: z.literal('case.promise-reminded'), ...onCase, promiseId: actionIdSchema });
export const casePromiseBrokenSchema = z.strictObject({ type: z.literal('case.promise-broken'), ...onCase, promiseId: actionIdSchema });
/** ES-19. The other case has `case.merged-in`, with the promises that it now has to keep. */
export const caseMergedSchema = z.strictObject({ type: z.literal('case.merged'), ...onCase, intoCaseId: caseIdSchema });
export const caseMergedInSchema = z.strictObject({
  type: z.literal('case.merged-in'),
  ...onCase,
  fromCaseId: caseIdSchema,
  promises: z.array(promiseSchema).max(50),
});
export const caseCancelledSchema = z.strictObject({ type: z.literal('case.cancelled'), ...onCase, reason: said(300) });
export const caseCommentedSchema = z.strictObject({
  type: z.literal('case.commented'),
  ...onCase,
  text: said(1_000),
  mentions: z.array(personSchema).max(20),
});
/** ES-O1: with the owner until `to` accepts. */
export const caseOfferedSchema = z.strictObject({
  type: z.literal('case.offered'),
  ...onCase,
  to: personSchema,
  note: said(300).optional(),
  /** Unanswered until then: the lead of who was asked is told (ES-O3). */
  answerDueAt: epochMsSchema,
});
export const caseOfferDeclinedSchema = z.strictObject({ type: z.literal('case.offer-declined'), ...onCase, reason: said(300) });
export const caseOfferUnansweredSchema = z.strictObject({ type: z.literal('case.offer-unanswered'), ...onCase });
/** `barred`: what the case turned out to be about bars the one who had it; a supervisor must take it. */
export const caseOwnerChangedSchema = z.strictObject({
  type: z.literal('case.owner-changed'),
  ...onCase,
  owner: personSchema,
  /** `custody`: the owner goes off the phones for a while, or signed out and did not come back, and carries no open cases then (ES-O1). */
  how: z.enum(['accepted', 'taken', 'barred', 'custody']),
});
/** Nobody owns it, and has not for a while (I19). */
export const caseUnownedSchema = z.strictObject({ type: z.literal('case.unowned'), ...onCase });
/** Somebody, or the hand-off to a department that works with it, wants a ticket. `actionId` names the wish: asking twice makes one. */
export const caseTicketRequestedSchema = z.strictObject({ type: z.literal('case.ticket-requested'), ...onCase, actionId: actionIdSchema });
export const caseTicketChangedSchema = z.strictObject({
  type: z.literal('case.ticket-changed'),
  ...onCase,
  state: ticketStateSchema.exclude(['queued']),
  key: said(60).optional(),
  url: said(300).optional(),
  resolution: resolutionSchema.optional(),
  tries: z.number().int().nonnegative(),
  /** ES-20: where that leads. */
  to: caseStateSchema.extract(['proposed', 'solving']).optional(),
});
/** The live call that it began with is over. */
export const caseCallEndedSchema = z.strictObject({ type: z.literal('case.call-ended'), ...onCase });

/** Somebody took note of what they were told: these notices are done with. */
export const caseNotedSchema = z.strictObject({ type: z.literal('case.noted'), ...onCase, noticeIds: z.array(said(160)).min(1).max(30) });

/** Timers that began, ended, paused, or were counted anew; and those that no longer apply. */
export const caseTimersSetSchema = z.strictObject({
  type: z.literal('case.timers-set'),
  ...onCase,
  timers: z.array(caseTimerSchema).max(9),
  dropped: z.array(timerCodeSchema).max(9),
});
/** ES-T1: at 80 % the owner; at 100 % the owner's lead; then the manager and the director. `occurredAt` is when it was due. */
export const caseTimerWarnedSchema = z.strictObject({ type: z.literal('case.timer-warned'), ...onCase, code: timerCodeSchema });
export const caseTimerBreachedSchema = z.strictObject({
  type: z.literal('case.timer-breached'),
  ...onCase,
  code: timerCodeSchema,
  breachedByRegrade: z.literal(true).optional(),
});
export const caseTimerEscalatedSchema = z.strictObject({
  type: z.literal('case.timer-escalated'),
  ...onCase,
  code: timerCodeSchema,
  level: z.enum(['manager', 'director']),
});

export const caseEvents = [
  caseOpenedSchema,
  caseFirstRespondedSchema,
  caseGradedSchema,
  caseGradeRaisedSchema,
  caseAttributedSchema,
  caseRoutedSchema,
  caseAuthorityUsedSchema,
  caseApprovalAskedSchema,
  caseApprovalAnsweredSchema,
  caseApprovalLateSchema,
  caseHandedOffSchema,
  caseDepartmentReceivedSchema,
  caseDepartmentJudgedSchema,
  caseDepartmentRejectedSchema,
  caseReceiptOverdueSchema,
  caseDepartmentUpdateOwedSchema,
  caseArbitrationOverdueSchema,
  casePlannedSchema,
  caseCustomerToldSchema,
  caseCustomerAnsweredSchema,
  caseFixedSchema,
  caseFollowUpStartedSchema,
  caseFollowedUpSchema,
  caseClosedSchema,
  caseReopenedSchema,
  caseProgressedSchema,
  casePromisedSchema,
  casePromiseKeptSchema,
  casePromiseRemindedSchema,
  casePromiseBrokenSchema,
  caseMergedSchema,
  caseMergedInSchema,
  caseCancelledSchema,
  caseCommentedSchema,
  caseOfferedSchema,
  caseOfferDeclinedSchema,
  caseOfferUnansweredSchema,
  caseOwnerChangedSchema,
  caseUnownedSchema,
  caseTicketRequestedSchema,
  caseTicketChangedSchema,
  caseCallEndedSchema,
  caseNotedSchema,
  caseTimersSetSchema,
  caseTimerWarnedSchema,
  caseTimerBreachedSchema,
  caseTimerEscalatedSchema,
] as const;
