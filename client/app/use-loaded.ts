import { useCallback, useEffect, useState } from 'react';
import type { ApiError, ApiResult } from '../live/api.js';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: ApiError }
  | { readonly state: 'here'; readonly value: T };

/** What a request brought, for as long as the caller is shown. `load` must stay the same between renders. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<ApiResult<T>>): { loaded: Loaded<T>; again: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try
  useEffect(() => {
    const stop = new AbortController();
    load(stop.signal).then(
      (answer) => {
        if (!stop.signal.aborted) setLoaded(answer.ok ? { state: 'here', value: answer.value } : { state: 'failed', error: answer.error });
      },
      () => {
        // Aborted: nobody waits for it any more.
      },
    );
    return () => stop.abort();
  }, [load, attempt]);
  const again = useCallback(() => setAttempt((n) => n + 1), []);
  return { loaded, again };
}
