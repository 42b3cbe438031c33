import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { useRowHeight } from '../ui/use-row-height.js';
import { useScrollbarWidth } from './use-scrollbar-width.js';

/** A row per person, of the height that the style sheet names; only those in view are drawn. */
export function useRows(scroller: RefObject<HTMLElement | null>, count: number, heightName: `--${string}`, usualPx: number) {
  useScrollbarWidth(scroller);
  const rowPx = useRowHeight(heightName, usualPx, '.roster');
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 4,
    useFlushSync: false,
    initialRect: { width: 1200, height: 640 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the density changed all heights
  useEffect(() => virtualizer.measure(), [rowPx]);
  return virtualizer;
}
