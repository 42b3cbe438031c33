import { z } from 'zod';
import { durationMsSchema } from '../kernel/time.js';
import { isTimeZone } from '../kernel/zone-name.js';
import { escalationConfigSchema } from './escalation/config.js';
import { personWorkSchema, workforceConfigSchema } from './roster/config.js';

/** The six service-level formulas of the field; see `shared/metrics/service-level.ts` for each. */
export const serviceLevelFormulaSchema = z.enum([
  'slAnswered',
  'slOffered',
  'slAbandonCounts',
  'slLateAbandons',
  'slExShort',
  'slWithFlowouts',
]);
export type ServiceLevelFormula = z.infer<typeof serviceLevelFormulaSchema>;

/** Both languages of a name; a source has only one. */
const nameSchema = z.string().min(1).max(120);

export const queueConfigSchema = z.strictObject({
  /** The queue's key at its source. */
  key: z.string().min(1).max(200),
  name: nameSchema.optional(),
  nameEn: nameSchema.optional(),
  /** At most four letters, shown in seats: `CMP`. */
  code: z.string().min(1).max(4).optional(),
  channel: z.enum(['voice', 'chat', 'callback', 'email', 'video']).optional(),
  formula: serviceLevelFormulaSchema.optional(),
  thresholdMs: durationMsSchema.max(3_600_000).optional(),
  /** Abandons strictly shorter than this are not counted against the service level; 0: none. */
  shortAbandonMs: durationMsSchema.max(60_000).optional(),
  /** The service level promised, 0..1. */
  goalRatio: z.number().min(0).max(1).optional(),
  wrapUpMs: durationMsSchema.max(3_600_000).optional(),
});
export type QueueConfig = z.infer<typeof queueConfigSchema>;

export const personConfigSchema = z.strictObject({
  /** The agent's key at its source: `PJSIP/1001`. */
  key: z.string().min(1).max(200),
  name: nameSchema.optional(),
  nameEn: nameSchema.optional(),
  /** The name of the person's team. */
  team: nameSchema.optional(),
  ...personWorkSchema,
});
export const teamConfigSchema = z.strictObject({ name: nameSchema, nameEn: nameSchema.optional(), lead: nameSchema.optional() });

/** What a site file says: it names and groups what the sources discover, and sets the goals. */
export const siteConfigSchema = z.strictObject({
  name: nameSchema,
  nameEn: nameSchema.optional(),
  /** IANA zone: `Asia/Shanghai`. "Today" begins at its midnight. */
  timeZone: z.string().min(1).max(64).refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai'),
  /** Length of an interval on charts, ms: 15 or 30 minutes. */
  intervalMs: z.union([z.literal(900_000), z.literal(1_800_000)]).default(1_800_000),
  /** A demonstration floor: shown as such. */
  demo: z.boolean().default(false),
  monitoring: z
    .strictObject({
      /** Agents see who listens to them. Off only where they were told so beforehand (B.2.1). */
      agentSees: z.boolean().default(true),
    })
    .prefault({}),
  desk: z
    .strictObject({
      /** How long a desk is asked before a call goes elsewhere, ms: 15 s, at most 30 s. */
      offerMs: durationMsSchema.min(5_000).max(30_000).prefault(15_000),
    })
    .prefault({}),
  /** Hours, limits, departments and timers of escalation cases. */
  escalation: escalationConfigSchema.prefault({}),
  /** Skills, contracts, shift templates, posts, and the rules of swaps and buffer shifts. */
  workforce: workforceConfigSchema.prefault({}),
  teams: z.array(teamConfigSchema).max(2_000).default([]),
  people: z.array(personConfigSchema).max(50_000).default([]),
  queues: z.array(queueConfigSchema).max(5_000).default([]),
});
export type SiteConfig = z.infer<typeof siteConfigSchema>;
