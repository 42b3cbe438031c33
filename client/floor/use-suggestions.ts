import { useRef } from 'react';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { Suggestion } from '../../shared/metrics/suggest.js';
import { fetchSuggestions } from './api-actions.js';
import { useFetched } from './fetching.js';

const REFRESH_MS = 5_000;

export interface SuggestedAgents {
  readonly status: 'loading' | 'ready' | 'error';
  readonly suggestions: readonly Suggestion[];
  retry(): void;
}

/**
 * Whom a call could go to, as the server ranks them, looked at again every few seconds and whenever something was done to the call.
 * The order is held while somebody is at the list: nothing moves under the pointer, and a key keeps its agent.
 */
export function useSuggestions(visitId: VisitId, actionsSoFar: number, isHeld: () => boolean): SuggestedAgents {
  const { state, retry } = useFetched(`${visitId}|${actionsSoFar}`, (signal) => fetchSuggestions(visitId, signal), REFRESH_MS);
  const held = useRef<Held | null>(null);
  const fresh = state.status === 'loading' ? undefined : state.value?.suggestions;
  held.current = toShow(held.current, { visitId, actionsSoFar, suggestions: fresh }, isHeld());
  const shown = held.current?.visitId === visitId ? held.current.suggestions : undefined;
  return { status: shown !== undefined ? 'ready' : state.status === 'error' ? 'error' : 'loading', suggestions: shown ?? [], retry };
}

interface Held {
  readonly visitId: VisitId;
  /** What was done to the call by then. */
  readonly actionsSoFar: number;
  readonly suggestions: readonly Suggestion[];
}

/** The newest, unless somebody is at the list and nothing was done to the call since. */
export function toShow(
  before: Held | null,
  news: Omit<Held, 'suggestions'> & { readonly suggestions?: Held['suggestions'] | undefined },
  isHeld: boolean,
): Held | null {
  const { visitId, actionsSoFar, suggestions } = news;
  if (suggestions === undefined) return before;
  const isSame = before !== null && before.visitId === visitId && before.actionsSoFar === actionsSoFar;
  return isSame && isHeld ? before : { visitId, actionsSoFar, suggestions };
}
