import { useEffect, useReducer, useState } from 'react';

/** A part of the page that is fetched later. Once it is here it shows at once; a fetch that failed can be tried again. */
export interface OnDemand<T> {
  readonly current: () => T | null;
  readonly load: () => Promise<T>;
}

export function onDemand<T>(fetchPart: () => Promise<T>): OnDemand<T> {
  let part: T | null = null;
  let coming: Promise<T> | null = null;
  return {
    current: () => part,
    load: () => {
      coming ??= fetchPart().then(
        (fetched) => {
          part = fetched;
          return fetched;
        },
        (cause: unknown) => {
          coming = null;
          throw cause;
        },
      );
      return coming;
    },
  };
}

export type Part<T> = { readonly status: 'here'; readonly part: T } | { readonly status: 'coming' } | { readonly status: 'failed' };

/** The part, fetched while the caller is shown. */
export function usePart<T>(of: OnDemand<T>): Part<T> & { retry(): void } {
  const [round, retry] = useReducer((n: number) => n + 1, 0);
  const [failed, setFailed] = useState(-1);
  const [, arrived] = useReducer((n: number) => n + 1, 0);
  const part = of.current();
  useEffect(() => {
    if (of.current() !== null) return;
    let isShown = true;
    of.load().then(
      () => isShown && arrived(),
      () => isShown && setFailed(round),
    );
    return () => {
      isShown = false;
    };
  }, [of, round]);
  if (part !== null) return { status: 'here', part, retry };
  return { status: failed === round ? 'failed' : 'coming', retry };
}
