import { unreachable } from '../../kernel/unreachable.js';
import type { RosterEvent } from '../events.js';
import { type EntityKey, entityKey } from '../site.js';

/** What numbers publications is one thing, so that two at once do not both take the next number. */
export const PUBLICATIONS: EntityKey = entityKey('roster', 'publications');

/** Days only add up what duties say: they are touched for screens, and nothing is decided by them. */
export function entitiesOfRoster(event: RosterEvent): EntityKey[] {
  switch (event.type) {
    case 'shift.set':
    case 'shift.removed':
    case 'roster.acknowledged':
      return [entityKey('duty', event.agentId)];
    case 'roster.published':
      return [PUBLICATIONS, ...event.agentIds.map((id) => entityKey('duty', id))];
    default:
      return unreachable(event);
  }
}
