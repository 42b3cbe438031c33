import type { Action } from '../domain/action/action.js';
import { undoOf } from '../domain/action/undo.js';
import type { Alert, RuleState } from '../domain/alert/alert.js';
import type { RosterDay } from '../domain/roster/duty.js';
import type { Agent, AgentStateCounts, EntityKind, Queue, SiteState, SourceState, Team, Visit } from '../domain/site.js';
import { isOpen, openLeg } from '../domain/visit/leg.js';
import type { ActionId, AgentId, AlertId, BufferId, CaseId, CoverId, QueueId, RuleId, SwapId, TeamId, VisitId } from '../kernel/ids.js';
import type { Position } from '../kernel/position.js';
import { unreachable } from '../kernel/unreachable.js';
import { projectBuffer, projectCover, projectRelief } from './project-buffer.js';
import { projectCase } from './project-case.js';
import { projectSwap } from './project-swap.js';
import type {
  ActionView,
  AgentView,
  AlertView,
  QueueView,
  RosterView,
  RuleView,
  SiteView,
  SourceView,
  TeamView,
  ViewKind,
  ViewOf,
  VisitView,
} from './views.js';

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

/** Entities that have a record. The others are read by HTTP: a roster is far more than a screen shows, and most of it is nobody's news. */
const UNSHOWN = ['duty', 'forecast', 'open-shift'] as const satisfies readonly EntityKind[];
export type ShownKind = Exclude<EntityKind, (typeof UNSHOWN)[number]>;
export const isShownKind = (kind: EntityKind): kind is ShownKind => !(UNSHOWN as readonly EntityKind[]).includes(kind);

/** A record with the position of the entity's last change. */
export interface Projected {
  readonly view: View;
  readonly rev: Position;
}

/** The record of one entity; `undefined` when it is not there, or not shown any more. */
export function projectEntity(site: Readonly<SiteState>, kind: ShownKind, id: string, deadEntries: number): Projected | undefined {
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
      return project(shownVisit(site.visits.get(id as VisitId)), (visit) => projectVisit(site, visit));
    case 'action':
      return project(site.actions.get(id as ActionId), projectAction);
    case 'alert':
      return project(site.alerts.get(id as AlertId), projectAlert);
    case 'rule': {
      const state = site.rules.get(id as RuleId);
      return state === undefined ? undefined : { view: projectRule(state), rev: state.rev };
    }
    case 'case':
      return project(site.cases.get(id as CaseId), (one) => projectCase(site, one));
    case 'roster':
      return project(site.rosterDays.get(id), projectRosterDay);
    case 'buffer':
      return project(site.buffers.get(id as BufferId), (buffer) => projectBuffer(site, buffer));
    case 'cover':
      return project(site.covers.get(id as CoverId), projectCover);
    case 'relief':
      return project(site.reliefs.get(id as AgentId), projectRelief);
    case 'swap':
      return project(site.swaps.get(id as SwapId), (swap) => projectSwap(site, swap));
    default:
      return unreachable(kind);
  }
}

/** Every entity's kind and id, shown or not. */
export function* entitiesOfSite(site: Readonly<SiteState>): Generator<readonly [ShownKind, string]> {
  yield ['site', 'site'];
  for (const id of site.sources.keys()) yield ['source', id];
  for (const id of site.teams.keys()) yield ['team', id];
  for (const id of site.queues.keys()) yield ['queue', id];
  for (const id of site.agents.keys()) yield ['agent', id];
  for (const id of site.visits.keys()) yield ['visit', id];
  for (const id of site.actions.keys()) yield ['action', id];
  for (const id of site.alerts.keys()) yield ['alert', id];
  for (const id of site.rules.keys()) yield ['rule', id];
  for (const id of site.cases.keys()) yield ['case', id];
  for (const id of site.rosterDays.keys()) yield ['roster', id];
  for (const id of site.buffers.keys()) yield ['buffer', id];
  for (const id of site.covers.keys()) yield ['cover', id];
  for (const id of site.reliefs.keys()) yield ['relief', id];
  for (const id of site.swaps.keys()) yield ['swap', id];
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
  can: [...source.can],
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
    source: agent.source,
    isPhone: agent.isPhone,
    deskOpen: agent.desk?.isOpen ?? false,
    pending: projectPending(agent),
    forced: agent.forced && { byName: agent.forced.by.name, reason: agent.forced.reason, at: agent.forced.at },
    help: projectHelp(agent),
    borrowed: agent.borrowed && {
      queueId: agent.borrowed.queueId,
      until: agent.borrowed.until,
      byName: agent.borrowed.by.name,
    },
    signInTo: agent.memberships.size > 0 ? undefined : agent.left?.map(({ queueId }) => queueId),
    breakOfferUntil: agent.breakOffer?.until,
    order: agent.order,
  };
}

export function projectVisit(site: Readonly<SiteState>, visit: Readonly<Visit>): VisitView {
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
    monitors: visit.monitors.map(({ by, mode, since }) => ({
      userId: by.userId,
      name: by.name,
      mode,
      since,
      silent: mode === 'listen' && !site.config.monitoring.agentSees,
    })),
    handover: visit.handover && { byName: visit.handover.by.name, text: visit.handover.text, at: visit.handover.at },
    abuseFlaggedAt: visit.abuse?.at,
  };
}

function projectPending({ pending, id }: Readonly<Agent>): AgentView['pending'] {
  if (pending === undefined) return undefined;
  const { actionId, to, reasonCode, by, expiresAt } = pending;
  const forced = by.agentId !== id;
  return { actionId, to, ...(reasonCode === undefined ? {} : { reasonCode }), byName: by.name, forced, expiresAt };
}

function projectHelp({ help }: Readonly<Agent>): AgentView['help'] {
  if (help === undefined) return undefined;
  const { raisedAt, visitId, text, spreadTo, acknowledged } = help;
  // Logs from before told of mere listening too: the agent may not be meant to know.
  const joined = help.joined === undefined || help.joined.how === 'listen' ? undefined : { by: help.joined.by, how: help.joined.how };
  const answeredBy = acknowledged?.by ?? joined?.by;
  return {
    raisedAt,
    visitId,
    ...(text === undefined ? {} : { text }),
    spreadTo,
    ...(answeredBy === undefined ? {} : { ackByName: answeredBy.name }),
    ...(joined === undefined ? {} : { joined: { byName: joined.by.name, how: joined.how } }),
  };
}

export const projectAction = (action: Readonly<Action>): ActionView => ({
  id: action.id,
  kind: action.kind,
  by: { ...action.by },
  askedAt: action.askedAt,
  state: action.state,
  on: { ...action.on },
  detail: { ...action.detail },
  alertId: action.alertId,
  offer: action.offer && { ...action.offer },
  timeOutAt: action.timeOutAt,
  failure: action.failure && { ...action.failure },
  answer: action.answer,
  settledAt: action.settledAt,
  undoOf: action.undoOf,
  undoneBy: action.undoneBy,
  undo: undoOf(action),
});

export const projectAlert = (alert: Readonly<Alert>): AlertView => ({
  id: alert.id,
  ruleId: alert.ruleId,
  subject: { ...alert.subject },
  metric: alert.metric,
  level: alert.level,
  value: alert.value,
  limit: alert.limit,
  evidence: { ...alert.evidence },
  remedy: alert.remedy,
  raisedAt: alert.raisedAt,
  levelSince: alert.levelSince,
  easedAt: alert.easedAt,
  acknowledged: alert.acknowledged && { byName: alert.acknowledged.by.name, at: alert.acknowledged.at },
  ownerName: alert.owner?.name,
  ownerId: alert.owner?.userId,
  snoozed: alert.snoozed && { byName: alert.snoozed.by.name, until: alert.snoozed.until, reason: alert.snoozed.reason },
  actions: alert.actions,
  clearedAt: alert.clearedAt,
});

export const projectRule = ({ rule, isBuiltIn, raised, acted }: Readonly<RuleState>): RuleView => ({
  id: rule.id,
  rule: structuredClone(rule),
  isBuiltIn,
  raised,
  acted,
});

export const projectRosterDay = (day: Readonly<RosterDay>): RosterView => ({
  id: day.date,
  version: day.version,
  publishedVersion: day.publishedVersion,
  unpublished: day.unpublished,
  publishedNo: day.published?.no,
  publishedAt: day.published?.at,
});
