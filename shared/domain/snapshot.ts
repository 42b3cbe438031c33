import type { ActionId, AgentId, QueueId, VisitId } from '../kernel/ids.js';
import type { Action } from './action/action.js';
import { trailFromNow } from './agent/trail.js';
import type { Alert, RuleState } from './alert/alert.js';
import type { Buffer, Cover, Relief } from './buffer/buffer.js';
import type { AgentCounters } from './counters.js';
import type { AuthorityUse, Case } from './escalation/case.js';
import { type Forecast, forecastKey, type OpenShift, type RosterDay, type Swap } from './roster/duty.js';
import { dutiesText, type PackedDuty, unpackDuties } from './roster/snapshot.js';
import { type Agent, type Queue, type SiteState, STATE_VERSION, type Visit } from './site.js';
import { siteConfigSchema } from './site-config.js';

/**
 * A site as JSON text and back. Maps and sets become arrays at the few places that have them; the rest is plain already.
 * The log adds a checksum; a body that passed it was written by this code, so only its version is checked here.
 */
export function encodeSnapshot(site: Readonly<SiteState>): string {
  const rest = JSON.stringify({
    ...site,
    duties: undefined,
    sources: [...site.sources.values()],
    queues: [...site.queues.values()].map(encodeQueue),
    agents: [...site.agents.values()].map(encodeAgent),
    visits: [...site.visits.values()].map((visit) => ({ ...visit, ringing: [...visit.ringing] })),
    calls: [...site.calls],
    teams: [...site.teams.values()],
    actions: [...site.actions.values()],
    openActions: [...site.openActions],
    alerts: [...site.alerts.values()],
    rules: [...site.rules.values()],
    cases: [...site.cases.values()],
    given: [...site.given],
    rosterDays: [...site.rosterDays.values()],
    forecasts: [...site.forecasts.values()],
    openShifts: [...site.openShifts.values()],
    swaps: [...site.swaps.values()],
    buffers: [...site.buffers.values()],
    covers: [...site.covers.values()],
    reliefs: [...site.reliefs.values()],
    customers: [...site.customers],
    anomalies: [...site.anomalies],
  });
  return `${rest.slice(0, -1)},"duties":${dutiesText(site.duties)}}`;
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
    actions: Action[];
    openActions: ActionId[];
    alerts: Alert[];
    rules: RuleState[];
    cases: Case[];
    given: [string, AuthorityUse[]][];
    duties: PackedDuty[];
    rosterDays: RosterDay[];
    forecasts: Forecast[];
    openShifts: OpenShift[];
    swaps: Swap[];
    buffers: Buffer[];
    covers: Cover[];
    reliefs: Relief[];
    customers: [string, Visit['enteredAt']][];
    anomalies: [string, number][];
  }
>;

/** What a state of an older version has not: at key n, from version n to n + 1. Changes what was just parsed. */
const MIGRATIONS: Readonly<Record<number, (site: OlderSite) => void>> = {
  1: (site) => {
    site.config = siteConfigSchema.parse(site.config);
    Object.assign(site, { actions: [], openActions: [], settledActions: [], alerts: [], rules: [], cases: [], caseNo: 0, given: [] });
    for (const source of site.sources ?? []) Object.assign(source, { can: [] });
    for (const agent of site.agents ?? []) Object.assign(agent, { ringNoAnswersInARow: 0 });
    for (const visit of site.visits ?? []) Object.assign(visit, { monitors: [] });
  },
  2: (site) => {
    site.config = siteConfigSchema.parse(site.config);
    Object.assign(site, { duties: [], rosterDays: [], publications: [], forecasts: [], openShifts: [], swaps: [], swapLedger: [] });
    Object.assign(site, { buffers: [], bufferRecords: [], bufferMonths: [], covers: [], reliefs: [] });
    for (const agent of site.agents ?? [])
      Object.assign(agent, { carry: [] }, trailFromNow(agent as Agent, (site.visits ?? []) as Visit[]));
  },
};
type OlderSite = Partial<Record<'sources' | 'agents' | 'visits', object[]>> & { config?: unknown };

/** Whether a snapshot of this version can be read, now or after its migrations. */
export const readsSnapshot = (stateVersion: number): boolean => {
  for (let v = stateVersion; v < STATE_VERSION; v++) if (MIGRATIONS[v] === undefined) return false;
  return stateVersion <= STATE_VERSION;
};

/** Throws on a version this build does not know: the node then folds the log from an older snapshot or from its start. */
export function decodeSnapshot(body: string, stateVersion: number): SiteState {
  if (!readsSnapshot(stateVersion)) throw new Error(`snapshot has state version ${stateVersion}, this build reads ${STATE_VERSION}`);
  const site = JSON.parse(body) as EncodedSite;
  for (let v = stateVersion; v < STATE_VERSION; v++) MIGRATIONS[v]?.(site as OlderSite);
  return {
    ...site,
    sources: new Map(site.sources.map((source) => [source.source, source])),
    queues: new Map(site.queues.map((queue) => [queue.id, decodeQueue(queue)])),
    agents: new Map(site.agents.map((agent) => [agent.id, decodeAgent(agent)])),
    visits: new Map(site.visits.map((visit) => [visit.id, Object.assign(visit, { ringing: new Map(visit.ringing) })])),
    calls: new Map(site.calls),
    teams: new Map(site.teams.map((team) => [team.id, team])),
    actions: new Map(site.actions.map((action) => [action.id, action])),
    openActions: new Set(site.openActions),
    alerts: new Map(site.alerts.map((alert) => [alert.id, alert])),
    rules: new Map(site.rules.map((state) => [state.rule.id, state])),
    cases: new Map(site.cases.map((one) => [one.id, one])),
    given: new Map(site.given),
    duties: unpackDuties(site.duties),
    rosterDays: new Map(site.rosterDays.map((day) => [day.date, day])),
    forecasts: new Map(site.forecasts.map((forecast) => [forecastKey(forecast.queueId, forecast.date), forecast])),
    openShifts: new Map(site.openShifts.map((open) => [open.id, open])),
    swaps: new Map(site.swaps.map((swap) => [swap.id, swap])),
    buffers: new Map(site.buffers.map((buffer) => [buffer.id, buffer])),
    covers: new Map(site.covers.map((cover) => [cover.id, cover])),
    reliefs: new Map(site.reliefs.map((relief) => [relief.agentId, relief])),
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
