import { useCallback, useRef } from 'react';
import { lanePosition, WATERLINE } from './lane-scale.js';
import { useSiteTick } from './ticking.js';

/** A wait against its threshold: up to the line in ink, beyond it in vermilion. Its colours are those of the row around it. */
export function WaitBar({ since, thresholdMs }: { since: number; thresholdMs: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  useSiteTick(
    useCallback(
      (siteNow) => {
        const at = lanePosition(siteNow - since, thresholdMs);
        const [inside, outside] = ref.current?.querySelectorAll('i') ?? [];
        if (inside) inside.style.scale = `${Math.min(1, at / WATERLINE)} 1`;
        if (outside) outside.style.scale = `${Math.max(0, (at - WATERLINE) / (1 - WATERLINE))} 1`;
      },
      [since, thresholdMs],
    ),
  );
  return (
    <span ref={ref} className="floor-age" aria-hidden="true">
      <i className="in" />
      <i className="out" />
    </span>
  );
}
