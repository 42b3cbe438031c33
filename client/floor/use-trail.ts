import { useEffect, useState } from 'react';
import { useSiteNow } from '../live/hooks.js';

/** Half an hour in steps of 30 s. */
const STEP_MS = 30_000;
const MAX_STEPS = 60;
/** Fewer steps than this make no line worth looking at. */
const LEAST = 3;

/** What this browser has seen of a figure that the server keeps no history of: as long as the page is open, at most half an hour. */
const trails = new Map<string, { at: number; values: (number | null)[] }>();

export function useTrail(name: string, value: number | null): readonly (number | null)[] {
  const now = useSiteNow(STEP_MS);
  const [, redraw] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step is taken when the clock says so, not when the value changes
  useEffect(() => {
    if (now === null) return;
    const trail = trails.get(name) ?? { at: 0, values: [] };
    // After a gap (a sleep, another site) the line begins anew: it must not bridge what nobody saw.
    if (now < trail.at || now - trail.at > 4 * STEP_MS) trail.values = [];
    if (now === trail.at) return;
    trail.at = now;
    trail.values = [...trail.values, value].slice(-MAX_STEPS);
    trails.set(name, trail);
    redraw((n) => n + 1);
  }, [name, now]);
  const past = trails.get(name)?.values ?? [];
  return past.length < LEAST ? [value] : [...past, value];
}
