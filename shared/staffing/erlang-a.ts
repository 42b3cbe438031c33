import { err, ok, type Result } from '../kernel/result.js';
import { type Arrivals, waitingChain } from './erlang-a-chain.js';
import { checkInput, clampRatio, offeredErlangs, type StaffingError } from './input.js';

export interface ErlangAInput {
  readonly calls: number;
  readonly intervalSec: number;
  /** Agent time per call: talk, hold, after-call work and ringing. */
  readonly ahtSec: number;
  /** Mean time a caller is ready to wait. */
  readonly patienceSec: number;
  readonly agents: number;
  /** A call answered within this is in service level. */
  readonly targetSec: number;
  /** A caller gone before this is not held against the centre (`slExShort`). */
  readonly shortAbandonSec: number;
}

/** The service levels bear the names of the measured ones: forecast and actual must be of the same kind to meet. */
export interface ErlangA {
  readonly offeredErlangs: number;
  readonly pWait: number;
  readonly pAbandon: number;
  /** `null`: nobody is ever answered. */
  readonly slAnswered: number | null;
  readonly slOffered: number;
  readonly slAbandonCounts: number;
  readonly slLateAbandons: number;
  readonly slExShort: number;
  readonly asaSec: number | null;
  readonly avgWaitAllSec: number;
  /** `null`: nobody calls. */
  readonly avgWaitAbandonedSec: number | null;
  readonly occupancy: number;
  readonly avgQueueLength: number;
}

/** The sums run once through every queue that is at all likely. Longer than this is no call centre, and would take seconds. */
const MAX_QUEUE = 20_000_000;

/** Impatient callers (M/M/n+M, Palm): the model the product plans with. */
export function computeErlangA(input: ErlangAInput): Result<ErlangA, StaffingError> {
  const checked = checkInput(input, {
    calls: 'not-negative',
    intervalSec: 'positive',
    ahtSec: 'positive',
    patienceSec: 'positive',
    agents: 'count',
    targetSec: 'not-negative',
    shortAbandonSec: 'not-negative',
  });
  if (!checked.ok) return checked;
  const load = offeredErlangs(input);
  if (load === 0) return ok(NO_TRAFFIC);
  if (longestQueue(input) > MAX_QUEUE) return err({ code: 'out-of-range', field: 'patienceSec' });
  return ok(input.agents === 0 ? nobodyThere(input, load) : withTraffic(input, load));
}

/** The standing queue of an overload, and beyond it as far as a queue has any likelihood (1e-17). */
export function longestQueue(input: Pick<ErlangAInput, 'calls' | 'intervalSec' | 'ahtSec' | 'patienceSec' | 'agents'>): number {
  const { calls, intervalSec, ahtSec, patienceSec, agents } = input;
  const load = offeredErlangs(input);
  const standing = ((calls - (agents * intervalSec) / ahtSec) / intervalSec) * patienceSec;
  const spread = 9 * Math.sqrt((calls / intervalSec) * patienceSec);
  const spreadWhenIdle = load < agents ? 40 / Math.log(agents / load) : Number.POSITIVE_INFINITY;
  return Math.max(0, standing) + Math.min(spread, spreadWhenIdle);
}

function withTraffic(input: ErlangAInput, load: number): ErlangA {
  const arrivals: Arrivals = {
    perSec: input.calls / input.intervalSec,
    load,
    servicePerSec: 1 / input.ahtSec,
    abandonPerSec: 1 / input.patienceSec,
    agents: input.agents,
  };
  const chain = waitingChain(arrivals);
  const { pWait, pAbandon, pServed, servedWaitSec, abandonedWaitSec } = chain;
  const avgWaitAllSec = pAbandon * input.patienceSec;

  const atTarget = chain.tail(input.targetSec);
  const servedInTarget = clampRatio(pServed - atTarget.servedLater);
  const abandonedInTarget = clampRatio(1 - atTarget.stillWaiting - servedInTarget);
  const atShort = chain.tail(input.shortAbandonSec);
  const shortAbandoned = clampRatio(1 - atShort.stillWaiting - clampRatio(pServed - atShort.servedLater));

  return {
    offeredErlangs: load,
    pWait,
    pAbandon,
    slAnswered: pServed > 0 ? clampRatio(servedInTarget / pServed) : null,
    slOffered: servedInTarget,
    slAbandonCounts: clampRatio(1 - atTarget.stillWaiting),
    slLateAbandons: ratioOrZero(servedInTarget, 1 - abandonedInTarget),
    slExShort: ratioOrZero(servedInTarget, 1 - shortAbandoned),
    asaSec: pServed > 0 ? servedWaitSec / pServed : null,
    avgWaitAllSec,
    avgWaitAbandonedSec: abandonedWaitSec,
    occupancy: clampRatio((load * pServed) / input.agents),
    avgQueueLength: (input.calls * avgWaitAllSec) / input.intervalSec,
  };
}

const ratioOrZero = (part: number, whole: number) => (whole > 0 ? clampRatio(part / whole) : 0);

const NO_TRAFFIC: ErlangA = {
  offeredErlangs: 0,
  pWait: 0,
  pAbandon: 0,
  slAnswered: 1,
  slOffered: 1,
  slAbandonCounts: 1,
  slLateAbandons: 1,
  slExShort: 1,
  asaSec: 0,
  avgWaitAllSec: 0,
  avgWaitAbandonedSec: null,
  occupancy: 0,
  avgQueueLength: 0,
};

function nobodyThere(input: ErlangAInput, load: number): ErlangA {
  return {
    offeredErlangs: load,
    pWait: 1,
    pAbandon: 1,
    slAnswered: null,
    slOffered: 0,
    slAbandonCounts: -Math.expm1(-input.targetSec / input.patienceSec),
    slLateAbandons: 0,
    slExShort: 0,
    asaSec: null,
    avgWaitAllSec: input.patienceSec,
    avgWaitAbandonedSec: input.patienceSec,
    occupancy: 0,
    avgQueueLength: (input.calls * input.patienceSec) / input.intervalSec,
  };
}
