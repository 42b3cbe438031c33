import type { EffectOf, Failure } from '../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { endPause, endWrapUp, membership, pause, signIn, signOut, standByCommand, unlist } from './agents.js';
import { backInLine } from './calls.js';
import type { Floor, SimAgent, SimQueue } from './model.js';
import { groupOf } from './new-agent.js';

/**
 * What a supervisor, or the agent at the desk, has done to an agent's state. As with a real distributor it is told of the agent's
 * queues at once, and a call in hand goes on: the agent is off the phones, or gone, when that is over.
 */

/** A commanded pause that nobody ends is over after this long. */
export const COMMANDED_PAUSE_MS = 10 * MINUTE_MS;

/** Signed in by hand, or back from a buffer shift, one is ready for calls about as soon as by the day's plan. */
const WARM_UP_MS = MINUTE_MS;

export function setReady(floor: Floor, { agentKey }: EffectOf<'set-ready'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  agent.pending = undefined;
  standByCommand(floor, agent);
  if (agent.pause !== undefined) endPause(floor, agent);
  return undefined;
}

export function setNotReady(floor: Floor, { agentKey, reasonCode }: EffectOf<'set-not-ready'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  agent.pending = undefined;
  standByCommand(floor, agent);
  // It says nothing of after-call work, which ends by itself.
  pause(floor, agent, reasonCode, reasonCode === 'WARMUP' ? WARM_UP_MS : COMMANDED_PAUSE_MS);
  return undefined;
}

export function signOutByOrder(floor: Floor, { agentKey }: EffectOf<'sign-out'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  agent.pending = undefined;
  if (agent.call?.state === 'ringing') backInLine(floor, agent.call);
  endWrapUp(floor, agent);
  signOut(floor, agent);
  return undefined;
}

export function signInByOrder(floor: Floor, { agentKey, queues }: EffectOf<'sign-in'>): Failure | undefined {
  const agent = floor.agents.find(({ key }) => key === agentKey);
  if (agent === undefined) return { code: 'not-found' };
  if (agent.signedIn) return { code: 'refused', detail: 'signed in already' };
  const served = queues.flatMap(({ queueKey }) => floor.queues.find(({ key }) => key === queueKey) ?? []);
  if (served.length === 0) return { code: 'not-found', detail: 'no such queue' };
  standByCommand(floor, agent);
  signIn(floor, agent, WARM_UP_MS, groupOf(floor.groups, served));
  return undefined;
}

export function endOwnWrapUp(floor: Floor, { agentKey }: EffectOf<'end-wrap-up'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  if (!agent.isWrappingUp) return { code: 'refused', detail: 'no wrap-up' };
  endWrapUp(floor, agent);
  floor.freed.push(agent);
  return undefined;
}

/** The agent's own queues come first, those lent to behind them. */
export function joinQueue(floor: Floor, { agentKey, queueKey, penalty }: EffectOf<'join-queue'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  const queue = floor.queues.find(({ key }) => key === queueKey);
  if (queue === undefined) return { code: 'not-found', detail: 'no such queue' };
  if (agent.group.queues.includes(queue)) return { code: 'refused', detail: 'serves it already' };
  serve(floor, agent, [...agent.group.queues, queue]);
  floor.emit({ ...membership(floor.now, agent, queueKey), ...(penalty !== undefined && { penalty }) });
  return undefined;
}

/** Out of the last queue is signed out. */
export function leaveQueue(floor: Floor, { agentKey, queueKey }: EffectOf<'leave-queue'>): Failure | undefined {
  const agent = signedIn(floor, agentKey);
  if ('code' in agent) return agent;
  const rest = agent.group.queues.filter(({ key }) => key !== queueKey);
  if (rest.length === agent.group.queues.length) return { code: 'not-found', detail: 'does not serve it' };
  if (rest.length === 0) return signOutByOrder(floor, { op: 'sign-out', agentKey });
  serve(floor, agent, rest);
  floor.emit({ type: 'member.gone', occurredAt: epochMs(floor.now), queueKey, agentKey });
  return undefined;
}

/** Who stood in the line of the ready stands at the end of the new one. */
export function serve(floor: Floor, agent: SimAgent, queues: readonly SimQueue[]): void {
  unlist(agent);
  agent.group = groupOf(floor.groups, queues);
  floor.freed.push(agent);
}

function signedIn(floor: Floor, agentKey: ExternalKey): SimAgent | Failure {
  const agent = floor.agents.find(({ key }) => key === agentKey);
  if (agent === undefined) return { code: 'not-found' };
  return agent.signedIn ? agent : { code: 'not-found', detail: 'signed out' };
}
