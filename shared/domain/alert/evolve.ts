import { MINUTE_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { AlertEvent, EventOf } from '../events.js';
import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import type { Alert } from './alert.js';
import { isBuiltInRule } from './default-rules.js';
import { openAlertOf } from './open-alert.js';

/** Cleared ones stay in sight for this long, and tell how lately a pair was raised. */
const KEPT_CLEARED_MS = 15 * MINUTE_MS;
const MOST_CLEARED = 1_000;

/** Rules, and what they found. */
export function evolveAlert(site: SiteState, event: AlertEvent, context: EvolveContext, touched: Touched): void {
  switch (event.type) {
    case 'rule.set':
      return ruleSet(site, event, context, touched);
    case 'rule.removed':
      if (site.rules.delete(event.ruleId)) touched.gone(entityKey('rule', event.ruleId));
      return;
    case 'alert.raised':
      return alertRaised(site, event, context, touched);
    case 'alert.level-changed':
      return change(site, event, context, touched, (alert) => {
        alert.level = event.level;
        alert.value = event.value;
        alert.limit = event.limit;
        alert.levelSince = event.occurredAt;
        delete alert.easedAt;
      });
    case 'alert.eased':
      return change(site, event, context, touched, (alert) => {
        alert.easedAt ??= event.occurredAt;
      });
    case 'alert.relapsed':
      return change(site, event, context, touched, (alert) => {
        delete alert.easedAt;
      });
    case 'alert.acknowledged':
      return change(site, event, context, touched, (alert) => {
        alert.acknowledged ??= { by: { ...event.by }, at: event.occurredAt };
      });
    case 'alert.taken':
      return change(site, event, context, touched, (alert) => {
        alert.owner = { ...event.by };
        alert.takenAt = event.occurredAt;
      });
    case 'alert.snoozed':
      return change(site, event, context, touched, (alert) => {
        alert.snoozed = { by: { ...event.by }, until: event.until, reason: event.reason };
      });
    case 'alert.snooze-ended':
      return change(site, event, context, touched, (alert) => {
        delete alert.snoozed;
      });
    case 'alert.cleared':
      change(site, event, context, touched, (alert) => {
        alert.clearedAt = event.occurredAt;
        delete alert.easedAt;
        delete alert.snoozed;
      });
      return forgetCleared(site, touched);
    default:
      return unreachable(event);
  }
}

function ruleSet(site: SiteState, event: EventOf<'rule.set'>, context: EvolveContext, touched: Touched): void {
  const { raised = 0, acted = 0 } = site.rules.get(event.rule.id) ?? {};
  const { id } = event.rule;
  site.rules.set(id, { rule: structuredClone(event.rule), isBuiltIn: isBuiltInRule(id), raised, acted, rev: context.position });
  touched.touch(entityKey('rule', id));
}

function alertRaised(site: SiteState, event: EventOf<'alert.raised'>, context: EvolveContext, touched: Touched): void {
  forgetCleared(site, touched);
  if (site.alerts.has(event.alertId) || openAlertOf(site, event.ruleId, event.subject.id) !== undefined) return;
  const { ruleId, metric, level, value, limit, remedy, occurredAt } = event;
  site.alerts.set(event.alertId, {
    id: event.alertId,
    ruleId,
    subject: { ...event.subject },
    metric,
    level,
    value,
    limit,
    evidence: { ...event.evidence },
    remedy,
    raisedAt: occurredAt,
    levelSince: occurredAt,
    actions: 0,
    rev: context.position,
  });
  touched.touch(entityKey('alert', event.alertId));
  const rule = site.rules.get(ruleId);
  if (rule === undefined) return;
  rule.raised += 1;
  rule.rev = context.position;
  touched.touch(entityKey('rule', ruleId));
}

/** What was cleared stays as it was. */
function change(
  site: SiteState,
  event: { readonly alertId: Alert['id'] },
  context: EvolveContext,
  touched: Touched,
  apply: (alert: Alert) => void,
): void {
  const alert = site.alerts.get(event.alertId);
  if (alert === undefined || alert.clearedAt !== undefined) return;
  apply(alert);
  alert.rev = context.position;
  touched.touch(entityKey('alert', alert.id));
}

function forgetCleared(site: SiteState, touched: Touched): void {
  let cleared = 0;
  for (const { clearedAt } of site.alerts.values()) if (clearedAt !== undefined) cleared += 1;
  const cutoff = site.foldedAt - KEPT_CLEARED_MS;
  // In the order in which they were raised.
  for (const { id, clearedAt } of site.alerts.values()) {
    if (clearedAt === undefined || (clearedAt >= cutoff && cleared <= MOST_CLEARED)) continue;
    site.alerts.delete(id);
    touched.gone(entityKey('alert', id));
    cleared -= 1;
  }
}
