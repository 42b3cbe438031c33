import { z } from 'zod';
import { agentIdSchema, alertIdSchema, queueIdSchema, ruleIdSchema, teamIdSchema, visitIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { personSchema } from '../person.js';
import { alertLevelSchema, alertMetricSchema, alertRuleSchema, alertSubjectKindSchema, remedySchema } from './rule.js';

const base = { occurredAt: epochMsSchema };
const onAlert = { ...base, alertId: alertIdSchema };

/** What an alert is about, told so that it can be found and shown without the rule. */
export const alertSubjectSchema = z.strictObject({
  kind: alertSubjectKindSchema,
  /** `q-…`, `t-…`, `a-…`, `v-…`, or a source's name. */
  id: z.string().min(1).max(64),
  queueId: queueIdSchema.optional(),
  teamId: teamIdSchema.optional(),
  agentId: agentIdSchema.optional(),
  visitId: visitIdSchema.optional(),
});
export type AlertSubject = z.infer<typeof alertSubjectSchema>;

/** The numbers that were true when it was raised, for the one line of evidence under its title. */
export const alertEvidenceSchema = z.strictObject({
  waiting: z.number().int().optional(),
  longestWaitMs: z.number().optional(),
  readyAgents: z.number().int().optional(),
  offered: z.number().int().optional(),
  serviceLevelRatio: z.number().nullish(),
  since: epochMsSchema.optional(),
  detail: z.string().max(120).optional(),
});

export const ruleSetSchema = z.strictObject({ type: z.literal('rule.set'), ...base, rule: alertRuleSchema });
export const ruleRemovedSchema = z.strictObject({ type: z.literal('rule.removed'), ...base, ruleId: ruleIdSchema });
export const alertRaisedSchema = z.strictObject({
  type: z.literal('alert.raised'),
  ...onAlert,
  ruleId: ruleIdSchema,
  subject: alertSubjectSchema,
  metric: alertMetricSchema,
  level: alertLevelSchema,
  value: z.number(),
  limit: z.number(),
  evidence: alertEvidenceSchema,
  remedy: remedySchema,
});
export const alertLevelChangedSchema = z.strictObject({
  type: z.literal('alert.level-changed'),
  ...onAlert,
  level: alertLevelSchema,
  value: z.number(),
  limit: z.number(),
});
/** Back within its limits: it is over when that lasts. What helped against it is not needed now. */
export const alertEasedSchema = z.strictObject({ type: z.literal('alert.eased'), ...onAlert });
/** Beyond a limit again, before it was over. */
export const alertRelapsedSchema = z.strictObject({ type: z.literal('alert.relapsed'), ...onAlert });
export const alertAcknowledgedSchema = z.strictObject({ type: z.literal('alert.acknowledged'), ...onAlert, by: personSchema });
export const alertTakenSchema = z.strictObject({ type: z.literal('alert.taken'), ...onAlert, by: personSchema });
export const alertSnoozedSchema = z.strictObject({
  type: z.literal('alert.snoozed'),
  ...onAlert,
  by: personSchema,
  until: epochMsSchema,
  reason: z.string().min(1).max(200),
});
export const alertSnoozeEndedSchema = z.strictObject({ type: z.literal('alert.snooze-ended'), ...onAlert });
export const alertClearedSchema = z.strictObject({
  type: z.literal('alert.cleared'),
  ...onAlert,
  /** `gone`: the subject is no more; `rule`: the rule was changed or switched off. */
  how: z.enum(['better', 'gone', 'rule']),
});

export const alertEvents = [
  ruleSetSchema,
  ruleRemovedSchema,
  alertRaisedSchema,
  alertLevelChangedSchema,
  alertEasedSchema,
  alertRelapsedSchema,
  alertAcknowledgedSchema,
  alertTakenSchema,
  alertSnoozedSchema,
  alertSnoozeEndedSchema,
  alertClearedSchema,
] as const;
