import type { ActionId, AgentId, QueueId } from '../../../kernel/ids.js';
import { err, ok, type Result } from '../../../kernel/result.js';
import { type Ask, type Decision, type Deed, grant, refuse } from '../../deed.js';
import { reachesAgent, reachesQueue } from '../../policy.js';
import type { Rejection } from '../../rejection.js';
import { type Agent, entityKey, type Queue, type SiteState, type Visit } from '../../site.js';
import { isWaiting } from '../../visit/leg.js';
import type { CallCommand } from '../decide.js';
import type { Effect } from '../effects.js';
import type { ActionDetail } from '../events.js';
import { holderOf, keysOf, mayTouch, type No, openCall, readsOf, sourceRefuses, subjectsOf, unavailable } from './guards.js';
import { LIMIT_MS, later } from './limits.js';

type Reassign = Extract<CallCommand, { type: 'call.reassign' }>;
type Move = Extract<Effect, { op: 'move-waiting' | 'move-talking' }>;

/**
 * A call goes to an agent or to another queue. An agent whose desk is open is asked first, while the call keeps its place; what the
 * source is asked for is worked out when they accept. One without a desk is rung at once, and a queue needs no asking.
 */
export function decideReassign(site: Readonly<SiteState>, command: Reassign, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'open');
  if (!call.ok) return call;
  const { to, note, alertId } = command;
  const detail: ActionDetail = note === undefined ? {} : { text: note };
  const more = { detail, ...(alertId === undefined ? {} : { alertId }) };
  return to.kind === 'agent' ? toAgent(site, call.value, to.agentId, ask, more) : toQueue(site, call.value, to, ask, more);
}

type More = { readonly detail: ActionDetail } & Pick<Deed, 'alertId'>;

function toAgent(site: Readonly<SiteState>, visit: Visit, agentId: AgentId, ask: Ask, more: More): Decision {
  const agent = site.agents.get(agentId);
  if (agent === undefined) return refuse('not-found', { field: 'to.agentId' });
  const no = cannotTake(site, visit, agent, ask);
  if (no !== undefined) return { ok: false, error: no };
  const holder = holderOf(site, visit);
  const isAsked = asksDesk(agent, ask);
  return grant({
    ...more,
    detail: isAsked ? { ...more.detail, ...introduction(site, visit) } : more.detail,
    on: { ...subjectsOf(visit, holder), toAgentId: agent.id },
    next: isAsked
      ? { state: 'offered', offer: { agentId, until: later(ask.context.now, site.config.desk.offerMs) } }
      : requestMove(site, visit, { kind: 'agent', agentKey: agent.key }, ask),
    reads: readsOf(visit, agentId, holder?.id),
  });
}

/** What the desk is told of a call that it does not see yet. */
function introduction(site: Readonly<SiteState>, visit: Visit): Pick<ActionDetail, 'caller' | 'waitingSince' | 'queueName'> {
  const { caller, enteredAt } = visit;
  const { masked, name, tier } = caller;
  const queue = site.queues.get(visit.queueId);
  return {
    caller: { masked, ...(name === undefined ? {} : { name }), ...(tier === undefined ? {} : { tier }) },
    waitingSince: enteredAt,
    ...(queue === undefined ? {} : { queueName: queueNameOf(queue) }),
  };
}

/** A queue that was only heard of is named as the source names it: at any length. */
const queueNameOf = ({ name, nameEn }: Queue): ActionDetail['queueName'] => ({
  name: name.slice(0, 120),
  ...(nameEn === undefined ? {} : { nameEn: nameEn.slice(0, 120) }),
});

/** Who sends a call to their own phone has been asked. */
const asksDesk = (agent: Agent, { context }: Ask) => agent.desk?.isOpen === true && context.by.agentId !== agent.id;

function cannotTake(site: Readonly<SiteState>, visit: Visit, agent: Agent, ask: Ask): No {
  if (!reachesTarget(site, agent, ask)) return { code: 'not-permitted' };
  if (holderOf(site, visit)?.id === agent.id || visit.ringing.has(agent.id)) return { code: 'unchanged' };
  // A call does not leave its phone system.
  if (agent.source !== visit.source) return { code: 'not-supported', detail: agent.source };
  // Who does not serve the queue may still be the right one: whoever sends the call there sees that, and decides.
  return mayTouch(site, visit, opOf(visit)) ?? unavailable(site, agent);
}

/** A lead sends calls to the own teams' agents, and to whoever serves a queue that these serve too. */
function reachesTarget(site: Readonly<SiteState>, agent: Agent, { context, relation }: Ask): boolean {
  if (reachesAgent(site, context.by, relation, agent.id)) return true;
  for (const queueId of agent.memberships.keys()) if (reachesQueue(site, context.by, relation, queueId)) return true;
  return false;
}

function toQueue(
  site: Readonly<SiteState>,
  visit: Visit,
  { queueId, priority }: { queueId: QueueId; priority?: number | undefined },
  ask: Ask,
  more: More,
): Decision {
  const queue = queueFor(site, visit, queueId);
  if (!queue.ok) return queue;
  if (!reachesQueue(site, ask.context.by, ask.relation, queueId)) return refuse('not-permitted');
  const no = mayTouch(site, visit, opOf(visit));
  if (no !== undefined) return { ok: false, error: no };
  const holder = holderOf(site, visit);
  const given = priority === undefined ? {} : { priority };
  return grant({
    ...more,
    detail: { ...more.detail, ...given, priorityBefore: visit.priority, queueIdBefore: visit.queueId },
    on: { ...subjectsOf(visit, holder), toQueueId: queueId },
    next: requestMove(site, visit, { kind: 'queue', queueKey: queue.value.key, ...given }, ask),
    reads: [...readsOf(visit, holder?.id), entityKey('queue', queueId)],
  });
}

/** A queue that this call can go to; back into its own only from a talk. */
export function queueFor(site: Readonly<SiteState>, visit: Visit, queueId: QueueId): Result<Queue, Rejection> {
  const queue = site.queues.get(queueId);
  if (queue === undefined) return err({ code: 'not-found', field: 'to.queueId' });
  if (queue.removed) return err({ code: 'queue-gone' });
  if (queue.source !== visit.source) return err({ code: 'not-supported', detail: queue.source });
  return isWaiting(visit) && queueId === visit.queueId ? err({ code: 'unchanged' }) : ok(queue);
}

export const opOf = (visit: Visit): Move['op'] => (isWaiting(visit) ? 'move-waiting' : 'move-talking');

/** What the source is asked, as the call stands now. */
export function requestMove(
  site: Readonly<SiteState>,
  visit: Visit,
  to: Move['to'],
  { context }: Ask,
): Extract<Deed['next'], { state: 'requested' }> {
  const agentKey = holderOf(site, visit)?.key;
  const keys = keysOf(site, visit);
  const effect: Move = agentKey === undefined ? { op: 'move-waiting', ...keys, to } : { op: 'move-talking', ...keys, agentKey, to };
  const limitMs = to.kind === 'agent' ? LIMIT_MS.ringAgent : LIMIT_MS.atOnce;
  return { state: 'requested', effect, source: visit.source, timeOutAt: later(context.now, limitMs) };
}

/** An offered call that is accepted now: it must still be where it was when it was offered. */
export function acceptedMove(
  site: Readonly<SiteState>,
  actionId: ActionId,
  ask: Ask,
): Result<{ visit: Visit; request: ReturnType<typeof requestMove> }, Rejection> {
  const action = site.actions.get(actionId);
  const visit = action?.on.visitId === undefined ? undefined : site.visits.get(action.on.visitId);
  const agent = action?.on.toAgentId === undefined ? undefined : site.agents.get(action.on.toAgentId);
  if (action === undefined || visit === undefined || agent === undefined) return err({ code: 'not-found' });
  const holder = holderOf(site, visit);
  if (!isWaiting(visit) && holder === undefined) return err({ code: 'call-ended' });
  if (holder?.id !== action.on.agentId) return err({ code: 'conflict', ...(holder === undefined ? {} : { byName: holder.name }) });
  const no = sourceRefuses(site, visit.source, opOf(visit));
  if (no !== undefined) return err(no);
  return ok({ visit, request: requestMove(site, visit, { kind: 'agent', agentKey: agent.key }, ask) });
}
