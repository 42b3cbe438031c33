import { useMemo } from 'react';
import type { EffectOp } from '../../shared/domain/action/effects.js';
import type { CommandType } from '../../shared/domain/commands.js';
import { relationOf } from '../../shared/domain/policy.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import { useCollection, useConnection, useEntity, useWho } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';

/** What this person's role may do at all; how far it reaches, the server decides. What it may not is absent, not dimmed. */
export function useMay(): (type: CommandType) => boolean {
  const role = useWho()?.role;
  return (type) => role !== undefined && relationOf(type, role) !== undefined;
}

/** What is on screen can't be trusted now: nothing may be done by it. Late news alone lock nothing. */
export const useIsLocked = (): boolean => useConnection().state === 'stale';

/** Whose phone system a queue is on: the only one there is, or that of the agents who serve it. */
export function useSourceOfQueue(queueId: QueueId): string | undefined {
  const { store } = useLiveSession();
  const only = useCollection('source', (all) => (all.size === 1 ? [...all.keys()][0] : undefined));
  return useMemo(() => {
    if (only !== undefined) return only;
    for (const agent of store.all('agent').values()) if (agent.queueIds.includes(queueId)) return agent.source;
    return undefined;
  }, [only, store, queueId]);
}

/** Why something can't be asked of a phone system. */
export type Cannot = 'not-supported' | 'source-lost' | 'no-phone';

/** Whether a source takes this request, and this person's own phone can be rung where one is needed. */
export function useCannot(sourceId: string | undefined): (op: EffectOp, needs?: { readonly phone: boolean }) => Cannot | null {
  const source = useEntity('source', sourceId);
  const hasPhone = useWho()?.hasPhone ?? false;
  return (op, needs) => {
    // Not known whose it is: the server knows.
    if (sourceId === undefined) return null;
    if (source === undefined || source.status === 'lost') return 'source-lost';
    if (!source.can.includes(op)) return 'not-supported';
    return needs?.phone === true && !hasPhone ? 'no-phone' : null;
  };
}
