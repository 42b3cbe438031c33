import { createHash } from 'node:crypto';
import { HOUR_MS } from '../../../../shared/kernel/time.js';
import { createDisturbance } from '../disturbance.js';
import { runFloor } from '../floor.js';
import type { Check, CheckOptions } from './check.js';
import { freshFloor } from './fresh-floor.js';

const LENGTH_MS = 4 * HOUR_MS;

/** V9: the same seed is the same day, to the byte, however the time is cut up; another seed is another day. */
export function checkDeterminism({ seed }: CheckOptions): Check[] {
  const first = factLogHash(seed, LENGTH_MS);
  const again = factLogHash(seed, 7_919);
  const other = factLogHash(seed + 1, LENGTH_MS);
  return [
    { test: 'V9', metric: 'hash of the fact log, run twice', got: again, want: first, se: 0, holds: again === first },
    { test: 'V9', metric: 'logs of two seeds that differ', got: other === first ? 1 : 2, want: 2, se: 0, holds: other !== first },
  ];
}

function factLogHash(seed: number, stepMs: number): string {
  const hash = createHash('sha256');
  const disturb = createDisturbance(seed);
  let pending: Parameters<Parameters<typeof freshFloor>[1]>[0][] = [];
  const floor = freshFloor({ seed, agents: 120 }, (fact) => pending.push(fact));
  const from = floor.now;
  for (let at = from; at < from + LENGTH_MS; ) {
    at = Math.min(at + stepMs, from + LENGTH_MS);
    runFloor(floor, at);
  }
  for (const fact of disturb(pending)) hash.update(`${JSON.stringify(fact)}\n`);
  pending = [];
  return hash.digest('hex');
}
