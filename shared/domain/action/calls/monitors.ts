import { monitoredVisit } from '../../absorb/monitors.js';
import type { DomainEvent, EventOf } from '../../events.js';
import type { SiteState } from '../../site.js';

/**
 * Monitorings that are over with these events, and that the source has not ended itself: those of an agent whose talk ended, and the
 * one on another call that the same phone has left for this one.
 */
export function monitorsOver(site: Readonly<SiteState>, events: readonly DomainEvent[]): EventOf<'monitor.stopped'>[] {
  const told = new Set(events.map((event) => (event.type === 'monitor.stopped' ? event.actionId : undefined)));
  const over: EventOf<'monitor.stopped'>[] = [];
  for (const event of events) {
    for (const stopped of event.type === 'visit.talk-ended' ? withTalk(site, event) : leftBehind(site, event)) {
      if (told.has(stopped.actionId)) continue;
      told.add(stopped.actionId);
      over.push(stopped);
    }
  }
  return over;
}

function withTalk(site: Readonly<SiteState>, { visitId, agentId, occurredAt }: EventOf<'visit.talk-ended'>): EventOf<'monitor.stopped'>[] {
  const monitors = site.visits.get(visitId)?.monitors ?? [];
  return monitors
    .filter((monitor) => monitor.agentId === agentId)
    .map(({ actionId }) => ({ type: 'monitor.stopped', occurredAt, visitId, agentId, actionId }));
}

function leftBehind(site: Readonly<SiteState>, event: DomainEvent): EventOf<'monitor.stopped'>[] {
  if (event.type !== 'monitor.started') return [];
  const effect = site.actions.get(event.actionId)?.effect;
  const before = effect?.op === 'monitor' ? effect.replaces : undefined;
  if (before === undefined) return [];
  const visit = monitoredVisit(site, before as string as EventOf<'monitor.stopped'>['actionId']);
  const monitor = visit?.monitors.find(({ actionId }) => actionId === (before as string));
  // On the same call the new one takes the old one's place by itself.
  if (visit === undefined || monitor === undefined || visit.id === event.visitId) return [];
  const { actionId, agentId } = monitor;
  return [{ type: 'monitor.stopped', occurredAt: event.occurredAt, visitId: visit.id, agentId, actionId }];
}
