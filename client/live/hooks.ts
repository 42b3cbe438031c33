import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { QueueId, VisitId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { CommandAnswer, Welcome } from '../../shared/protocol/messages.js';
import type { FiguresView, SiteView, ViewKind, ViewOf } from '../../shared/protocol/views.js';
import type { Connection } from './connection.js';
import type { EntityIndex } from './indexes.js';
import type { Latency } from './latency.js';
import type { Refusal, Sending } from './outbox.js';
import { useLiveSession } from './provider.js';

/** One record, live. Re-renders when this one changes, and at no other time. */
export function useEntity<K extends ViewKind>(kind: K, id: string | null | undefined): ViewOf<K> | undefined {
  const { store } = useLiveSession();
  const subscribe = useCallback((onChange: () => void) => (id ? store.subscribe(kind, id, onChange) : nothing), [store, kind, id]);
  return useSyncExternalStore(subscribe, () => (id ? store.get(kind, id) : undefined));
}

/** All ids of a kind, in no order. Re-renders when one comes or goes. */
export function useIds<K extends ViewKind>(kind: K): readonly ViewOf<K>['id'][] {
  const { store } = useLiveSession();
  const subscribe = useCallback((onChange: () => void) => store.subscribeMembership(kind, onChange), [store, kind]);
  return useSyncExternalStore(subscribe, () => store.ids(kind)) as readonly ViewOf<K>['id'][];
}

/**
 * Something computed over every record of a kind. `select` runs once per applied frame that touched the kind, and this
 * re-renders only when its outcome differs (shallowly, unless `isEqual` says otherwise).
 */
export function useCollection<K extends ViewKind, T>(
  kind: K,
  select: (all: ReadonlyMap<string, ViewOf<K>>) => T,
  isEqual: (a: T, b: T) => boolean = shallowEqual,
): T {
  const { store } = useLiveSession();
  const version = useRef(0);
  const memo = useRef<{ version: number; select: unknown; value: T } | null>(null);
  const subscribe = useCallback(
    (onChange: () => void) =>
      store.subscribeKind(kind, () => {
        version.current++;
        onChange();
      }),
    [store, kind],
  );
  return useSyncExternalStore(subscribe, () => {
    const last = memo.current;
    if (last !== null && last.version === version.current && last.select === select) return last.value;
    const next = select(store.all(kind));
    const value = last !== null && isEqual(last.value, next) ? last.value : next;
    memo.current = { version: version.current, select, value };
    return value;
  });
}

function useIndex<Id extends string, K extends ViewKind>(index: EntityIndex<K>, key: string): readonly Id[] {
  const subscribe = useCallback((onChange: () => void) => index.subscribe(key, onChange), [index, key]);
  return useSyncExternalStore(subscribe, () => index.ids(key)) as readonly Id[];
}

/** Queues that their source still knows, in the site's order. */
export const useQueueIds = (): readonly QueueId[] => useIndex<QueueId, 'queue'>(useLiveSession().indexes.queues, 'all');
/** Every caller who waits (queued or ringing), the longest first. */
export const useWaitingIds = (): readonly VisitId[] => useIndex<VisitId, 'visit'>(useLiveSession().indexes.visits, 'waiting');
/** A queue's callers who wait, the longest first. */
export const useWaitingIdsOfQueue = (queueId: QueueId): readonly VisitId[] =>
  useIndex<VisitId, 'visit'>(useLiveSession().indexes.visits, `${queueId}|waiting`);

/** The numbers of a queue or of the whole site over a window. */
export const useFigures = (scope: QueueId | 'site', window: FigureWindow): FiguresView | undefined =>
  useEntity('figures', `${scope}|${window}`);

export const useSite = (): SiteView | undefined => useEntity('site', 'site');

/** False until the first whole view is here: show skeletons, not an empty floor. */
export function useHasView(): boolean {
  const { store } = useLiveSession();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => store.subscribeWhole(onChange), [store]),
    () => store.hasWhole,
  );
}

export function useConnection(): Connection {
  const session = useLiveSession();
  return useSyncExternalStore(session.subscribe, session.connection);
}

/** Who the server takes us for; `null` until it said so. */
export function useWho(): Welcome | null {
  const session = useLiveSession();
  return useSyncExternalStore(session.subscribe, session.who);
}

/** Event to screen over the last minute; `null` when nothing happened in it. */
export function useLatency(): Latency | null {
  const session = useLiveSession();
  return useSyncExternalStore(session.subscribe, session.latency);
}

/**
 * The site clock, down to a granularity (1 s, 1 min); `null` before the first heartbeat. Stands still while the view is stale
 * or paused.
 */
export function useSiteNow(granularityMs = 1_000): EpochMs | null {
  const { clock } = useLiveSession();
  return useSyncExternalStore(
    useCallback((onChange: () => void) => clock.subscribe(onChange), [clock]),
    () => clock.read(granularityMs),
  );
}

/** How long something has lasted on the site clock, in whole seconds; `null` when it has not begun. */
export function useElapsedMs(since: EpochMs | null | undefined): number | null {
  const { clock } = useLiveSession();
  const subscribe = useCallback((onChange: () => void) => (since == null ? nothing : clock.subscribe(onChange)), [clock, since]);
  return useSyncExternalStore(subscribe, () => {
    const now = since == null ? null : clock.read(1);
    if (now === null || since == null) return null;
    const elapsed = Math.max(0, now - since);
    return elapsed - (elapsed % 1_000);
  });
}

export interface LivePause {
  /** Site instant since which the view stands; `null` while it is live. */
  readonly pausedSince: EpochMs | null;
  pause(): void;
  resume(): void;
}

/** The Live/Paused switch: while paused, what arrives is held back and shown on resuming. */
export function useLivePaused(): LivePause {
  const session = useLiveSession();
  const pausedSince = useSyncExternalStore(session.subscribe, session.pausedAt);
  return { pausedSince, pause: () => session.pause(), resume: () => session.unpause() };
}

/**
 * Sends a command and answers with what the server said: accepted (its outcome shows in the action), refused with the reason, or not
 * confirmed (signed out before an answer). It is repeated under the same id until there is an answer; nothing on screen is changed by it.
 * A refusal is shown by itself, unless the caller shows it in place (`quiet`).
 */
export function useCommand(): (command: Command, options?: { readonly quiet?: boolean }) => Promise<CommandAnswer> {
  const { outbox } = useLiveSession();
  return useCallback((command, options) => outbox.send(command, options), [outbox]);
}

/** Calls back for each command that was refused and whose sender does not show it (not `quiet`). */
export function useRefusals(listener: (refusal: Refusal) => void): void {
  const { outbox } = useLiveSession();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => outbox.onRefused((refusal) => latest.current(refusal)), [outbox]);
}

/** Commands that the server has not answered yet. */
export function useSending(): readonly Sending[] {
  const session = useLiveSession();
  return useSyncExternalStore(session.subscribe, session.outbox.sending);
}

/** Reads a record as it is now, without following it: for the words of something that is followed itself. */
export function useLookup(): <K extends ViewKind>(kind: K, id: string | null | undefined) => ViewOf<K> | undefined {
  const { store } = useLiveSession();
  return useCallback((kind, id) => (id ? store.get(kind, id) : undefined), [store]);
}

/** All records of a kind as they are at this rendering, without following them: for long lists that may be as old as the last one. */
export function useLookupAll(): <K extends ViewKind>(kind: K) => ReadonlyMap<string, ViewOf<K>> {
  const { store } = useLiveSession();
  return useCallback((kind) => store.all(kind), [store]);
}

const nothing = () => {};

/** Same values at the first level, for arrays, maps' plain rows and flat objects. */
export function shallowEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keysOfA = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keysOfA.length !== Object.keys(b).length) return false;
  return keysOfA.every((key) => Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
