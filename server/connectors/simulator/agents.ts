import type { FactOf } from '../../../shared/domain/facts.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { unreachable } from '../../../shared/kernel/unreachable.js';
import { type DutyStep, shiftAt } from './duty.js';
import type { Floor, SimAgent } from './model.js';

/** Agents on and off the phones. Whoever may have become free is put on `floor.freed`; giving out calls is not done here. */

export const isSignedInAndFree = (agent: SimAgent): boolean =>
  agent.signedIn && agent.call === undefined && !agent.isWrappingUp && agent.offQueue === 'none';

export const isReady = (agent: SimAgent): boolean => isSignedInAndFree(agent) && agent.pause === undefined && agent.reachable;

/** Out of the line of ready agents, if in it. */
export function unlist(agent: SimAgent): void {
  if (!agent.isListed) return;
  agent.isListed = false;
  agent.group.ready.remove(agent);
}

export function tellMemberships(floor: Floor, agent: SimAgent): void {
  for (const queue of agent.group.queues) floor.emit(membership(floor.now, agent, queue.key));
}

export const membership = (now: number, agent: SimAgent, queueKey: SimAgent['key']): FactOf<'member.seen'> => ({
  type: 'member.seen',
  occurredAt: epochMs(now),
  queueKey,
  agentKey: agent.key,
  paused: agent.pause !== undefined,
  ...(agent.pause !== undefined && { reason: agent.pause }),
});

/** Off the phones now, for so long. */
export function pause(floor: Floor, agent: SimAgent, reason: string, forMs: number): void {
  unlist(agent);
  agent.pause = reason;
  agent.turn++;
  tellMemberships(floor, agent);
  floor.timers.plan(floor.now + forMs, { kind: 'pause-over', agent, turn: agent.turn });
}

export function onPauseOver(floor: Floor, agent: SimAgent): void {
  agent.pause = undefined;
  tellMemberships(floor, agent);
  floor.freed.push(agent);
}

export function signIn(floor: Floor, agent: SimAgent, warmUpMs: number): void {
  agent.signedIn = true;
  agent.pending = undefined;
  agent.reachable = true;
  pause(floor, agent, 'WARMUP', warmUpMs);
}

function signOut(floor: Floor, agent: SimAgent): void {
  unlist(agent);
  agent.signedIn = false;
  agent.pause = undefined;
  agent.turn++;
  for (const queue of agent.group.queues) {
    floor.emit({ type: 'member.gone', occurredAt: epochMs(floor.now), queueKey: queue.key, agentKey: agent.key });
  }
}

/** What was asked for during the call; true if the agent is off the phones now. */
export function doPending(floor: Floor, agent: SimAgent): boolean {
  const { pending } = agent;
  if (pending === undefined) return false;
  agent.pending = undefined;
  if (pending.what === 'sign-out') signOut(floor, agent);
  else pause(floor, agent, pending.reason, pending.forMs);
  return true;
}

export function offQueueCall(floor: Floor, agent: SimAgent, phase: SimAgent['offQueue']): void {
  unlist(agent);
  agent.offQueue = phase;
  floor.emit({ type: 'agent.off-queue-call', occurredAt: epochMs(floor.now), agentKey: agent.key, phase });
  if (phase === 'none') floor.freed.push(agent);
}

export function onOffQueue(floor: Floor, agent: SimAgent, phase: 'talking' | 'none', talkMs: number): void {
  offQueueCall(floor, agent, phase);
  if (phase === 'talking') floor.timers.plan(floor.now + talkMs, { kind: 'off-queue', agent, turn: agent.turn, phase: 'none', talkMs: 0 });
}

export function setReachable(floor: Floor, agent: SimAgent, reachable: boolean): void {
  if (!reachable) unlist(agent);
  agent.reachable = reachable;
  floor.emit({ type: 'agent.reachable', occurredAt: epochMs(floor.now), agentKey: agent.key, reachable });
  if (reachable) floor.freed.push(agent);
}

/** One step of the day's plan. A pause waits for the end of a call; an own call or a dropped line is for idle agents only. */
export function onDuty(floor: Floor, agent: SimAgent, steps: readonly DutyStep[], next: number): void {
  const step = steps[next];
  if (step !== undefined) takeStep(floor, agent, step);
  planDuty(floor, agent, steps, next + 1);
}

function takeStep(floor: Floor, agent: SimAgent, step: DutyStep): void {
  switch (step.what) {
    case 'sign-in':
      // Someone still busy with the last call of the shift before simply goes on.
      if (agent.signedIn) agent.pending = undefined;
      else signIn(floor, agent, step.warmUpMs);
      return;
    case 'sign-out':
      if (!agent.signedIn) return;
      if (isSignedInAndFree(agent)) signOut(floor, agent);
      else agent.pending = { what: 'sign-out' };
      return;
    case 'pause':
      if (!agent.signedIn || agent.pending?.what === 'sign-out') return;
      if (isSignedInAndFree(agent)) pause(floor, agent, step.reason, step.forMs);
      else agent.pending = { what: 'pause', reason: step.reason, forMs: step.forMs };
      return;
    case 'dial':
      if (!agent.isListed) return;
      agent.turn++;
      offQueueCall(floor, agent, 'dialing');
      floor.timers.plan(floor.now + step.dialMs, { kind: 'off-queue', agent, turn: agent.turn, phase: 'talking', talkMs: step.talkMs });
      return;
    case 'link-lost':
      if (!agent.isListed) return;
      setReachable(floor, agent, false);
      floor.timers.plan(floor.now + step.forMs, { kind: 'reachable', agent });
      return;
    default:
      unreachable(step);
  }
}

/** Plans the step with this number; past the last one, the next shift's first. */
export function planDuty(floor: Floor, agent: SimAgent, steps: readonly DutyStep[], next: number): void {
  const step = steps[next];
  if (step !== undefined) {
    floor.timers.plan(Math.max(step.at, floor.now), { kind: 'duty', agent, steps, next });
    return;
  }
  const last = steps.at(-1);
  if (last === undefined) return;
  const following = shiftAt(agent.dice, last.at).steps;
  floor.timers.plan(Math.max(following[0]?.at ?? Number.POSITIVE_INFINITY, floor.now), { kind: 'duty', agent, steps: following, next: 0 });
}
