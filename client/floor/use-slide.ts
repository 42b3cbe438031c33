import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Rows that change places slide there in 150 ms, so that the eye can follow. Who asked for less motion sees them jump. */
export function useSlide(region: RefObject<HTMLElement | null>, order: readonly string[]): void {
  const tops = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    // The order is what makes this run.
    void order;
    const rows = region.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [];
    const still = typeof matchMedia !== 'function' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const next = new Map<string, number>();
    for (const row of rows) {
      const id = row.dataset.item ?? '';
      const top = row.offsetTop;
      const before = tops.current.get(id);
      next.set(id, top);
      if (still || before === undefined || before === top) continue;
      row.animate([{ transform: `translateY(${before - top}px)` }, { transform: 'none' }], {
        duration: 150,
        easing: 'cubic-bezier(.2,0,0,1)',
      });
    }
    tops.current = next;
  }, [region, order]);
}
