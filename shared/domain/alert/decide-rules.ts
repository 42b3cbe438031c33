import type { QueueId, TeamId } from '../../kernel/ids.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { DomainEvent } from '../events.js';
import { type EntityKey, entityKey, type SiteState } from '../site.js';
import type { Alert } from './alert.js';
import { isBuiltInRule } from './default-rules.js';
import { isAlertOpen } from './open-alert.js';
import type { AlertRule } from './rule.js';

/** Each is looked at every second. */
const MOST_RULES = 300;

export function decideRuleSet(site: Readonly<SiteState>, { rule }: CommandOf<'rule.set'>, { context }: Ask): Decision {
  const known = site.rules.get(rule.id);
  if (known === undefined) {
    if (isBuiltInRule(rule.id)) return refuse('not-permitted', { field: 'id' });
    if (site.rules.size >= MOST_RULES) return refuse('limit-reached', { detail: String(MOST_RULES) });
  } else {
    if (JSON.stringify(known.rule) === JSON.stringify(rule)) return refuse('unchanged');
    // What came with the product keeps its meaning: its limits are the site's, its measure is not.
    if (known.isBuiltIn && !measuresTheSame(known.rule, rule)) return refuse('wrong-state', { field: 'metric', detail: 'built-in' });
  }
  const queueId = rule.queueIds.find((id) => site.queues.get(id)?.removed !== false);
  if (queueId !== undefined) return refuse('queue-gone', { field: 'queueIds' });
  if (rule.teamIds.some((id) => !site.teams.has(id))) return refuse('not-found', { field: 'teamIds' });
  const over = openAlertsOf(site, rule).filter((alert) => !covers(rule, alert));
  return grant({
    on: { ruleId: rule.id },
    detail: { what: rule.name },
    events: [{ type: 'rule.set', occurredAt: context.now, rule }, ...over.map((alert) => clearedByRule(alert, context.now))],
    reads: readsOf(rule, over),
  });
}

export function decideRuleRemove(site: Readonly<SiteState>, { ruleId }: CommandOf<'rule.remove'>, { context }: Ask): Decision {
  const known = site.rules.get(ruleId);
  if (known === undefined) return refuse('not-found', { field: 'ruleId' });
  if (known.isBuiltIn) return refuse('wrong-state', { detail: 'built-in' });
  const over = openAlertsOf(site, known.rule);
  return grant({
    on: { ruleId },
    detail: { what: known.rule.name },
    events: [
      // First, while the rule is still there.
      ...over.map((alert) => clearedByRule(alert, context.now)),
      { type: 'rule.removed', occurredAt: context.now, ruleId },
    ],
    reads: readsOf(known.rule, over),
  });
}

const measuresTheSame = (a: AlertRule, b: AlertRule) => a.subject === b.subject && a.metric === b.metric && a.bad === b.bad;

const openAlertsOf = (site: Readonly<SiteState>, { id }: AlertRule): Alert[] =>
  [...site.alerts.values()].filter((alert) => alert.ruleId === id && isAlertOpen(alert));

/** Whether an alert may stay open under a rule as it is now. Which queues an agent serves is seen when the rule is measured next. */
export const covers = (rule: AlertRule, { metric, subject }: Alert): boolean =>
  rule.enabled &&
  rule.metric === metric &&
  rule.subject === subject.kind &&
  isOfQueues(rule, subject.queueId ?? (subject.agentId === undefined ? [] : rule.queueIds)) &&
  isOfTeam(rule, subject.teamId);

/** Whether a rule that names queues means this one, or one of these. What has none is meant by rules for all only. */
export function isOfQueues({ queueIds }: AlertRule, of: QueueId | Iterable<QueueId>): boolean {
  if (queueIds.length === 0) return true;
  if (typeof of === 'string') return queueIds.includes(of);
  for (const id of of) if (queueIds.includes(id)) return true;
  return false;
}

export const isOfTeam = ({ teamIds }: AlertRule, teamId: TeamId | undefined): boolean =>
  teamIds.length === 0 || (teamId !== undefined && teamIds.includes(teamId));

const clearedByRule = ({ id }: Alert, now: DomainEvent['occurredAt']): DomainEvent => ({
  type: 'alert.cleared',
  occurredAt: now,
  alertId: id,
  how: 'rule',
});

const readsOf = ({ id, queueIds }: AlertRule, over: readonly Alert[]): EntityKey[] => [
  entityKey('rule', id),
  ...queueIds.map((queueId) => entityKey('queue', queueId)),
  ...over.map((alert) => entityKey('alert', alert.id)),
];
