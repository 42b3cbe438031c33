import type { Agent, AgentStateCounts, EntityKind, Queue, SiteState, SourceState, Team, Visit } from '../domain/site.js';
import { isOpen, openLeg } from '../domain/visit/leg.js';
import type { AgentId, QueueId, TeamId, VisitId } from '../kernel/ids.js';
import type { Position } from '../kernel/position.js';
import { unreachable } from '../kernel/unreachable.js';
import type { AgentView, QueueView, SiteView, SourceView, TeamView, ViewKind, ViewOf, VisitView } from './views.js';

/**
 * The folded site as flat records, before any redaction. A view holds nothing of the state itself (which changes in place).
 * All views of a kind have the same fields in the same order, `undefined` where nothing is known: they are compared field by
 * field many thousand times a second, and objects of one shape are read fast.
 */

/** What a view is keyed by: `kind:id`, the same as the entity's key in the log. */
export type ViewKey = `${ViewKind}:${string}`;
export const viewKey = (kind: ViewKind, id: string): ViewKey => `${kind}:${id}`;

/** A record of any kind. */
export type View = ViewOf<ViewKind>;

/** A record with the position of the entity's last change. */
export interface Projected {
  readonly view: View;
  readonly rev: Position;
}

/** The record of one entity; `undefined` when it is not there, or not shown any more. */
export function projectEntity(site: Readonly<SiteState>, kind: EntityKind, id: string, deadEntries: number): Projected | undefined {
  switch (kind) {
    case 'site':
      return { view: projectSite(site, deadEntries), rev: site.rev };
    case 'source':
      return project(site.sources.get(id), projectSource);
    case 'team':
      return project(site.teams.get(id as TeamId), projectTeam);
    case 'queue':
      return project(shownQueue(site.queues.get(id as QueueId)), (queue) => projectQueue(site, queue));
    case 'agent':
      return project(site.agents.get(id as AgentId), (agent) => projectAgent(site, agent));
    case 'visit':
      return project(shownVisit(site.visits.get(id as VisitId)), projectVisit);
    default:
      return unreachable(kind);
  }
}

/** Every entity's kind and id, shown or not. */
export function* entitiesOfSite(site: Readonly<SiteState>): Generator<readonly [EntityKind, string]> {
  yield ['site', 'site'];
  for (const id of site.sources.keys()) yield ['source', id];
  for (const id of site.teams.keys()) yield ['team', id];
  for (const id of site.queues.keys()) yield ['queue', id];
  for (const id of site.agents.keys()) yield ['agent', id];
  for (const id of site.visits.keys()) yield ['visit', id];
}

const project = <E extends { rev: Position }>(entity: E | undefined, view: (entity: E) => View): Projected | undefined =>
  entity === undefined ? undefined : { view: view(entity), rev: entity.rev };

/** A queue that its source no longer knows is shown only while calls remain in it. */
const shownQueue = (queue: Queue | undefined) =>
  queue?.removed === true && queue.waiting.size === 0 && queue.talking === 0 ? undefined : queue;

const shownVisit = (visit: Visit | undefined) => (visit !== undefined && isOpen(visit) ? visit : undefined);

const countsOf = (counts: AgentStateCounts): AgentStateCounts => ({ ...counts });

export function projectSite(site: Readonly<SiteState>, deadEntries: number): SiteView {
  let anomalies = 0;
  for (const count of site.anomalies.values()) anomalies += count;
  return {
    id: 'site',
    name: site.config.name,
    nameEn: site.config.nameEn,
    timeZone: site.config.timeZone,
    intervalMs: site.config.intervalMs,
    demo: site.config.demo,
    agents: countsOf(site.agentStates),
    anomalies,
    deadEntries,
  };
}

export const projectSource = (source: Readonly<SourceState>): SourceView => ({
  id: source.source,
  status: source.status,
  since: source.since,
  detail: source.detail,
});

export const projectTeam = (team: Readonly<Team>): TeamView => ({
  id: team.id,
  name: team.name,
  nameEn: team.nameEn,
  lead: team.lead,
  order: team.order,
});

export function projectQueue(site: Readonly<SiteState>, queue: Readonly<Queue>): QueueView {
  let ringing = 0;
  let oldest: Visit | undefined;
  for (const visitId of queue.waiting) {
    const visit = site.visits.get(visitId);
    if (visit?.state === 'ringing') ringing += 1;
    if (visit !== undefined && (oldest === undefined || visit.enteredAt < oldest.enteredAt)) oldest = visit;
  }
  return {
    id: queue.id,
    key: queue.key,
    name: queue.name,
    nameEn: queue.nameEn,
    code: queue.code,
    channel: queue.channel,
    formula: queue.settings.formula,
    thresholdMs: queue.settings.thresholdMs,
    shortAbandonMs: queue.settings.shortAbandonMs,
    goalRatio: queue.settings.goalRatio,
    settingsChangedAt: queue.settingsChangedAt,
    waiting: queue.waiting.size,
    ringing,
    talking: queue.talking,
    oldestEnteredAt: oldest?.enteredAt,
    agents: countsOf(queue.memberStates),
    removed: queue.removed,
    order: queue.order,
  };
}

/** The call in hand: the one talked to, else the first that rings; in wrap-up its queue is still told. */
export function projectAgent(site: Readonly<SiteState>, agent: Readonly<Agent>): AgentView {
  const [offered] = agent.offers;
  const visitId = agent.visitId ?? offered;
  const queueId = site.visits.get(visitId ?? agent.wrapUp?.visitId ?? ('' as VisitId))?.queueId;
  return {
    id: agent.id,
    name: agent.name,
    nameEn: agent.nameEn,
    teamId: agent.teamId,
    queueIds: [...agent.memberships.keys()],
    state: agent.state,
    reasonCode: agent.reasonCode,
    since: agent.since,
    visitId,
    queueId,
    acwUntil: agent.wrapUp?.until ?? undefined,
    signedInAt: agent.signedInAt,
    order: agent.order,
  };
}

export function projectVisit(visit: Readonly<Visit>): VisitView {
  const leg = openLeg(visit);
  return {
    id: visit.id,
    queueId: visit.queueId,
    state: visit.state as VisitView['state'],
    enteredAt: visit.enteredAt,
    callEnteredAt: visit.callEnteredAt,
    priority: visit.priority,
    callerMasked: visit.caller.masked || undefined,
    callerName: visit.caller.name,
    tier: visit.caller.tier,
    ringingAgentIds: [...visit.ringing.keys()],
    ringNoAnswers: visit.ringNoAnswers,
    agentId: leg?.agentId,
    answeredAt: visit.answeredAt,
    heldSince: leg?.heldSince,
  };
}
