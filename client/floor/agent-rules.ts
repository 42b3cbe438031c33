import type { AgentView } from '../../shared/protocol/views.js';

/** In these nothing is forced now: only after the contact (AG-P2). */
const IN_CONTACT: ReadonlySet<AgentView['state']> = new Set(['ringing', 'dialing', 'talking', 'holding']);
export const isInContact = ({ state }: Pick<AgentView, 'state'>): boolean => IN_CONTACT.has(state);

/** Not-ready that nobody chose for a rest, which others may end (AG-04). */
const LIFTABLE: ReadonlySet<string> = new Set(['RONA', 'AUTOPAUSE', 'REJECT', 'FORCED', 'ADMIN', 'WARMUP']);
/** What protected pauses are shown to others as: these and the real ones are left alone alike (AG-P1). */
const REST: ReadonlySet<string> = new Set(['BREAK', 'BACKOFFICE', 'BUFFER', 'MICROPAUSE']);
const plain = (reason: string | null | undefined) => (reason ?? '').toUpperCase().replace(/[\s_-]+/g, '');

export type Kept = 'rest' | 'own-reason';

/** Why another person's not-ready is left as it is; null: it may be changed. The server decides; this says beforehand what it will say. */
export function keptState({ state, reasonCode, forced }: Pick<AgentView, 'state' | 'reasonCode' | 'forced'>): Kept | null {
  if (state !== 'not-ready' || forced != null) return null;
  if (REST.has(plain(reasonCode))) return 'rest';
  return LIFTABLE.has(plain(reasonCode)) ? null : 'own-reason';
}

export interface Possible {
  readonly ready: boolean;
  readonly notReady: boolean;
  readonly signOut: boolean;
  readonly endWrapUp: boolean;
}

/** What can be done to an agent's state as it stands. */
export function possibleFor(agent: Pick<AgentView, 'state' | 'reasonCode' | 'forced'>): Possible {
  const { state } = agent;
  const isHere = state !== 'logged-out';
  const isKept = keptState(agent) !== null;
  return {
    ready: state === 'not-ready' && !isKept,
    notReady: isHere && state !== 'unreachable' && !isKept,
    signOut: isHere,
    endWrapUp: state === 'acw',
  };
}
