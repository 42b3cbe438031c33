import type { ActionId } from '../../kernel/ids.js';
import { isOwnAlone } from '../redact.js';
import { type Action, isSettled } from './action.js';

/**
 * How an action can be taken back: `withdraw` while nothing has happened yet; `inverse` where undoing is a new action that says so;
 * undefined where there is no way back (a call that ended, a message that was read). It follows from the action alone, since screens
 * show it with the action; whether the floor still allows it is decided when somebody asks.
 */
export function undoOf(action: Readonly<Action>): 'withdraw' | 'inverse' | undefined {
  if (action.undoneBy !== undefined || action.undoOf !== undefined) return undefined;
  // Nobody else sees these, and their undoing would tell of them. A pause that waits is cancelled like any other.
  if (isOwnAlone(action.kind)) return undefined;
  // Who is to be taken off the phones waits for it: another way is found by whoever takes it on next.
  if (action.kind === 'relief.give') return undefined;
  if (!isSettled(action)) return action.state === 'started' ? undefined : 'withdraw';
  return action.state === 'confirmed' && hasInverse(action) ? 'inverse' : undefined;
}

/** What an action's outcome says of the action that it was to undo: one that was not undone can be tried again. */
export const undoing = (action: Readonly<Action> | undefined): { readonly undoOf?: ActionId } =>
  action?.undoOf === undefined ? {} : { undoOf: action.undoOf };

function hasInverse({ kind, on, detail }: Readonly<Action>): boolean {
  switch (kind) {
    case 'call.set-priority':
      return detail.priorityBefore !== undefined;
    case 'call.reassign':
      // A call that was taken out of a talk can't be given back as it was.
      return on.toQueueId !== undefined && detail.queueIdBefore !== undefined && on.agentId === undefined;
    case 'agent.set-state':
      return detail.when === 'now' && (detail.stateBefore === 'ready' || detail.stateBefore === 'not-ready');
    case 'agent.borrow':
      return true;
    default:
      return false;
  }
}
