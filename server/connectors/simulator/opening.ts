import { EFFECT_OPS } from '../../../shared/domain/action/effects.js';
import type { Fact } from '../../../shared/domain/facts.js';
import { durationMs, epochMs } from '../../../shared/kernel/time.js';
import { membership, planDuty } from './agents.js';
import type { QueueSpec } from './centre.js';
import { type DutyStep, firstAfter } from './duty.js';
import type { Floor, SimAgent, SimCall } from './model.js';
import { giveOutCalls } from './routing.js';

/** A floor as it would stand now if nobody had called yet: everyone where the day's plan has them. */
export function populate(floor: Floor): void {
  if (!floor.hasShifts) return populateForEver(floor);
  for (const agent of floor.agents) {
    const steps = floor.stintAt(agent, floor.now);
    const next = firstAfter(steps, floor.now);
    if (next > 0) {
      agent.signedIn = true;
      const away = steps.slice(0, next).findLast((step) => awayUntil(step) > floor.now);
      if (away) standPaused(floor, agent, away.what === 'pause' ? away.reason : 'WARMUP', awayUntil(away));
    }
    planDuty(floor, agent, steps, next);
    floor.freed.push(agent);
  }
}

/** Everyone is there, ready, for ever. */
function populateForEver(floor: Floor): void {
  for (const agent of floor.agents) {
    agent.signedIn = true;
    floor.freed.push(agent);
  }
  giveOutCalls(floor);
}

function awayUntil(step: DutyStep): number {
  if (step.what === 'pause') return step.at + step.forMs;
  return step.what === 'sign-in' ? step.at + step.warmUpMs : 0;
}

/** Paused already when the floor is taken up; ends at its time. */
export function standPaused(floor: Floor, agent: SimAgent, reason: string, until: number): void {
  agent.pause = reason;
  agent.pauseTurn++;
  floor.timers.plan(Math.max(until, floor.now), { kind: 'pause-over', agent, turn: agent.pauseTurn });
}

/** Facts of one delivery: so many that a commit stays small, few enough that a floor of thousands is soon told. */
const PER_PORTION = 2_000;

/**
 * What a source tells when it is connected: itself, its queues and people, and last its whole truth. People and memberships
 * go ahead in portions, so that the truth of a floor of thousands brings no news of its own.
 */
export function introduction(floor: Floor, queues: readonly QueueSpec[]): Fact[][] {
  const occurredAt = epochMs(floor.now);
  const facts: Fact[] = [{ type: 'source.status', occurredAt, status: 'connected' }];
  for (const queue of floor.queues) {
    const spec = queues.find(({ key }) => key === queue.key);
    facts.push({
      type: 'queue.seen',
      occurredAt,
      queueKey: queue.key,
      ...(spec && { name: spec.name }),
      thresholdMs: durationMs(queue.spec.thresholdMs),
    });
  }
  for (const agent of floor.agents) facts.push({ type: 'agent.seen', occurredAt, agentKey: agent.key, name: agent.name });
  for (const agent of floor.agents) {
    if (agent.signedIn) facts.push(...agent.group.queues.map((queue) => membership(floor.now, agent, queue.key)));
  }
  const portions: Fact[][] = [];
  for (let i = 0; i < facts.length; i += PER_PORTION) portions.push(facts.slice(i, i + PER_PORTION));
  portions.push([wholeTruth(floor)], [{ type: 'source.capabilities', occurredAt, can: [...EFFECT_OPS] }]);
  return portions;
}

/** All that the source holds now; what it does not name is over. */
export function wholeTruth(floor: Floor): Fact {
  const people = [...floor.agents, ...floor.phones.values()];
  const calls = [...floor.queues.flatMap((queue) => waitingIn(queue.waiting.first)), ...people.flatMap(({ call }) => call ?? [])];
  return {
    type: 'source.resynced',
    occurredAt: epochMs(floor.now),
    queues: floor.queues.map((queue) => ({ queueKey: queue.key, thresholdMs: durationMs(queue.spec.thresholdMs) })),
    // A phone is told of as somebody once it has had a call.
    agents: people
      .filter(({ isPhone, call }) => !isPhone || call !== undefined)
      .map((agent) => ({
        agentKey: agent.key,
        name: agent.name,
        reachable: agent.reachable,
        offQueueCall: agent.offQueue,
      })),
    members: floor.agents.flatMap((agent) => (agent.signedIn ? agent.group.queues.map((queue) => memberState(agent, queue.key)) : [])),
    visits: calls.map(listed),
  };
}

function memberState(agent: SimAgent, queueKey: SimAgent['key']) {
  const { type: _, occurredAt: __, ...state } = membership(0, agent, queueKey);
  return state;
}

function waitingIn(first: SimCall | undefined): SimCall[] {
  const calls: SimCall[] = [];
  for (let call = first; call !== undefined; call = call.after) calls.push(call);
  return calls;
}

function listed(call: SimCall) {
  const { key, queue, callKey, caller, enteredAt, priority, agent, state } = call;
  return {
    visitKey: key,
    queueKey: queue.key,
    callKey,
    caller,
    enteredAt: epochMs(enteredAt),
    ...(priority !== 0 && { priority }),
    ...(agent && state !== 'ringing' && { talking: { agentKey: agent.key, since: epochMs(call.legAt) } }),
    ...(agent && state === 'ringing' ? { ringing: [agent.key] } : { ringing: [] }),
  };
}
