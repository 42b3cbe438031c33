import { z } from 'zod';
import { serviceLevelFormulaSchema } from '../domain/site-config.js';
import { agentIdSchema, queueIdSchema, teamIdSchema, visitIdSchema } from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';

/**
 * What a browser holds: flat records by kind and id. A field that an audience may not see is never in its frames.
 * Absent and `null` mean the same: not known, or none. Timers are computed from instants, on the site clock.
 */
export const agentStateSchema = z.enum([
  'logged-out',
  'ready',
  'ringing',
  'dialing',
  'talking',
  'holding',
  'acw',
  'not-ready',
  'unreachable',
]);
export const agentStateCountsSchema = z.record(agentStateSchema, z.number().int().nonnegative());

export const siteViewSchema = z.strictObject({
  id: z.literal('site'),
  name: z.string(),
  nameEn: z.string().nullish(),
  timeZone: z.string(),
  intervalMs: z.number(),
  /** A demonstration floor: shown as such on every screen. */
  demo: z.boolean(),
  /** Agents by state, everyone the site knows (a lead: of the lead's teams). */
  agents: agentStateCountsSchema,
  /** How often a source contradicted itself, by kind. */
  anomalies: z.number().int(),
  /** Log entries set aside because they could not be read or folded. */
  deadEntries: z.number().int(),
});
export type SiteView = z.infer<typeof siteViewSchema>;

export const sourceViewSchema = z.strictObject({
  /** The source's name: `asterisk`, `simulator`. */
  id: z.string(),
  status: z.enum(['connected', 'lost']),
  since: epochMsSchema,
  detail: z.string().nullish(),
});
export type SourceView = z.infer<typeof sourceViewSchema>;

export const teamViewSchema = z.strictObject({
  id: teamIdSchema,
  name: z.string(),
  nameEn: z.string().nullish(),
  lead: z.string().nullish(),
  order: z.number().int(),
});
export type TeamView = z.infer<typeof teamViewSchema>;

export const queueViewSchema = z.strictObject({
  id: queueIdSchema,
  /** The source's own name, where it differs from `name`. */
  key: z.string(),
  name: z.string(),
  nameEn: z.string().nullish(),
  code: z.string().nullish(),
  channel: z.enum(['voice', 'chat', 'callback', 'email', 'video']),
  formula: serviceLevelFormulaSchema,
  thresholdMs: durationMsSchema,
  shortAbandonMs: durationMsSchema,
  goalRatio: z.number(),
  /** When the settings in force began, if they ever changed. */
  settingsChangedAt: epochMsSchema.nullish(),
  /** Callers queued or ringing now; `ringing` of them ring at an agent's device. */
  waiting: z.number().int(),
  ringing: z.number().int(),
  talking: z.number().int(),
  /** When the longest-waiting caller entered; `null` when nobody waits. */
  oldestEnteredAt: epochMsSchema.nullish(),
  /** Members by state; signed in = all but `logged-out`. */
  agents: agentStateCountsSchema,
  /** No longer known to its source. */
  removed: z.boolean(),
  order: z.number().int(),
});
export type QueueView = z.infer<typeof queueViewSchema>;

const ratio = z.number().nullable();
const meanMs = z.number().nullable();
/**
 * The numbers of one queue, or of the site, over one window. Counted by arrival: a visit belongs to the moment it entered.
 * Ratios are 0..1, `null` when nothing was counted. Definitions: `shared/metrics`.
 */
export const figuresViewSchema = z.strictObject({
  /** `${queueId}|${window}`, or `site|${window}`. */
  id: z.string(),
  /** When the window begins. */
  from: epochMsSchema,
  offered: z.number(),
  answered: z.number(),
  abandoned: z.number(),
  shortAbandoned: z.number(),
  flowout: z.number(),
  rejected: z.number(),
  handled: z.number(),
  serviceLevelRatio: ratio,
  abandonRatio: ratio,
  answerRatio: ratio,
  asaMs: meanMs,
  ataMs: meanMs,
  ahtMs: meanMs,
  talkMs: meanMs,
  holdMs: meanMs,
  acwMs: meanMs,
  maxWaitMs: z.number(),
  transferRatio: ratio,
  repeatRatio: ratio,
  ringNoAnswer: z.number(),
  /** Of the agents who serve it, since the window's first quarter-hour. */
  occupancyRatio: ratio,
  /** The queues summed here have different thresholds. */
  mixedThresholds: z.boolean(),
});
export type FiguresView = z.infer<typeof figuresViewSchema>;

export const agentViewSchema = z.strictObject({
  id: agentIdSchema,
  name: z.string(),
  nameEn: z.string().nullish(),
  teamId: teamIdSchema.nullish(),
  queueIds: z.array(queueIdSchema),
  state: agentStateSchema,
  /** Why not ready: `BREAK`, `MEAL`, `TRAINING` … or the source's own word. */
  reasonCode: z.string().nullish(),
  /** When the present state began. */
  since: epochMsSchema,
  /** The call in hand, and its queue. */
  visitId: visitIdSchema.nullish(),
  queueId: queueIdSchema.nullish(),
  /** When wrap-up ends by itself. */
  acwUntil: epochMsSchema.nullish(),
  signedInAt: epochMsSchema.nullish(),
  order: z.number().int(),
});
export type AgentView = z.infer<typeof agentViewSchema>;

/** An open stay: waiting, ringing, talking or held. Closed ones are gone from the view. */
export const visitViewSchema = z.strictObject({
  id: visitIdSchema,
  queueId: queueIdSchema,
  state: z.enum(['queued', 'ringing', 'talking', 'holding']),
  enteredAt: epochMsSchema,
  /** When the call's first stay began; earlier than `enteredAt` after a transfer. */
  callEnteredAt: epochMsSchema,
  priority: z.number(),
  callerMasked: z.string().nullish(),
  callerName: z.string().nullish(),
  tier: z.string().nullish(),
  ringingAgentIds: z.array(agentIdSchema),
  ringNoAnswers: z.number().int(),
  agentId: agentIdSchema.nullish(),
  answeredAt: epochMsSchema.nullish(),
  heldSince: epochMsSchema.nullish(),
});
export type VisitView = z.infer<typeof visitViewSchema>;

/** Every kind of record on the wire, with its shape. */
export const VIEW_SCHEMAS = {
  site: siteViewSchema,
  source: sourceViewSchema,
  team: teamViewSchema,
  queue: queueViewSchema,
  figures: figuresViewSchema,
  agent: agentViewSchema,
  visit: visitViewSchema,
} as const;
export type ViewKind = keyof typeof VIEW_SCHEMAS;
export type ViewOf<K extends ViewKind> = z.infer<(typeof VIEW_SCHEMAS)[K]>;
export const VIEW_KINDS = Object.keys(VIEW_SCHEMAS) as readonly ViewKind[];
