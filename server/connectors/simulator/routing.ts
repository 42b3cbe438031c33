import { doPending, isReady, isSignedInAndFree } from './agents.js';
import { offer } from './calls.js';
import type { Floor, SimAgent, SimCall, SimQueue } from './model.js';
import { goesBefore } from './waiting.js';

/**
 * Gives out calls after something happened: a caller gets the ready agent of the queue who has been idle longest; an agent
 * who comes free gets, of all their queues, the caller of highest priority, then of longest wait.
 */
export function giveOutCalls(floor: Floor): void {
  // Offering never adds to either list, so each is walked once.
  for (const call of floor.arrived) {
    if (call.state !== 'queued') continue;
    const agent = longestIdle(call.queue);
    if (agent) offer(floor, call, agent);
  }
  floor.arrived.length = 0;
  for (const agent of floor.freed) {
    if (!isSignedInAndFree(agent) || doPending(floor, agent) || !isReady(agent) || agent.isListed) continue;
    const call = nextFor(agent);
    if (call) offer(floor, call, agent);
    else enlist(floor, agent);
  }
  floor.freed.length = 0;
}

function longestIdle(queue: SimQueue): SimAgent | undefined {
  let best: SimAgent | undefined;
  for (const group of queue.groups) {
    const { first } = group.ready;
    if (first && (best === undefined || first.readySince < best.readySince)) best = first;
  }
  return best;
}

function nextFor(agent: SimAgent): SimCall | undefined {
  let best: SimCall | undefined;
  for (const queue of agent.group.queues) {
    const { first } = queue.waiting;
    if (first && (best === undefined || goesBefore(first, best))) best = first;
  }
  return best;
}

function enlist(floor: Floor, agent: SimAgent): void {
  agent.readySince = floor.now;
  agent.isListed = true;
  agent.group.ready.push(agent);
}
