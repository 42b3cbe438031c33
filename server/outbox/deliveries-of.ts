import type { DomainEvent } from '../../shared/domain/events.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { Draft, TargetName } from './delivery.js';
import { alertPayload, type ToldAlert, ticketPayload } from './payload.js';

/** What an event asks to be told outside. `site` is as it is now: at the event, or somewhat later. */
export function deliveriesOf(event: DomainEvent, site: Readonly<SiteState>, siteId: string): Draft[] {
  switch (event.type) {
    case 'alert.raised': {
      const { alertId: id, occurredAt: raisedAt } = event;
      return ofAlert(site, siteId, event, { ...event, id, raisedAt });
    }
    case 'alert.level-changed': {
      const alert = site.alerts.get(event.alertId);
      const { level, value, limit } = event;
      return alert === undefined ? [] : ofAlert(site, siteId, event, { ...alert, level, value, limit });
    }
    case 'alert.cleared': {
      const alert = site.alerts.get(event.alertId);
      return alert === undefined ? [] : ofAlert(site, siteId, event, alert, event.how);
    }
    case 'case.ticket-requested': {
      const one = site.cases.get(event.caseId);
      // Linked by hand meanwhile, or asked for anew: then this wish is over.
      if (one?.ticket === undefined || one.ticket.key !== undefined || one.ticket.actionId !== event.actionId) return [];
      return [draft('tracker', one.id, event, ticketPayload(site, siteId, one))];
    }
    default:
      return [];
  }
}

type AlertEvent = Extract<DomainEvent, { type: 'alert.raised' | 'alert.level-changed' | 'alert.cleared' }>;

/** Whose rule is gone may have been told of before: that it is over is told to be safe. */
function ofAlert(site: Readonly<SiteState>, siteId: string, event: AlertEvent, alert: ToldAlert, how?: string): Draft[] {
  const rule = site.rules.get(alert.ruleId)?.rule;
  const isTold = rule?.webhook ?? event.type === 'alert.cleared';
  return isTold ? [draft('alerts', alert.id, event, alertPayload(site, siteId, alert, rule, how))] : [];
}

const draft = (target: TargetName, key: string, { type, occurredAt }: DomainEvent, data: object): Draft => ({
  target,
  key,
  type,
  occurredAt,
  data,
});
