import { unreachable } from '../../kernel/unreachable.js';
import type { EventOf, RosterEvent } from '../events.js';
import { type EntityKey, entityKey } from '../site.js';
import { forecastKey } from './duty.js';

/** What numbers publications is one thing, so that two at once do not both take the next number. */
export const PUBLICATIONS: EntityKey = entityKey('roster', 'publications');

/** Days only add up what duties say: they are touched for screens, and nothing is decided by them. */
export function entitiesOfRoster(event: RosterEvent): EntityKey[] {
  switch (event.type) {
    case 'shift.set':
    case 'shift.removed':
    case 'roster.acknowledged':
    case 'exception.added':
    case 'exception.removed':
      return [entityKey('duty', event.agentId)];
    case 'roster.published':
      return [PUBLICATIONS, ...event.agentIds.map((id) => entityKey('duty', id))];
    case 'roster.draft-discarded':
      return event.agentIds.map((id) => entityKey('duty', id));
    case 'forecast.set':
      return [entityKey('forecast', forecastKey(event.queueId, event.date))];
    case 'swap.opened':
    case 'swap.accepted':
    case 'swap.rechecked':
    case 'swap.closed':
      return [entityKey('swap', event.swapId)];
    case 'swap.applied':
      return entitiesOfApplied(event);
    case 'open-shift.added':
    case 'open-shift.removed':
      return [entityKey('open-shift', event.openShiftId)];
    default:
      return unreachable(event);
  }
}

function entitiesOfApplied({ swapId, duties, openShiftId }: EventOf<'swap.applied'>): EntityKey[] {
  const keys = [entityKey('swap', swapId), ...duties.map(({ agentId }) => entityKey('duty', agentId))];
  return openShiftId === undefined ? keys : [...keys, entityKey('open-shift', openShiftId)];
}
