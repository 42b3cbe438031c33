import { useEffect, useState } from 'react';

/**
 * A height that the style sheets set by density, pointer and screen, as pixels: lists that draw only what is in sight must know it.
 * It is read again when any of these may have changed.
 */
export function useRowHeight(property: '--row' | '--tile', otherwise: number): number {
  const [height, setHeight] = useState(() => readHeight(property, otherwise));
  useEffect(() => {
    const look = () => setHeight(readHeight(property, otherwise));
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
    window.addEventListener('resize', look);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', look);
    };
  }, [property, otherwise]);
  return height;
}

function readHeight(property: string, otherwise: number): number {
  const scope = document.querySelector('.floor') ?? document.documentElement;
  const value = Number.parseFloat(getComputedStyle(scope).getPropertyValue(property));
  return Number.isFinite(value) && value > 0 ? value : otherwise;
}
