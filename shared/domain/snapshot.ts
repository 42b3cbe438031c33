import type { AgentId, QueueId, VisitId } from '../kernel/ids.js';
import type { AgentCounters } from './counters.js';
import { type Agent, type Queue, type SiteState, STATE_VERSION, type Visit } from './site.js';

/**
 * A site as JSON text and back. Maps and sets become arrays at the few places that have them; the rest is plain already.
 * The log adds a checksum; a body that passed it was written by this code, so only its version is checked here.
 */
export function encodeSnapshot(site: Readonly<SiteState>): string {
  return JSON.stringify({
    ...site,
    sources: [...site.sources.values()],
    queues: [...site.queues.values()].map(encodeQueue),
    agents: [...site.agents.values()].map(encodeAgent),
    visits: [...site.visits.values()].map((visit) => ({ ...visit, ringing: [...visit.ringing] })),
    calls: [...site.calls],
    teams: [...site.teams.values()],
    customers: [...site.customers],
    anomalies: [...site.anomalies],
  });
}

const encodeQueue = (queue: Queue) => ({
  ...queue,
  waiting: [...queue.waiting],
  members: [...queue.members],
  recent: [...queue.recent],
});

const encodeAgent = (agent: Agent) => ({
  ...agent,
  memberships: [...agent.memberships],
  offers: [...agent.offers],
  quarters: agent.quarters.map(({ start, counters }) => ({ start, counters: encodeCounters(counters) })),
});

const encodeCounters = (counters: AgentCounters) =>
  counters.notReadyMs === undefined ? counters : { ...counters, notReadyMs: [...counters.notReadyMs] };

type Encoded<T, Changed> = Omit<T, keyof Changed> & Changed;
type EncodedQueue = Encoded<
  Queue,
  { waiting: VisitId[]; members: AgentId[]; recent: [number, Queue['recent'] extends Map<number, infer C> ? C : never][] }
>;
type EncodedCounters = Encoded<AgentCounters, { notReadyMs?: [string, number][] }>;
type EncodedAgent = Encoded<
  Agent,
  {
    memberships: [QueueId, Agent['memberships'] extends Map<QueueId, infer M> ? M : never][];
    offers: VisitId[];
    quarters: { start: Agent['since']; counters: EncodedCounters }[];
  }
>;
type EncodedVisit = Encoded<Visit, { ringing: [AgentId, { since: Visit['enteredAt']; member?: string }][] }>;
type EncodedSite = Encoded<
  SiteState,
  {
    sources: SiteState['sources'] extends Map<string, infer S> ? S[] : never;
    queues: EncodedQueue[];
    agents: EncodedAgent[];
    visits: EncodedVisit[];
    calls: [Visit['callId'], VisitId][];
    teams: SiteState['teams'] extends Map<string, infer T> ? T[] : never;
    customers: [string, Visit['enteredAt']][];
    anomalies: [string, number][];
  }
>;

/** Throws on a version this build does not know: the node then folds the log from an older snapshot or from its start. */
export function decodeSnapshot(body: string, stateVersion: number): SiteState {
  if (stateVersion !== STATE_VERSION) throw new Error(`snapshot has state version ${stateVersion}, this build reads ${STATE_VERSION}`);
  const site = JSON.parse(body) as EncodedSite;
  return {
    ...site,
    sources: new Map(site.sources.map((source) => [source.source, source])),
    queues: new Map(site.queues.map((queue) => [queue.id, decodeQueue(queue)])),
    agents: new Map(site.agents.map((agent) => [agent.id, decodeAgent(agent)])),
    visits: new Map(site.visits.map((visit) => [visit.id, Object.assign(visit, { ringing: new Map(visit.ringing) })])),
    calls: new Map(site.calls),
    teams: new Map(site.teams.map((team) => [team.id, team])),
    customers: new Map(site.customers),
    anomalies: new Map(site.anomalies),
  };
}

// In place, since nobody else has what was just parsed: copying ten thousand agents would be half of a start's work on a snapshot.
const decodeQueue = (queue: EncodedQueue): Queue =>
  Object.assign(queue, { waiting: new Set(queue.waiting), members: new Set(queue.members), recent: new Map(queue.recent) });

function decodeAgent(agent: EncodedAgent): Agent {
  for (const { counters } of agent.quarters) {
    if (counters.notReadyMs !== undefined) Object.assign(counters, { notReadyMs: new Map(counters.notReadyMs) });
  }
  const { quarters } = agent as unknown as Pick<Agent, 'quarters'>;
  return Object.assign(agent, { memberships: new Map(agent.memberships), offers: new Set(agent.offers), quarters });
}
