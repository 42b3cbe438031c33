import { ok, type Result } from '../kernel/result.js';
import { computeErlangA, type ErlangA, type ErlangAInput } from './erlang-a.js';
import { checkInput, type StaffingError } from './input.js';

/** Erlang A where part of an agent may be there: who leaves at half past, or shares the time with another queue (C.6). */
export function computeFractional(input: ErlangAInput): Result<ErlangA, StaffingError> {
  const { agents, ...traffic } = input;
  return fractionalErlangA(traffic)(agents);
}

/** The same for one traffic and many numbers of agents, each whole number computed once. */
export function fractionalErlangA(traffic: Omit<ErlangAInput, 'agents'>): (agents: number) => Result<ErlangA, StaffingError> {
  const known = new Map<number, Result<ErlangA, StaffingError>>();
  const whole = (agents: number) => {
    const solved = known.get(agents) ?? computeErlangA({ ...traffic, agents });
    known.set(agents, solved);
    return solved;
  };
  return (agents) => {
    const checked = checkInput({ agents }, { agents: 'staff' });
    if (!checked.ok) return checked;
    const floor = Math.floor(agents);
    const low = whole(floor);
    if (agents === floor || !low.ok) return low;
    const high = whole(floor + 1);
    return high.ok ? ok(between(low.value, high.value, agents - floor)) : high;
  };
}

/** Each figure by itself; where one end has none (nobody there answers), the other's. */
function between(low: ErlangA, high: ErlangA, part: number): ErlangA {
  const names = Object.keys(low) as (keyof ErlangA)[];
  return Object.fromEntries(names.map((name) => [name, blend(low[name], high[name], part)])) as unknown as ErlangA;
}

const blend = (low: number | null, high: number | null, part: number) =>
  low === null || high === null ? (high ?? low) : (1 - part) * low + part * high;
