import type { AgentId } from '../../kernel/ids.js';
import type { Leg, Visit } from '../site.js';

/** The leg in which this agent has the caller now. */
export function openLegOf(visit: Visit, agentId: AgentId): Leg | undefined {
  const leg = visit.legs.at(-1);
  return leg !== undefined && leg.agentId === agentId && leg.endedAt === undefined ? leg : undefined;
}

/** The leg in which any agent has the caller now. */
export function openLeg(visit: Visit): Leg | undefined {
  const leg = visit.legs.at(-1);
  return leg !== undefined && leg.endedAt === undefined ? leg : undefined;
}

export const isWaiting = (visit: Visit) => visit.state === 'queued' || visit.state === 'ringing';
export const isOpen = (visit: Visit) => isWaiting(visit) || visit.state === 'talking' || visit.state === 'holding';
