import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { useCallback } from 'react';

/**
 * Of a long list the rows in sight are drawn, and the one that has the focus, wherever that is: who scrolls away by mouse goes on from
 * there by keyboard, and a key that leads far away finds its row drawn. -1: no row has it.
 */
export function useDrawnRows(focused: number): (range: Range) => number[] {
  return useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      const [first = 0] = drawn;
      if (focused < 0 || focused >= range.count || drawn.includes(focused)) return drawn;
      return focused < first ? [focused, ...drawn] : [...drawn, focused];
    },
    [focused],
  );
}
