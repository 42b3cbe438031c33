import { type AgentId, teamIdOf } from '../../kernel/ids.js';
import { epochMs } from '../../kernel/time.js';
import { personOf } from '../config-index.js';
import type { EventOf } from '../events.js';
import { type Agent, type EvolveContext, entityKey, type Membership, type SiteState, type Touched, touchSite } from '../site.js';
import { noteJoined, noteLeft } from './left.js';
import { refreshAgent } from './refresh.js';
import { finishLeg } from './wrap-up.js';

export function agentDescribed(site: SiteState, event: EventOf<'agent.described'>, context: EvolveContext, touched: Touched): void {
  const known = site.agents.get(event.agentId);
  const agent: Agent = known ?? {
    id: event.agentId,
    source: event.source,
    key: event.key,
    name: event.name,
    memberships: new Map(),
    reachable: true,
    offQueueCall: 'none',
    offers: new Set(),
    otherCalls: [],
    ringNoAnswersInARow: 0,
    state: 'logged-out',
    since: event.occurredAt,
    quarters: [],
    trail: [],
    carry: [],
    order: site.agents.size,
    rev: context.position,
  };
  if (known === undefined) {
    site.agents.set(agent.id, agent);
    agent.isPhone = true;
  }
  agent.name = event.name;
  applyPerson(site, agent);
  countAsAgent(site, agent, context, touched);
  agent.rev = context.position;
  touched.touch(entityKey('agent', agent.id));
}

/** Whoever serves a queue, or is known to the site file, is an agent from then on, and in the head-counts. */
export function countAsAgent(site: SiteState, agent: Agent, context: EvolveContext, touched: Touched): void {
  if (agent.isPhone !== true) return;
  if (agent.memberships.size === 0 && personOf(site.config, agent.key) === undefined) return;
  delete agent.isPhone;
  site.agentStates[agent.state] += 1;
  touchSite(site, context, touched);
}

/** A site file may name a person and say the team; the source's name stays where it is silent. */
export function applyPerson(site: SiteState, agent: Agent): void {
  const person = personOf(site.config, agent.key);
  if (person === undefined) {
    delete agent.teamId;
    return;
  }
  agent.order = person.order;
  if (person.name !== undefined) agent.name = person.name;
  if (person.nameEn !== undefined) agent.nameEn = person.nameEn;
  if (person.team === undefined) delete agent.teamId;
  else agent.teamId = teamIdOf(person.team);
}

export function memberChanged(site: SiteState, event: EventOf<'member.changed'>, context: EvolveContext, touched: Touched): void {
  const agent = site.agents.get(event.agentId);
  const queue = site.queues.get(event.queueId);
  if (agent === undefined || queue === undefined) return;
  const before = agent.memberships.get(queue.id);
  if (before === undefined) {
    queue.members.add(agent.id);
    queue.memberStates[agent.state] += 1;
  }
  const isNews = before === undefined || before.paused !== event.paused || before.reason !== event.reason;
  const membership: Membership = {
    paused: event.paused,
    penalty: event.penalty ?? before?.penalty ?? 0,
    since: isNews || before === undefined ? event.occurredAt : before.since,
  };
  if (event.reason !== undefined) membership.reason = event.reason;
  const member = event.member ?? before?.member;
  if (member !== undefined) membership.member = member;
  agent.memberships.set(queue.id, membership);
  if (before === undefined) noteJoined(agent, queue.id);
  countAsAgent(site, agent, context, touched);
  queue.rev = context.position;
  touched.touch(entityKey('queue', queue.id));
  refreshAgent(site, agent, event.occurredAt, context, touched);
}

export function memberRemoved(site: SiteState, event: EventOf<'member.removed'>, context: EvolveContext, touched: Touched): void {
  const agent = site.agents.get(event.agentId);
  const queue = site.queues.get(event.queueId);
  if (agent === undefined || queue === undefined || !agent.memberships.has(queue.id)) return;
  noteLeft(agent, event);
  agent.memberships.delete(queue.id);
  queue.members.delete(agent.id);
  queue.memberStates[agent.state] -= 1;
  queue.rev = context.position;
  touched.touch(entityKey('queue', queue.id));
  refreshAgent(site, agent, event.occurredAt, context, touched);
}

export function agentReachableChanged(
  site: SiteState,
  event: EventOf<'agent.reachable-changed'>,
  context: EvolveContext,
  touched: Touched,
): void {
  change(site, event.agentId, event, context, touched, (agent) => {
    agent.reachable = event.reachable;
  });
}

export function agentOffQueueCallChanged(
  site: SiteState,
  event: EventOf<'agent.off-queue-call-changed'>,
  context: EvolveContext,
  touched: Touched,
): void {
  change(site, event.agentId, event, context, touched, (agent) => {
    agent.offQueueCall = event.phase;
  });
}

export function agentWrapUpEnded(site: SiteState, event: EventOf<'agent.wrap-up-ended'>, context: EvolveContext, touched: Touched): void {
  const agent = site.agents.get(event.agentId);
  if (agent?.wrapUp?.visitId !== event.visitId) return;
  const at = epochMs(Math.max(event.occurredAt, agent.wrapUp.since));
  delete agent.wrapUp;
  const visit = site.visits.get(event.visitId);
  const leg = visit?.legs.findLast((other) => other.agentId === agent.id && other.endedAt !== undefined && other.acwEndedAt === undefined);
  if (visit !== undefined && leg !== undefined) finishLeg(site, agent, visit, leg, at, context, touched);
  refreshAgent(site, agent, at, context, touched);
}

function change(
  site: SiteState,
  agentId: AgentId,
  event: { occurredAt: number },
  context: EvolveContext,
  touched: Touched,
  apply: (agent: Agent) => void,
): void {
  const agent = site.agents.get(agentId);
  if (agent === undefined) return;
  apply(agent);
  refreshAgent(site, agent, epochMs(event.occurredAt), context, touched);
}
