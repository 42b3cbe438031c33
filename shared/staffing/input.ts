import { err, ok, type Result } from '../kernel/result.js';

/** Why a staffing model refused its input. Never NaN, never a throw. */
export type StaffingError =
  /** Negative, not finite, zero where a positive number is needed, or beyond anything a floor can have. */
  | { readonly code: 'out-of-range'; readonly field: string }
  /** A count of agents or servers that must be whole. */
  | { readonly code: 'not-an-integer'; readonly field: string };

/** `staff` may be part of an agent; a `count` may not. `share` leaves 1 out: what is all gone cannot be divided by. */
type Rule = 'positive' | 'not-negative' | 'count' | 'staff' | 'ratio' | 'share';
/** `null` says that there is no such bound, or no end to it. */
type RuleOf<V> = null extends V ? `${Rule}?` : Rule;

/** Models are O(agents): more than this is a slip of the keyboard, and would hold the process for seconds. */
export const MAX_AGENTS = 10_000_000;
/** Nothing on a floor is measured beyond these, and products of such numbers leave what doubles can hold. */
const SMALLEST = 1e-9;
const LARGEST = 1e12;
/** What rounding may take from a ratio. A bound that is met to this is met: rounding must not cost an agent. */
export const RATIO_SLACK = 1e-12;

/** Checks each field against its rule; the first that breaks one is named, under `prefix` when it is one of many. */
export function checkInput<T extends object, K extends keyof T & string>(
  input: T,
  rules: { readonly [F in K]: RuleOf<T[F]> },
  prefix = '',
): Result<T, StaffingError> {
  for (const name of Object.keys(rules) as K[]) {
    const code = problemOf(input[name], rules[name]);
    if (code !== undefined) return err({ code, field: `${prefix}${name}` });
  }
  return ok(input);
}

/** The same for each of many, named `intervals.3.calls`. */
export function checkEach<T extends object, K extends keyof T & string>(
  name: string,
  items: readonly T[],
  rules: { readonly [F in K]: RuleOf<T[F]> },
): Result<readonly T[], StaffingError> {
  for (const [i, item] of items.entries()) {
    const checked = checkInput(item, rules, `${name}.${i}.`);
    if (!checked.ok) return checked;
  }
  return ok(items);
}

const PROBLEMS: Readonly<Record<Rule, (value: number) => StaffingError['code'] | undefined>> = {
  positive: (value) => (value < SMALLEST ? 'out-of-range' : undefined),
  'not-negative': () => undefined,
  count: (value) => (Number.isInteger(value) ? PROBLEMS.staff(value) : 'not-an-integer'),
  staff: (value) => (value > MAX_AGENTS ? 'out-of-range' : undefined),
  ratio: (value) => (value > 1 ? 'out-of-range' : undefined),
  share: (value) => (value >= 1 ? 'out-of-range' : undefined),
};

function problemOf(value: unknown, rule: Rule | `${Rule}?`): StaffingError['code'] | undefined {
  const mayBeNull = rule.endsWith('?');
  if (value === null && mayBeNull) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > LARGEST) return 'out-of-range';
  return PROBLEMS[(mayBeNull ? rule.slice(0, -1) : rule) as Rule](value);
}

/**
 * Offered load in Erlangs: the mean number of agents that the calls would keep busy.
 * Multiplied first: `100 / 1800 * 180` is not 10 in doubles, and would flip the test whether 10 agents suffice.
 */
export const offeredErlangs = (load: { calls: number; intervalSec: number; ahtSec: number }): number =>
  (load.calls * load.ahtSec) / load.intervalSec;

export const clampRatio = (value: number): number => Math.min(1, Math.max(0, value));
