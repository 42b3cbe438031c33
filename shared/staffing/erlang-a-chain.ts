import { blockingOf } from './erlang-b.js';
import { clampRatio } from './input.js';

/** Traffic of one queue. Rates are per second. */
export interface Arrivals {
  readonly perSec: number;
  /** Offered Erlangs, computed by the caller in the order that keeps whole numbers whole. */
  readonly load: number;
  readonly servicePerSec: number;
  readonly abandonPerSec: number;
  readonly agents: number;
}

export interface WaitingChain {
  readonly pWait: number;
  readonly pAbandon: number;
  readonly pServed: number;
  /** Mean wait per offered call, counting only those who are served in the end. */
  readonly servedWaitSec: number;
  /** Mean wait of those who abandon, however few they are; `null`: none that a double could tell. */
  readonly abandonedWaitSec: number | null;
  tail(afterSec: number): { readonly servedLater: number; readonly stillWaiting: number };
}

/**
 * The birth–death chain above n−1 busy agents, as sums of positive terms only: nothing cancels, and no special function is
 * needed. `pi` is the probability of n−1 busy, `u_k` that of n+k in the system divided by it. The sums run past 1e300 in an
 * overload of thousands of agents, so they are kept with a common scale whose logarithm is carried along.
 */
export function waitingChain(arrivals: Arrivals): WaitingChain {
  const { perSec, load, servicePerSec, abandonPerSec, agents } = arrivals;
  const allServePerSec = agents * servicePerSec;
  let term = load / agents;
  let waiting = 0;
  let abandoning = 0;
  let served = 0;
  let servedWait = 0;
  let abandonedWait = 0;
  let reachable = 0;
  let reachableByAll = 0;
  let logScale = 0;
  for (let k = 0; ; k++) {
    const leavePerSec = allServePerSec + (k + 1) * abandonPerSec;
    // Mean time from place k until service or loss, were this caller to stay: one step per caller ahead.
    reachable += 1 / leavePerSec;
    // The same, summed over all places on the way: this caller abandons at each of them with the same probability.
    reachableByAll += (k + 1) / leavePerSec;
    waiting += term;
    abandoning += (term * (k + 1) * abandonPerSec) / leavePerSec;
    abandonedWait += ((term * abandonPerSec) / leavePerSec) * reachableByAll;
    served += (term * allServePerSec) / leavePerSec;
    servedWait += ((term * allServePerSec) / leavePerSec) * reachable;
    if (term <= 1e-17 * waiting && allServePerSec + k * abandonPerSec > perSec) break;
    term *= perSec / leavePerSec;
    if (waiting > RESCALE_ABOVE) {
      term /= RESCALE_ABOVE;
      waiting /= RESCALE_ABOVE;
      abandoning /= RESCALE_ABOVE;
      abandonedWait /= RESCALE_ABOVE;
      served /= RESCALE_ABOVE;
      servedWait /= RESCALE_ABOVE;
      logScale += LOG_RESCALE;
    }
  }
  const below = Math.exp(-logScale) / blockingOf(load, agents - 1);
  // When the blocking underflows, all agents busy is as good as impossible: every sum below is zero.
  const isPossible = Number.isFinite(below);
  const scaledPi = isPossible ? 1 / (below + waiting) : 0;
  const logPi = scaledPi > 0 ? Math.log(scaledPi) - logScale : Number.NEGATIVE_INFINITY;

  return {
    pWait: clampRatio(scaledPi * waiting),
    pAbandon: clampRatio(scaledPi * abandoning),
    pServed: isPossible ? clampRatio(scaledPi * (below + served)) : 1,
    servedWaitSec: scaledPi * servedWait,
    abandonedWaitSec: abandoning > 0 ? abandonedWait / abandoning : null,
    tail: (afterSec) => tailOf(arrivals, logPi, afterSec),
  };
}

const RESCALE_ABOVE = 1e200;
const LOG_RESCALE = Math.log(RESCALE_ABOVE);

/** Who is still to be served, and who still waits, `afterSec` after arriving. */
function tailOf(arrivals: Arrivals, logPi: number, afterSec: number) {
  const { perSec, servicePerSec, abandonPerSec, agents, load } = arrivals;
  if (logPi === Number.NEGATIVE_INFINITY) return { servedLater: 0, stillWaiting: 0 };
  const decay = abandonPerSec * afterSec;
  const height = (perSec * -Math.expm1(-decay)) / abandonPerSec - agents * servicePerSec * afterSec;
  const { sum, logScale } = productSum((perSec / abandonPerSec) * Math.exp(-decay), (agents * servicePerSec) / abandonPerSec);
  const weight = Math.exp(logPi + height + logScale);
  return {
    servedLater: clampRatio(weight * sum),
    stillWaiting: clampRatio(Math.exp(-decay) * (load / agents) * weight * (Math.exp(-logScale) + sum)),
  };
}

/** Q(z) = Σ z/(s+1) · z/(s+2) · … · z/(s+k), over k from 1; scaled as above. */
function productSum(z: number, s: number): { sum: number; logScale: number } {
  let term = 1;
  let sum = 0;
  let logScale = 0;
  for (let k = 1; ; k++) {
    term *= z / (s + k);
    sum += term;
    if (term <= 1e-17 * sum && s + k > z) return { sum, logScale };
    if (sum > RESCALE_ABOVE) {
      term /= RESCALE_ABOVE;
      sum /= RESCALE_ABOVE;
      logScale += LOG_RESCALE;
    }
  }
}
