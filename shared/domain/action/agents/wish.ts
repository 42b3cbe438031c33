import type { z } from 'zod';
import { unreachable } from '../../../kernel/unreachable.js';
import { pausedEverywhere } from '../../agent/state.js';
import type { CommandOf } from '../../commands.js';
import type { Rejection } from '../../rejection.js';
import type { Agent, PendingState } from '../../site.js';
import { wishedReasonSchema } from '../commands.js';
import type { Effect, EffectOp } from '../effects.js';
import { type InQueues, keptFromOthers, pausedFor, pausedNowhere } from './pause.js';

/** The state that somebody wants an agent in. */
export type Wish =
  | { readonly to: 'ready' | 'logged-out' }
  | { readonly to: 'not-ready'; readonly reasonCode: z.infer<typeof wishedReasonSchema> };

export const wishOf = ({ to }: CommandOf<'agent.set-state'>): Wish =>
  to.state === 'ready' ? { to: 'ready' } : { to: 'not-ready', reasonCode: to.reasonCode };

/** What waits came from a command, so its reason is one that commands may set. */
export const wishOfPending = ({ to, reasonCode }: PendingState): Wish =>
  to === 'not-ready' ? { to, reasonCode: wishedReasonSchema.parse(reasonCode) } : { to };

/** What changes somebody's state at a source: one at a time for each agent. */
export const STATE_OPS: ReadonlySet<EffectOp> = new Set(['set-ready', 'set-not-ready', 'sign-out', 'sign-in', 'end-wrap-up']);

export function effectOf(wish: Wish, agentKey: Agent['key']): Effect {
  switch (wish.to) {
    case 'ready':
      return { op: 'set-ready', agentKey };
    case 'not-ready':
      return { op: 'set-not-ready', agentKey, reasonCode: wish.reasonCode };
    case 'logged-out':
      return { op: 'sign-out', agentKey };
    default:
      return unreachable(wish);
  }
}

/** Why this may not be done to somebody else, now (AG-04, AG-05, AG-P1); undefined: it may. Signing out is open from every pause. */
export const keptFrom = (wish: Wish, agent: InQueues, isForced: boolean): Rejection | undefined =>
  wish.to === 'logged-out' ? undefined : keptFromOthers(agent, isForced);

/** The queues are as wished already. */
export function isFulfilled(wish: Wish, agent: InQueues): boolean {
  switch (wish.to) {
    case 'ready':
      return pausedNowhere(agent);
    case 'not-ready':
      return pausedEverywhere(agent) && pausedFor(agent, wish.reasonCode);
    case 'logged-out':
      return agent.memberships.size === 0;
    default:
      return unreachable(wish);
  }
}
