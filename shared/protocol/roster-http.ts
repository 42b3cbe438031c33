import { z } from 'zod';
import { shiftSchema } from '../domain/roster/shift.js';
import { businessDateSchema, exceptionTypeSchema, headingSchema, localTimeSchema, openShiftKindSchema } from '../domain/roster/words.js';
import { serviceLevelFormulaSchema } from '../domain/site-config.js';
import { agentIdSchema, exceptionIdSchema, openShiftIdSchema, publicationIdSchema, queueIdSchema, teamIdSchema } from '../kernel/ids.js';
import { positionSchema } from '../kernel/position.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';
import { ruleSetNameSchema } from '../staffing/labour-rules.js';

/**
 * The roster over HTTP. Shifts are never in live frames: the live `roster` records say that a day changed, and the page reads it
 * again here. Nothing in these answers tells a buffer shift or a micro-pause from other planned time off the phones, except to the
 * agent whose they are (B.4.4).
 */

/** What a sheet and a demand may span. */
export const MOST_SHEET_DAYS = 14;
/** More people than this are only shown team by team. */
export const MOST_SHEET_PEOPLE = 2_000;

// ── What a roster is made of, from the site file

export const rosterCatalogueSchema = z.strictObject({
  timeZone: z.string(),
  /** Of coverage and demand: 15 or 30 minutes. */
  intervalMs: durationMsSchema,
  skills: z.array(z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string().nullable(), queueIds: z.array(queueIdSchema) })),
  contracts: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      ruleSet: ruleSetNameSchema,
      weeklyHours: z.number(),
      nightAllowed: z.boolean(),
      /** Codes of shift templates; null: all. */
      templates: z.array(z.string()).nullable(),
    }),
  ),
  templates: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      nameEn: z.string().nullable(),
      startLocal: localTimeSchema,
      lengthMin: z.number(),
    }),
  ),
  posts: z.array(z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string().nullable(), capacity: z.number().nullable() })),
  holidays: z.array(businessDateSchema),
  shrinkageRatio: z.number(),
  maxOccupancyRatio: z.number(),
});
export type RosterCatalogue = z.infer<typeof rosterCatalogueSchema>;

// ── The sheet

export const sheetQuerySchema = z.strictObject({
  from: businessDateSchema,
  /** The last day, included. */
  to: businessDateSchema,
  teamId: teamIdSchema.optional(),
});
export type SheetQuery = z.infer<typeof sheetQuerySchema>;

export const sheetPersonSchema = z.strictObject({
  agentId: agentIdSchema,
  name: z.string(),
  nameEn: z.string().nullable(),
  teamId: teamIdSchema.nullable(),
  contract: z.string().nullable(),
  skills: z.array(z.strictObject({ code: z.string(), level: z.number().nullable() })),
  /** What the person may be counted on for in coverage: the queues of their skills. */
  queueIds: z.array(queueIdSchema),
  order: z.number().int(),
});
export type SheetPerson = z.infer<typeof sheetPersonSchema>;

/** An exception, with the name of who entered it. */
export const sheetExceptionSchema = z.strictObject({
  id: exceptionIdSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  type: exceptionTypeSchema,
  byName: z.string(),
  at: epochMsSchema,
  reason: z.string().optional(),
});

/** All of one person within the span. What `draft` and `published` differ in is not out yet; one of them may be null, never both. */
export const sheetDutySchema = z.strictObject({
  agentId: agentIdSchema,
  /** Raised with every change: what a change was made against (`expectVersion`). */
  version: z.number().int(),
  publishedVersion: z.number().int(),
  acknowledgedVersion: z.number().int().nullable(),
  entries: z.array(
    z.strictObject({
      draft: shiftSchema.nullable(),
      published: shiftSchema.nullable(),
      /** By the calendar of today's time zones what is planned is at another time than the wall was to show (RT-1). */
      adrift: z.literal(true).optional(),
    }),
  ),
  exceptions: z.array(sheetExceptionSchema),
  /** Planned otherwise for a while than the shift says, such as back-office work. Lies over the shift. */
  overlays: z.array(z.strictObject({ activity: z.string(), startAt: epochMsSchema, endAt: epochMsSchema, post: z.string().optional() })),
});
export type SheetDuty = z.infer<typeof sheetDutySchema>;

export const publicationSchema = z.strictObject({
  publicationId: publicationIdSchema,
  no: z.number().int(),
  from: businessDateSchema,
  to: businessDateSchema,
  at: epochMsSchema,
  byName: z.string(),
  people: z.number().int(),
});

export const openShiftViewSchema = z.strictObject({
  id: openShiftIdSchema,
  kind: openShiftKindSchema,
  shift: shiftSchema,
  skills: z.array(z.string()),
  teamIds: z.array(teamIdSchema).nullable(),
  places: z.number().int(),
  /** Places that are still free. */
  free: z.number().int(),
  takenBy: z.array(agentIdSchema),
});
export type OpenShiftView = z.infer<typeof openShiftViewSchema>;

export const sheetSchema = z.strictObject({
  /** The answer is as of here: read again when a live `roster` record of one of its days is newer. */
  position: positionSchema,
  timeZone: z.string(),
  from: businessDateSchema,
  to: businessDateSchema,
  /** Everybody in scope, those without a shift too; in the order of the seats. */
  people: z.array(sheetPersonSchema),
  /** Only of people who have a shift or an exception in the span. */
  duties: z.array(sheetDutySchema),
  openShifts: z.array(openShiftViewSchema),
  /** The latest ones, of whatever days, the newest first. */
  publications: z.array(publicationSchema),
  /**
   * Everybody else who takes calls of these people's queues, as agents on the line (each by the share of their time that a queue has), in
   * steps from the first midnight on. Without them a lead would see a gap where other teams are.
   */
  others: z.strictObject({
    startAt: epochMsSchema,
    stepMs: durationMsSchema,
    queues: z.array(z.strictObject({ queueId: queueIdSchema, agents: z.array(z.number()) })),
  }),
});
export type Sheet = z.infer<typeof sheetSchema>;

// ── An agent's own

export const myRosterSchema = z.strictObject({
  position: positionSchema,
  timeZone: z.string(),
  /** Null: whoever asks is no agent that the source knows. */
  agentId: agentIdSchema.nullable(),
  /** Published ones, from yesterday on, in order. */
  shifts: z.array(shiftSchema),
  overlays: sheetDutySchema.shape.overlays,
  exceptions: z.array(sheetExceptionSchema),
  publishedVersion: z.number().int(),
  acknowledgedVersion: z.number().int().nullable(),
  /** Colleagues of the same team with a published shift: with whom one could change. */
  colleagues: z.array(
    z.strictObject({ agentId: agentIdSchema, name: z.string(), nameEn: z.string().nullable(), shifts: z.array(shiftSchema) }),
  ),
  /** Shifts that anybody with the skill may take. */
  openShifts: z.array(openShiftViewSchema),
});
export type MyRoster = z.infer<typeof myRosterSchema>;

// ── Demand and coverage

export const demandQuerySchema = z.strictObject({ from: businessDateSchema, to: businessDateSchema, teamId: teamIdSchema.optional() });
export type DemandQuery = z.infer<typeof demandQuerySchema>;

/** What is asked of a queue, and what callers bear: enough to compute a service level from calls and agents. */
export const demandTargetSchema = z.strictObject({
  formula: serviceLevelFormulaSchema,
  thresholdMs: durationMsSchema,
  shortAbandonMs: durationMsSchema,
  goalRatio: z.number(),
  patienceMs: durationMsSchema,
});
export type DemandTarget = z.infer<typeof demandTargetSchema>;

/** One entry per interval of the local day, from midnight on: 46, 48 or 50 half-hours. */
export const demandDaySchema = z.strictObject({
  date: businessDateSchema,
  startAt: epochMsSchema,
  calls: z.array(z.number()),
  ahtMs: z.array(z.number()),
  /** Agents on the line that keep the promise at these calls, before shrinkage. */
  required: z.array(z.number().int()),
  /** Where it comes from: people's entry outranks history. */
  source: z.enum(['person', 'history']),
});
export type DemandDay = z.infer<typeof demandDaySchema>;

/** Where today is heading, from the calls that came so far. Entries as in the day's; those before `fromIndex` are what was. */
export const reforecastSchema = z.strictObject({
  date: businessDateSchema,
  /** The first interval that is still to come, or under way. */
  fromIndex: z.number().int(),
  /** Used: pulled towards 1 while little is known. */
  heading: headingSchema,
  /** What came ÷ what was forecast, as it stands; null before anything was forecast. Shown, not used. */
  rawRatio: z.number().nullable(),
  calls: z.array(z.number()),
  low: z.array(z.number()),
  high: z.array(z.number()),
  required: z.array(z.number().int()),
});
export type Reforecast = z.infer<typeof reforecastSchema>;

export const demandQueueSchema = z.strictObject({
  queueId: queueIdSchema,
  target: demandTargetSchema,
  /** Days that have a forecast, in order; a day that is missing has none yet. */
  days: z.array(demandDaySchema),
  /** Of today, if it is asked for and has a forecast. */
  reforecast: reforecastSchema.nullable(),
  /** Days of calls known: under 14 nothing can be forecast from them. */
  historyDays: z.number().int(),
});
export type DemandQueue = z.infer<typeof demandQueueSchema>;

/** Entries as in a queue's days. */
export const frontLineSchema = z.strictObject({
  days: z.array(z.strictObject({ date: businessDateSchema, startAt: epochMsSchema, required: z.array(z.number().int()) })),
  reforecast: z
    .strictObject({
      date: businessDateSchema,
      fromIndex: z.number().int(),
      low: z.array(z.number().int()),
      required: z.array(z.number().int()),
      high: z.array(z.number().int()),
    })
    .nullable(),
});
export type FrontLine = z.infer<typeof frontLineSchema>;

export const demandSchema = z.strictObject({
  position: positionSchema,
  timeZone: z.string(),
  intervalMs: durationMsSchema,
  from: businessDateSchema,
  to: businessDateSchema,
  queues: z.array(demandQueueSchema),
  /**
   * Agents for all these queues together. Queues that share people are one pool (C.8): separate crews, which is what the queues' own
   * figures are for, would need more.
   */
  frontLine: frontLineSchema,
});
export type Demand = z.infer<typeof demandSchema>;

// ── Adherence

/** What somebody does, as far as a plan can say: `phone` is any state of taking contacts. */
export const actualActivitySchema = z.string().max(24);

export const excuseSchema = z.string().max(40);

export const adherenceRowSchema = z.strictObject({
  agentId: agentIdSchema,
  /** Adherent ÷ scheduled; null while nothing counts yet. The same number for the agent and for whoever leads them. */
  ratio: z.number().nullable(),
  /** Scheduled so far, without what is excused. */
  scheduledMs: durationMsSchema,
  adherentMs: durationMsSchema,
  excusedMs: durationMsSchema,
  /** What is planned at this moment, until when; null: no shift. */
  plan: z.strictObject({ activity: z.string(), until: epochMsSchema }).nullable(),
  actual: actualActivitySchema,
  actualSince: epochMsSchema,
  /** Off the plan now since then, beyond the grace; null: not. */
  offPlanSince: epochMsSchema.nullable(),
  offPlan: z.array(z.strictObject({ startAt: epochMsSchema, endAt: epochMsSchema, plan: z.string(), actual: actualActivitySchema })),
  excused: z.array(z.strictObject({ startAt: epochMsSchema, endAt: epochMsSchema, type: excuseSchema })),
  /** What was done in the day's shifts, oldest first. */
  trail: z.array(z.strictObject({ at: epochMsSchema, as: actualActivitySchema })),
});
export type AdherenceRow = z.infer<typeof adherenceRowSchema>;

export const adherenceQuerySchema = z.strictObject({ date: businessDateSchema.optional(), teamId: teamIdSchema.optional() });

/** What the people who are off the plan now cost the queues, if it stays so. */
export const offPlanImpactSchema = z.strictObject({
  queueId: queueIdSchema,
  agentsOff: z.number().int(),
  plannedAgents: z.number(),
  serviceLevelRatio: z.number().nullable(),
  serviceLevelAsPlannedRatio: z.number().nullable(),
  /** Null: nobody forecast it. */
  heading: headingSchema.nullable(),
});
export type OffPlanImpact = z.infer<typeof offPlanImpactSchema>;

export const adherenceSchema = z.strictObject({
  position: positionSchema,
  date: businessDateSchema,
  at: epochMsSchema,
  rows: z.array(adherenceRowSchema),
  impact: z.array(offPlanImpactSchema),
});
export type Adherence = z.infer<typeof adherenceSchema>;
export const myAdherenceSchema = z.strictObject({ date: businessDateSchema, at: epochMsSchema, row: adherenceRowSchema.nullable() });
export type MyAdherence = z.infer<typeof myAdherenceSchema>;

// ── CSV in and out

/**
 * `text/csv`, UTF-8, with a head: `agent,date,start,end` and, if wanted, `activities,zone`; other columns are not read. `agent` is the key
 * at the source or our id; `start` `off` takes the day's shift away; `activities` is `meal 12:00-12:30; backoffice/DATA 15:00-16:00`, and
 * phones in between. A line takes the place of what is planned for the person on its date.
 */
export const importQuerySchema = z.strictObject({
  /** `check`: nothing changes. `all`: everything or nothing. `good`: the lines without a fault. */
  mode: z.enum(['check', 'all', 'good']).default('check'),
  /** Sets soft rules of labour aside, by name; without it a line that breaks one is at fault. */
  overrideReason: z.string().min(1).max(300).optional(),
});
export type ImportQuery = z.infer<typeof importQuerySchema>;
export const MOST_IMPORT_BYTES = 16 * 1024 * 1024;
export const MOST_IMPORT_LINES = 100_000;
/** What takes effect does so in one step; a file with more changes is for checking, or to be cut. */
export const MOST_IMPORTED_AT_ONCE = 5_000;
/** Faults beyond this are counted, not listed. */
export const MOST_IMPORT_FAULTS = 1_000;

export const importFaultSchema = z.strictObject({
  /** In the file; the head is line 1. */
  line: z.number().int(),
  /** A closed list, with words for each on the page. */
  code: z.string().max(40),
  column: z.string().max(40).optional(),
  /** What the code is about: a rule, a value as given. */
  detail: z.string().max(200).optional(),
});
export type ImportFault = z.infer<typeof importFaultSchema>;
export const importReportSchema = z.strictObject({
  mode: z.enum(['check', 'all', 'good']),
  lines: z.number().int(),
  good: z.number().int(),
  bad: z.number().int(),
  /** Good lines that say what is there already. */
  unchanged: z.number().int(),
  /** Lines that took effect, as drafts; 0 for a check, and when `all` met a fault. */
  applied: z.number().int(),
  /** How often each fault was met, the commonest first. */
  counts: z.array(z.strictObject({ code: z.string(), count: z.number().int() })),
  faults: z.array(importFaultSchema).max(MOST_IMPORT_FAULTS),
  position: positionSchema.nullable(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const exportQuerySchema = z.strictObject({
  from: businessDateSchema,
  to: businessDateSchema,
  teamId: teamIdSchema.optional(),
  /** What agents see, or what is being worked on. */
  what: z.enum(['published', 'draft']).default('published'),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;
/** The file's name, and all that is in it. */
export const downloadSchema = z.strictObject({ fileName: z.string(), text: z.string() });
