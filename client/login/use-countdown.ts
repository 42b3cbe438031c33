import { useEffect, useState } from 'react';

/** What is left of `ms`, by whole seconds. Begins again whenever `cause` is another one. */
export function useCountdown(ms: number, cause: unknown): number {
  const [left, setLeft] = useState(ms);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `cause` begins it again even when it lasts as long as before
  useEffect(() => {
    const until = Date.now() + ms;
    setLeft(ms);
    if (ms <= 0) return;
    const timer = window.setInterval(() => {
      const rest = Math.max(0, until - Date.now());
      setLeft(rest);
      if (rest === 0) window.clearInterval(timer);
    }, 1_000);
    return () => window.clearInterval(timer);
  }, [ms, cause]);
  return left;
}
