import type { EffectOf } from '../../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import type { EffectAnswer } from '../../connector.js';
import type { OwnAction } from '../translate/own-actions.js';
import type { Desk } from './desk.js';
import { extensionsOf, type Found } from './dial-plan.js';
import { callerGone, DONE, failed } from './failures.js';
import type { Line, Reply } from './line.js';

type Target = EffectOf<'move-waiting'>['to'];

/** A waiting caller, to an agent's phone or another queue. */
export async function moveWaiting(desk: Desk, line: Line, effect: EffectOf<'move-waiting'>): Promise<EffectAnswer> {
  const found = await placeOf(desk, line, effect.to);
  if (!found.ok) return found;
  return redirect(desk, line, effect.visitKey, found.place, effect.to.kind === 'agent' ? 'send' : 'redirect', priorityOf(effect.to));
}

/** 代接: a waiting caller to the supervisor's own phone. */
export async function pickUp(desk: Desk, line: Line, effect: EffectOf<'pick-up'>, asker: string): Promise<EffectAnswer> {
  const found = await desk.dialPlan.find('agent', extensionsOf([effect.phoneKey]), line);
  if (!found.ok) return found;
  desk.floor.invites(effect.visitKey, { phoneKey: effect.phoneKey, name: asker });
  return redirect(desk, line, effect.visitKey, found.place, 'send');
}

/**
 * A caller who talks. The agent's channel is transferred, never the caller's: with the caller's, it is the agent who goes to
 * the target and the caller who is cut off; and a plain redirect would have the queue count the talk as going on.
 */
export async function moveTalking(desk: Desk, line: Line, effect: EffectOf<'move-talking'>): Promise<EffectAnswer> {
  const found = await placeOf(desk, line, effect.to);
  if (!found.ok) return found;
  const { visitKey, agentKey } = effect;
  const priority = priorityOf(effect.to);
  if (priority !== undefined) {
    const talk = talkOf(desk, visitKey, agentKey);
    if (talk === undefined) return callerGone;
    const set = await setPriorityFor(line, talk.channel, priority);
    if (!set.ok) return set;
  }
  return transfer(desk, line, { visitKey, agentKey }, found.place, 'moved');
}

/** Sends the caller of a talk somewhere by the agent's channel; `by` is what ended the agent's part then. */
export async function transfer(
  desk: Desk,
  line: Line,
  talk: { readonly visitKey: ExternalKey; readonly agentKey: ExternalKey },
  place: { readonly context: string; readonly exten: string },
  by: 'moved' | 'taken-over',
): Promise<EffectAnswer> {
  const view = talkOf(desk, talk.visitKey, talk.agentKey);
  if (view === undefined) return callerGone;
  const reply = await line.ask({ action: 'BlindTransfer', channel: view.talking.legChannel, ...place }, () =>
    desk.floor.endsByUs(talk.visitKey, by),
  );
  if (!reply.ok) desk.floor.endsNot(talk.visitKey);
  return answerOf(reply);
}

/** 强制挂断: ends the call for both sides. */
export async function disconnect(desk: Desk, line: Line, effect: EffectOf<'disconnect'>): Promise<EffectAnswer> {
  const view = desk.floor.caller(effect.visitKey);
  if (view === undefined) return callerGone;
  const reply = await line.ask({ action: 'Hangup', channel: view.channel }, (id) => {
    if (view.talking === undefined) desk.ownAction('hangup', view.channel, id);
    else desk.floor.endsByUs(effect.visitKey, 'forced');
  });
  if (!reply.ok) desk.floor.endsNot(effect.visitKey);
  return answerOf(reply);
}

/** Which priority a caller has, no event tells: the queue is asked right after. */
export async function setPriority(desk: Desk, line: Line, effect: EffectOf<'set-priority'>): Promise<EffectAnswer> {
  const view = waitingOf(desk, effect.visitKey);
  if (view === undefined) return callerGone;
  const { queue, channel: caller } = view;
  const reply = await line.ask({ action: 'QueueChangePriorityCaller', queue, caller, priority: effect.priority });
  if (reply.ok) desk.askQueue(queue);
  return answerOf(reply);
}

/** Out of the queue, to where the dial plan goes on. */
export async function withdraw(desk: Desk, line: Line, effect: EffectOf<'withdraw'>): Promise<EffectAnswer> {
  const view = waitingOf(desk, effect.visitKey);
  if (view === undefined) return callerGone;
  const { queue, channel: caller } = view;
  return answerOf(await line.ask({ action: 'QueueWithdrawCaller', queue, caller }, (id) => desk.ownAction('withdraw', caller, id)));
}

async function redirect(
  desk: Desk,
  line: Line,
  visitKey: ExternalKey,
  place: { readonly context: string; readonly exten: string },
  as: OwnAction,
  priority?: number,
): Promise<EffectAnswer> {
  const before = waitingOf(desk, visitKey);
  if (before === undefined) return callerGone;
  if (priority !== undefined) {
    const set = await setPriorityFor(line, before.channel, priority);
    if (!set.ok) return set;
  }
  // Looked at again: an agent may have answered, or the caller have given up, while the PBX was asked.
  const view = waitingOf(desk, visitKey);
  if (view === undefined) return callerGone;
  const reply = await line.ask({ action: 'Redirect', channel: view.channel, ...place }, (id) => desk.ownAction(as, view.channel, id));
  if (reply.ok && as !== 'send') desk.floor.movedOn(visitKey);
  return answerOf(reply);
}

/** The dial plan gives it to `Queue()` when the caller gets there. */
const setPriorityFor = (line: Line, channel: string, value: number): Promise<Reply> =>
  line.ask({ action: 'Setvar', channel, variable: 'QUEUE_PRIO', value });

function placeOf(desk: Desk, line: Line, to: Target): Promise<Found> {
  if (to.kind === 'queue') return desk.dialPlan.find('queue', [to.queueKey], line);
  const interfaces = desk.floor.memberships(to.agentKey).map((membership) => membership.interface);
  return desk.dialPlan.find('agent', extensionsOf([...interfaces, to.agentKey]), line);
}

const priorityOf = (to: Target) => (to.kind === 'queue' ? to.priority : undefined);

function waitingOf(desk: Desk, visitKey: ExternalKey) {
  const view = desk.floor.caller(visitKey);
  return view?.talking === undefined ? view : undefined;
}

function talkOf(desk: Desk, visitKey: ExternalKey, agentKey: ExternalKey) {
  const view = desk.floor.caller(visitKey);
  return view?.talking?.agentKey === agentKey ? { channel: view.channel, talking: view.talking } : undefined;
}

const answerOf = (reply: Reply): EffectAnswer => (reply.ok ? DONE : failed(reply.failure.code, reply.failure.detail));
