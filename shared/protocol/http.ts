import { z } from 'zod';
import { actionKindSchema } from '../domain/action/events.js';
import { allowanceSchema, hoursSchema } from '../domain/escalation/config.js';
import { causeClassSchema, gradeSchema, timerCodeSchema } from '../domain/escalation/words.js';
import { endedBySchema, flowoutReasonSchema } from '../domain/facts.js';
import { agentIdSchema, callIdSchema, caseIdSchema, queueIdSchema, siteIdSchema, teamIdSchema, visitIdSchema } from '../kernel/ids.js';
import { positionSchema } from '../kernel/position.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';
import { CASE_FIGURES } from '../metrics/case-figures.js';
import { roleSchema } from './messages.js';
import { actionViewSchema, caseViewSchema } from './views.js';

/** What crosses HTTP: requests and answers under `/api/v1`. Both ends parse with these; the OpenAPI page is made from them. */

/** Roles a person may be given; `wall` is only ever got by opening a view-only link. */
export const personRoleSchema = roleSchema.exclude(['wall']);
export type PersonRole = z.infer<typeof personRoleSchema>;

export const languageSchema = z.enum(['zh', 'en']);
export type Language = z.infer<typeof languageSchema>;

export const userIdSchema = z.string().regex(/^(u|tv)-[A-Za-z0-9]{1,40}$/);
/** SHA-256 of a session id: names a session without being able to use it. */
export const sessionHashSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const linkIdSchema = z.string().regex(/^tv-[A-Za-z0-9]{1,40}$/);

/** Case does not matter: names are compared in lower case. */
export const loginNameSchema = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u, 'must be letters, digits and . _ @ - only');
/** Ten characters at least; no rules about kinds of characters, which make passwords worse, not better (NIST SP 800-63B). */
export const PASSWORD_LEAST = 10;
export const newPasswordSchema = z.string().min(PASSWORD_LEAST).max(200);
/** Why one that is long enough is refused, in the answer's words. */
export const PASSWORD_PROBLEMS = {
  common: 'is one of the passwords that are tried first',
  repeats: 'repeats the same few characters',
  run: 'is a run of neighbouring characters',
  name: 'must not contain the login name',
} as const;
export type PasswordProblem = keyof typeof PASSWORD_PROBLEMS;
/** A person's or a screen's name as shown: no control characters, none that turn the writing direction. */
export const shownNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u, 'must not hold control characters');
const externalKeySchema = z.string().min(1).max(200);
const teamNameSchema = z.string().min(1).max(120);

/** RFC 9457. `errors` names each field at fault. */
export const problemCodeSchema = z.enum([
  'bad-request',
  'not-signed-in',
  'wrong-credentials',
  'not-permitted',
  'wrong-origin',
  'not-found',
  'conflict',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: problemCodeSchema,
  errors: z.array(z.strictObject({ field: z.string(), reason: z.string() })).optional(),
  /** Try again after this. */
  retryAfterMs: durationMsSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

// ── Before anyone has signed in

export const siteInfoSchema = z.strictObject({
  siteId: siteIdSchema,
  name: z.string(),
  nameEn: z.string().nullable(),
  /** An invented floor: shown as such. */
  demo: z.boolean(),
  version: z.string(),
  /** Only on a demonstration floor. */
  demoAccounts: z.array(z.strictObject({ login: z.string(), password: z.string(), role: personRoleSchema, displayName: z.string() })),
});
export type SiteInfo = z.infer<typeof siteInfoSchema>;

export const loginRequestSchema = z.strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(200) });
export type LoginRequest = z.infer<typeof loginRequestSchema>;

// ── The signed-in person

export const meSchema = z.strictObject({
  userId: userIdSchema,
  displayName: z.string(),
  role: roleSchema,
  language: languageSchema,
  teamIds: z.array(teamIdSchema),
  teams: z.array(z.string()),
  /** The agent that this person is, once the source knows them. */
  agentId: agentIdSchema.nullable(),
  sessionEndsAt: epochMsSchema,
});
export type Me = z.infer<typeof meSchema>;

export const changeMeSchema = z.strictObject({ language: languageSchema });
export const changePasswordSchema = z.strictObject({ current: z.string().min(1).max(200), next: newPasswordSchema });

export const sessionViewSchema = z.strictObject({
  sessionHash: sessionHashSchema,
  /** The session that asks. */
  current: z.boolean(),
  startedAt: epochMsSchema,
  lastSeenAt: epochMsSchema,
  endsAt: epochMsSchema,
  /** Kind of browser and system, such as `Chrome · Windows`. */
  device: z.string(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;
export const sessionListSchema = z.strictObject({ sessions: z.array(sessionViewSchema) });

// ── People, kept by an admin

export const userViewSchema = z.strictObject({
  userId: userIdSchema,
  login: z.string(),
  displayName: z.string(),
  role: personRoleSchema,
  teams: z.array(z.string()),
  agentKey: z.string().nullable(),
  language: languageSchema,
  disabled: z.boolean(),
  createdAt: epochMsSchema,
});
export type UserView = z.infer<typeof userViewSchema>;
export const userListSchema = z.strictObject({ users: z.array(userViewSchema) });

export const newUserSchema = z.strictObject({
  login: loginNameSchema,
  password: newPasswordSchema,
  displayName: shownNameSchema,
  role: personRoleSchema,
  /** Names in the site file; for leads. */
  teams: z.array(teamNameSchema).max(100).default([]),
  /** The person's key at the source, such as `PJSIP/1001`; for those who take calls. */
  agentKey: externalKeySchema.nullable().default(null),
  language: languageSchema.default('zh'),
});
export type NewUserRequest = z.infer<typeof newUserSchema>;

/** Only what is given changes. A new role, teams, agent or password ends the person's open sessions. */
export const changeUserSchema = z
  .strictObject({
    displayName: shownNameSchema,
    role: personRoleSchema,
    teams: z.array(teamNameSchema).max(100),
    agentKey: externalKeySchema.nullable(),
    disabled: z.boolean(),
    password: newPasswordSchema,
  })
  .partial();
export type ChangeUserRequest = z.infer<typeof changeUserSchema>;

// ── Television on the wall

export const newTvLinkSchema = z.strictObject({ name: shownNameSchema });
export const tvLinkViewSchema = z.strictObject({
  linkId: linkIdSchema,
  name: z.string(),
  createdAt: epochMsSchema,
  createdBy: z.string(),
  expiresAt: epochMsSchema,
  /** Devices that show the floor through it now. */
  devices: z.number().int(),
});
export type TvLinkView = z.infer<typeof tvLinkViewSchema>;
export const tvLinkListSchema = z.strictObject({ links: z.array(tvLinkViewSchema) });
/** `token` is told this once. It belongs into the fragment of the address: `/tv#token`. */
export const tvLinkMadeSchema = z.strictObject({ link: tvLinkViewSchema, token: z.string() });
export type TvLinkMade = z.infer<typeof tvLinkMadeSchema>;
export const tvSessionRequestSchema = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

// ── The calls behind a number

/** `waiting`: not known yet. */
export const visitOutcomeSchema = z.enum(['waiting', 'answered', 'abandoned', ...flowoutReasonSchema.options]);
/**
 * Which calls a number counts. `serviceLevel` and the ratios have all calls of their denominator behind them; the others just
 * the calls that make up the number. Thresholds are those of the call's own queue.
 */
export const visitMeasureSchema = z.enum([
  'offered',
  'answered',
  'abandoned',
  'shortAbandoned',
  'flowout',
  'handled',
  'serviceLevel',
  'answeredInThreshold',
  'answeredLate',
  'abandonRatio',
  'asa',
  'transferred',
  'ringNoAnswer',
]);
export type VisitMeasure = z.infer<typeof visitMeasureSchema>;

const instantParam = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(epochMsSchema);
const pageLimitParam = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().int().min(1).max(200))
  .default(50);
export const visitQuerySchema = z.strictObject({
  queueId: queueIdSchema.optional(),
  agentId: agentIdSchema.optional(),
  measure: visitMeasureSchema.default('offered'),
  outcome: visitOutcomeSchema.optional(),
  /** Entered from here on, and before there; site clock. By default the last 48 hours, which is also all that is kept. */
  from: instantParam.optional(),
  to: instantParam.optional(),
  limit: pageLimitParam,
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}_v-[A-Za-z0-9]{1,40}$/)
    .optional(),
});
export type VisitQueryParams = z.infer<typeof visitQuerySchema>;

export const visitLegSchema = z.strictObject({
  /** Absent when the agent is of a team that the reader does not see. */
  agentId: agentIdSchema.optional(),
  agentName: z.string().optional(),
  startedAt: epochMsSchema,
  /** Absent while it goes on. */
  endedAt: epochMsSchema.optional(),
  endedBy: endedBySchema.optional(),
  holdMs: durationMsSchema,
  acwMs: durationMsSchema.optional(),
});
export const visitRowSchema = z.strictObject({
  visitId: visitIdSchema,
  callId: callIdSchema,
  queueId: queueIdSchema,
  enteredAt: epochMsSchema,
  outcome: visitOutcomeSchema,
  /** Until an agent answered or the caller left; `null` while waiting. */
  waitMs: durationMsSchema.nullable(),
  answeredAt: epochMsSchema.optional(),
  /** Absent while somebody still talks. */
  closedAt: epochMsSchema.optional(),
  callerMasked: z.string(),
  callerName: z.string().optional(),
  tier: z.string().optional(),
  ringNoAnswers: z.number().int(),
  legs: z.array(visitLegSchema),
});
export type VisitRow = z.infer<typeof visitRowSchema>;
export const visitPageSchema = z.strictObject({
  /** Newest first. */
  visits: z.array(visitRowSchema),
  /** All that match; `null` when there are more than were counted. */
  total: z.number().int().nullable(),
  next: z.string().nullable(),
});
export type VisitPage = z.infer<typeof visitPageSchema>;

// ── The audit: what was done, and what was tried

const personIdParam = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.@:-]+$/);

/** As in frames, where these show the last hour. Texts (messages, handover notes) are not kept. */
export const actionRecordSchema = actionViewSchema.omit({ offer: true, timeOutAt: true, answer: true, undo: true }).extend({
  /** Its entry is gone from the log, as after a fail-over: it was accepted, and what became of it is not known. */
  isLost: z.literal(true).optional(),
});
export type ActionRow = z.infer<typeof actionRecordSchema>;
export const actionQuerySchema = z.strictObject({
  /** Asked for from here on, and before there; site clock. By default all that is kept, which is 35 days. */
  from: instantParam.optional(),
  to: instantParam.optional(),
  /** Such as `call.disconnect`. */
  kind: actionKindSchema.optional(),
  /** Who did it. */
  userId: personIdParam.optional(),
  /** The agent whom it concerns, or who did it. */
  agentId: agentIdSchema.optional(),
  visitId: visitIdSchema.optional(),
  limit: pageLimitParam,
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}_x-[A-Za-z0-9]{1,40}$/)
    .optional(),
});
export type ActionQueryParams = z.infer<typeof actionQuerySchema>;
export const actionPageSchema = z.strictObject({
  /** Newest first. A page that was searched for long may hold few, or none, and still have a next one. */
  actions: z.array(actionRecordSchema),
  next: z.string().nullable(),
});
export type ActionPage = z.infer<typeof actionPageSchema>;

/** Somebody asked for what their role, or their teams, do not cover. */
export const refusedCommandSchema = z.strictObject({
  /** Its place in the list. */
  id: positionSchema,
  /** Site clock. */
  at: epochMsSchema,
  userId: z.string(),
  name: z.string(),
  role: roleSchema,
  kind: actionKindSchema,
  /** The call, agent, case … that it was aimed at. */
  targetId: z.string().optional(),
  code: z.literal('not-permitted'),
});
export type RefusedCommand = z.infer<typeof refusedCommandSchema>;
export const refusalQuerySchema = z.strictObject({ limit: pageLimitParam, cursor: positionSchema.optional() });
export const refusalPageSchema = z.strictObject({ refusals: z.array(refusedCommandSchema), next: positionSchema.nullable() });

// ── Figures over the day

export const agentDaySchema = z.strictObject({
  agentId: agentIdSchema,
  /** The site's midnight. */
  from: epochMsSchema,
  answered: z.number().int(),
  /** Parts of calls whose after-call work is done; the means are over these. */
  handled: z.number().int(),
  ahtMs: z.number().nullable(),
  talkMs: z.number().nullable(),
  holdMs: z.number().nullable(),
  acwMs: z.number().nullable(),
  transferred: z.number().int(),
  ringNoAnswer: z.number().int(),
  /** Of all offers that came to an end with this agent. */
  ringNoAnswerRatio: z.number().nullable(),
  rejectRatio: z.number().nullable(),
  /** `null` under ten minutes of working and waiting together. */
  occupancyRatio: z.number().nullable(),
  utilisationRatio: z.number().nullable(),
  /** Kept to the roster ÷ planned, of today's shifts so far; `null` where nothing was planned. The agent sees the same number. */
  adherenceRatio: z.number().nullable(),
  /** Worked ÷ planned to be worked; `null` where nothing was planned. */
  conformanceRatio: z.number().nullable(),
  callsPerPaidHour: z.number().nullable(),
  signedInMs: durationMsSchema,
});
export type AgentDayAnswer = z.infer<typeof agentDaySchema>;

export const seriesQuerySchema = z.strictObject({
  /** Absent: the whole site (a lead: all queues of the lead's teams). */
  queueId: queueIdSchema.optional(),
  from: instantParam.optional(),
  to: instantParam.optional(),
});
export type SeriesQueryParams = z.infer<typeof seriesQuerySchema>;
const ratio = z.number().nullable();
export const seriesPointSchema = z.strictObject({
  /** Start of the interval. */
  at: epochMsSchema,
  offered: z.number().int(),
  answered: z.number().int(),
  abandoned: z.number().int(),
  flowout: z.number().int(),
  handled: z.number().int(),
  serviceLevelRatio: ratio,
  abandonRatio: ratio,
  asaMs: z.number().nullable(),
  ahtMs: z.number().nullable(),
  /** Mean number of signed-in agents; `null` where it is not known. */
  staffed: z.number().nullable(),
  /** The interval has not ended, or calls of it are still open: figures may change. */
  provisional: z.boolean(),
  /** Threshold, formula or goal changed within it. */
  settingsChanged: z.boolean(),
});
export type SeriesPoint = z.infer<typeof seriesPointSchema>;
export const seriesSchema = z.strictObject({
  queueId: queueIdSchema.nullable(),
  from: epochMsSchema,
  to: epochMsSchema,
  intervalMs: durationMsSchema,
  goalRatio: z.number().nullable(),
  /** The queues summed here have different thresholds. */
  mixedThresholds: z.boolean(),
  points: z.array(seriesPointSchema),
});
export type Series = z.infer<typeof seriesSchema>;

// ── Escalation cases

/** A line of a case's timeline: `kind` says what happened (`graded`, `timer-breached`), `what` a code to it, `text` somebody's words. */
export const caseEntrySchema = z.strictObject({
  at: epochMsSchema,
  byName: z.string(),
  byId: z.string(),
  kind: z.string(),
  what: z.string().optional(),
  text: z.string().optional(),
});
export type CaseEntryView = z.infer<typeof caseEntrySchema>;
export const caseDetailSchema = z.strictObject({
  case: caseViewSchema,
  /** Oldest first; the newest 500. */
  entries: z.array(caseEntrySchema),
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const caseQuerySchema = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  /** Part of a number (`E-1024`), a text, an owner's name, the end of a caller's number. */
  q: z.string().trim().min(1).max(80).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().int().min(1).max(200))
    .default(50),
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .optional(),
});
export type CaseQueryParams = z.infer<typeof caseQuerySchema>;
export const casePageSchema = z.strictObject({
  /** Newest first. Closed ones are kept for eight days. */
  cases: z.array(caseViewSchema),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type CasePage = z.infer<typeof casePageSchema>;

/** M-35, M-37 and M-38 over the cases that the asker may see. */
const caseWindowSchema = z.enum(['today', '7d']);
export type CaseWindow = z.infer<typeof caseWindowSchema>;
export const caseFigureSchema = z.enum(CASE_FIGURES);
export const caseFiguresQuerySchema = z.strictObject({ window: caseWindowSchema.default('today') });
const count = z.number().int().nonnegative();
/** `byRegrade`: of those missed, the ones that were late only because the grade went up. Times are of those that have ended. */
const caseTallySchema = z.strictObject({
  met: count,
  missed: count,
  byRegrade: count,
  meanMs: z.number().nullable(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
});
export type CaseTallyView = z.infer<typeof caseTallySchema>;
const caseSpan = { window: caseWindowSchema, from: epochMsSchema, to: epochMsSchema };
export const caseFiguresSchema = z.strictObject({ ...caseSpan, figures: z.record(caseFigureSchema, caseTallySchema) });
export type CaseFigures = z.infer<typeof caseFiguresSchema>;
const countedCaseSchema = z.strictObject({
  caseId: caseIdSchema,
  no: z.number().int(),
  text: z.string(),
  grade: gradeSchema,
  department: z.string().nullable(),
  /** The clock; null where it is the way from opening to resolution. */
  code: timerCodeSchema.nullable(),
  startedAt: epochMsSchema,
  dueAt: epochMsSchema.nullable(),
  /** Null: missed, and still running. */
  endedAt: epochMsSchema.nullable(),
  isMissed: z.boolean(),
  isByRegrade: z.boolean(),
});
export type CountedCase = z.infer<typeof countedCaseSchema>;
export const caseFigureDetailSchema = z.strictObject({
  ...caseSpan,
  figure: caseFigureSchema,
  all: caseTallySchema,
  byGrade: z.array(z.strictObject({ grade: gradeSchema, tally: caseTallySchema })),
  byDepartment: z.array(z.strictObject({ department: z.string(), tally: caseTallySchema })),
  /** What is counted: missed ones first, then the newest; 200 at most. */
  counted: z.array(countedCaseSchema).max(200),
  total: count,
});
export type CaseFigureDetail = z.infer<typeof caseFigureDetailSchema>;

const allowancesSchema = z.record(gradeSchema, allowanceSchema.nullable());
export const escalationPolicySchema = z.strictObject({
  version: z.number().int(),
  timers: z.partialRecord(timerCodeSchema, allowancesSchema),
  contactHours: hoursSchema,
  serviceHours: hoursSchema,
  departments: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      nameEn: z.string().nullable(),
      dutyContact: z.string().nullable(),
      tracker: z.boolean(),
      /** By grade: minutes until a receipt and until a first judgement (null: as T4), hours between news (null: none). */
      response: z.record(
        gradeSchema,
        z.strictObject({ ackMin: z.number(), preliminaryMin: z.number().nullable(), updateH: z.number().nullable() }),
      ),
    }),
  ),
  /** What there is to give. `mine`: what the asker may give without asking; null: only by approval. */
  authority: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      nameEn: z.string().nullable(),
      unit: z.enum(['money', 'days', 'pieces']),
      mine: z.strictObject({ maxAmountPerCase: z.number(), maxPerCustomer30d: z.number(), requiresEvidence: z.boolean() }).nullable(),
    }),
  ),
  causeClasses: z.array(causeClassSchema),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;

/** Whom a case can be given to, and who can be mentioned. */
export const peopleSchema = z.strictObject({
  people: z.array(z.strictObject({ userId: z.string(), name: z.string(), role: personRoleSchema })),
});
export type People = z.infer<typeof peopleSchema>;
