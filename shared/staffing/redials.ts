import { err, ok, type Result } from '../kernel/result.js';
import { type ErlangA, type ErlangAInput, longestQueue } from './erlang-a.js';
import { computeFractional } from './erlang-a-fractional.js';
import { checkInput, type StaffingError } from './input.js';

export interface RedialInput extends ErlangAInput {
  /** Share of those who gave up who call again. */
  readonly redialProbability: number;
}

/** Erlang A at the traffic that really comes in. */
export interface Redials extends ErlangA {
  /** First tries and redials. */
  readonly totalCalls: number;
  readonly redials: number;
}

/** Erlang A when some of those who abandon come back (C.7). Measured volumes hold redials: `calls` must be first tries only. */
export function computeRedials(input: RedialInput): Result<Redials, StaffingError> {
  const { redialProbability, ...queue } = input;
  const checked = checkInput(input, { redialProbability: 'share' });
  if (!checked.ok) return checked;
  // Also says what else is wrong with the input.
  const first = computeFractional(queue);
  if (!first.ok) return first;
  const mostCalls = queue.calls / (1 - redialProbability);
  if (queue.agents > MAX_WORK) return err({ code: 'out-of-range', field: 'agents' });
  if (longestQueue({ ...queue, calls: mostCalls }) > MAX_WORK) return err({ code: 'out-of-range', field: 'patienceSec' });

  const modelAt = (calls: number) => computeFractional({ ...queue, calls });
  const total = totalOf(queue.calls, mostCalls, (calls) => {
    const model = modelAt(calls);
    return model.ok ? 1 - redialProbability * model.value.pAbandon : 1;
  });
  const model = modelAt(total);
  return model.ok ? ok({ ...model.value, totalCalls: total, redials: total - queue.calls }) : model;
}

/** Agents, or callers in line: a hundred models of this size take a second. */
const MAX_WORK = 300_000;
const MAX_STEPS = 50;
const CONVERGED = 1e-12;

/**
 * Solves total · stays(total) = first, where `stays` is the share of tries that are not followed by another. The fixed point
 * is approached from below; near the limit of the agents it is approached too slowly, and the rest is halved.
 */
function totalOf(first: number, most: number, stays: (total: number) => number): number {
  let low = first;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = first / stays(low);
    if (next - low <= CONVERGED * next) return next;
    low = next;
  }
  let high = most;
  while (high - low > CONVERGED * high) {
    const middle = (low + high) / 2;
    if (middle * stays(middle) < first) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
