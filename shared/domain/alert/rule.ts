import { z } from 'zod';
import { queueIdSchema, ruleIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { durationMsSchema } from '../../kernel/time.js';
import { words } from '../text.js';

/** What a rule can be about, and the measures of each. Lengths are in ms, ratios 0..1, all else counts. */
export const ALERT_METRICS = {
  queue: [
    'waiting',
    'longestWaitMs',
    'longestWaitOfThresholdRatio',
    'serviceLevelRatio',
    'abandonRatio',
    'asaMs',
    'readyAgents',
    /** Callers who wait while no member is ready; 0 as long as one is. */
    'waitingWithNobodyReady',
    'staffedAgents',
    'occupancyRatio',
  ],
  team: ['readyAgents', 'notReadyRatio', 'staffedAgents'],
  agent: [
    'notReadyMs',
    /** Past what the reason for not being ready allows; reasons without a limit are not measured. */
    'notReadyOverLimitMs',
    'acwMs',
    'holdMs',
    'talkMs',
    'helpUnansweredMs',
    'ringNoAnswersInARow',
  ],
  call: ['ringNoAnswers'],
  /** A source of calls that is silent; a receiver of ours that takes nothing (`webhook:alerts`, `webhook:tracker`). */
  source: ['silentMs', 'undeliveredMs'],
  /** Things that look alive and are not; the value is for how long. */
  ghost: ['agentGoneMs', 'endlessWrapUpMs', 'callWithoutLegMs', 'oneSidedMemberMs'],
} as const;
export type AlertSubjectKind = keyof typeof ALERT_METRICS;
export type AlertMetric = (typeof ALERT_METRICS)[AlertSubjectKind][number];
const metrics = [...new Set(Object.values(ALERT_METRICS).flat())] as [AlertMetric, ...AlertMetric[]];
export const alertMetricSchema = z.enum(metrics);
export const alertSubjectKindSchema = z.enum(Object.keys(ALERT_METRICS) as [AlertSubjectKind, ...AlertSubjectKind[]]);
export const alertLevelSchema = z.enum(['warn', 'critical']);
export type AlertLevel = z.infer<typeof alertLevelSchema>;

/** What helps: the first action that an alert offers, under its key. */
export const remedySchema = z.enum(['borrow', 'reassign', 'message', 'help', 'sign-out', 'end-wrap-up', 'resync', 'none']);
export type Remedy = z.infer<typeof remedySchema>;

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const alertRuleSchema = z
  .strictObject({
    id: ruleIdSchema,
    name: words(80),
    nameEn: words(80).optional(),
    enabled: z.boolean(),
    subject: alertSubjectKindSchema,
    metric: alertMetricSchema,
    /** Whether high or low values are bad. A limit is reached at or above it, or below it: "from 3 on", "under 80 %". */
    bad: z.enum(['above', 'below']),
    warn: z.number().min(0).max(86_400_000).optional(),
    critical: z.number().min(0).max(86_400_000).optional(),
    /** Hysteresis: a level is left when the value is better than its limit by this much. */
    margin: z.number().min(0).max(86_400_000).default(0),
    /** Beyond a limit for this long before it counts; inside for that long before it is over (DESIGN.md section 8). */
    dwellMs: durationMsSchema.max(3_600_000).prefault(5_000),
    clearDwellMs: durationMsSchema.max(3_600_000).prefault(15_000),
    /** Ratios over a handful of calls mean nothing: at least so many offered. */
    minOffered: z.number().int().min(0).max(10_000).default(0),
    /** Empty: all. */
    queueIds: z.array(queueIdSchema).max(500).default([]),
    teamIds: z.array(teamIdSchema).max(500).default([]),
    /** Site's wall time; nothing new is raised then, but what is critical. */
    quiet: z.strictObject({ from: wallTime, to: wallTime }).optional(),
    /** Who looks after it: a login or a role in words. */
    owner: words(64).optional(),
    remedy: remedySchema.default('none'),
    webhook: z.boolean().default(false),
  })
  .superRefine((rule, check) => {
    if (!(ALERT_METRICS[rule.subject] as readonly string[]).includes(rule.metric))
      check.addIssue({ code: 'custom', path: ['metric'], message: `is not measured of a ${rule.subject}` });
    if (rule.warn === undefined && rule.critical === undefined)
      check.addIssue({ code: 'custom', path: ['warn'], message: 'give at least one limit' });
    if (rule.warn !== undefined && rule.critical !== undefined) {
      const isInOrder = rule.bad === 'above' ? rule.critical >= rule.warn : rule.critical <= rule.warn;
      if (!isInOrder) check.addIssue({ code: 'custom', path: ['critical'], message: 'must be worse than warn' });
    }
  });
export type AlertRule = z.infer<typeof alertRuleSchema>;
