import type { AgentId } from '../../../kernel/ids.js';
import { type EpochMs, epochMs, SECOND_MS } from '../../../kernel/time.js';
import type { Deed } from '../../deed.js';
import type { Rejection } from '../../rejection.js';
import type { SiteState } from '../../site.js';
import type { Action } from '../action.js';
import { conflictWith, openActionsOf } from '../calls/guards.js';
import type { Effect, EffectOp } from '../effects.js';

/** A change of state or of a queue needs no phone to ring: a source that has not done it by then will not. */
const DONE_WITHIN_MS = 15 * SECOND_MS;

export const requested = (effect: Effect, source: string, now: EpochMs) =>
  ({ effect, source, timeOutAt: epochMs(now + DONE_WITHIN_MS) }) as const;

/** What is asked of a source now. */
export const askNow = (effect: Effect, source: string, now: EpochMs): Deed['next'] => ({
  state: 'requested',
  ...requested(effect, source, now),
});

export const isAsked = ({ state }: Pick<Action, 'state'>): boolean => state === 'requested' || state === 'started';

/** Few actions are open at a time, so they are simply gone through. */
export const openActionsOn = (site: Readonly<SiteState>, agentId: AgentId): Action[] =>
  [...openActionsOf(site)].filter(({ on }) => on.agentId === agentId);

/** A pause that waited for the end of a call, or answers what was offered after it: it follows the wrap-up and does not cut it short. */
export const pausesAfterCall = (site: Readonly<SiteState>, agentId: AgentId): boolean =>
  openActionsOn(site, agentId).some(
    (action) => isAsked(action) && action.effect?.op === 'set-not-ready' && action.detail.when === 'after-call',
  );

/** Somebody's wish of the same kind is under way at the source: whoever comes second is told whose. */
export function underWay(site: Readonly<SiteState>, agentId: AgentId, ops: ReadonlySet<EffectOp>): Rejection | undefined {
  const first = openActionsOn(site, agentId).find((action) => isAsked(action) && action.effect !== undefined && ops.has(action.effect.op));
  return first === undefined ? undefined : conflictWith(first);
}
