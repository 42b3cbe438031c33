import type { AgentId, ExternalKey, VisitId } from '../../../kernel/ids.js';
import { err, ok, type Result } from '../../../kernel/result.js';
import type { Ask } from '../../deed.js';
import { reachesVisit } from '../../policy.js';
import { plainReason, reasonShownToOthers } from '../../redact.js';
import type { Rejection } from '../../rejection.js';
import { type Agent, type EntityKey, entityKey, type SiteState, type Visit } from '../../site.js';
import { isOpen, isWaiting, openLeg } from '../../visit/leg.js';
import type { Action } from '../action.js';
import type { Effect, EffectOp } from '../effects.js';

/** What a rule finds wrong with a wish; undefined: nothing. */
export type No = Rejection | undefined;

/** What is done to a call, as opposed to listening to it: one at a time, whoever asks. */
const MOVES: ReadonlySet<string> = new Set([
  'call.reassign',
  'call.set-priority',
  'call.withdraw',
  'call.pick-up',
  'call.disconnect',
  'call.take-over',
]);
const MOVING_OPS: ReadonlySet<EffectOp> = new Set(['move-waiting', 'move-talking', 'set-priority']);

/** An action that, while it is open, keeps others from the same call. An undo is one when it moves the call back. */
export const isMove = ({ kind, effect }: Pick<Action, 'kind' | 'effect'>): boolean =>
  MOVES.has(kind) || (kind === 'action.undo' && effect !== undefined && MOVING_OPS.has(effect.op));

export function* openActionsOf(site: Readonly<SiteState>): Generator<Action> {
  for (const id of site.openActions) {
    const action = site.actions.get(id);
    if (action !== undefined) yield action;
  }
}

/** In which part of its life a call must be for a command. */
export type Phase = 'waiting' | 'connected' | 'open';

/** The call that is meant: known, within reach, not over, and in the right phase. */
export function openCall(site: Readonly<SiteState>, ask: Ask, visitId: VisitId, phase: Phase): Result<Visit, Rejection> {
  const visit = site.visits.get(visitId);
  if (visit === undefined) return err({ code: 'not-found', field: 'visitId' });
  if (!reachesVisit(site, ask.context.by, ask.relation, visit)) return err({ code: 'not-permitted' });
  if (!isOpen(visit)) return err({ code: 'call-ended' });
  const isRight = phase === 'open' || (phase === 'waiting') === isWaiting(visit);
  return isRight ? ok(visit) : err({ code: 'wrong-state', detail: visit.state });
}

/** Somebody else's, or one's own, unfinished action on the same call: the second one is told who was first. */
export function conflictOn(site: Readonly<SiteState>, visit: Visit, except?: Action['id']): No {
  for (const action of openActionsOf(site)) {
    if (action.id !== except && action.on.callId === visit.callId && isMove(action)) return conflictWith(action);
  }
  return undefined;
}

export const conflictWith = ({ id, by }: Action): Rejection => ({ code: 'conflict', byName: by.name, actionId: id });

/** Whether the source can be asked for this now. */
export function sourceRefuses(site: Readonly<SiteState>, source: string, op: EffectOp): No {
  const known = site.sources.get(source);
  if (known === undefined || known.status === 'lost') return { code: 'source-lost', detail: source };
  return known.can.includes(op) ? undefined : { code: 'not-supported', detail: op };
}

/** The call is free to be touched, and its source can do it. */
export const mayTouch = (site: Readonly<SiteState>, visit: Visit, op: EffectOp): No =>
  conflictOn(site, visit) ?? sourceRefuses(site, visit.source, op);

/** The asker's own phone, which does one thing at a time. */
export function ownPhone(site: Readonly<SiteState>, { by }: Ask['context']): Result<ExternalKey, Rejection> {
  if (by.phoneKey === undefined) return err({ code: 'no-phone' });
  for (const action of openActionsOf(site)) {
    if (action.by.userId === by.userId && action.effect !== undefined && 'phoneKey' in action.effect) return err(conflictWith(action));
  }
  return ok(by.phoneKey as ExternalKey);
}

const BUSY: ReadonlySet<Agent['state']> = new Set(['ringing', 'talking', 'holding', 'dialing']);

/** An agent who can be sent a call: signed in, reachable, left alone by no rule, and with nothing in hand. */
export const unavailable = (site: Readonly<SiteState>, agent: Agent, except?: Action['id']): No =>
  absent(agent) ?? leftAlone(agent) ?? occupied(site, agent, except);

export function absent(agent: Agent): No {
  if (agent.memberships.size === 0) return { code: 'agent-gone' };
  return agent.reachable ? undefined : { code: 'agent-gone', detail: 'unreachable' };
}

/**
 * Nobody is called out of a micro-pause or a buffer shift, nor on the way into one (AG-P1, I26). To others these look like a break and
 * back office: those two are refused in the same word, or the refusal would tell which it is.
 */
function leftAlone({ memberships }: Agent): No {
  for (const { paused, reason = '' } of memberships.values()) {
    if (paused && OFF_THE_FLOOR.has(plainReason(reasonShownToOthers(reason)))) return { code: 'agent-protected' };
  }
  return undefined;
}

const OFF_THE_FLOOR: ReadonlySet<string> = new Set(['BREAK', 'BACKOFFICE']);

export function occupied(site: Readonly<SiteState>, agent: Agent, except?: Action['id']): No {
  if (BUSY.has(agent.state)) return { code: 'agent-busy', detail: agent.state };
  for (const action of openActionsOf(site)) {
    if (action.id === except || action.on.toAgentId !== agent.id || !isMove(action)) continue;
    return { code: 'agent-busy', byName: action.by.name, actionId: action.id };
  }
  return undefined;
}

/** A call in its source's own keys. */
export function keysOf(site: Readonly<SiteState>, visit: Visit): Pick<Extract<Effect, { op: 'withdraw' }>, 'visitKey' | 'queueKey'> {
  const queue = site.queues.get(visit.queueId);
  if (queue === undefined) throw new Error(`${visit.id} is in no known queue`);
  return { visitKey: visit.key, queueKey: queue.key };
}

/** Who has the caller. */
export function holderOf(site: Readonly<SiteState>, visit: Visit): Agent | undefined {
  const leg = openLeg(visit);
  return leg === undefined ? undefined : site.agents.get(leg.agentId);
}

/** What an action on this call is about, for its record, for conflicts and for screens. */
export const subjectsOf = ({ id, callId, queueId }: Visit, agent?: Agent): Action['on'] => ({
  visitId: id,
  callId,
  queueId,
  ...(agent === undefined ? {} : { agentId: agent.id }),
});

/** What a decision about this call has read. */
export const readsOf = (visit: Visit, ...agents: readonly (AgentId | undefined)[]): EntityKey[] => [
  entityKey('visit', visit.id),
  entityKey('source', visit.source),
  ...agents.filter((id) => id !== undefined).map((id) => entityKey('agent', id)),
];
