import { z } from 'zod';
import { actionIdSchema, agentIdSchema, caseIdSchema, visitIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { words } from '../text.js';
import { caseSignSchema, caseTypeSchema, causeClassSchema, contactChannelSchema, gradeSchema } from './words.js';

/** Commands on escalation cases; each names the row of B.3.2 that it is. Texts are cleaned of callers' numbers. */
const onCase = { caseId: caseIdSchema };
const text = words(1_000);
const reason = words(300);
const w2h = words(400).optional();
const userId = z.string().min(1).max(64);
const code = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

export const caseCommands = [
  /** ES-01, CL-16. The opener is the first responder, for good. From a live call when `visitId` is given. */
  z.strictObject({
    type: z.literal('case.open'),
    visitId: visitIdSchema.optional(),
    caseType: caseTypeSchema,
    text,
    /** Facts for the proposed grade (B.3.1). */
    signs: z.array(caseSignSchema).max(10).default([]),
    /** Whom a complaint is about, or who suffered abuse (ES-O4, ES-O5). */
    aboutAgentId: agentIdSchema.optional(),
    /** The customer asked not to be called outside contact hours, however urgent it is (ES-T2). */
    keepsContactHours: z.literal(true).optional(),
  }),
  /** ES-02: the three parts of the 30-second method. The node becomes a promise. */
  z.strictObject({
    type: z.literal('case.first-response'),
    ...onCase,
    apologised: z.literal(true),
    direction: words(300),
    node: z.strictObject({ dueAt: epochMsSchema, text: words(200) }),
    channel: contactChannelSchema.default('phone'),
  }),
  /** ES-03; later it is a regrade: up by anyone on the case, down only by a supervisor with a reason. */
  z.strictObject({ type: z.literal('case.grade'), ...onCase, grade: gradeSchema, caseType: caseTypeSchema, reason: reason.optional() }),
  /** ES-04; may be repeated while attributing, to fill what is missing. */
  z.strictObject({
    type: z.literal('case.attribute'),
    ...onCase,
    causeClass: causeClassSchema,
    fiveW2H: z.strictObject({ what: w2h, who: w2h, when: w2h, where: w2h, why: w2h, how: w2h, howMuch: w2h }),
  }),
  /** ES-05 */
  z.strictObject({
    type: z.literal('case.take-in-authority'),
    ...onCase,
    entry: code,
    amount: z.number().min(0).max(100_000_000).default(0),
    evidence: words(300).optional(),
  }),
  /** Beyond the entry's limit: asks while the customer is on the line. */
  z.strictObject({
    type: z.literal('case.ask-approval'),
    ...onCase,
    entry: code,
    amount: z.number().min(0).max(100_000_000),
    reason,
    evidence: words(300).optional(),
  }),
  z.strictObject({ type: z.literal('case.answer-approval'), ...onCase, approvalId: actionIdSchema, granted: z.boolean(), reason }),
  /** ES-06 */
  z.strictObject({ type: z.literal('case.to-supervisor'), ...onCase, reason }),
  /** ES-07 */
  z.strictObject({ type: z.literal('case.hand-off'), ...onCase, department: code, text, evidence: words(500) }),
  /** The department has seen it. */
  z.strictObject({ type: z.literal('case.receive'), ...onCase }),
  /** ES-08 */
  z.strictObject({ type: z.literal('case.preliminary'), ...onCase, text }),
  /** ES-09 */
  z.strictObject({ type: z.literal('case.department-reject'), ...onCase, reason, suggestedDepartment: code.optional() }),
  z.strictObject({ type: z.literal('case.arbitrate'), ...onCase, department: code, reason }),
  /** ES-10; `explanation` in plain words is required where the tracker's answer was "won't fix" and the like. */
  z.strictObject({ type: z.literal('case.plan'), ...onCase, text, etaAt: epochMsSchema, explanation: words(500).optional() }),
  /** ES-11 */
  z.strictObject({ type: z.literal('case.tell-customer'), ...onCase, channel: contactChannelSchema, text: words(500) }),
  /** ES-12, ES-13 */
  z.strictObject({
    type: z.literal('case.customer-answer'),
    ...onCase,
    answer: z.enum(['accepted', 'refused', 'no-answer']),
    text: words(300).optional(),
  }),
  /** ES-14 */
  z.strictObject({ type: z.literal('case.fixed-now'), ...onCase, text }),
  /** ES-15 */
  z.strictObject({ type: z.literal('case.start-follow-up'), ...onCase }),
  /** ES-16; `review` is required for a complaint. `dissatisfied` reopens (ES-17). */
  z.strictObject({
    type: z.literal('case.follow-up-result'),
    ...onCase,
    result: z.enum(['satisfied', 'dissatisfied', 'no-answer']),
    review: words(500).optional(),
  }),
  /** Sampled out of a follow-up: other types may close from RESOLVED. */
  z.strictObject({ type: z.literal('case.close'), ...onCase, review: words(500).optional() }),
  /** ES-17 */
  z.strictObject({ type: z.literal('case.reopen'), ...onCase, reason }),
  /** ES-18: what we last told the customer. */
  z.strictObject({ type: z.literal('case.progress'), ...onCase, text: words(500), channel: contactChannelSchema }),
  z.strictObject({ type: z.literal('case.promise'), ...onCase, dueAt: epochMsSchema, text: words(200), channel: contactChannelSchema }),
  z.strictObject({ type: z.literal('case.keep-promise'), ...onCase, promiseId: actionIdSchema }),
  /** ES-19 */
  z.strictObject({ type: z.literal('case.merge'), ...onCase, intoCaseId: caseIdSchema }),
  z.strictObject({ type: z.literal('case.cancel'), ...onCase, reason }),
  z.strictObject({ type: z.literal('case.comment'), ...onCase, text, mentions: z.array(userId).max(20).default([]) }),
  /** ES-O1: stays with the owner until accepted. */
  z.strictObject({ type: z.literal('case.give'), ...onCase, toUserId: userId, note: words(300).optional() }),
  z.strictObject({ type: z.literal('case.accept'), ...onCase }),
  z.strictObject({ type: z.literal('case.decline'), ...onCase, reason }),
  /** A supervisor takes the case over: owner by accepting in the same breath. */
  z.strictObject({ type: z.literal('case.take'), ...onCase }),
  /** What one was told of the case up to then is read. */
  z.strictObject({ type: z.literal('case.note'), ...onCase, upTo: epochMsSchema }),
  /** Sends it to the tracker, or links a ticket that is there. */
  z.strictObject({ type: z.literal('case.send-ticket'), ...onCase }),
  z.strictObject({
    type: z.literal('case.link-ticket'),
    ...onCase,
    key: z.string().regex(/^[\w.-]{1,60}$/),
    url: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .optional(),
  }),
] as const;
