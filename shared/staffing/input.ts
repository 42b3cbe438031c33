import { err, ok, type Result } from '../kernel/result.js';

/** Why a staffing model refused its input. Never NaN, never a throw. */
export type StaffingError =
  /** Negative, not finite, or zero where a positive number is needed. */
  | { readonly code: 'out-of-range'; readonly field: string }
  /** A count of agents or servers that must be whole. */
  | { readonly code: 'not-an-integer'; readonly field: string };

type Rule = 'positive' | 'not-negative' | 'count';

/** Models are O(agents): more than this is a slip of the keyboard, and would hold the process for seconds. */
export const MAX_AGENTS = 10_000_000;

/** Checks each field against its rule; the first that breaks one is named. */
export function checkInput<T extends object>(input: T, rules: { readonly [K in keyof T]: Rule }): Result<T, StaffingError> {
  for (const field of Object.keys(rules) as (keyof T & string)[]) {
    const value = input[field] as unknown;
    const rule = rules[field];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return err({ code: 'out-of-range', field });
    if (rule === 'positive' && value === 0) return err({ code: 'out-of-range', field });
    if (rule !== 'count') continue;
    if (!Number.isInteger(value)) return err({ code: 'not-an-integer', field });
    if (value > MAX_AGENTS) return err({ code: 'out-of-range', field });
  }
  return ok(input);
}

/**
 * Offered load in Erlangs: the mean number of agents that the calls would keep busy.
 * Multiplied first: `100 / 1800 * 180` is not 10 in doubles, and would flip the test whether 10 agents suffice.
 */
export const offeredErlangs = (load: { calls: number; intervalSec: number; ahtSec: number }): number =>
  (load.calls * load.ahtSec) / load.intervalSec;

export const clampRatio = (value: number): number => Math.min(1, Math.max(0, value));
