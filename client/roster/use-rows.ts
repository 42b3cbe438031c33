import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { useDrawnRows } from '../ui/drawn-rows.js';
import { useRowHeight } from '../ui/use-row-height.js';
import { useScrollbarWidth } from './use-scrollbar-width.js';

interface Rows {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  /** The row that has the focus, or would; -1: none. */
  readonly focused: number;
  readonly heightName: `--${string}`;
  readonly usualPx: number;
}

/** A row per person, of the height that the style sheet names; only those in view are drawn, and the one with the focus. */
export function useRows({ scroller, count, focused, heightName, usualPx }: Rows) {
  useScrollbarWidth(scroller);
  const rowPx = useRowHeight(heightName, usualPx, '.roster');
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 4,
    rangeExtractor: useDrawnRows(focused),
    useFlushSync: false,
    initialRect: { width: 1200, height: 640 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the density changed all heights
  useEffect(() => virtualizer.measure(), [rowPx]);
  return virtualizer;
}
