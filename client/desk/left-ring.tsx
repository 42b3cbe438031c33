import type { ReactNode } from 'react';

const RADIUS = 26;
const AROUND = 2 * Math.PI * RADIUS;

/** How much is left of a rest, as a ring that empties. Calm to its end: it turns no other colour. */
export function LeftRing({ ratio, children }: { ratio: number; children: ReactNode }) {
  const left = Math.min(1, Math.max(0, ratio));
  return (
    <div className="mine-ring">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <circle cx="32" cy="32" r={RADIUS} className="track" />
        <circle cx="32" cy="32" r={RADIUS} className="left" strokeDasharray={`${AROUND * left} ${AROUND}`} />
      </svg>
      <div className="mine-ring-in">{children}</div>
    </div>
  );
}
