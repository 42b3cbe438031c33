import { epochMs, MINUTE_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { ActionSubjects } from '../action/action.js';
import type { AlertCommand, CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { personOf } from '../person.js';
import { reachesAgent, reachesQueue } from '../policy.js';
import { entityKey, type SiteState } from '../site.js';
import type { Alert } from './alert.js';
import { decideRuleRemove, decideRuleSet } from './decide-rules.js';

/** Two who reach for the same alert at once: the first keeps it. Later a colleague may take it over. */
const JUST_TAKEN_MS = MINUTE_MS;

/** What people may do with alerts and their rules. */
export function decideAlert(site: Readonly<SiteState>, command: AlertCommand, ask: Ask): Decision {
  if (command.type === 'rule.set') return decideRuleSet(site, command, ask);
  if (command.type === 'rule.remove') return decideRuleRemove(site, command, ask);
  const alert = site.alerts.get(command.alertId);
  if (alert === undefined) return refuse('not-found', { field: 'alertId' });
  if (!reachesAlert(site, ask, alert)) return refuse('not-permitted');
  if (alert.clearedAt !== undefined) return refuse('wrong-state', { detail: 'cleared' });
  switch (command.type) {
    case 'alert.acknowledge':
      return acknowledge(alert, ask);
    case 'alert.snooze':
      return snooze(alert, command, ask);
    case 'alert.take':
      return take(alert, ask);
    default:
      return unreachable(command);
  }
}

function acknowledge(alert: Alert, { context }: Ask): Decision {
  if (alert.acknowledged !== undefined) {
    const { by } = alert.acknowledged;
    return by.userId === context.by.userId ? refuse('unchanged') : refuse('conflict', { byName: by.name });
  }
  return grant({
    on: subjectsOf(alert),
    events: [{ type: 'alert.acknowledged', occurredAt: context.now, alertId: alert.id, by: personOf(context.by) }],
    reads: [entityKey('alert', alert.id)],
  });
}

function snooze(alert: Alert, { forMs, reason }: CommandOf<'alert.snooze'>, { context }: Ask): Decision {
  const until = epochMs(context.now + Math.round(forMs));
  return grant({
    on: subjectsOf(alert),
    detail: { until, reason },
    events: [{ type: 'alert.snoozed', occurredAt: context.now, alertId: alert.id, by: personOf(context.by), until, reason }],
    reads: [entityKey('alert', alert.id)],
  });
}

/** Who takes it has seen it. */
function take(alert: Alert, { context }: Ask): Decision {
  const { owner, takenAt } = alert;
  if (owner?.userId === context.by.userId) return refuse('unchanged');
  if (owner !== undefined && takenAt !== undefined && context.now - takenAt < JUST_TAKEN_MS)
    return refuse('conflict', { byName: owner.name });
  const by = personOf(context.by);
  const onAlert = { occurredAt: context.now, alertId: alert.id, by };
  return grant({
    on: subjectsOf(alert),
    ...(owner === undefined ? {} : { detail: { what: owner.name } }),
    events: [
      ...(alert.acknowledged === undefined ? [{ type: 'alert.acknowledged' as const, ...onAlert }] : []),
      { type: 'alert.taken', ...onAlert },
    ],
    reads: [entityKey('alert', alert.id)],
  });
}

/** Not the agent it is about: what is done to an alert is the floor's business, and does not show on that agent's desk. */
const subjectsOf = ({ id, ruleId, subject: { queueId } }: Alert): ActionSubjects => ({
  alertId: id,
  ruleId,
  ...(queueId === undefined ? {} : { queueId }),
});

/** The same as who sees it (`protocol/redact-views.ts`). */
function reachesAlert(site: Readonly<SiteState>, { context: { by }, relation }: Ask, { subject }: Alert): boolean {
  if (relation === 'site') return true;
  if (subject.agentId !== undefined) return reachesAgent(site, by, relation, subject.agentId);
  if (subject.queueId !== undefined) return reachesQueue(site, by, relation, subject.queueId);
  return relation === 'team' && subject.teamId !== undefined && by.teamIds.includes(subject.teamId);
}
