import { type RefObject, useLayoutEffect } from 'react';

/**
 * How much of the window's foot an element takes that lies over the page, as a property of the document: what would be behind it
 * keeps so much free. Nothing while it is empty.
 */
export function useRoomBelow(ref: RefObject<HTMLElement | null>, property: `--${string}`): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const root = document.documentElement;
    const look = () => {
      const { top, height } = element.getBoundingClientRect();
      root.style.setProperty(property, `${height === 0 ? 0 : Math.max(0, Math.ceil(window.innerHeight - top))}px`);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    window.addEventListener('resize', look);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', look);
      root.style.removeProperty(property);
    };
  }, [ref, property]);
}
