import { type RefObject, useEffect } from 'react';
import { useSize } from '../ui/use-size.js';

/** What the rows' scroll bar takes from them is missing from the curve and the clock above, too. */
export function useScrollbarWidth(scroller: RefObject<HTMLElement | null>): void {
  const { width } = useSize(scroller);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the width the bar may come or go
  useEffect(() => {
    const rows = scroller.current;
    if (rows !== null) rows.parentElement?.style.setProperty('--rs-scrollbar', `${rows.offsetWidth - rows.clientWidth}px`);
  }, [scroller, width]);
}
