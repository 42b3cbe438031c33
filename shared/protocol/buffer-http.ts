import { z } from 'zod';
import { bufferStateSchema, declineCodeSchema, privateRefSchema, verdictSchema } from '../domain/buffer/words.js';
import { codeSchema, headingSchema } from '../domain/roster/words.js';
import { agentIdSchema, bufferIdSchema, queueIdSchema, teamIdSchema } from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema, HOUR_MS, MINUTE_MS } from '../kernel/time.js';
import { VEILED_COUNTS } from '../metrics/told-counts.js';

/** Buffer shifts, strain and private words over HTTP. Nothing of this is in any other route, export or frame (BS-N2). */
const count = z.number().int().nonnegative();
const ratio = z.number().min(0).nullable();
const bilingual = { name: z.string(), nameEn: z.string().nullable() };

// ── Private words

/** Kept encrypted outside the log, under a key of its own; erased 30 days after the shift is over, at once when taken back. */
export const newPrivateSchema = z.strictObject({ text: z.string().trim().min(1).max(1_000) });
export const privateMadeSchema = z.strictObject({ ref: privateRefSchema });
export const privateParamsSchema = z.strictObject({ ref: privateRefSchema });

// ── What the agent sees before asking

export const postChoiceSchema = z.strictObject({
  code: codeSchema,
  ...bilingual,
  /** Null: as many as come. */
  free: count.nullable(),
});
export type PostChoice = z.infer<typeof postChoiceSchema>;

export const startChoiceSchema = z.strictObject({ startAt: epochMsSchema, verdict: verdictSchema });
export type StartChoice = z.infer<typeof startChoiceSchema>;

export const bufferPreviewRequestSchema = z.strictObject({
  startAt: z.union([z.literal('now'), epochMsSchema]),
  lengthMs: durationMsSchema
    .min(30 * MINUTE_MS)
    .max(12 * HOUR_MS)
    .optional(),
});
export const bufferPreviewSchema = z.strictObject({
  startAt: epochMsSchema,
  lengthMs: durationMsSchema,
  /** As long as it may be: the rest of the shift. */
  mostMs: durationMsSchema,
  verdict: verdictSchema,
  /** `at-once`: no person needs to say yes. `person`: within ten minutes, and silence approves. `later`: a start within the hour. */
  answer: z.enum(['at-once', 'person', 'later']),
  /** Each quarter-hour from the wished start, within the hour and then to the end of the shift. */
  starts: z.array(startChoiceSchema).max(64),
  posts: z.array(postChoiceSchema).max(100),
});
export type BufferPreview = z.infer<typeof bufferPreviewSchema>;

// ── What whoever decides sees: staffing, and nothing else (BS-R7)

export const queueImpactSchema = z.strictObject({
  queueId: queueIdSchema,
  ...bilingual,
  verdict: verdictSchema,
  serviceLevelBefore: ratio,
  serviceLevelAfter: ratio,
  goalRatio: z.number(),
  extraAbandons: z.number(),
  occupancyBefore: ratio,
  occupancyAfter: ratio,
  isStaffOk: z.boolean(),
  firstAmberAt: epochMsSchema.nullable(),
  firstRedAt: epochMsSchema.nullable(),
  /** There is no forecast: judged by the last half-hour. */
  isEstimate: z.boolean(),
  /** How the calls of today differ from what was forecast; null: as forecast, or not today. */
  heading: headingSchema.nullable(),
  /** People on the phones against those who must stay, by interval, as it would be. */
  intervals: z
    .array(z.strictObject({ startAt: epochMsSchema, before: z.number(), after: z.number(), needed: z.number(), least: z.number() }))
    .max(96),
});
export type QueueImpact = z.infer<typeof queueImpactSchema>;

export const bufferImpactQuerySchema = z.strictObject({
  /** Another start to look at. */
  startAt: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(epochMsSchema)
    .optional(),
});
export const bufferImpactSchema = z.strictObject({
  bufferId: bufferIdSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  verdict: verdictSchema,
  isStaffOk: z.boolean(),
  /** How many more could go before it turns red (K* of C.9). */
  mostMore: count,
  /** The worst first. */
  queues: z.array(queueImpactSchema).max(100),
  starts: z.array(startChoiceSchema).max(64),
  bestStartAt: epochMsSchema.nullable(),
  away: count,
  mostAway: count,
  posts: z.array(postChoiceSchema).max(100),
  /** Who could be asked to take over, the best first. */
  candidates: z.array(z.strictObject({ agentId: agentIdSchema, isOnShift: z.boolean() })).max(20),
});
export type BufferImpact = z.infer<typeof bufferImpactSchema>;

export const bufferParamsSchema = z.strictObject({ bufferId: bufferIdSchema });
/** Opening it is written down, and the agent sees who did (BS-N5). The agent's own reading is not. */
export const bufferReasonSchema = z.strictObject({ text: z.string() });

// ── The agent's own past requests, of 90 days

export const ownBufferSchema = z.strictObject({
  bufferId: bufferIdSchema,
  requestedAt: epochMsSchema,
  state: bufferStateSchema,
  startedAt: epochMsSchema.nullable(),
  endedAt: epochMsSchema.nullable(),
  decidedByName: z.string().nullable(),
  code: declineCodeSchema.nullable(),
  /** Not erased yet. */
  hasReason: z.boolean(),
});
export const ownBuffersSchema = z.strictObject({ buffers: z.array(ownBufferSchema).max(500) });
export type OwnBuffers = z.infer<typeof ownBuffersSchema>;

// ── Totals: only of five people or more

export const bufferTotalSchema = z.strictObject({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  /** Null: the whole site. */
  teamId: teamIdSchema.nullable(),
  people: count,
  requests: count,
  approved: count,
  deferred: count,
  declined: count,
  overturned: count,
  hours: z.number().nonnegative(),
});
/** How a supervisor decides (M-BS1…3): only from five requests on. */
export const bufferDecisionsSchema = z.strictObject({
  userId: z.string(),
  name: z.string(),
  requests: count,
  /** Decided within ten minutes. */
  inTimeRatio: ratio,
  medianMs: durationMsSchema.nullable(),
  approvedRatio: ratio,
  deferredRatio: ratio,
  declinedRatio: ratio,
  /** Of the declined. */
  overturnedRatio: ratio,
});
export const bufferTotalsSchema = z.strictObject({
  /** Months and teams of fewer are not there at all. */
  least: z.literal(5),
  totals: z.array(bufferTotalSchema).max(5_000),
  decisions: z.array(bufferDecisionsSchema).max(1_000),
  /** Decided within ten minutes, of all: the goal is 95 % (BS-R5). Null below five requests. */
  inTimeRatio: ratio,
});
export type BufferTotals = z.infer<typeof bufferTotalsSchema>;

// ── What is there for an agent, whatever the state

const contactSchema = z.strictObject({ name: z.string(), phone: z.string() });
export const wellbeingSchema = z.strictObject({
  /** Counselling: private, and only the agent sees it. */
  eap: z.strictObject({ name: z.string(), phone: z.string(), hours: z.string().nullable() }).nullable(),
  /** Shown at once to who needs help now. */
  crisis: z.array(contactSchema),
  defaultLengthMs: durationMsSchema,
  posts: z.array(postChoiceSchema).max(100),
  microPause: z.strictObject({ left: count, mostMs: durationMsSchema }),
  isAskedToCover: z.boolean(),
});
export type Wellbeing = z.infer<typeof wellbeingSchema>;

/** 我需要紧急帮助: the numbers come back at once; the wellbeing contact is told, everybody else only that relief is needed. */
export const crisisAnswerSchema = z.strictObject({ crisis: z.array(contactSchema), isContactTold: z.boolean() });

/** Whom the wellbeing contact is to call. Erased when done, or after a week. */
export const wellbeingCallSchema = z.strictObject({
  id: z.string().max(64),
  because: z.enum(['crisis', 'unanswered']),
  agentId: agentIdSchema,
  name: z.string(),
  at: epochMsSchema,
});
export type WellbeingCall = z.infer<typeof wellbeingCallSchema>;
/** Of nobody but the site's wellbeing contact; to all others it says so, and no more. */
export const wellbeingCallsSchema = z.strictObject({ isContact: z.boolean(), calls: z.array(wellbeingCallSchema).max(200) });
export type WellbeingCalls = z.infer<typeof wellbeingCallsSchema>;
export const wellbeingCallParamsSchema = z.strictObject({ callId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/) });

// ── Strain: the agent's own, first (ST-E1)

export const strainBandSchema = z.enum(['calm', 'watch', 'elevated', 'high']);
export type StrainBand = z.infer<typeof strainBandSchema>;
export const strainPartNameSchema = z.enum([
  'abuse',
  'hardLoad',
  'sinceBreak',
  'occupancy',
  'hardRun',
  'workHours',
  'longCalls',
  'nightRest',
]);
export const strainReasonSchema = z.union([z.literal('checkIn'), strainPartNameSchema]);

const scoreSchema = z.strictObject({
  score: z.number().int().min(0).max(100),
  band: strainBandSchema,
  /** Something could not be measured: the score is a lower bound. */
  isIncomplete: z.boolean(),
  parts: z.array(
    z.strictObject({
      part: strainPartNameSchema,
      weight: z.number(),
      points: z.number(),
      /** The number in its explanation: minutes, calls, percent, hours, days. */
      facts: z.record(z.string(), z.number()),
    }),
  ),
  topReasons: z.array(strainReasonSchema).max(3),
  computedAt: epochMsSchema,
});
export const myStrainSchema = z.strictObject({
  /** Off for the whole site. */
  isOffered: z.boolean(),
  /** The agent's own switch. No record is kept of it. */
  isOn: z.boolean(),
  /** Null: off. */
  strain: scoreSchema.nullable(),
  checkIn: z.strictObject({ value: z.number().int().min(1).max(5), at: epochMsSchema }).nullable(),
  /** Shared with the team's lead until then: the end of the shift at the latest. */
  sharedUntil: epochMsSchema.nullable(),
  isSnoozed: z.boolean(),
  /** At most one in 45 minutes, and only ever a suggestion (ST-E2). */
  suggestion: z.enum(['micro-pause', 'buffer']).nullable(),
});
export type MyStrain = z.infer<typeof myStrainSchema>;
export const changeStrainSchema = z.strictObject({
  isOn: z.boolean().optional(),
  /** Until the end of the shift. */
  isShared: z.boolean().optional(),
  /** No suggestions for the rest of the shift. */
  isSnoozed: z.boolean().optional(),
});
/** 1 very well … 5 can hardly go on. Good for two hours, erased after a day. */
export const checkInSchema = z.strictObject({ value: z.number().int().min(1).max(5) });

/** None: all that may be seen. */
export const strainTeamsQuerySchema = z.strictObject({ teamId: teamIdSchema.optional() });
const toldCountSchema = z.union([count, z.enum(VEILED_COUNTS)]);
/** How a team is: counts of those who do not share theirs, so told that nobody is found out by taking some away from others. */
export const strainTeamsSchema = z.strictObject({
  teams: z.array(
    z.strictObject({
      teamId: teamIdSchema,
      /** Null: fewer than five are counted, or any count would give one or two of them away. */
      bands: z.strictObject({ calm: toldCountSchema, watch: toldCountSchema, elevated: toldCountSchema, high: toldCountSchema }).nullable(),
      /** Who shares theirs now, of their own will. */
      shared: z.array(z.strictObject({ agentId: agentIdSchema, band: strainBandSchema, score: z.number().int(), until: epochMsSchema })),
    }),
  ),
});
export type StrainTeams = z.infer<typeof strainTeamsSchema>;
