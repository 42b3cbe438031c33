import type { AlertId } from '../../kernel/ids.js';
import type { ActionSubjects } from '../action/action.js';
import type { SiteState } from '../site.js';
import type { Alert } from './alert.js';

/**
 * The open alert that an action answers although nobody said so: who reassigns a caller of a queue in trouble acts on its alert, from
 * whichever place on the screen. The nearest first: the call's own, the agent's, the queue's; of several, the worst and then the oldest.
 */
export function linkedAlert(site: Readonly<SiteState>, on: ActionSubjects): AlertId | undefined {
  let best: { alert: Alert; nearness: number } | undefined;
  for (const alert of site.alerts.values()) {
    const nearness = alert.clearedAt === undefined ? nearnessOf(alert, on) : undefined;
    if (nearness === undefined || (best !== undefined && !isBetter({ alert, nearness }, best))) continue;
    best = { alert, nearness };
  }
  return best?.alert.id;
}

function nearnessOf({ subject }: Alert, on: ActionSubjects): number | undefined {
  if (subject.visitId !== undefined) return subject.visitId === on.visitId ? 0 : undefined;
  if (subject.agentId !== undefined) return subject.agentId === on.agentId ? 1 : undefined;
  if (subject.queueId === undefined) return undefined;
  return subject.queueId === on.queueId || subject.queueId === on.toQueueId ? 2 : undefined;
}

function isBetter(a: { alert: Alert; nearness: number }, b: { alert: Alert; nearness: number }): boolean {
  if (a.nearness !== b.nearness) return a.nearness < b.nearness;
  if (a.alert.level !== b.alert.level) return a.alert.level === 'critical';
  return a.alert.raisedAt < b.alert.raisedAt || (a.alert.raisedAt === b.alert.raisedAt && a.alert.id < b.alert.id);
}
