import type { AgentId } from '../../../kernel/ids.js';
import { awayBuffer, whyNoMicroPause } from '../../buffer/away.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, type Deed, grant, refuse } from '../../deed.js';
import type { Rejection } from '../../rejection.js';
import { type Agent, type AgentStateName, entityKey, type PendingState, type SiteState } from '../../site.js';
import { sourceRefuses } from '../calls/guards.js';
import type { Effect } from '../effects.js';
import type { ActionDetail } from '../events.js';
import { clearPending, setPending } from './pending.js';
import { type Reached, reachedAgent } from './reach.js';
import { askNow, underWay } from './request.js';
import { effectOf, isFulfilled, keptFrom, STATE_OPS, type Wish, wishOf } from './wish.js';

/** A live contact: nothing is forced into it (AG-P2), and one's own change waits too (AG-03, AG-06). */
const IN_CONTACT: ReadonlySet<AgentStateName> = new Set(['ringing', 'dialing', 'talking', 'holding']);

/** A wish as it was asked for, with what its action keeps. */
interface Asked {
  readonly wish: Wish;
  readonly when: 'now' | 'after-call';
  readonly reason?: string | undefined;
  readonly alertId?: Deed['alertId'] | undefined;
}

export function decideSetState(site: Readonly<SiteState>, command: CommandOf<'agent.set-state'>, ask: Ask): Decision {
  const { agentId, to } = command;
  const agent = ask.context.by.agentId === agentId ? site.agents.get(agentId) : undefined;
  if (agent !== undefined) {
    // AG-04: back from a buffer shift by its own way, with the question how one is.
    if (to.state === 'ready' && awayBuffer(site, agentId) !== undefined) return refuse('wrong-state', { detail: 'in-buffer' });
    const noPause = to.state === 'not-ready' && to.reasonCode === 'MICRO_PAUSE' ? whyNoMicroPause(agent, ask.context.now) : undefined;
    if (noPause !== undefined) return { ok: false, error: noPause };
  }
  return decideWish(site, agentId, { ...command, wish: wishOf(command) }, ask);
}

export function decideSignOut(site: Readonly<SiteState>, command: CommandOf<'agent.sign-out'>, ask: Ask): Decision {
  const { agentId } = command;
  const found = reachedAgent(site, agentId, ask);
  if (found.ok && !found.value.isSelf && awayBuffer(site, agentId) !== undefined) return refuse('agent-protected');
  return decideWish(site, agentId, { ...command, wish: { to: 'logged-out' } }, ask);
}

/** One's own state, or another's by force: asked of the source now, or kept until the contact is over. */
export function decideWish(site: Readonly<SiteState>, agentId: AgentId, asked: Asked, ask: Ask): Decision {
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const problem = problemOf(found.value, asked, ask.context.by.userId) ?? underWay(site, agentId, STATE_OPS);
  if (problem !== undefined) return { ok: false, error: problem };
  const { agent } = found.value;
  const effect = effectNow(asked.wish, agent);
  const unable = sourceRefuses(site, agent.source, effect.op);
  if (unable !== undefined) return { ok: false, error: unable };
  const deed = {
    on: { agentId },
    detail: detailOf(found.value, asked),
    ...(asked.alertId === undefined ? {} : { alertId: asked.alertId }),
    reads: [entityKey('agent', agentId), entityKey('source', agent.source)],
  };
  const { now } = ask.context;
  return mustWait(agent, asked.wish, asked.when)
    ? grant({ ...deed, next: { state: 'pending' }, events: setPending(agent, asked.wish, ask) })
    : grant({ ...deed, next: askNow(effect, agent.source, now), events: clearPending(agent, 'replaced', now) });
}

function problemOf({ agent, isSelf }: Reached, { wish, when, reason }: Asked, userId: string): Rejection | undefined {
  if (!isSelf && reason === undefined) return { code: 'reason-needed' };
  if (agent.memberships.size === 0) return { code: wish.to === 'logged-out' ? 'unchanged' : 'agent-gone' };
  if (!isSelf) {
    // A micro-pause is one's own to take: nobody is sent into one.
    if (wish.to === 'not-ready' && wish.reasonCode === 'MICRO_PAUSE') return { code: 'not-permitted' };
    const kept = keptFrom(wish, agent, agent.forced !== undefined);
    if (kept !== undefined) return kept;
  }
  const waits = mustWait(agent, wish, when);
  if (waits && when === 'now') return { code: 'in-contact' };
  if (wish.to === 'ready' && agent.state === 'unreachable') return { code: 'wrong-state', detail: agent.state };
  if (waits && agent.pending !== undefined) return isSameWish(wish, agent.pending) ? conflictOrNoNews(agent.pending, userId) : undefined;
  if (!isFulfilled(wish, agent)) return undefined;
  if (wish.to !== 'ready' || agent.state !== 'acw') return { code: 'unchanged' };
  // Others have a command of its own for it: ending a wrap-up is no change of a pause.
  return isSelf ? undefined : { code: 'wrong-state', detail: agent.state };
}

const isSameWish = (wish: Wish, pending: PendingState): boolean =>
  wish.to === pending.to && (wish.to !== 'not-ready' || wish.reasonCode === pending.reasonCode);

/** Whoever asks second for what waits already is told who was first. */
const conflictOrNoNews = ({ by, actionId }: PendingState, userId: string): Rejection =>
  by.userId === userId ? { code: 'unchanged' } : { code: 'conflict', byName: by.name, actionId };

/** Ready out of wrap-up is the end of the wrap-up. */
const effectNow = (wish: Wish, agent: Agent): Effect =>
  wish.to === 'ready' && agent.state === 'acw' && isFulfilled(wish, agent)
    ? { op: 'end-wrap-up', agentKey: agent.key }
    : effectOf(wish, agent.key);

/** Who signs out closes an open wrap-up first (AG-15); a pause lets it go on. */
const mustWait = (agent: Agent, wish: Wish, when: Asked['when']): boolean =>
  IN_CONTACT.has(agent.state) || (when === 'after-call' && wish.to === 'logged-out' && agent.state === 'acw');

const detailOf = ({ agent, isSelf }: Reached, { wish, when, reason }: Asked): ActionDetail => ({
  toState: wish.to,
  ...('reasonCode' in wish ? { reasonCode: wish.reasonCode } : {}),
  when,
  stateBefore: agent.state,
  ...(agent.reasonCode === undefined ? {} : { reasonCodeBefore: agent.reasonCode }),
  ...(isSelf ? {} : { forced: true }),
  ...(reason === undefined ? {} : { reason }),
});

/** By the agent, or by somebody who sees that it has no end. */
export function decideEndWrapUp(
  site: Readonly<SiteState>,
  { agentId, alertId, reason }: CommandOf<'agent.end-wrap-up'>,
  ask: Ask,
): Decision {
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const { agent, isSelf } = found.value;
  if (agent.memberships.size === 0) return refuse('agent-gone');
  if (agent.wrapUp === undefined) return refuse('wrong-state', { detail: agent.state });
  if (!isSelf && reason === undefined) return refuse('reason-needed', { field: 'reason' });
  const problem = underWay(site, agentId, STATE_OPS) ?? sourceRefuses(site, agent.source, 'end-wrap-up');
  if (problem !== undefined) return { ok: false, error: problem };
  return grant({
    on: { agentId },
    detail: {
      toState: 'ready',
      stateBefore: agent.state,
      ...(isSelf ? {} : { forced: true }),
      ...(reason === undefined ? {} : { reason }),
    },
    ...(alertId === undefined ? {} : { alertId }),
    next: askNow({ op: 'end-wrap-up', agentKey: agent.key }, agent.source, ask.context.now),
    reads: [entityKey('agent', agentId), entityKey('source', agent.source)],
  });
}
