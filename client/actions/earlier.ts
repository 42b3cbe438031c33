import { useCallback, useEffect, useRef, useState } from 'react';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { type ActionPage, type ActionRow, actionPageSchema } from '../../shared/protocol/http.js';
import { type ApiResult, request } from '../live/api.js';

/** What frames hold ends about here; a little is read twice, so that nothing falls between. */
const OVERLAP_MS = MINUTE_MS;
const PER_PAGE = 100;
/** Pages may be short: the server looks only so far for one. So many are read until something shows. */
const PAGES_AT_ONCE = 10;

export interface Earlier {
  readonly rows: readonly ActionRow[];
  readonly status: 'not-asked' | 'reading' | 'more' | 'all' | 'error';
  /** Goes further back, from an hour before this instant of the site clock. */
  read(now: number): void;
}

interface Pages {
  readonly rows: readonly ActionRow[];
  readonly status: Earlier['status'];
  /** Fixed with the first page: later ones go on from it. */
  readonly to: number;
  readonly next: string | null;
}
const NO_PAGES: Pages = { rows: [], status: 'not-asked', to: 0, next: null };

const fetchActions = (to: number, cursor: string | null, signal: AbortSignal): Promise<ApiResult<ActionPage>> =>
  request('/actions', { query: { to, limit: PER_PAGE, cursor: cursor ?? undefined }, answer: actionPageSchema, signal });

/** The actions that frames do not hold any more, newest first, as far back as somebody asks for them. */
export function useEarlier(): Earlier {
  const [pages, setPages] = useState(NO_PAGES);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const read = useCallback(
    (now: number) => {
      if (reading.current !== null || pages.status === 'all') return;
      const aborter = new AbortController();
      reading.current = aborter;
      const before = pages.status === 'not-asked' ? { ...pages, to: Math.max(0, Math.floor(now) - HOUR_MS + OVERLAP_MS) } : pages;
      setPages({ ...before, status: 'reading' });
      readOn(before, aborter.signal).then(
        (after) => {
          reading.current = null;
          setPages(after);
        },
        () => {
          // Aborted: nobody waits for it any more.
        },
      );
    },
    [pages],
  );
  return { rows: pages.rows, status: pages.status, read };
}

async function readOn(before: Pages, signal: AbortSignal): Promise<Pages> {
  let after = before;
  for (let page = 0; page < PAGES_AT_ONCE; page++) {
    const answer = await fetchActions(after.to, after.next, signal);
    if (!answer.ok) return { ...after, status: 'error' };
    const { actions, next } = answer.value;
    after = { ...after, rows: [...after.rows, ...actions], next, status: next === null ? 'all' : 'more' };
    if (actions.length > 0 || next === null) break;
  }
  return after;
}
