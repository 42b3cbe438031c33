import { ALERT_METRICS, type AlertMetric, type AlertRule, type AlertSubjectKind, alertRuleSchema } from '../../shared/domain/alert/rule.js';
import type { RuleId } from '../../shared/kernel/ids.js';

/** A rule as a form holds it: what people type, in the units they type. */
export interface RuleDraft {
  readonly name: string;
  readonly nameEn: string;
  readonly subject: AlertSubjectKind;
  readonly metric: AlertMetric;
  readonly bad: 'above' | 'below';
  readonly warn: string;
  readonly critical: string;
  readonly margin: string;
  readonly dwellSeconds: string;
  readonly minOffered: string;
  readonly queueIds: readonly string[];
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly owner: string;
  readonly remedy: AlertRule['remedy'];
  readonly webhook: boolean;
}

/** What a number in the form stands for: seconds, percent, times the queue's threshold, or plain. */
export type Unit = 'seconds' | 'percent' | 'times' | 'plain';
export function unitOf(metric: AlertMetric): Unit {
  if (metric === 'longestWaitOfThresholdRatio') return 'times';
  if (metric.endsWith('Ratio')) return 'percent';
  return metric.endsWith('Ms') ? 'seconds' : 'plain';
}
const FACTOR: Record<Unit, number> = { seconds: 1_000, percent: 0.01, times: 1, plain: 1 };

const shown = (metric: AlertMetric, value: number | undefined): string =>
  value === undefined ? '' : String(Math.round((value / FACTOR[unitOf(metric)]) * 1_000) / 1_000);
const read = (metric: AlertMetric, text: string): number | undefined =>
  text.trim() === '' ? undefined : Math.round(Number(text) * FACTOR[unitOf(metric)] * 1_000_000) / 1_000_000;

export const draftOf = (rule: AlertRule): RuleDraft => ({
  name: rule.name,
  nameEn: rule.nameEn ?? '',
  subject: rule.subject,
  metric: rule.metric,
  bad: rule.bad,
  warn: shown(rule.metric, rule.warn),
  critical: shown(rule.metric, rule.critical),
  margin: shown(rule.metric, rule.margin),
  dwellSeconds: String(rule.dwellMs / 1_000),
  minOffered: String(rule.minOffered),
  queueIds: rule.queueIds,
  quietFrom: rule.quiet?.from ?? '',
  quietTo: rule.quiet?.to ?? '',
  owner: rule.owner ?? '',
  remedy: rule.remedy,
  webhook: rule.webhook,
});

export type DraftProblem = { readonly field: string };

/** The rule that a draft says, or the field that is wrong with it. */
export function ruleOf(draft: RuleDraft, rule: AlertRule): { rule: AlertRule } | DraftProblem {
  const { name, nameEn, subject, metric, bad, remedy, webhook, owner } = draft;
  const parsed = alertRuleSchema.safeParse({
    id: rule.id,
    enabled: rule.enabled,
    teamIds: rule.teamIds,
    clearDwellMs: rule.clearDwellMs,
    name,
    ...(nameEn.trim() === '' ? {} : { nameEn }),
    subject,
    metric,
    bad,
    warn: read(metric, draft.warn),
    critical: read(metric, draft.critical),
    margin: read(metric, draft.margin) ?? 0,
    dwellMs: Number(draft.dwellSeconds) * 1_000,
    minOffered: Number(draft.minOffered),
    queueIds: [...draft.queueIds],
    ...(draft.quietFrom === '' && draft.quietTo === '' ? {} : { quiet: { from: draft.quietFrom, to: draft.quietTo } }),
    ...(owner.trim() === '' ? {} : { owner }),
    remedy,
    webhook,
  });
  return parsed.success ? { rule: parsed.data } : { field: String(parsed.error.issues[0]?.path[0] ?? 'name') };
}

/** Another subject has other measures. */
export const withSubject = (draft: RuleDraft, subject: AlertSubjectKind): RuleDraft => ({
  ...draft,
  subject,
  metric: ALERT_METRICS[subject][0],
  warn: '',
  critical: '',
});

/** A first guess at a new rule, under an id that is not taken. */
export function newRule(taken: ReadonlySet<string>): AlertRule {
  let n = 1;
  while (taken.has(`r-own-${n}`)) n++;
  return alertRuleSchema.parse({
    id: `r-own-${n}` as RuleId,
    name: '-',
    enabled: true,
    subject: 'queue',
    metric: 'waiting',
    bad: 'above',
    warn: 10,
  });
}
