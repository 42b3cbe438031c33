import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { formatDuration, NONE } from '../i18n/format.js';
import { useLiveSession } from '../live/provider.js';

/**
 * Calls at once and whenever the site clock ticks. For what changes every second in hundreds of places: the callback writes
 * into the page itself, and React hears nothing of it.
 */
export function useSiteTick(run: (siteNow: number) => void): void {
  const { clock } = useLiveSession();
  useLayoutEffect(() => {
    const tick = () => {
      const siteNow = clock.read(1);
      if (siteNow !== null) run(siteNow);
    };
    tick();
    return clock.subscribe(tick);
  }, [clock, run]);
}

/** Something that follows from the time, such as a severity: re-renders when it changes, not when the clock ticks. */
export function useOnClock<T extends string | number | boolean | null>(select: (siteNow: number) => T): T {
  const { clock } = useLiveSession();
  const subscribe = useCallback((onChange: () => void) => clock.subscribe(onChange), [clock]);
  return useSyncExternalStore(subscribe, () => select(clock.read(1) ?? 0));
}

/** How long something has lasted, ticking. */
export function Elapsed({ since, className }: { since: number | null | undefined; className?: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  useSiteTick(
    useCallback(
      (siteNow) => {
        if (ref.current) setText(ref.current, since == null ? NONE : formatDuration(siteNow - since));
      },
      [since],
    ),
  );
  return <span ref={ref} className={className} />;
}

/** Writes only what differs: an unchanged text costs no layout. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
