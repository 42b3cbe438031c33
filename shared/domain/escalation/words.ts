import { z } from 'zod';

/** The closed lists of B.3: types, grades, states, routes. */
export const caseTypeSchema = z.enum([
  'CONSULT',
  'TECH',
  'COMPLAINT_SERVICE',
  'COMPLAINT_PRODUCT',
  'COMPLAINT_BILLING',
  'LOGISTICS',
  'SUGGESTION',
  'ABUSE',
]);
export type CaseType = z.infer<typeof caseTypeSchema>;
export const gradeSchema = z.enum(['P1', 'P2', 'P3', 'P4']);
export type Grade = z.infer<typeof gradeSchema>;
export const caseStateSchema = z.enum([
  'new',
  'graded',
  'attributing',
  'solving',
  'proposed',
  'customer-confirm',
  'resolved',
  'follow-up',
  'closed',
  'merged',
  'cancelled',
]);
export type CaseState = z.infer<typeof caseStateSchema>;
export const routeSchema = z.enum(['authority', 'supervisor', 'department']);
export type Route = z.infer<typeof routeSchema>;
export const causeClassSchema = z.enum(['customer-use', 'product', 'service', 'logistics', 'policy', 'third-party', 'unknown']);
export type CauseClass = z.infer<typeof causeClassSchema>;
export const contactChannelSchema = z.enum(['phone', 'sms', 'chat', 'email', 'wechat']);
export type ContactChannel = z.infer<typeof contactChannelSchema>;

export const FIVE_W2H = ['what', 'who', 'when', 'where', 'why', 'how', 'howMuch'] as const;
export type FiveW2HField = (typeof FIVE_W2H)[number];

export const timerCodeSchema = z.enum(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T6P', 'T7', 'T8']);
export type TimerCode = z.infer<typeof timerCodeSchema>;
export const timerLevelSchema = z.enum(['none', 'warned', 'breached', 'manager', 'director']);
export type TimerLevel = z.infer<typeof timerLevelSchema>;

/** Facts that a case's grade is proposed from (B.3.1). */
export const caseSignSchema = z.enum([
  'safety',
  'outage',
  'legal-or-media',
  'vip-stopped',
  'threat',
  'money-loss',
  'account-locked',
  'second-complaint',
  'vip',
  'asks-supervisor',
]);
export type CaseSign = z.infer<typeof caseSignSchema>;

/** Why a grade went up by itself: an outage, the same customer again, a way out refused, a case that came back, a clock that ran out. */
export const raiseCauseSchema = z.enum(['outage', 'again', 'refused', 'reopened', 'late']);

export const ticketStateSchema = z.enum(['queued', 'created', 'failed', 'resolved', 'reopened', 'linked']);
export type TicketState = z.infer<typeof ticketStateSchema>;
/** How a tracker may end a ticket; a word that it alone knows is `other`. */
export const resolutionSchema = z.enum([
  'fixed',
  'bydesign',
  'duplicate',
  'external',
  'notrepro',
  'postponed',
  'willnotfix',
  'tostory',
  'other',
]);
export type Resolution = z.infer<typeof resolutionSchema>;
/** Nothing was mended: the customer is owed the reason in plain words. */
export const NEEDS_EXPLANATION: ReadonlySet<Resolution> = new Set(['bydesign', 'willnotfix', 'postponed', 'notrepro']);

/** What people are told of a case without having asked. */
export const noticeKindSchema = z.enum([
  'timer-warned',
  'timer-breached',
  'timer-escalated',
  'promise-reminded',
  'promise-broken',
  'grade-raised',
  'offered',
  'offer-unanswered',
  'owner-changed',
  'unowned',
  'resolved',
  'cancelled',
  'merged',
]);
export type NoticeKind = z.infer<typeof noticeKindSchema>;
