import { useEffect, useState } from 'react';

/** What is left of `ms`, by whole seconds. Begins again whenever `cause` is another one. */
export function useCountdown(ms: number, cause: unknown): number {
  const [counted, setCounted] = useState<{ readonly cause: unknown; readonly leftMs: number } | null>(null);
  useEffect(() => {
    if (ms <= 0) return;
    const until = Date.now() + ms;
    const timer = window.setInterval(() => {
      const leftMs = Math.max(0, until - Date.now());
      setCounted({ cause, leftMs });
      if (leftMs === 0) window.clearInterval(timer);
    }, 1_000);
    return () => window.clearInterval(timer);
  }, [ms, cause]);
  // Until the first second has passed, and for a new cause at once, all of it is left.
  return counted !== null && counted.cause === cause ? counted.leftMs : ms;
}
