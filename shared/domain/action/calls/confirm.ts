import type { DomainEvent, EventOf } from '../../events.js';
import type { Action } from '../action.js';

/** Whether this is what the action was for. Every event is of the action's own caller. */
export function confirms(action: Action, event: DomainEvent): boolean {
  const { effect, on } = action;
  if (effect === undefined) return on.toAgentId !== undefined && reaches(event, on.toAgentId);
  switch (effect.op) {
    case 'move-waiting':
    case 'move-talking':
      return on.toAgentId === undefined ? event.type === 'visit.entered' && event.queueId === on.toQueueId : reaches(event, on.toAgentId);
    case 'set-priority':
      return event.type === 'visit.priority-changed' && event.priority === effect.priority;
    case 'withdraw':
      return event.type === 'visit.left' && (event.outcome === 'withdrawn' || isOurRedirect(action, event));
    // That the agent is out of it is not enough: the asker's phone may not be picked up.
    case 'pick-up':
    case 'take-over':
      return isWith(event, on.toAgentId);
    case 'disconnect':
      return action.state === 'started' && endsCall(event);
    case 'monitor':
      return event.type === 'monitor.started' && event.actionId === action.id;
    case 'stop-monitor':
      return event.type === 'monitor.stopped' && event.actionId === (effect.monitorKey as string);
    default:
      return false;
  }
}

/** The caller has this agent, or rings at the agent's phone. */
const reaches = (event: DomainEvent, agentId: Action['on']['toAgentId']): boolean =>
  isWith(event, agentId) || (event.type === 'visit.offered' && event.agentId === agentId);

const isWith = (event: DomainEvent, agentId: Action['on']['toAgentId']): boolean =>
  (event.type === 'visit.answered' || event.type === 'visit.handed-over') && event.agentId === agentId;

/** A caller who is moved leaves the queue as redirected, and turns up where they were sent a moment later. */
export const isOurRedirect = ({ state }: Action, { outcome }: EventOf<'visit.left'>): boolean =>
  state === 'started' && outcome === 'redirected';

const CALLER_GONE: ReadonlySet<string> = new Set(['abandoned', 'withdrawn', 'system', 'closed']);
const CALL_WENT_ON: ReadonlySet<string> = new Set(['blind-transfer', 'attended-transfer', 'moved', 'taken-over']);

/** The caller is with nobody any more. */
export function endsCall(event: DomainEvent): boolean {
  if (event.type === 'visit.left') return CALLER_GONE.has(event.outcome);
  return event.type === 'visit.talk-ended' && !CALL_WENT_ON.has(event.by);
}
