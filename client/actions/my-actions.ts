import { useEffect, useRef, useState } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { useCollection, useHasView, useWho } from '../live/hooks.js';

/** What only the one who did it needs no receipt for: its effect is on the very thing that was pressed. */
const WITHOUT_RECEIPT = new Set([
  'message.read',
  'alert.acknowledge',
  'alert.take',
  'offer.accept',
  'offer.decline',
  'break.answer',
  'help.raise',
]);
const hasReceipt = ({ kind }: ActionView) => !WITHOUT_RECEIPT.has(kind) && !kind.startsWith('case.') && !kind.startsWith('rule.');

/** What went well leaves by itself; what did not stays twice as long. */
const OK_FOR_MS = 6_000;
const FAIL_FOR_MS = 12_000;
/** What waits for the end of a call may wait long: the seat's badge tells of it, and the receipt comes back with what came of it. */
const WAITING_FOR_MS = 12_000;

export const isOver = ({ state }: ActionView): boolean =>
  state !== 'pending' && state !== 'offered' && state !== 'requested' && state !== 'started';
export const wentWell = ({ state }: ActionView): boolean => state === 'confirmed' || state === 'withdrawn';

const NONE: readonly ActionView[] = [];
const NO_IDS: ReadonlySet<string> = new Set();

/** This person's own actions, newest first; of those that are over, all that the server still holds. */
export function useMyActions(): readonly ActionView[] {
  const me = useWho()?.userId;
  return useCollection('action', (all) => {
    if (me === undefined) return NONE;
    const mine = [...all.values()].filter((action) => action.by.userId === me && hasReceipt(action));
    return mine.sort((a, b) => b.askedAt - a.askedAt || (a.id < b.id ? 1 : -1));
  });
}

/**
 * Those to show a receipt for: what is under way, and for some seconds what came of it. What was over before this page was opened
 * is history. What failed so soon that nobody saw it under way is no less news.
 */
export function useReceipts(): readonly ActionView[] {
  const mine = useMyActions();
  const hasView = useHasView();
  const history = useRef<ReadonlySet<string> | null>(null);
  const waitedBefore = useRef<ReadonlySet<string>>(NO_IDS);
  if (hasView && history.current === null) {
    history.current = new Set(mine.filter(isOver).map(({ id }) => id));
    waitedBefore.current = new Set(mine.filter(({ state }) => state === 'pending').map(({ id }) => id));
  }
  const seenAsNews = useRef(new Set<string>());
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [quiet, setQuiet] = useState(NO_IDS);
  const timers = useRef(new Map<string, number>());
  const waits = useRef(new Map<string, number>());
  const isNews = (action: ActionView) => !isOver(action) || (!wentWell(action) && history.current?.has(action.id) === false);
  for (const action of mine) if (isNews(action)) seenAsNews.current.add(action.id);
  useEffect(() => {
    for (const { id, state } of mine) {
      if (state !== 'pending' || waits.current.has(id)) continue;
      waits.current.set(
        id,
        window.setTimeout(() => setQuiet((all) => new Set([...all, id])), WAITING_FOR_MS),
      );
    }
    for (const action of mine) {
      if (!isOver(action) || !seenAsNews.current.has(action.id) || timers.current.has(action.id)) continue;
      const leave = () => setGone((all) => new Set([...all, action.id]));
      timers.current.set(action.id, window.setTimeout(leave, wentWell(action) ? OK_FOR_MS : FAIL_FOR_MS));
    }
  }, [mine]);
  useEffect(() => {
    const running = [timers.current, waits.current];
    return () => {
      for (const timer of running.flatMap((each) => [...each.values()])) window.clearTimeout(timer);
    };
  }, []);
  const isQuiet = ({ id, state }: ActionView) => state === 'pending' && (quiet.has(id) || waitedBefore.current.has(id));
  return mine.filter((action) => seenAsNews.current.has(action.id) && !gone.has(action.id) && !isQuiet(action));
}

/** The newest action that can still be taken back. */
export const lastUndoable = (mine: readonly ActionView[]): ActionView | undefined =>
  mine.find((action) => action.undo != null && action.undoneBy == null);
