import type { EffectOf } from '../../../../shared/domain/action/effects.js';
import type { EffectAnswer } from '../../connector.js';
import type { Membership } from '../translate/roster.js';
import type { Desk } from './desk.js';
import { DONE, failed } from './failures.js';
import type { Line } from './line.js';

/**
 * Ready or not in all queues: a pause counts for one interface, and a person may be a member under several. The code itself
 * is the reason, in plain letters: a text that Asterisk cuts inside a character is never told to anybody.
 */
export async function setPaused(desk: Desk, line: Line, effect: EffectOf<'set-ready'> | EffectOf<'set-not-ready'>): Promise<EffectAnswer> {
  const interfaces = [...new Set(desk.floor.memberships(effect.agentKey).map((membership) => membership.interface))];
  if (interfaces.length === 0) return notAMember;
  for (const one of interfaces) {
    const order = { action: 'QueuePause', interface: one } as const;
    const reply = await line.ask(
      effect.op === 'set-ready' ? { ...order, paused: false } : { ...order, paused: true, reason: effect.reasonCode },
    );
    if (!reply.ok) return failed(reply.failure.code, reply.failure.detail);
    desk.askMember(one);
  }
  return DONE;
}

/** Out of every queue. Who is written into the PBX's configuration stays there: that is said before anything is done. */
export function signOut(desk: Desk, line: Line, effect: EffectOf<'sign-out'>): Promise<EffectAnswer> {
  return leave(line, desk.floor.memberships(effect.agentKey));
}

export function leaveQueue(desk: Desk, line: Line, effect: EffectOf<'leave-queue'>): Promise<EffectAnswer> {
  return leave(
    line,
    desk.floor.memberships(effect.agentKey).filter((membership) => membership.queue === effect.queueKey),
  );
}

async function leave(line: Line, memberships: readonly Membership[]): Promise<EffectAnswer> {
  if (memberships.length === 0) return notAMember;
  const fixed = memberships.filter((membership) => !membership.isDynamic).map((membership) => membership.queue);
  if (fixed.length > 0) return failed('refused', `static member of ${[...new Set(fixed)].join(', ')}: written in queues.conf`);
  for (const { queue, interface: one } of memberships) {
    const reply = await line.ask({ action: 'QueueRemove', queue, interface: one });
    if (!reply.ok) return failed(reply.failure.code, reply.failure.detail);
  }
  return DONE;
}

/**
 * Into each queue as the agent was in it, by their own phone where nothing else is known, and paused: signing in is not getting
 * ready. What one queue refuses does not keep the agent out of the others.
 */
export async function signIn(line: Line, { agentKey, name, queues }: EffectOf<'sign-in'>): Promise<EffectAnswer> {
  let answer: EffectAnswer = DONE;
  for (const { queueKey, penalty, member, via } of queues) {
    const reply = await line.ask({
      action: 'QueueAdd',
      queue: queueKey,
      interface: via?.interface ?? agentKey,
      memberName: member ?? name,
      stateInterface: via?.stateInterface ?? via?.interface ?? agentKey,
      penalty,
      paused: true,
      reason: 'WARMUP',
    });
    if (!reply.ok && answer.ok) answer = failed(reply.failure.code, reply.failure.detail);
  }
  return answer;
}

/** Under the interface and name that the agent has elsewhere, and paused if the agent is: joining is not getting ready. */
export async function joinQueue(desk: Desk, line: Line, effect: EffectOf<'join-queue'>): Promise<EffectAnswer> {
  const { agentKey, queueKey, penalty } = effect;
  const others = desk.floor.memberships(agentKey);
  // A phone's own interface before a Local one: the queue then sees its state by itself.
  const model = others.find((one) => one.interface === agentKey) ?? others[0];
  const isPaused = others.length > 0 && others.every((one) => one.paused);
  const reply = await line.ask({
    action: 'QueueAdd',
    queue: queueKey,
    interface: model?.interface ?? agentKey,
    memberName: model?.member ?? desk.floor.nameOf(agentKey) ?? agentKey,
    stateInterface: model?.stateInterface === undefined || model.stateInterface === '' ? agentKey : model.stateInterface,
    penalty: penalty ?? 0,
    paused: isPaused,
    ...(isPaused && model !== undefined && model.reason !== '' ? { reason: model.reason } : {}),
  });
  return reply.ok ? DONE : failed(reply.failure.code, reply.failure.detail);
}

const notAMember = failed('not-found', 'a member of no queue');
