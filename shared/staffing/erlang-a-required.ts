import { err, ok, type Result } from '../kernel/result.js';
import { computeErlangA, type ErlangA, type ErlangAInput } from './erlang-a.js';
import { checkInput, MAX_AGENTS, offeredErlangs, RATIO_SLACK, type StaffingError } from './input.js';
import { type ModelledFormula, modelledLevel } from './service-level.js';
import { scheduledHeads } from './shrinkage.js';
import { smallestEnough } from './smallest-enough.js';

/** What an interval must keep to. A bound that is `null` does not bind. */
export interface Requirement extends Omit<ErlangAInput, 'agents'> {
  readonly slFormula: ModelledFormula;
  readonly slTarget: number | null;
  readonly maxOccupancy: number | null;
  readonly maxAbandon: number | null;
  readonly shrinkage: number;
}

export interface RequiredAgents {
  readonly agents: number;
  /** To be rostered, so that `agents` are on the phones. */
  readonly scheduled: number;
  /** `null`: nobody is ever answered. */
  readonly serviceLevel: number | null;
  readonly occupancy: number;
  readonly pWait: number;
  readonly pAbandon: number;
  readonly asaSec: number | null;
}

/**
 * The fewest agents that keep all bounds (C.6): all of them only get easier with every agent. No calls need nobody; any
 * call needs one. `near` is a first guess, such as the answer for the interval before.
 */
export function computeRequiredAgents(input: Requirement, near?: number): Result<RequiredAgents, StaffingError> {
  const checked = checkInput(input, {
    calls: 'not-negative',
    intervalSec: 'positive',
    ahtSec: 'positive',
    patienceSec: 'positive',
    targetSec: 'not-negative',
    shortAbandonSec: 'not-negative',
    slTarget: 'ratio?',
    maxOccupancy: 'ratio?',
    maxAbandon: 'ratio?',
    shrinkage: 'share',
  });
  if (!checked.ok) return checked;
  const load = offeredErlangs(input);
  if (load >= MAX_AGENTS) return err({ code: 'out-of-range', field: 'calls' });
  const known = new Map<number, Result<ErlangA, StaffingError>>();
  const at = (agents: number) => {
    const solved = known.get(agents) ?? computeErlangA({ ...input, agents });
    known.set(agents, solved);
    return solved;
  };
  const agents =
    load === 0
      ? 0
      : smallestEnough({
          // An overload too long to be summed up keeps no bound that anyone would set.
          isEnough: (count) => keepsAll(at(count), input),
          near: near ?? Math.ceil(load),
          atLeast: fewestPossible(load, input.maxAbandon),
          atMost: MAX_AGENTS,
        });
  const solved = at(agents ?? MAX_AGENTS);
  if (!solved.ok) return solved;
  if (agents === null) return err({ code: 'out-of-range', field: unkept(solved.value, input) ?? 'calls' });
  const { occupancy, pWait, pAbandon, asaSec } = solved.value;
  return ok({
    agents,
    scheduled: scheduledHeads(agents, input.shrinkage),
    serviceLevel: modelledLevel(solved.value, input.slFormula),
    occupancy,
    pWait,
    pAbandon,
    asaSec,
  });
}

/** Agents at work all the time serve no more than this: the rest must abandon. */
const fewestPossible = (load: number, maxAbandon: number | null) =>
  Math.max(1, maxAbandon === null ? 1 : Math.floor(load * (1 - maxAbandon - RATIO_SLACK)));

const keepsAll = (solved: Result<ErlangA, StaffingError>, bounds: Requirement) => solved.ok && unkept(solved.value, bounds) === null;

/** The first bound that does not hold. */
function unkept(model: ErlangA, { slFormula, slTarget, maxOccupancy, maxAbandon }: Requirement) {
  if (maxOccupancy !== null && model.occupancy > maxOccupancy + RATIO_SLACK) return 'maxOccupancy';
  if (maxAbandon !== null && model.pAbandon > maxAbandon + RATIO_SLACK) return 'maxAbandon';
  if (slTarget !== null && (modelledLevel(model, slFormula) ?? 0) < slTarget - RATIO_SLACK) return 'slTarget';
  return null;
}
