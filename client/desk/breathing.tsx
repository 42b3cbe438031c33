import { useEffect, useState } from 'react';
import { useT } from '../i18n/provider.js';

/** Breathe in for 4 seconds, hold for 7, out for 8. */
const PARTS = [
  { part: 'in', seconds: 4 },
  { part: 'hold', seconds: 7 },
  { part: 'out', seconds: 8 },
] as const;
const ROUND_S = 19;

/**
 * A circle that grows, rests and shrinks with the breath. Who wants no motion on the page gets the words and the count alone: the
 * style sheet holds the circle still.
 */
export function Breathing() {
  const t = useT();
  const second = useSeconds() % ROUND_S;
  const { part, left } = partAt(second);
  return (
    <div className="mine-breath">
      <span className={`mine-breath-circle is-${part}`} aria-hidden="true" />
      <p role="timer" aria-live="off">
        <b>{t(`well.breathe.${part}`)}</b> <span className="mine-breath-left">{left}</span>
      </p>
      <p className="t3 s12">{t('well.breathe.stop')}</p>
    </div>
  );
}

function partAt(second: number): { part: (typeof PARTS)[number]['part']; left: number } {
  let before = 0;
  for (const { part, seconds } of PARTS) {
    if (second < before + seconds) return { part, left: before + seconds - second };
    before += seconds;
  }
  return { part: 'in', left: 4 };
}

/** Its own seconds, from when it was opened: a breath has nothing to do with the site's clock. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds((n) => n + 1), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return seconds;
}
