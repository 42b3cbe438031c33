import type { FactOf } from '../../../shared/domain/facts.js';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { unreachable } from '../../../shared/kernel/unreachable.js';
import { type DutyStep, firstAfter } from './duty.js';
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
  agent.pauseTurn++;
  tellMemberships(floor, agent);
  floor.timers.plan(floor.now + forMs, { kind: 'pause-over', agent, turn: agent.pauseTurn });
}

/** A pause that was commanded during a call has not been had before that is over; a person at a desk ends a pause of their own. */
export function onPauseOver(floor: Floor, agent: SimAgent): void {
  const isOwn = agent.pause === BUFFER || (!DISTRIBUTORS_OWN.has(agent.pause ?? '') && floor.isAtDesk(agent.key));
  if (isOwn || !isSignedInAndFree(agent)) {
    floor.timers.plan(floor.now + LOOK_AGAIN_MS, { kind: 'pause-over', agent, turn: agent.pauseTurn });
  } else endPause(floor, agent);
}

/** Off the phones to recover: nothing but a command brings them back (BS-16). */
const BUFFER = 'BUFFER';
/** What the distributor itself sets ends by itself. */
const DISTRIBUTORS_OWN: ReadonlySet<string> = new Set(['WARMUP', 'RONA', 'REJECT']);
const LOOK_AGAIN_MS = MINUTE_MS;

export function endPause(floor: Floor, agent: SimAgent): void {
  agent.pause = undefined;
  agent.pauseTurn++;
  tellMemberships(floor, agent);
  floor.freed.push(agent);
}

/** What a command has set stands for so long at least; then the day's plan may go on. */
const COMMAND_STANDS_MS = 5 * MINUTE_MS;
export function standByCommand(floor: Floor, agent: SimAgent): void {
  agent.commandedUntil = floor.now + COMMAND_STANDS_MS;
}

export function signIn(floor: Floor, agent: SimAgent, warmUpMs: number, group = agent.home): void {
  agent.signedIn = true;
  agent.group = group;
  agent.pending = undefined;
  agent.reachable = true;
  pause(floor, agent, 'WARMUP', warmUpMs);
}

export function signOut(floor: Floor, agent: SimAgent): void {
  unlist(agent);
  agent.signedIn = false;
  agent.pause = undefined;
  agent.pauseTurn++;
  for (const queue of agent.group.queues) {
    floor.emit({ type: 'member.gone', occurredAt: epochMs(floor.now), queueKey: queue.key, agentKey: agent.key });
  }
}

/** What was asked for during the call; true if the agent is off the phones now. */
export function doPending(floor: Floor, agent: SimAgent): boolean {
  const { pending } = agent;
  if (pending === undefined) return false;
  agent.pending = undefined;
  if (floor.isAtDesk(agent.key)) return false;
  if (pending.what === 'sign-out') signOut(floor, agent);
  else pause(floor, agent, pending.reason, pending.forMs);
  return true;
}

/** The after-call work of the last call is done. */
export function endWrapUp(floor: Floor, agent: SimAgent): void {
  if (!agent.isWrappingUp) return;
  agent.isWrappingUp = false;
  agent.turn++;
  floor.emit({ type: 'agent.wrap-up-ended', occurredAt: epochMs(floor.now), agentKey: agent.key });
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
  if (step.what !== 'sign-in' && floor.isAtDesk(agent.key)) return;
  switch (step.what) {
    case 'sign-in':
      // Someone still busy with the last call of the shift before simply goes on.
      if (!agent.signedIn) signIn(floor, agent, step.warmUpMs);
      else agent.pending = undefined;
      return;
    case 'sign-out':
      if (!agent.signedIn) return;
      if (isSignedInAndFree(agent)) signOut(floor, agent);
      else agent.pending = { what: 'sign-out' };
      return;
    case 'pause':
      if (!agent.signedIn || agent.pending?.what === 'sign-out' || agent.pause === BUFFER || isCommanded(floor, agent)) return;
      if (isSignedInAndFree(agent)) pause(floor, agent, step.reason, step.forMs);
      else agent.pending = { what: 'pause', reason: step.reason, forMs: step.forMs };
      return;
    case 'dial':
      if (!agent.isListed || isCommanded(floor, agent)) return;
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

/** A supervisor's word stands, now or as soon as the call in hand is over. */
const isCommanded = (floor: Floor, agent: SimAgent): boolean =>
  floor.now < agent.commandedUntil || (agent.pause !== undefined && !isSignedInAndFree(agent));

/** Plans the step with this number; past the last one, the next shift's first. */
export function planDuty(floor: Floor, agent: SimAgent, steps: readonly DutyStep[], next: number): void {
  const step = steps[next];
  if (step !== undefined) {
    floor.timers.plan(Math.max(step.at, floor.now), { kind: 'duty', agent, turn: agent.dutyTurn, steps, next });
    return;
  }
  const last = steps.at(-1);
  if (last === undefined) return;
  const following = floor.stintAt(agent, last.at);
  const at = Math.max(following[0]?.at ?? Number.POSITIVE_INFINITY, floor.now);
  floor.timers.plan(at, { kind: 'duty', agent, turn: agent.dutyTurn, steps: following, next: 0 });
}

/**
 * The roster was changed: from now on the new one holds. What is under way goes on to its end, and who was sent home stays there: no shift
 * that has begun comes to anybody anew.
 */
export function planAnew(floor: Floor, agent: SimAgent): void {
  agent.dutyTurn++;
  const steps = floor.stintAt(agent, floor.now);
  const next = firstAfter(steps, floor.now);
  if (next === 0 && agent.signedIn && !floor.isAtDesk(agent.key)) takeStep(floor, agent, { at: floor.now, what: 'sign-out' });
  planDuty(floor, agent, steps, next);
}
