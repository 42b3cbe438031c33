import { emptySite } from '../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import type { SiteState } from '../../shared/domain/site.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { noTouch } from './floor.js';

/** A site after these events, all at one position. */
export function siteAfter(events: readonly DomainEvent[]): SiteState {
  const site = emptySite();
  for (const event of events) evolve(site, structuredClone(event), { position: ORIGIN, at: event.occurredAt }, noTouch);
  return site;
}
