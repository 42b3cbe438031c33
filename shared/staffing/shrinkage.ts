import { ok, type Result } from '../kernel/result.js';
import { checkInput, type StaffingError } from './input.js';

/** `21 / (1 − 0.3)` is 30.000000000000004 in doubles, and nobody is to be rostered for that. */
const ROUNDING = 1e-9;

/** How many to roster so that this many are on the phones, when this share of paid time is spent elsewhere (0 ≤ share < 1). */
export const scheduledHeads = (required: number, shrinkage: number): number =>
  Math.max(0, Math.ceil(required / (1 - shrinkage) - ROUNDING));

export function computeScheduled(input: {
  readonly required: number;
  readonly shrinkage: number;
}): Result<{ readonly scheduled: number }, StaffingError> {
  const checked = checkInput(input, { required: 'staff', shrinkage: 'share' });
  return checked.ok ? ok({ scheduled: scheduledHeads(input.required, input.shrinkage) }) : checked;
}
