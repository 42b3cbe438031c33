import { err, ok, type Result } from '../kernel/result.js';
import { blockingOf } from './erlang-b.js';
import { checkInput, MAX_AGENTS, RATIO_SLACK, type StaffingError } from './input.js';

/** How many servers lose at most this share of the calls. */
export function computeRequiredServers(input: {
  readonly offeredErlangs: number;
  readonly maxBlocking: number;
}): Result<{ readonly servers: number; readonly blocking: number }, StaffingError> {
  const checked = checkInput(input, { offeredErlangs: 'not-negative', maxBlocking: 'ratio' });
  if (!checked.ok) return checked;
  const { offeredErlangs, maxBlocking } = input;
  if (offeredErlangs === 0) return ok({ servers: 0, blocking: 0 });
  // No number of servers never loses a call.
  if (maxBlocking === 0) return err({ code: 'out-of-range', field: 'maxBlocking' });
  const bound = maxBlocking * (1 + RATIO_SLACK);
  let blocking = 1;
  let servers = 0;
  while (blocking > bound) {
    if (++servers > MAX_AGENTS) return err({ code: 'out-of-range', field: 'offeredErlangs' });
    blocking = (offeredErlangs * blocking) / (servers + offeredErlangs * blocking);
  }
  return ok({ servers, blocking });
}

/** About ten from where doubles can tell how little is blocked; the rest is for halving the way there. */
const MAX_STEPS = 60;
const CONVERGED = 1e-12;
/** Rounding makes nonsense of a blocking much smaller than this. */
const LEAST_BLOCKING = 1e-100;

/** How much traffic these servers carry while losing at most this share of it. */
export function computeCapacity(input: {
  readonly servers: number;
  readonly maxBlocking: number;
}): Result<{ readonly offeredErlangs: number }, StaffingError> {
  const checked = checkInput(input, { servers: 'count', maxBlocking: 'share' });
  if (!checked.ok) return checked;
  const { servers, maxBlocking } = input;
  if (servers === 0 || maxBlocking === 0) return ok({ offeredErlangs: 0 });
  if (maxBlocking < LEAST_BLOCKING) return err({ code: 'out-of-range', field: 'maxBlocking' });
  return ok({ offeredErlangs: capacityOf(servers, maxBlocking) });
}

/**
 * Newton on ln B as a function of ln a: it is concave and rises by n − a(1 − B), so from below it never overshoots. Below is
 * where aⁿ/n!, which B can't exceed, is the bound (n! ≥ (n/e)ⁿ); above, what is carried can't exceed the servers.
 */
function capacityOf(servers: number, maxBlocking: number): number {
  let low = (servers / Math.E) * maxBlocking ** (1 / servers);
  let high = servers / (1 - maxBlocking);
  let load = low;
  for (let step = 0; step < MAX_STEPS && high - low > CONVERGED * high; step++) {
    const blocking = blockingOf(load, servers);
    if (blocking > maxBlocking) high = load;
    else low = load;
    const next = load * Math.exp(Math.log(maxBlocking / blocking) / (servers - load * (1 - blocking)));
    const isNewton = blocking > LEAST_BLOCKING ** 2 && next >= low && next <= high;
    if (isNewton && Math.abs(next - load) <= CONVERGED * load) return next;
    load = isNewton ? next : (low + high) / 2;
  }
  return load;
}
