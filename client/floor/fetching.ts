import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { VisitPage, VisitRow } from '../../shared/protocol/http.js';
import type { ApiResult } from '../live/api.js';
import { fetchVisits, type VisitsQuery } from './api.js';

export type Fetched<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  /** `value` is what was known before it failed. */
  | { readonly status: 'error'; readonly value?: T };

/**
 * Something read over HTTP under a name: read again when the name changes, on `retry`, and every `refreshMs` while it is shown.
 * What is known stays while it is read again.
 */
export function useFetched<T>(
  name: string,
  fetcher: (signal: AbortSignal) => Promise<ApiResult<T>>,
  refreshMs: number,
): { readonly state: Fetched<T>; retry(): void } {
  const [held, setHeld] = useState<{ name: string; fetched: Fetched<T> }>({ name, fetched: { status: 'loading' } });
  const [round, again] = useReducer((n: number) => n + 1, 0);
  const latest = useRef(fetcher);
  useEffect(() => {
    latest.current = fetcher;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for another try
  useEffect(() => {
    const aborter = new AbortController();
    latest.current(aborter.signal).then(
      (answer) => {
        if (!aborter.signal.aborted)
          setHeld((before) => ({ name, fetched: outcome(answer, before.name === name ? before.fetched : undefined) }));
      },
      () => {
        // Aborted: nobody waits for it any more.
      },
    );
    const timer = window.setTimeout(again, refreshMs);
    return () => {
      aborter.abort();
      window.clearTimeout(timer);
    };
  }, [name, round, refreshMs]);
  return { state: held.name === name ? held.fetched : { status: 'loading' }, retry: again };
}

function outcome<T>(answer: ApiResult<T>, before: Fetched<T> | undefined): Fetched<T> {
  if (answer.ok) return { status: 'ready', value: answer.value };
  const known = before === undefined || before.status === 'loading' ? undefined : before.value;
  return known === undefined ? { status: 'error' } : { status: 'error', value: known };
}

export interface Visits {
  readonly rows: readonly VisitRow[];
  /** `null`: more than were counted, or not known yet. */
  readonly total: number | null;
  readonly status: 'loading' | 'more' | 'all' | 'error';
  /** Reads the next page, if there is one and none is being read. */
  readMore(): void;
  retry(): void;
}

type Pages = {
  readonly rows: readonly VisitRow[];
  readonly total: number | null;
  readonly next: string | null;
  readonly status: Visits['status'];
};
const NO_PAGES: Pages = { rows: [], total: null, next: null, status: 'loading' };

/** The calls behind a number, page by page, newest first. `null`: a number that has none. */
export function useVisits(query: VisitsQuery | null): Visits {
  const name = query === null ? null : JSON.stringify(query);
  const [held, setHeld] = useState<{ name: string | null; pages: Pages }>({ name: null, pages: NO_PAGES });
  const pages = held.name === name ? held.pages : NO_PAGES;
  const reading = useRef<AbortController | null>(null);

  const read = useCallback(
    (before: Pages) => {
      if (name === null) return;
      reading.current?.abort();
      const aborter = new AbortController();
      reading.current = aborter;
      fetchVisits(JSON.parse(name) as VisitsQuery, before.next ?? undefined, aborter.signal).then(
        (answer) => {
          if (aborter.signal.aborted) return;
          reading.current = null;
          setHeld({ name, pages: answer.ok ? withPage(before, answer.value) : { ...before, status: 'error' } });
        },
        () => {
          // Aborted: nobody waits for it any more.
        },
      );
    },
    [name],
  );

  useEffect(() => {
    read(NO_PAGES);
    return () => {
      reading.current?.abort();
      reading.current = null;
    };
  }, [read]);

  return {
    rows: pages.rows,
    total: pages.total,
    status: pages.status,
    readMore: () => {
      if (pages.status === 'more' && reading.current === null) read(pages);
    },
    retry: () => read(pages),
  };
}

const withPage = (before: Pages, page: VisitPage): Pages => ({
  rows: [...before.rows, ...page.visits],
  total: page.total,
  next: page.next,
  status: page.next === null ? 'all' : 'more',
});
