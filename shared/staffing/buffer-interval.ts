import { err, ok, type Result } from '../kernel/result.js';
import { longestQueue } from './erlang-a.js';
import { fractionalErlangA } from './erlang-a-fractional.js';
import { checkEach, checkInput, type StaffingError } from './input.js';
import { type ModelledFormula, modelledLevel } from './service-level.js';

/** One interval of the time that somebody would be away. */
export interface BufferInterval {
  readonly calls: number;
  readonly ahtSec: number;
  /** Scheduled on the phones for these calls, after planned activities and those who are away already. */
  readonly staffed: number;
  /** Share of them who will not be there all the same. */
  readonly unplannedShrink: number;
  readonly minStaff: number;
  /** Share of the interval that the person would be away; for one of several skills, times the share this one has. */
  readonly overlap: number;
}

export interface BufferWindow {
  readonly intervalSec: number;
  readonly patienceSec: number;
  readonly targetSec: number;
  readonly shortAbandonSec: number;
  readonly slGoal: number;
  readonly slFormula: ModelledFormula;
  readonly intervals: readonly BufferInterval[];
}

/** What an interval comes to with some people away. */
export interface Level {
  /** Effectively there: may be part of an agent. */
  readonly agents: number;
  readonly sl: number;
  readonly pAbandon: number;
  readonly occupancy: number;
}

/** As a function of k, since many k are asked about. */
export function intervalModel(horizon: BufferWindow, interval: BufferInterval): (k: number) => Result<Level, StaffingError> {
  const { intervalSec, patienceSec, targetSec, shortAbandonSec, slFormula } = horizon;
  const { calls, ahtSec } = interval;
  const solve = fractionalErlangA({ calls, intervalSec, ahtSec, patienceSec, targetSec, shortAbandonSec });
  return (k) => {
    const agents = effectiveAgents(interval, k);
    const solved = solve(agents);
    if (!solved.ok) return solved;
    const { pAbandon, occupancy } = solved.value;
    return ok({ agents, sl: modelledLevel(solved.value, slFormula) ?? 0, pAbandon, occupancy });
  };
}

const effectiveAgents = ({ staffed, unplannedShrink, overlap }: BufferInterval, k: number) =>
  Math.max(0, (staffed - k * overlap) * (1 - unplannedShrink));

/** Steps of the sums, over all intervals and k: about two seconds. */
const MAX_WORK = 200_000_000;

/** A window and the numbers of people asked about; also whether that is too much to be computed while somebody waits. */
export function checkBufferWindow(horizon: BufferWindow, kValues: readonly number[]): Result<unknown, StaffingError> {
  const checked = checkInput(horizon, {
    intervalSec: 'positive',
    patienceSec: 'positive',
    targetSec: 'not-negative',
    shortAbandonSec: 'not-negative',
    slGoal: 'ratio',
  });
  if (!checked.ok) return checked;
  const each = checkEach('intervals', horizon.intervals, {
    calls: 'not-negative',
    ahtSec: 'positive',
    staffed: 'staff',
    unplannedShrink: 'ratio',
    minStaff: 'staff',
    overlap: 'ratio',
  });
  if (!each.ok) return each;
  for (const [i, k] of kValues.entries()) {
    const asked = checkInput({ [i]: k }, { [i]: 'count' }, 'kValues.');
    if (!asked.ok) return asked;
  }
  if (horizon.intervals.length === 0 || workOf(horizon, kValues) > MAX_WORK) return err({ code: 'out-of-range', field: 'intervals' });
  return ok(horizon);
}

function workOf(horizon: BufferWindow, kValues: readonly number[]): number {
  const largest = kValues.reduce((most, k) => Math.max(most, k), 0);
  const stepsOf = (interval: BufferInterval) => {
    const agents = Math.floor(effectiveAgents(interval, largest));
    return interval.staffed + longestQueue({ ...horizon, ...interval, agents }) + FEW;
  };
  return 2 * (kValues.length + 1) * horizon.intervals.reduce((sum, interval) => sum + stepsOf(interval), 0);
}

/** What one question costs beside its sums, in their steps. */
const FEW = 100;
