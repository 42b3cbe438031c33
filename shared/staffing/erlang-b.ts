import { ok, type Result } from '../kernel/result.js';
import { checkInput, type StaffingError } from './input.js';

export interface ErlangBInput {
  readonly offeredErlangs: number;
  readonly servers: number;
}

export interface ErlangB {
  /** Share of calls that find all servers busy, and are lost. */
  readonly blocking: number;
  readonly carriedErlangs: number;
  readonly occupancy: number;
}

/** Loss system (M/M/n/n): trunks, callback slots. */
export function computeErlangB(input: ErlangBInput): Result<ErlangB, StaffingError> {
  const checked = checkInput(input, { offeredErlangs: 'not-negative', servers: 'count' });
  if (!checked.ok) return checked;
  const { offeredErlangs, servers } = input;
  const blocking = blockingOf(offeredErlangs, servers);
  const carriedErlangs = offeredErlangs * (1 - blocking);
  return ok({ blocking, carriedErlangs, occupancy: servers === 0 ? 0 : carriedErlangs / servers });
}

/**
 * Erlang's recursion: every term lies in 0..1, so neither factorials nor overflow. An underflow to 0 when the load is far
 * below the servers is right.
 */
export function blockingOf(offeredErlangs: number, servers: number): number {
  if (offeredErlangs === 0) return 0;
  let blocking = 1;
  for (let k = 1; k <= servers && blocking > 0; k++) blocking = (offeredErlangs * blocking) / (k + offeredErlangs * blocking);
  return blocking;
}
