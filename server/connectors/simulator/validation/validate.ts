import { checkBookkeeping } from './bookkeeping.js';
import type { Check, CheckOptions } from './check.js';
import { checkDeterminism } from './determinism.js';
import { checkArrivals, checkDistributions } from './draw-checks.js';
import { checkTheory } from './theory.js';

export const VALIDATIONS = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9'] as const;

/** Proves the simulator against theory and against itself. Every row says what was measured, what was wanted, and whether it holds. */
export function validate(options: CheckOptions, tests: readonly string[] = VALIDATIONS): Check[] {
  const checks = checkTheory(options, tests);
  const further: readonly [string, (options: CheckOptions) => Check[]][] = [
    ['V6', checkArrivals],
    ['V7', checkDistributions],
    ['V8', checkBookkeeping],
    ['V9', checkDeterminism],
  ];
  for (const [test, run] of further) {
    if (!tests.includes(test)) continue;
    options.onStart?.(test);
    checks.push(...run(options));
  }
  return checks;
}
