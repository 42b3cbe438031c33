import { err, ok, type Result } from '../../../kernel/result.js';
import type { Ask } from '../../deed.js';
import type { EventOf } from '../../events.js';
import { type Person, SYSTEM } from '../../person.js';
import type { Rejection } from '../../rejection.js';
import { type EntityKey, entityKey, type SiteState } from '../../site.js';
import type { Swap } from '../duty.js';
import { changeOf, type Request, type SwapChange } from './change.js';
import { checkSwap } from './guards.js';
import { isSwapOpen } from './open.js';
import type { SwapCheck } from './words.js';

/** A request held against the roster as it is at this moment. */
export interface Checked {
  readonly change: SwapChange;
  readonly checks: SwapCheck[];
}

/** Null: a shift is not what it was when this was asked. */
export function checkNow(site: Readonly<SiteState>, request: Request, { context }: Ask): Result<Checked, Rejection> | null {
  const change = changeOf(site, request, context.commitId);
  if (change === null) return null;
  const checks = checkSwap(site, request, change, context.now);
  return checks.ok ? ok({ change, checks: checks.value }) : err(checks.error);
}

/**
 * All of it in one event, and with the last place of an open shift the end of what others asked for it. `by`: the person who decided, or
 * the site itself where every guard was green.
 */
export function settledEvents(site: Readonly<SiteState>, id: Swap['id'], request: Request, checked: Checked, ask: Ask, by: Person) {
  const open = request.openShiftId === undefined ? undefined : site.openShifts.get(request.openShiftId);
  const isLast = open !== undefined && open.takenBy.length + 1 >= open.places;
  const tooLate = isLast ? [...site.swaps.values()].filter((one) => one.id !== id && one.openShiftId === open.id && isSwapOpen(one)) : [];
  return [appliedEvent(id, request, checked, ask, by), ...tooLate.map((one) => closedEvent(one.id, 'conflict', ask))];
}

function appliedEvent(id: Swap['id'], request: Request, { change }: Checked, { context }: Ask, by: Person): EventOf<'swap.applied'> {
  const { toAgentId, openShiftId } = request;
  return {
    type: 'swap.applied',
    occurredAt: context.now,
    by,
    swapId: id,
    ...(toAgentId === undefined ? {} : { toAgentId }),
    duties: change.sides.map(({ agent, removed, added }) => ({
      agentId: agent.id,
      removed: removed.map((shift) => shift.id),
      added: [...added],
    })),
    ...(openShiftId === undefined ? {} : { openShiftId }),
    moves: [...change.moves],
  };
}

export const closedEvent = (
  id: Swap['id'],
  how: EventOf<'swap.closed'>['how'],
  { context }: Ask,
  by: Person = SYSTEM,
): EventOf<'swap.closed'> => ({ type: 'swap.closed', occurredAt: context.now, by, swapId: id, how });

/** All that a decision about a request rests on. */
export function readsOf(id: Swap['id'], { agentId, toAgentId, openShiftId }: Request): EntityKey[] {
  const keys = [entityKey('swap', id)];
  for (const one of [agentId, toAgentId]) if (one !== undefined) keys.push(entityKey('duty', one), entityKey('agent', one));
  return openShiftId === undefined ? keys : [...keys, entityKey('open-shift', openShiftId)];
}
