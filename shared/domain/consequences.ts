import type { EpochMs } from '../kernel/time.js';
import { agentConsequences } from './action/follow-agents.js';
import { callConsequences } from './action/follow-calls.js';
import { bufferConsequences } from './buffer/follow.js';
import { caseConsequences } from './escalation/follow.js';
import type { DomainEvent } from './events.js';
import type { SiteState } from './site.js';

/**
 * What follows from what happened, appended in the same commit: an open action is confirmed or fails by the very event that it waited
 * for or that made it impossible; a change of state that waited for the end of a contact is asked for; a raised hand goes down with
 * its call. The state is as it was before `events`. Asked after each absorbed fact and each passed deadline; it must be cheap where
 * nothing is open.
 */
export function consequencesOf(site: Readonly<SiteState>, events: readonly DomainEvent[], now: EpochMs): DomainEvent[] {
  if (events.length === 0) return [];
  const onFloor = [...callConsequences(site, events, now), ...agentConsequences(site, events, now)];
  return [...onFloor, ...caseConsequences(site, events, now), ...bufferConsequences(site, [...events, ...onFloor], now)];
}
