import { useCallback, useSyncExternalStore } from 'react';
import type { AgentId, VisitId } from '../../shared/kernel/ids.js';
import type { ActionView } from '../../shared/protocol/views.js';
import { EntityIndex } from '../live/indexes.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';

export const isOpenAction = ({ state }: Pick<ActionView, 'state'>): boolean =>
  state === 'pending' || state === 'offered' || state === 'requested' || state === 'started';

/** What is done to a call, as opposed to listening to it: one at a time, whoever asks. */
const MOVES: ReadonlySet<string> = new Set([
  'call.reassign',
  'call.set-priority',
  'call.withdraw',
  'call.pick-up',
  'call.disconnect',
  'call.take-over',
  'action.undo',
]);
const isMove = ({ kind, on }: ActionView) => MOVES.has(kind) && on.visitId !== undefined;

/** What is waited for, and of whom: each call's and agent's, the newest first. */
const keysOf = (action: ActionView): readonly string[] => {
  const { visitId, agentId, toAgentId } = action.on;
  const isOpen = isOpenAction(action);
  return [
    ...(visitId === undefined ? [] : [`visit|${visitId}`]),
    ...(visitId !== undefined && isOpen && isMove(action) ? [`moving|${visitId}`] : []),
    ...(toAgentId !== undefined && isOpen ? [`asked|${toAgentId}`] : []),
    ...(agentId === undefined ? [] : [`agent|${agentId}`]),
  ];
};

const indexes = new WeakMap<LiveStore, EntityIndex<'action'>>();

function indexOf(store: LiveStore): EntityIndex<'action'> {
  let index = indexes.get(store);
  if (index === undefined) {
    index = new EntityIndex({ kind: 'action', keysOf, compare: (a, b) => b.askedAt - a.askedAt });
    indexes.set(store, index);
    store.addIndex(index);
  }
  return index;
}

function useIndexed(key: string | null): readonly ActionView['id'][] {
  const { store } = useLiveSession();
  const index = indexOf(store);
  const subscribe = useCallback((onChange: () => void) => (key === null ? () => {} : index.subscribe(key, onChange)), [index, key]);
  return useSyncExternalStore(subscribe, () => (key === null ? NONE : index.ids(key))) as readonly ActionView['id'][];
}
const NONE: readonly string[] = [];

/** Everything done to a call within the last hour. */
export const useActionsOnCall = (visitId: VisitId) => useIndexed(`visit|${visitId}`);
export const useActionsOnAgent = (agentId: AgentId) => useIndexed(`agent|${agentId}`);
/** The action, of whomever, for which this call must be left alone until it settles. */
export const useMoving = (visitId: VisitId | null): ActionView['id'] | undefined =>
  useIndexed(visitId === null ? null : `moving|${visitId}`)[0];
/** A call is being sent to this agent. */
export const useIsAsked = (agentId: AgentId): boolean => useIndexed(`asked|${agentId}`).length > 0;
