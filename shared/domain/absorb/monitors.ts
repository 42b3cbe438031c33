import type { ActionId } from '../../kernel/ids.js';
import { agentIdOf, visitIdOf } from '../../kernel/ids.js';
import { isSettled } from '../action/action.js';
import type { DomainEvent } from '../events.js';
import type { FactOf } from '../facts.js';
import type { SiteState, Visit } from '../site.js';
import { openLegOf } from '../visit/leg.js';

/** A monitoring is known by the action that asked for it: its key is the action's id. */
export function absorbMonitor(
  site: Readonly<SiteState>,
  fact: FactOf<'monitor.started'> | FactOf<'monitor.stopped'>,
  source: string,
): DomainEvent[] {
  const actionId = fact.monitorKey as string as ActionId;
  const action = site.actions.get(actionId);
  if (fact.type === 'monitor.stopped') {
    const visit = monitoredVisit(site, actionId);
    const monitor = visit?.monitors.find((one) => one.actionId === actionId);
    if (visit === undefined || monitor === undefined) return [];
    return [{ type: 'monitor.stopped', occurredAt: fact.occurredAt, visitId: visit.id, agentId: monitor.agentId, actionId }];
  }
  const visit = site.visits.get(visitIdOf(source, fact.visitKey));
  if (action === undefined || visit === undefined || visit.monitors.some((one) => one.actionId === actionId)) return [];
  const agentId = agentIdOf(source, fact.agentKey);
  // Told after the talk has ended, it is over as well: nothing would ever take it down.
  if (openLegOf(visit, agentId) === undefined) return [];
  return [{ type: 'monitor.started', occurredAt: fact.occurredAt, visitId: visit.id, agentId, actionId, by: action.by, mode: fact.mode }];
}

/** Whoever asked for it is told why; an action that is over already has its outcome. */
export function absorbMonitorFailed(
  site: Readonly<SiteState>,
  { monitorKey, failure, occurredAt }: FactOf<'monitor.failed'>,
): DomainEvent[] {
  const action = site.actions.get(monitorKey as string as ActionId);
  if (action?.effect?.op !== 'monitor' || isSettled(action)) return [];
  // Sources' clocks differ from ours a little: nothing fails before it was asked for.
  const at = occurredAt > action.askedAt ? occurredAt : action.askedAt;
  return [{ type: 'action.settled', occurredAt: at, actionId: action.id, result: 'failed', failure: { ...failure } }];
}

/** The call that is listened in on under this name. */
export function monitoredVisit(site: Readonly<SiteState>, actionId: ActionId): Visit | undefined {
  const visitId = site.actions.get(actionId)?.on.visitId;
  return visitId === undefined ? undefined : site.visits.get(visitId);
}
