import type { ActionId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import type { SiteState } from '../site.js';
import type { Action } from './action.js';
import { undoing } from './undo.js';

/** When an action is given up: the desk did not answer, or the source told nothing. */
export function actionDueAt(action: Action | undefined): EpochMs | undefined {
  return action?.offer?.until ?? action?.timeOutAt;
}

export function decideActionDue(site: Readonly<SiteState>, actionId: ActionId, dueAt: EpochMs): Due {
  const action = site.actions.get(actionId);
  if (actionDueAt(action) !== dueAt) return { events: [], reads: [] };
  return { events: [{ type: 'action.settled', occurredAt: dueAt, actionId, result: 'timed-out', ...undoing(action) }], reads: [] };
}
