import { useEffect, useState } from 'react';
import type { ApiError, request } from './api.js';

type Answer<T> = Awaited<ReturnType<typeof request<T>>>;
export type Fetched<T> = { readonly value: T | null; readonly error: ApiError | null; again(): void };

/** Something read by HTTP: again when `key` changes or on demand; what was read before stays until there is something newer. */
export function useFetched<T>(key: string | null, fetch: (signal: AbortSignal) => Promise<Answer<T>>): Fetched<T> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ value: T | null; error: ApiError | null }>({ value: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another question
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    fetch(stop.signal).then(
      (answer) => {
        if (stop.signal.aborted) return;
        setState((before) => (answer.ok ? { value: answer.value, error: null } : { ...before, error: answer.error }));
      },
      () => {
        // Aborted: a newer request is on its way.
      },
    );
    return () => stop.abort();
  }, [key, attempt]);
  return { ...state, again: () => setAttempt((n) => n + 1) };
}
