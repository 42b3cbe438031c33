import type { AgentView, QueueView, VisitView } from '../../shared/protocol/views.js';
import type { LiveStore } from '../live/store.js';
import { type FloorAddress, NO_TEAM } from './floor-address.js';

type Filter = Pick<FloorAddress, 'queueIds' | 'teamIds' | 'states' | 'text'>;

/** What was typed, as it is compared: no spaces at the ends, no case; width and accents as typed. */
export const needle = (text: string): string => text.trim().toLocaleLowerCase();

const holds = (text: string, ...fields: readonly (string | null | undefined)[]): boolean =>
  text === '' || fields.some((field) => field?.toLocaleLowerCase().includes(text));

/** An agent is found by name in either language, and kept by queue, team and state. */
export function matchesAgent({ queueIds, teamIds, states, text }: Filter): (agent: AgentView, store: LiveStore) => boolean {
  const typed = needle(text);
  const [inQueues, inTeams, inStates] = [new Set<string>(queueIds), new Set<string>(teamIds), new Set(states)];
  return (agent, store) =>
    // A supervisor's own phone has no seat.
    agent.isPhone !== true &&
    (inTeams.size === 0 || inTeams.has(agent.teamId ?? NO_TEAM)) &&
    (inStates.size === 0 || inStates.has(agent.state)) &&
    (inQueues.size === 0 || agent.queueIds.some((id) => inQueues.has(id))) &&
    (holds(typed, agent.name, agent.nameEn) || matchesTyped(agent, typed, store));
}

/** A queue's name finds those who serve it, a caller's number the agent who has that caller. */
function matchesTyped(agent: AgentView, typed: string, store: LiveStore): boolean {
  const visit = agent.visitId == null ? undefined : store.get('visit', agent.visitId);
  if (visit && holds(typed, visit.callerMasked, visit.callerName)) return true;
  return agent.queueIds.some((id) => {
    const queue = store.get('queue', id);
    return queue !== undefined && matchesQueueText(queue, typed);
  });
}

const matchesQueueText = (queue: QueueView, typed: string): boolean => holds(typed, queue.name, queue.nameEn, queue.code, queue.key);

export function matchesQueue({ queueIds, text }: Filter): (queue: QueueView, store: LiveStore) => boolean {
  const typed = needle(text);
  const chosen = new Set<string>(queueIds);
  return (queue) => (chosen.size === 0 || chosen.has(queue.id)) && matchesQueueText(queue, typed);
}

export function matchesCaller({ queueIds, text }: Filter): (visit: VisitView, store: LiveStore) => boolean {
  const typed = needle(text);
  const chosen = new Set<string>(queueIds);
  return (visit, store) => {
    if (chosen.size > 0 && !chosen.has(visit.queueId)) return false;
    if (holds(typed, visit.callerMasked, visit.callerName, visit.tier)) return true;
    const queue = store.get('queue', visit.queueId);
    return queue !== undefined && matchesQueueText(queue, typed);
  };
}
