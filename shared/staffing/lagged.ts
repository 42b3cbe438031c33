import { ok, type Result } from '../kernel/result.js';
import { checkEach, checkInput, type StaffingError } from './input.js';

export interface LaggedInput {
  readonly intervalSec: number;
  readonly intervals: readonly { readonly calls: number; readonly ahtSec: number }[];
}

export interface LaggedInterval {
  /** To plan with. */
  readonly calls: number;
  readonly isLagged: boolean;
}

/** A rate that changes more than this from one interval to the next leaves work behind that the interval's own rate does not tell. */
const STEEP = 0.1;

/**
 * The calls to plan each interval with (lagged SIPP, C.7). Agents are busy with those who came a handling time ago: where the
 * rate is steep, it is averaged over the interval moved back by that. What came before the first interval came at its rate.
 */
export function computeLaggedCalls(input: LaggedInput): Result<{ readonly intervals: readonly LaggedInterval[] }, StaffingError> {
  const checked = checkInput(input, { intervalSec: 'positive' });
  if (!checked.ok) return checked;
  const each = checkEach('intervals', input.intervals, { calls: 'not-negative', ahtSec: 'positive' });
  if (!each.ok) return each;
  const callsAt = (index: number) => input.intervals[Math.max(0, index)]?.calls ?? 0;
  const intervals = input.intervals.map(({ calls, ahtSec }, i) => {
    const before = callsAt(i - 1);
    const isLagged = Math.abs(calls - before) > STEEP * before;
    if (!isLagged) return { calls, isLagged };
    // Moved back, it covers parts of just two intervals.
    const shift = ahtSec / input.intervalSec;
    const whole = Math.floor(shift);
    const part = shift - whole;
    return { calls: (1 - part) * callsAt(i - whole) + part * callsAt(i - whole - 1), isLagged };
  });
  return ok({ intervals });
}
