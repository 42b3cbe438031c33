import type { DomainEvent, EventOf } from '../../events.js';
import type { Action } from '../action.js';
import type { EffectOp } from '../effects.js';
import { isOurRedirect } from './confirm.js';

/** These move the caller from wherever the caller is, also out of a talk that began meanwhile. */
const MOVES: ReadonlySet<EffectOp> = new Set(['move-waiting', 'move-talking']);
/** These need a caller who waits. */
const FOR_WAITING: ReadonlySet<EffectOp> = new Set(['set-priority', 'withdraw', 'pick-up']);
/** These bring the caller to somebody: between the one place and the other, the caller is in none. */
const CARRIES: ReadonlySet<EffectOp> = new Set(['move-waiting', 'move-talking', 'pick-up', 'take-over']);

/**
 * Whether what the action was for can't happen any more: the caller is gone, or somebody else has the caller. Every event is of the
 * action's own caller, and does not confirm it. Once the source has begun to carry the caller elsewhere, that the caller leaves is no
 * sign of failure: then the arrival, the source's own answer or the time limit says what came of it.
 */
export function fails(action: Action, event: DomainEvent): boolean {
  switch (event.type) {
    case 'visit.left':
      return !(carries(action) && isOurRedirect(action, event));
    case 'visit.answered':
    case 'visit.handed-over':
      return failsByOther(action, event);
    case 'visit.talk-ended':
      return failsByEnd(action, event);
    default:
      return false;
  }
}

const carries = ({ effect }: Action): boolean => effect !== undefined && CARRIES.has(effect.op);

/** Another agent has the caller now. */
function failsByOther(action: Action, event: EventOf<'visit.answered' | 'visit.handed-over'>): boolean {
  const op = action.effect?.op;
  if (op === undefined || FOR_WAITING.has(op)) return true;
  if (MOVES.has(op)) return action.state !== 'started';
  return (op === 'take-over' || op === 'monitor') && event.agentId !== action.on.agentId;
}

function failsByEnd(action: Action, { by }: EventOf<'visit.talk-ended'>): boolean {
  const isOnTheWay = action.state === 'started' && carries(action) && by !== 'caller';
  return !isOnTheWay;
}
