import { useEffect, useState } from 'react';

/**
 * A height that the style sheets set by density, pointer and screen, as pixels: lists that draw only what is in sight must know it.
 * It is read again when any of these may have changed. `scope`: where the property is set; the document's own where that is not there.
 */
export function useRowHeight(property: `--${string}`, otherwise: number, scope: string): number {
  const [height, setHeight] = useState(() => readHeight(property, otherwise, scope));
  useEffect(() => {
    const look = () => setHeight(readHeight(property, otherwise, scope));
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
    window.addEventListener('resize', look);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', look);
    };
  }, [property, otherwise, scope]);
  return height;
}

function readHeight(property: string, otherwise: number, scope: string): number {
  const element = document.querySelector(scope) ?? document.documentElement;
  const value = Number.parseFloat(getComputedStyle(element).getPropertyValue(property));
  return Number.isFinite(value) && value > 0 ? value : otherwise;
}
