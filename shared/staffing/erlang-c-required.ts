import { err, ok, type Result } from '../kernel/result.js';
import { computeErlangC, type ErlangCInput } from './erlang-c.js';
import { checkInput, MAX_AGENTS, offeredErlangs, RATIO_SLACK, type StaffingError } from './input.js';
import { scheduledHeads } from './shrinkage.js';

/** A bound that is `null` does not bind. */
export interface PatientRequirement extends Omit<ErlangCInput, 'agents'> {
  readonly slTarget: number | null;
  readonly maxOccupancy: number | null;
  readonly shrinkage: number;
}

export interface PatientRequired {
  readonly agents: number;
  readonly scheduled: number;
  readonly serviceLevel: number;
  readonly occupancy: number;
  readonly pWait: number;
  readonly asaSec: number | null;
}

/** The fewest agents that keep a queue of patient callers stable and within its bounds (C.6). */
export function computeRequiredAgentsPatient(input: PatientRequirement): Result<PatientRequired, StaffingError> {
  const checked = checkInput(input, {
    calls: 'not-negative',
    intervalSec: 'positive',
    ahtSec: 'positive',
    targetSec: 'not-negative',
    slTarget: 'ratio?',
    maxOccupancy: 'ratio?',
    shrinkage: 'share',
  });
  if (!checked.ok) return checked;
  const agents = fewestAgents(input);
  if (!agents.ok) return agents;
  const solved = computeErlangC({ ...input, agents: agents.value });
  if (!solved.ok) return solved;
  const { serviceLevel, occupancy, pWait, asaSec } = solved.value;
  const scheduled = scheduledHeads(agents.value, input.shrinkage);
  return ok({ agents: agents.value, scheduled, serviceLevel, occupancy, pWait, asaSec });
}

/** Erlang's recursion passes every number of agents on its way, so one walk finds the first that will do. */
function fewestAgents(input: PatientRequirement): Result<number, StaffingError> {
  const load = offeredErlangs(input);
  if (load === 0) return ok(0);
  if (load >= MAX_AGENTS) return err({ code: 'out-of-range', field: 'calls' });
  const atLeast = Math.max(Math.floor(load) + 1, input.maxOccupancy === null ? 0 : load / (input.maxOccupancy + RATIO_SLACK));
  if (atLeast > MAX_AGENTS) return err({ code: 'out-of-range', field: 'maxOccupancy' });
  const wanted = (input.slTarget ?? 0) - RATIO_SLACK;
  let blocking = 1;
  for (let agents = 1; agents <= MAX_AGENTS; agents++) {
    blocking = (load * blocking) / (agents + load * blocking);
    if (agents < atLeast) continue;
    const pWait = (agents * blocking) / (agents - load * (1 - blocking));
    if (1 - pWait * Math.exp((-(agents - load) * input.targetSec) / input.ahtSec) >= wanted) return ok(agents);
  }
  return err({ code: 'out-of-range', field: 'slTarget' });
}
