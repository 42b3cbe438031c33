import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { nameIn } from '../i18n/language.js';
import { useLanguage } from '../i18n/provider.js';
import { useLiveSession } from '../live/provider.js';
import type { QueueSort } from './floor-address.js';
import { compareQueues, keepOrder, RESORT_EVERY_MS, sameOrder } from './queue-order.js';
import { queueRow } from './queue-rows.js';

/**
 * The queues in the chosen order. It is looked at anew every 10 s, and not while the pointer or the focus is inside `region`: rows
 * must not move away from under either. A queue that comes or goes does so at once.
 */
export function useQueueOrder(
  ids: readonly QueueView['id'][],
  sort: QueueSort,
  window: FigureWindow,
  region: RefObject<HTMLElement | null>,
): readonly QueueView['id'][] {
  const { store, clock } = useLiveSession();
  const { language } = useLanguage();
  const collator = useMemo(() => new Intl.Collator(language), [language]);

  const sorted = useCallback((): readonly string[] => {
    const siteNow = clock.read(1) ?? 0;
    const rows = ids.flatMap((id) => {
      const queue = store.get('queue', id);
      return queue ? [queueRow(queue, store.get('figures', `${id}|${window}`), nameIn(language, queue), siteNow)] : [];
    });
    return rows.sort(compareQueues(sort, collator)).map((row) => row.id);
  }, [ids, sort, window, store, clock, collator, language]);

  const [order, setOrder] = useState<readonly string[]>(sorted);
  // A new sort is what somebody asked for: it holds at once. New rows do not ask.
  const asked = useRef({ sort, window, language });
  useEffect(() => {
    const before = asked.current;
    asked.current = { sort, window, language };
    const isAsked = before.sort.by !== sort.by || before.sort.descending !== sort.descending || before.language !== language;
    setOrder((shown) => (isAsked || shown.length === 0 ? sorted() : keepOrder(shown, ids)));
    const timer = globalThis.setInterval(() => {
      if (isHeld(region.current)) return;
      setOrder((shown) => {
        const next = sorted();
        return sameOrder(shown, next) ? shown : next;
      });
    }, RESORT_EVERY_MS);
    return () => globalThis.clearInterval(timer);
  }, [sorted, sort, window, language, ids, region]);

  return useMemo(() => keepOrder(order, ids) as readonly QueueView['id'][], [order, ids]);
}

const isHeld = (region: HTMLElement | null): boolean =>
  region !== null && (region.matches(':hover') || region.contains(document.activeElement));
