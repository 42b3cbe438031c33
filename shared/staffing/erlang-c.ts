import { ok, type Result } from '../kernel/result.js';
import { blockingOf } from './erlang-b.js';
import { checkInput, clampRatio, offeredErlangs, type StaffingError } from './input.js';

export interface ErlangCInput {
  readonly calls: number;
  readonly intervalSec: number;
  /** Agent time per call: talk, hold, after-call work and ringing. */
  readonly ahtSec: number;
  readonly agents: number;
  /** A call answered within this is in service level. */
  readonly targetSec: number;
}

/** `null`: infinite, since the load is at or above the agents. */
export interface ErlangC {
  readonly offeredErlangs: number;
  readonly stable: boolean;
  readonly pWait: number;
  readonly serviceLevel: number;
  readonly asaSec: number | null;
  /** Mean wait of those who wait at all. */
  readonly asaDelayedSec: number | null;
  readonly occupancy: number;
  readonly avgQueueLength: number | null;
  readonly p90WaitSec: number | null;
}

/** Infinitely patient callers (M/M/n). Overstates waits where callers hang up: the product plans with Erlang A. */
export function computeErlangC(input: ErlangCInput): Result<ErlangC, StaffingError> {
  const checked = checkInput(input, {
    calls: 'not-negative',
    intervalSec: 'positive',
    ahtSec: 'positive',
    agents: 'count',
    targetSec: 'not-negative',
  });
  if (!checked.ok) return checked;
  const { calls, intervalSec, ahtSec, agents, targetSec } = input;
  const load = offeredErlangs(input);
  if (load === 0) return ok(noTraffic(agents, ahtSec));
  if (load >= agents) return ok(overloaded(load));

  const blocking = blockingOf(load, agents);
  const pWait = clampRatio((agents * blocking) / (agents - load * (1 - blocking)));
  const asaDelayedSec = ahtSec / (agents - load);
  const asaSec = pWait * asaDelayedSec;
  return ok({
    offeredErlangs: load,
    stable: true,
    pWait,
    serviceLevel: clampRatio(1 - pWait * Math.exp(-targetSec / asaDelayedSec)),
    asaSec,
    asaDelayedSec,
    occupancy: load / agents,
    avgQueueLength: (calls * asaSec) / intervalSec,
    p90WaitSec: pWait > 0 ? Math.max(0, asaDelayedSec * Math.log(pWait / 0.1)) : 0,
  });
}

const noTraffic = (agents: number, ahtSec: number): ErlangC => ({
  offeredErlangs: 0,
  stable: true,
  pWait: 0,
  serviceLevel: 1,
  asaSec: 0,
  asaDelayedSec: agents > 0 ? ahtSec / agents : null,
  occupancy: 0,
  avgQueueLength: 0,
  p90WaitSec: 0,
});

const overloaded = (load: number): ErlangC => ({
  offeredErlangs: load,
  stable: false,
  pWait: 1,
  serviceLevel: 0,
  asaSec: null,
  asaDelayedSec: null,
  occupancy: 1,
  avgQueueLength: null,
  p90WaitSec: null,
});
