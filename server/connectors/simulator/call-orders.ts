import type { EffectOf, Failure } from '../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { endWrapUp, unlist } from './agents.js';
import { beginMove, endLeg, goOn, handOver, ring, startLeg, takeOut } from './calls.js';
import type { Floor, SimAgent, SimCall } from './model.js';
import { startMonitor, stopMonitor } from './monitors.js';
import { phoneOf } from './new-agent.js';
import { joinLine } from './waiting.js';

/** What a supervisor has done to a call. Each does all of it, or nothing and says why. */

/** The caller keeps the place in the queue until somebody answers: no offer that fails costs it. */
export function moveWaiting(floor: Floor, { visitKey, to }: EffectOf<'move-waiting'>): Failure | undefined {
  const call = waitingCall(floor, visitKey);
  if ('code' in call) return call;
  if (to.kind === 'queue') return moveToQueue(floor, call, to, () => leave(floor, call, 'redirected'));
  const agent = agentToRing(floor, to.agentKey);
  if ('code' in agent) return agent;
  takeOut(floor, call);
  endWrapUp(floor, agent);
  ring(floor, call, agent);
  return undefined;
}

export function moveTalking(floor: Floor, { visitKey, agentKey, to }: EffectOf<'move-talking'>): Failure | undefined {
  const held = talkingCall(floor, visitKey, agentKey);
  if ('code' in held) return held;
  const { call, agent } = held;
  if (to.kind === 'queue') return moveToQueue(floor, call, to, () => endLeg(floor, call, agent, 'moved'));
  const other = agentToRing(floor, to.agentKey);
  if ('code' in other) return other;
  endWrapUp(floor, other);
  beginMove(floor, call, other);
  return undefined;
}

/** The next stay of the same call: the caller's own time goes on, and the priority unless another is given. */
function moveToQueue(
  floor: Floor,
  call: SimCall,
  { queueKey, priority }: { readonly queueKey: ExternalKey; readonly priority?: number | undefined },
  end: () => void,
): Failure | undefined {
  const queue = floor.queues.find(({ key }) => key === queueKey);
  if (queue === undefined) return { code: 'not-found', detail: 'no such queue' };
  if (queue === call.queue && (call.state === 'queued' || call.state === 'ringing'))
    return { code: 'refused', detail: 'waits there already' };
  end();
  goOn(floor, call, queue, priority ?? call.priority);
  return undefined;
}

export function setPriority(floor: Floor, { visitKey, priority }: EffectOf<'set-priority'>): Failure | undefined {
  const call = waitingCall(floor, visitKey);
  if ('code' in call) return call;
  const isInLine = call.state === 'queued';
  if (isInLine) call.queue.waiting.remove(call);
  call.priority = priority;
  if (isInLine) joinLine(call.queue.waiting, call);
  floor.emit({ type: 'visit.priority-changed', occurredAt: epochMs(floor.now), visitKey, priority });
  return undefined;
}

export function withdraw(floor: Floor, { visitKey }: EffectOf<'withdraw'>): Failure | undefined {
  const call = waitingCall(floor, visitKey);
  if ('code' in call) return call;
  leave(floor, call, 'withdrawn');
  return undefined;
}

export function disconnect(floor: Floor, { visitKey, agentKey }: EffectOf<'disconnect'>): Failure | undefined {
  if (agentKey !== undefined) {
    const held = talkingCall(floor, visitKey, agentKey);
    if ('code' in held) return held;
    endLeg(floor, held.call, held.agent, 'forced');
    return undefined;
  }
  const call = waitingCall(floor, visitKey);
  if ('code' in call) return call;
  leave(floor, call, 'system');
  return undefined;
}

function leave(floor: Floor, call: SimCall, reason: 'redirected' | 'withdrawn' | 'system'): void {
  takeOut(floor, call);
  floor.emit({ type: 'visit.left', occurredAt: epochMs(floor.now), visitKey: call.key, reason });
}

export function pickUp(floor: Floor, { visitKey, phoneKey }: EffectOf<'pick-up'>, phoneName: string): Failure | undefined {
  const call = waitingCall(floor, visitKey);
  if ('code' in call) return call;
  const phone = phoneOf(floor, phoneKey, phoneName);
  if (phone.call !== undefined || phone.offQueue !== 'none' || monitorsBy(floor, phone).length > 0) return { code: 'busy' };
  takeOut(floor, call);
  sitDown(floor, phone, phoneName);
  floor.emit({ type: 'visit.answered', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: phone.key });
  startLeg(floor, call, phone);
  return undefined;
}

/** The agent is let go as after any call; the supervisor goes on with the caller. */
export function takeOver(floor: Floor, { visitKey, agentKey, phoneKey }: EffectOf<'take-over'>, phoneName: string): Failure | undefined {
  const held = talkingCall(floor, visitKey, agentKey);
  if ('code' in held) return held;
  const { call, agent } = held;
  const phone = phoneOf(floor, phoneKey, phoneName);
  const listening = monitorsBy(floor, phone);
  const isElsewhere = listening.some((monitor) => monitor.call !== call);
  if (phone.call !== undefined || isElsewhere || (listening.length === 0 && phone.offQueue !== 'none')) return { code: 'busy' };
  endLeg(floor, call, agent, 'taken-over');
  sitDown(floor, phone, phoneName);
  handOver(floor, call, phone);
  return undefined;
}

/** Whoever takes a call by their own phone is somebody by name, and not free for others. */
function sitDown(floor: Floor, phone: SimAgent, name: string): void {
  if (phone.isPhone) floor.emit({ type: 'agent.seen', occurredAt: epochMs(floor.now), agentKey: phone.key, name });
  endWrapUp(floor, phone);
  unlist(phone);
}

export function listenIn(floor: Floor, effect: EffectOf<'monitor'>, phoneName: string): Failure | undefined {
  const held = talkingCall(floor, effect.visitKey, effect.agentKey);
  if ('code' in held) return held;
  const { monitorKey: key, mode, replaces } = effect;
  return startMonitor(floor, { key, call: held.call, phone: phoneOf(floor, effect.phoneKey, phoneName), mode }, replaces);
}

export function stopListening(floor: Floor, { monitorKey }: EffectOf<'stop-monitor'>): Failure | undefined {
  const monitor = floor.monitors.get(monitorKey);
  if (monitor === undefined) return { code: 'not-found' };
  stopMonitor(floor, monitor);
  return undefined;
}

const monitorsBy = (floor: Floor, phone: SimAgent) => [...floor.monitors.values()].filter((monitor) => monitor.phone === phone);

/** Looked for on the whole floor: commands are rare. */
function callOf(floor: Floor, visitKey: ExternalKey): SimCall | undefined {
  for (const agent of [...floor.agents, ...floor.phones.values()]) if (agent.call?.key === visitKey) return agent.call;
  for (const { waiting } of floor.queues) {
    for (let call = waiting.first; call !== undefined; call = call.after) if (call.key === visitKey) return call;
  }
  return undefined;
}

function waitingCall(floor: Floor, visitKey: ExternalKey): SimCall | Failure {
  const call = callOf(floor, visitKey);
  return call?.state === 'queued' || call?.state === 'ringing' ? call : { code: 'caller-gone' };
}

function talkingCall(floor: Floor, visitKey: ExternalKey, agentKey: ExternalKey): { call: SimCall; agent: SimAgent } | Failure {
  const call = callOf(floor, visitKey);
  if (call === undefined) return { code: 'caller-gone' };
  const { agent, state } = call;
  if (agent?.key !== agentKey || (state !== 'talking' && state !== 'holding')) return { code: 'not-found', detail: 'not with that agent' };
  return { call, agent };
}

function agentToRing(floor: Floor, agentKey: ExternalKey): SimAgent | Failure {
  const agent = floor.agents.find(({ key }) => key === agentKey);
  if (agent === undefined) return { code: 'not-found' };
  if (!agent.signedIn) return { code: 'not-found', detail: 'signed out' };
  if (agent.call !== undefined || agent.offQueue !== 'none') return { code: 'busy' };
  return agent.reachable ? agent : { code: 'no-answer', detail: 'device not reachable' };
}
