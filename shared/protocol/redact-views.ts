import { ALLOWED_FIELDS, AUDIENCE_KINDS, type Audience, type AudienceKind, isOwnAlone, reasonShownToOthers } from '../domain/redact.js';
import { AGENT_STATES, type AgentStateCounts } from '../domain/site.js';
import type { AgentId, QueueId } from '../kernel/ids.js';
import { unreachable } from '../kernel/unreachable.js';
import type { BufferView, CoverView, ReliefView } from './buffer-views.js';
import { type View, type ViewKey, viewKey } from './project-views.js';
import {
  type ActionView,
  type AgentView,
  type AlertView,
  type CaseView,
  type FiguresView,
  type SiteView,
  type SwapView,
  type TeamView,
  VIEW_KINDS,
  VIEW_SCHEMAS,
  type ViewKind,
  type ViewOf,
  type VisitView,
} from './views.js';

/** Every allowed field is a field of its view: a slip in the table does not compile. */
ALLOWED_FIELDS satisfies { [A in AudienceKind]: { [K in ViewKind]: readonly (keyof ViewOf<K>)[] } };

/** What an audience's scope comes to at one moment. Followed change by change in `server/realtime/scope.ts`. */
export interface Sees {
  agent(id: AgentId): boolean;
  queue(id: QueueId): boolean;
  /** Head-counts of the agents in scope; null: the site's own. */
  agentCounts(): AgentStateCounts | null;
}

/** One record as this audience may see it; `undefined` when it may not. Answers the very same object when nothing is left out. */
export function redactView(audience: Audience, sees: Sees, kind: ViewKind, view: View): View | undefined {
  if (!isInScope(audience, sees, kind, view)) return undefined;
  return pickAllowed(audience.kind, kind, withoutStrangers(audience, sees, kind, view));
}

/** Everything this audience may see, from scratch: what a browser must hold at any time. */
export function viewsFor(audience: Audience, views: Iterable<readonly [ViewKind, View]>): Map<ViewKey, View> {
  const all = [...views];
  const sees = scopeOf(
    audience,
    all.filter(([kind]) => kind === 'agent').map(([, view]) => view as AgentView),
  );
  const shown = new Map<ViewKey, View>();
  for (const [kind, view] of all) {
    const redacted = redactView(audience, sees, kind, view);
    if (redacted !== undefined) shown.set(viewKey(kind, view.id), redacted);
  }
  return shown;
}

export function scopeOf(audience: Audience, agents: Iterable<AgentView>): Sees {
  switch (audience.kind) {
    case 'site':
    case 'admin':
      return { agent: () => true, queue: () => true, agentCounts: () => null };
    case 'wall':
      return { agent: () => false, queue: () => true, agentCounts: () => null };
    case 'lead':
    case 'agent': {
      const agentIds = new Set<AgentId>();
      const queueIds = new Set<QueueId>();
      const counts = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as AgentStateCounts;
      for (const agent of agents) {
        if (!isOwnAgent(audience, agent)) continue;
        agentIds.add(agent.id);
        counts[agent.state] += 1;
        for (const queueId of queuesOf(audience, agent)) queueIds.add(queueId);
      }
      return { agent: (id) => agentIds.has(id), queue: (id) => queueIds.has(id), agentCounts: () => counts };
    }
    default:
      return unreachable(audience);
  }
}

/** Whether an agent belongs to a narrowed audience: is in the lead's teams, or is the very agent. */
export const isOwnAgent = (audience: Extract<Audience, { kind: 'lead' | 'agent' }>, agent: AgentView): boolean =>
  audience.kind === 'agent' ? agent.id === audience.agentId : agent.teamId != null && audience.teamIds.includes(agent.teamId);

/**
 * The queues that somebody's agents open to them: those they serve, and on one's own page those that signing in leads back to, and that
 * of the call in hand.
 */
export function queuesOf({ kind }: Audience, { queueIds, queueId, signInTo }: AgentView): readonly QueueId[] {
  if (kind !== 'agent') return queueIds;
  const served = signInTo == null ? queueIds : signInTo;
  return queueId == null || served.includes(queueId) ? served : [...served, queueId];
}

function isInScope(audience: Audience, sees: Sees, kind: ViewKind, view: View): boolean {
  const allowed: readonly string[] = ALLOWED_FIELDS[audience.kind][kind];
  if (allowed.length === 0) return false;
  if (kind === 'action' && isPrivate(audience, view as ActionView)) return false;
  if (audience.kind === 'site' || audience.kind === 'admin' || audience.kind === 'wall') return true;
  switch (kind) {
    case 'site':
    case 'source':
      return true;
    case 'team':
      return audience.kind === 'lead' && audience.teamIds.includes((view as TeamView).id);
    case 'queue':
      return sees.queue((view as ViewOf<'queue'>).id);
    case 'agent':
      return sees.agent((view as AgentView).id);
    case 'visit':
      return audience.kind === 'agent' ? isWith(view as VisitView, audience.agentId) : sees.queue((view as VisitView).queueId);
    case 'action':
      return concerns(audience, sees, view as ActionView);
    case 'alert':
      return isAlertInScope(audience, sees, view as AlertView);
    case 'rule':
      return audience.kind === 'lead';
    case 'roster':
      return true;
    case 'buffer':
    case 'cover':
      return sees.agent((view as BufferView | CoverView).agentId);
    case 'relief':
      return sees.agent((view as ReliefView).id);
    case 'swap': {
      const { agentId, toAgentId } = view as SwapView;
      return sees.agent(agentId) || (toAgentId != null && sees.agent(toAgentId));
    }
    case 'case':
      return isCaseInScope(audience, sees, view as CaseView);
    case 'figures': {
      const scope = scopeOfFigures(view as FiguresView);
      return scope === 'site' || sees.queue(scope);
    }
    default:
      return unreachable(kind);
  }
}

/** The queue that figures are of, or `site`. */
export const scopeOfFigures = (figures: { readonly id: string }): QueueId | 'site' =>
  figures.id.slice(0, figures.id.lastIndexOf('|')) as QueueId | 'site';

/** Rings at this agent, or is in the agent's hands. */
const isWith = (visit: VisitView, agentId: AgentId | null) =>
  agentId !== null && (visit.agentId === agentId || visit.ringingAgentIds.includes(agentId));

const isPrivate = (audience: Audience, { kind, on }: ActionView): boolean =>
  isOwnAlone(kind) && !(audience.kind === 'agent' && audience.agentId === on.agentId);

/** Plans are not told before they are published, not even that somebody is at them; of a swap the outcome is, and not what was set aside. */
const UNTOLD = /^(shift|forecast)\.|^roster\.(publish|discard-draft)$|^swap\.decide$/;

/**
 * An agent's page has what was done to them and by them; that somebody listens is told on the call, by the site's policy. What was
 * undone says so itself, so others' undoing need not be there, and would tell of a listening that never began.
 */
function concerns(audience: Audience, sees: Sees, { kind, on, by, offer }: ActionView): boolean {
  const agentIds = [on.agentId, on.toAgentId, offer?.agentId, by.agentId];
  if (audience.kind !== 'agent') {
    const isOfTheirs = agentIds.some((id) => id !== undefined && sees.agent(id));
    return isOfTheirs || [on.queueId, on.toQueueId].some((id) => id !== undefined && sees.queue(id));
  }
  if (kind === 'call.monitor' || kind === 'call.stop-monitor' || UNTOLD.test(kind)) return false;
  if (kind === 'action.undo') return by.agentId !== undefined && by.agentId === audience.agentId;
  return audience.agentId !== null && agentIds.includes(audience.agentId);
}

const isAlertInScope = (audience: Audience, sees: Sees, { subject }: AlertView): boolean =>
  audience.kind === 'lead' &&
  (subject.agentId === undefined
    ? subject.queueId === undefined
      ? subject.teamId !== undefined && audience.teamIds.includes(subject.teamId)
      : sees.queue(subject.queueId)
    : sees.agent(subject.agentId));

const isCaseInScope = (audience: Audience, sees: Sees, { agentIds, teamIds, queueId }: CaseView): boolean =>
  agentIds.some((id) => sees.agent(id)) ||
  (audience.kind === 'lead' &&
    ((queueId != null && sees.queue(queueId)) || (teamIds?.some((id) => audience.teamIds.includes(id)) ?? false)));

/** Values that tell of people outside the scope are left out of records that are inside it. */
function withoutStrangers(audience: Audience, sees: Sees, kind: ViewKind, view: View): View {
  if (kind === 'agent') return withPublicReason(audience, view as AgentView);
  if (kind === 'action') return withPublicDetail(audience, view as ActionView);
  if (kind === 'buffer') return withPublicBuffer(audience, view as BufferView);
  if (audience.kind === 'site' || audience.kind === 'admin' || audience.kind === 'wall') return view;
  if (kind === 'swap') return audience.kind === 'agent' ? withOwnChecks(audience.agentId, view as SwapView) : view;
  if (kind === 'visit') return withKnownAgents(sees, withoutSilent(audience, view as VisitView));
  if (kind === 'site') {
    const agents = sees.agentCounts();
    return agents === null ? view : { ...(view as SiteView), agents: { ...agents } };
  }
  return view;
}

/** That there is a reason is told only where it is shared. */
const withPublicBuffer = (audience: Audience, buffer: BufferView): BufferView =>
  audience.kind === 'agent' || buffer.isReasonShared || !buffer.hasReason ? buffer : { ...buffer, hasReason: false };

function withPublicReason(audience: Audience, agent: AgentView): AgentView {
  const isOwn = audience.kind === 'agent' && audience.agentId === agent.id;
  const pending = agent.pending?.reasonCode === undefined ? agent.pending : withPublicPending(agent.pending);
  const reasonCode = agent.reasonCode == null ? agent.reasonCode : reasonShownToOthers(agent.reasonCode);
  return isOwn || (reasonCode === agent.reasonCode && pending === agent.pending) ? agent : { ...agent, reasonCode, pending };
}

function withPublicPending(pending: NonNullable<AgentView['pending']>): AgentView['pending'] {
  const shown = reasonShownToOthers(pending.reasonCode ?? '');
  return shown === pending.reasonCode ? pending : { ...pending, reasonCode: shown };
}

/** What somebody chose for themselves is no more to others than its outcome; the words that went with it least of all. */
function withPublicDetail(audience: Audience, action: ActionView): ActionView {
  const isOwn = audience.kind === 'agent' && audience.agentId === action.on.agentId;
  const { reasonCode, reasonCodeBefore } = action.detail;
  if (isOwn || (reasonCode === undefined && reasonCodeBefore === undefined)) return action;
  const shown = reasonCode === undefined ? undefined : reasonShownToOthers(reasonCode);
  const { reason, ...rest } = action.detail;
  const detail = {
    ...rest,
    ...(reason === undefined || shown !== reasonCode ? {} : { reason }),
    ...(shown === undefined ? {} : { reasonCode: shown }),
    ...(reasonCodeBefore === undefined ? {} : { reasonCodeBefore: reasonShownToOthers(reasonCodeBefore) }),
  };
  return { ...action, detail };
}

/** A colleague's hours are not an agent's business: whether they stand in the way is. */
function withOwnChecks(agentId: AgentId | null, swap: SwapView): SwapView {
  const isOthers = (check: SwapView['checks'][number]) => check.rules !== undefined && check.agentId !== agentId;
  if (!swap.checks.some(isOthers)) return swap;
  return { ...swap, checks: swap.checks.map((check) => (isOthers(check) ? { code: check.code, ok: check.ok } : check)) };
}

/** A listener whom the site's policy keeps silent is not told to the agent. */
const withoutSilent = (audience: Audience, visit: VisitView): VisitView =>
  audience.kind === 'agent' && visit.monitors.some((monitor) => monitor.silent)
    ? { ...visit, monitors: visit.monitors.filter((monitor) => !monitor.silent) }
    : visit;

function withKnownAgents(sees: Sees, visit: VisitView): VisitView {
  const isKnown = (id: AgentId) => sees.agent(id);
  const holder = visit.agentId;
  if ((holder == null || isKnown(holder)) && visit.ringingAgentIds.every(isKnown)) return visit;
  return {
    ...visit,
    ringingAgentIds: visit.ringingAgentIds.filter(isKnown),
    agentId: holder != null && isKnown(holder) ? holder : undefined,
  };
}

/** The fields of each view that an audience may not read. */
const HIDDEN = tableOf((audience, kind) => {
  const allowed: readonly string[] = ALLOWED_FIELDS[audience][kind];
  return Object.keys(VIEW_SCHEMAS[kind].shape).filter((field) => !allowed.includes(field));
});

function tableOf<T>(of: (audience: AudienceKind, kind: ViewKind) => T): { readonly [A in AudienceKind]: { readonly [K in ViewKind]: T } } {
  const row = (audience: AudienceKind) => Object.fromEntries(VIEW_KINDS.map((kind) => [kind, of(audience, kind)]));
  return Object.fromEntries(AUDIENCE_KINDS.map((audience) => [audience, row(audience)])) as { [A in AudienceKind]: { [K in ViewKind]: T } };
}

/** Most records have nothing in what is hidden: they stay the very same object, and one text does for all who see it so. */
function pickAllowed(audience: AudienceKind, kind: ViewKind, view: View): View {
  const source = view as unknown as Record<string, unknown>;
  if (HIDDEN[audience][kind].every((field) => source[field] === undefined)) return view;
  const picked: Record<string, unknown> = {};
  for (const field of ALLOWED_FIELDS[audience][kind]) picked[field] = source[field];
  return picked as unknown as View;
}

/** The fields of a view that may be absent: on resume those that were cleared meanwhile are told as `null`. */
export const CLEARABLE_FIELDS = Object.fromEntries(
  VIEW_KINDS.map((kind) => [
    kind,
    Object.entries(VIEW_SCHEMAS[kind].shape).flatMap(([field, schema]) => (schema.safeParse(undefined).success ? [field] : [])),
  ]),
) as unknown as { readonly [K in ViewKind]: readonly string[] };
