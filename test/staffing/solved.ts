import fc from 'fast-check';
import type { Result } from '../../shared/kernel/result.js';

/** The answer of a model that must have one. */
export function solved<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Any call centre, small or large, calm or overloaded. */
export const anyTraffic = fc.record({
  calls: fc.integer({ min: 1, max: 2_000 }),
  intervalSec: fc.constantFrom(900, 1_800, 3_600),
  ahtSec: fc.integer({ min: 20, max: 900 }),
  patienceSec: fc.integer({ min: 10, max: 1_800 }),
  targetSec: fc.integer({ min: 0, max: 90 }),
  shortAbandonSec: fc.integer({ min: 0, max: 8 }),
});

/** Rounding in absurd overload: the sums themselves are exact to about 1e-11. */
export const NOISE = 1e-9;
