import type { SiteState } from '../site.js';
import { type Action, isSettled } from './action.js';

/**
 * How an action can be taken back: `withdraw` while nothing has happened yet; `inverse` where undoing is a new action that says so;
 * undefined where there is no way back (a call that ended, a message that was read).
 */
export function undoOf(_site: Readonly<SiteState>, action: Readonly<Action>): 'withdraw' | 'inverse' | undefined {
  if (action.undoneBy !== undefined || action.undoOf !== undefined) return undefined;
  if (!isSettled(action)) return action.state === 'started' ? undefined : 'withdraw';
  if (action.state !== 'confirmed') return undefined;
  switch (action.kind) {
    case 'call.set-priority':
      return action.detail.priorityBefore === undefined ? undefined : 'inverse';
    case 'agent.set-state':
    case 'agent.borrow':
      return 'inverse';
    case 'call.reassign':
      return action.on.toQueueId !== undefined && action.detail.queueIdBefore !== undefined ? 'inverse' : undefined;
    default:
      return undefined;
  }
}
