import { brokenOverlays } from './action/agents/invariants.js';
import { brokenActions } from './action/invariants.js';
import { agentStateOf } from './agent/state.js';
import { brokenBuffers } from './buffer/invariants.js';
import { noAgents } from './empty-site.js';
import { AGENT_STATES, type AgentStateCounts, type SiteState } from './site.js';
import { isOpen, isWaiting, openLeg } from './visit/leg.js';

/** A sentence for each promise that this state breaks; empty when it keeps all of them. For tests, and sampled in production. */
export function brokenInvariants(site: Readonly<SiteState>): string[] {
  return [
    ...conservation(site),
    ...onePlace(site),
    ...oneState(site),
    ...timesInOrder(site),
    ...brokenActions(site),
    ...brokenOverlays(site),
    ...brokenBuffers(site),
  ];
}

/** entered = answered + abandoned + flow-outs + waiting, for every queue at every instant; each number is the length of its list. */
function conservation(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  for (const queue of site.queues.values()) {
    const { entered, answered, abandoned, flowout } = queue.life;
    if (entered !== answered + abandoned + flowout + queue.waiting.size) broken.push(`conservation of ${queue.key}`);
    let waiting = 0;
    let talking = 0;
    for (const visit of site.visits.values()) {
      if (visit.queueId !== queue.id) continue;
      if (isWaiting(visit)) waiting += 1;
      else if (isOpen(visit)) talking += 1;
    }
    if (waiting !== queue.waiting.size) broken.push(`waiting of ${queue.key}: ${queue.waiting.size} listed, ${waiting} visits`);
    if (talking !== queue.talking) broken.push(`talking of ${queue.key}: ${queue.talking} counted, ${talking} visits`);
  }
  return broken;
}

/** A call is in one place: one open visit, in its queue's list or in one agent's hand. */
function onePlace(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  const seen = new Set<string>();
  for (const visit of site.visits.values()) {
    if (!isOpen(visit)) continue;
    if (seen.has(visit.callId)) broken.push(`call of ${visit.key} is in two places`);
    seen.add(visit.callId);
    if (isWaiting(visit) !== (site.queues.get(visit.queueId)?.waiting.has(visit.id) ?? false))
      broken.push(`${visit.key} and its queue's list`);
    const holder = site.agents.get(openLeg(visit)?.agentId ?? ('' as never));
    if (holder !== undefined && holder.visitId !== visit.id && !holder.otherCalls.includes(visit.id))
      broken.push(`${holder.key} does not know of ${visit.key}`);
    if (isWaiting(visit) === (openLeg(visit) !== undefined)) broken.push(`${visit.key} is ${visit.state} with a wrong leg`);
    if ((visit.state === 'ringing') !== visit.ringing.size > 0)
      broken.push(`${visit.key} is ${visit.state} with ${visit.ringing.size} rings`);
  }
  return broken;
}

/** An agent is in the state that follows from what is known, and in one head-count; who rings knows it, who is rung knows it. */
function oneState(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  const heads = noAgents();
  for (const agent of site.agents.values()) {
    if (agent.isPhone !== true) heads[agent.state] += 1;
    const derived = agentStateOf(site, agent);
    if (derived.state !== agent.state) broken.push(`${agent.key} is shown ${agent.state}, is ${derived.state}`);
    for (const id of agent.offers) if (!site.visits.get(id)?.ringing.has(agent.id)) broken.push(`${agent.key} rings for nobody`);
    const inHand = agent.visitId === undefined ? undefined : site.visits.get(agent.visitId);
    if (agent.visitId !== undefined && (inHand === undefined || openLeg(inHand)?.agentId !== agent.id))
      broken.push(`${agent.key} holds a call that is not there`);
  }
  if (!sameCounts(heads, site.agentStates)) broken.push('head-count of the site');
  for (const queue of site.queues.values()) {
    const members = noAgents();
    for (const id of queue.members) {
      const agent = site.agents.get(id);
      if (agent !== undefined) members[agent.state] += 1;
    }
    if (!sameCounts(members, queue.memberStates)) broken.push(`head-count of ${queue.key}`);
  }
  return broken;
}

const sameCounts = (a: AgentStateCounts, b: AgentStateCounts) => AGENT_STATES.every((state) => a[state] === b[state]);

/** entered ≤ rung ≤ answered ≤ released, and no hold longer than its talk. */
function timesInOrder(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  for (const visit of site.visits.values()) {
    const times = [visit.enteredAt, visit.rungAt, visit.answeredAt, visit.releasedAt].filter((at) => at !== undefined);
    if (times.some((at, i) => i > 0 && at < (times[i - 1] ?? 0))) broken.push(`times of ${visit.key} go back`);
    for (const leg of visit.legs) {
      if (leg.endedAt !== undefined && leg.holdMs > leg.endedAt - leg.startedAt) broken.push(`${visit.key} was held longer than it lasted`);
    }
  }
  return broken;
}
