import { useCallback, useEffect, useRef, useState } from 'react';
import type { ViewKind } from '../../shared/protocol/views.js';
import { shallowEqual } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';

/**
 * Something that takes a walk over many records, such as who is past a limit: taken anew when the clock ticks (once a second),
 * not with every frame, and at once when what is asked changes. `urgent` kinds are looked at with each frame that touches them.
 */
export function useSampled<T>(
  take: (store: LiveStore, siteNow: number) => T,
  isEqual: (a: T, b: T) => boolean = shallowEqual,
  urgent?: ViewKind,
): T {
  const { store, clock } = useLiveSession();
  const sample = useCallback(() => take(store, clock.read(1) ?? 0), [take, store, clock]);
  const [, redraw] = useState(0);
  const held = useRef<{ take: typeof take; value: T } | null>(null);
  if (held.current === null || held.current.take !== take) held.current = { take, value: sample() };
  useEffect(() => {
    const look = () => {
      const value = sample();
      if (held.current !== null && isEqual(held.current.value, value)) return;
      held.current = { take, value };
      redraw((n) => n + 1);
    };
    look();
    const undo = [clock.subscribe(look), store.subscribeWhole(look)];
    if (urgent) undo.push(store.subscribeKind(urgent, look));
    return () => {
      for (const one of undo) one();
    };
  }, [sample, take, isEqual, clock, store, urgent]);
  return held.current.value;
}
