import type { Caller, EndedBy, FlowoutReason, OfferEnd } from '../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { durationMs, epochMs } from '../../../shared/kernel/time.js';
import { doPending, endWrapUp, offQueueCall, pause, unlist } from './agents.js';
import { redialKey, triesOf } from './behaviour.js';
import { between, diceOf, KIND } from './draws.js';
import type { Floor, SimAgent, SimCall, SimQueue } from './model.js';
import { stopMonitorsOf } from './monitors.js';
import { joinLine } from './waiting.js';

/** The life of a call, one step a function. Whoever waits is put on `floor.arrived`; giving out calls is not done here. */

/** A caller dials: joins the queue, or is refused at the door. */
export function arrive(floor: Floor, queue: SimQueue, callKey: string): void {
  const dice = diceOf(floor.seed, `${callKey}/1`);
  const reason = floor.behaviour.refused(dice);
  if (reason !== undefined) {
    const visitKey = `${callKey}/1` as ExternalKey;
    floor.emit({ type: 'visit.rejected', occurredAt: epochMs(floor.now), queueKey: queue.key, reason, visitKey });
    return;
  }
  join(floor, queue, { callKey: callKey as ExternalKey, stay: 1, caller: floor.behaviour.caller(callKey), callEnteredAt: floor.now });
}

interface Contact {
  readonly callKey: ExternalKey;
  readonly stay: number;
  readonly caller: Caller;
  readonly callEnteredAt: number;
  /** Absent: what the queue and the caller's tier give. */
  readonly priority?: number;
}

function join(floor: Floor, queue: SimQueue, contact: Contact): void {
  const { callKey, stay, caller, callEnteredAt } = contact;
  const key = `${callKey}/${stay}` as ExternalKey;
  const priority = contact.priority ?? queue.spec.priority + floor.behaviour.tierPriority(caller);
  const call: SimCall = {
    key,
    callKey,
    stay,
    dice: diceOf(floor.seed, key),
    queue,
    caller,
    priority,
    enteredAt: floor.now,
    callEnteredAt,
    state: 'queued',
    agent: undefined,
    offers: 0,
    legs: 0,
    legAt: 0,
    isMoving: false,
    before: undefined,
    after: undefined,
  };
  floor.emit({
    type: 'visit.joined',
    occurredAt: epochMs(floor.now),
    visitKey: key,
    queueKey: queue.key,
    callKey,
    caller,
    ...(priority !== 0 && { priority }),
    ...(stay > 1 && { callEnteredAt: epochMs(callEnteredAt) }),
  });
  joinLine(queue.waiting, call);
  planWaiting(floor, call);
  floor.arrived.push(call);
}

/** How long this caller waits at most, and what comes then. */
export function planWaiting(floor: Floor, call: SimCall): void {
  const patienceAt = call.enteredAt + floor.behaviour.patienceMs(call.dice, call.queue.spec);
  floor.timers.plan(Math.max(patienceAt, floor.now), { kind: 'patience', call });
  planGiveUp(floor, call);
}

function planGiveUp(floor: Floor, call: SimCall): void {
  const givesUp = floor.behaviour.givesUp(call.dice);
  if (givesUp) floor.timers.plan(Math.max(call.enteredAt + givesUp.afterMs, floor.now), { kind: 'give-up', call, how: givesUp.how });
}

/** The agent's device rings. Both are out of their lines until it is decided. */
export function offer(floor: Floor, call: SimCall, agent: SimAgent): void {
  call.queue.waiting.remove(call);
  ring(floor, call, agent);
}

/** A caller who stands in no line any more. */
export function ring(floor: Floor, call: SimCall, agent: SimAgent): void {
  unlist(agent);
  call.state = 'ringing';
  call.agent = agent;
  call.offers++;
  agent.call = call;
  floor.emit({ type: 'visit.offered', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: agent.key });
  planRing(floor, call, floor.now);
}

export function planRing(floor: Floor, call: SimCall, since: number): void {
  const { how, afterMs } = floor.behaviour.ring(call.dice, call.offers);
  floor.timers.plan(Math.max(since + afterMs, floor.now), { kind: 'ring', call, offer: call.offers, how });
}

export function onRing(floor: Floor, call: SimCall, how: 'answered' | 'no-answer' | 'rejected'): void {
  const agent = call.agent as SimAgent;
  if (how === 'answered') {
    floor.emit({ type: 'visit.answered', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: agent.key });
    startLeg(floor, call, agent);
    return;
  }
  endOffer(floor, call, agent, how);
  waitAgain(floor, call);
  // The agent is taken off the phones, as a distributor does with one who lets it ring. Whoever was away already, and was rung by name, stays away for as long as before.
  if (doPending(floor, agent) || agent.pause !== undefined) return;
  const isReject = how === 'rejected';
  const low = isReject ? 30_000 : 60_000;
  const forMs = between(low, 3 * low, call.dice, isReject ? KIND.rejectPause : KIND.ronaPause, call.offers);
  pause(floor, agent, isReject ? 'REJECT' : 'RONA', Math.round(forMs));
}

/** Nobody is rung any more: back to the place held before. */
function waitAgain(floor: Floor, call: SimCall): void {
  call.state = 'queued';
  joinLine(call.queue.waiting, call);
  planGiveUp(floor, call);
  floor.arrived.push(call);
}

/** The agent who is rung is not to have it: the caller waits as before. */
export function backInLine(floor: Floor, call: SimCall): void {
  if (call.agent === undefined) return;
  endOffer(floor, call, call.agent, 'cancelled');
  waitAgain(floor, call);
}

function endOffer(floor: Floor, call: SimCall, agent: SimAgent, how: OfferEnd): void {
  floor.emit({ type: 'visit.offer-ended', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: agent.key, how });
  call.agent = undefined;
  agent.call = undefined;
}

export function startLeg(floor: Floor, call: SimCall, agent: SimAgent): void {
  call.state = 'talking';
  call.agent = agent;
  call.legs++;
  call.legAt = floor.now;
  call.isMoving = false;
  agent.call = call;
  planLeg(floor, call, agent);
}

/** The rest of this agent's part, from whenever now is. */
export function planLeg(floor: Floor, call: SimCall, agent: SimAgent): void {
  const leg = call.legs;
  const { handleMs, hold } = floor.behaviour.talk(call.dice, leg - 1, call.queue.spec, agent.speed);
  floor.timers.plan(Math.max(call.legAt + handleMs, floor.now), { kind: 'talk', call, leg });
  if (hold === undefined) return;
  const holdAt = call.legAt + hold.afterMs;
  if (holdAt > floor.now) floor.timers.plan(holdAt, { kind: 'hold', call, leg });
  if (holdAt > floor.now || call.state === 'holding')
    floor.timers.plan(Math.max(holdAt + hold.forMs, floor.now), { kind: 'resume', call, leg });
}

export function onHold(floor: Floor, call: SimCall, agent: SimAgent, isHeld: boolean): void {
  if (isHeld === (call.state === 'holding')) return;
  call.state = isHeld ? 'holding' : 'talking';
  const type = isHeld ? ('visit.held' as const) : ('visit.resumed' as const);
  floor.emit({ type, occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: agent.key });
}

/** Patience is at an end: while waiting, or while a device rings. */
export function onPatience(floor: Floor, call: SimCall): void {
  takeOut(floor, call);
  floor.emit({ type: 'visit.abandoned', occurredAt: epochMs(floor.now), visitKey: call.key });
  planRedial(floor, call, floor.now);
}

/** Out of the queue, from wherever in it: whoever was rung is free again. */
export function takeOut(floor: Floor, call: SimCall): void {
  if (call.state === 'ringing' && call.agent) {
    const { agent } = call;
    endOffer(floor, call, agent, 'cancelled');
    floor.freed.push(agent);
  } else {
    call.queue.waiting.remove(call);
  }
  call.state = 'over';
}

/** One who hung up may dial again, as a new call of the same person. */
export function planRedial(floor: Floor, call: Pick<SimCall, 'callKey' | 'dice' | 'queue'>, goneAt: number): void {
  const afterMs = floor.behaviour.redialAfterMs(call.dice, triesOf(call.callKey));
  if (afterMs === undefined || goneAt + afterMs < floor.now) return;
  floor.timers.plan(goneAt + afterMs, { kind: 'lone-arrival', queue: call.queue, callKey: redialKey(call.callKey) });
}

/** Sent on, or took another way out. Whoever is just being rung stays: the next chance is at the next re-queue. */
export function onGiveUp(floor: Floor, call: SimCall, how: FlowoutReason): void {
  call.queue.waiting.remove(call);
  call.state = 'over';
  const { partner } = call.queue;
  const reason = how === 'overflow' && (partner === undefined || call.stay > 1) ? 'timeout' : how;
  floor.emit({ type: 'visit.left', occurredAt: epochMs(floor.now), visitKey: call.key, reason });
  if (reason === 'overflow' && partner) goOn(floor, call, partner);
}

/** The same call's next stay, in another queue. */
export function goOn(floor: Floor, call: SimCall, queue: SimQueue, priority?: number): void {
  const { callKey, caller, callEnteredAt } = call;
  join(floor, queue, { callKey, stay: call.stay + 1, caller, callEnteredAt, ...(priority !== undefined && { priority }) });
}

export function onTalkOver(floor: Floor, call: SimCall, agent: SimAgent): void {
  // Who is being put through has nobody on the line to end it but the caller.
  const ending = call.isMoving ? 'caller' : floor.behaviour.ending(call.dice, call.legs - 1);
  const { partner } = call.queue;
  // A transferred caller is not passed on for ever: one transfer a call.
  if (partner && call.stay === 1 && !agent.isPhone) {
    if (ending === 'to-queue') {
      endLeg(floor, call, agent, 'blind-transfer');
      goOn(floor, call, partner);
      return;
    }
    if (ending === 'consult' && beginConsult(floor, call, agent, partner)) return;
  }
  endLeg(floor, call, agent, ending === 'external' ? 'blind-transfer' : ending === 'agent' ? 'agent' : 'caller');
}

export function endLeg(floor: Floor, call: SimCall, agent: SimAgent, by: EndedBy): void {
  stopMonitorsOf(floor, call);
  // Who is no longer signed in has nothing to be held back from.
  const wrapUpMs = !agent.signedIn ? 0 : floor.behaviour.wrapUpMs(call.dice, call.legs - 1, call.queue.spec, agent.speed);
  const wrapUp = wrapUpMs > 0 ? ('until-told' as const) : durationMs(0);
  floor.emit({ type: 'visit.talk-ended', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: agent.key, by, wrapUp });
  call.state = 'over';
  call.agent = undefined;
  agent.call = undefined;
  if (wrapUpMs > 0) {
    agent.isWrappingUp = true;
    agent.turn++;
    floor.timers.plan(floor.now + wrapUpMs, { kind: 'wrap-up', agent, turn: agent.turn });
  } else {
    floor.freed.push(agent);
  }
}

export function onWrapUpOver(floor: Floor, agent: SimAgent): void {
  endWrapUp(floor, agent);
  floor.freed.push(agent);
}

/** The caller is put on hold while the agent rings a ready colleague. False when nobody there is ready. */
function beginConsult(floor: Floor, call: SimCall, agent: SimAgent, queue: SimQueue): boolean {
  const other = queue.groups.map((group) => group.ready.first).find((first) => first !== undefined);
  if (other === undefined) return false;
  onHold(floor, call, agent, true);
  other.turn++;
  offQueueCall(floor, other, 'ringing');
  const answersMs = Math.round(between(2_000, 6_000, call.dice, KIND.consult, 0));
  const talksMs = Math.round(between(8_000, 30_000, call.dice, KIND.consult, 1));
  const asked = { kind: 'consult', call, leg: call.legs, other, turn: other.turn } as const;
  floor.timers.plan(floor.now + answersMs, { ...asked, step: 'talks' });
  floor.timers.plan(floor.now + answersMs + talksMs, { ...asked, step: 'takes-over' });
  return true;
}

export function onConsult(floor: Floor, call: SimCall, agent: SimAgent, other: SimAgent, step: 'talks' | 'takes-over'): void {
  if (step === 'talks') {
    offQueueCall(floor, other, 'talking');
    return;
  }
  endLeg(floor, call, agent, 'attended-transfer');
  handOver(floor, call, other);
  offQueueCall(floor, other, 'none');
}

/** The same caller goes on with somebody else. */
export function handOver(floor: Floor, call: SimCall, other: SimAgent): void {
  floor.emit({ type: 'visit.handed-over', occurredAt: epochMs(floor.now), visitKey: call.key, agentKey: other.key });
  startLeg(floor, call, other);
}

/** Rings a colleague for a caller whom an agent still has: neither is let go before the colleague answers. */
export function beginMove(floor: Floor, call: SimCall, other: SimAgent): void {
  call.isMoving = true;
  other.turn++;
  offQueueCall(floor, other, 'ringing');
  const answersMs = Math.round(between(1_000, 3_500, call.dice, KIND.shortRing, call.legs));
  floor.timers.plan(floor.now + answersMs, { kind: 'moves', call, leg: call.legs, other, turn: other.turn });
}

export function onMoves(floor: Floor, call: SimCall, agent: SimAgent, other: SimAgent): void {
  endLeg(floor, call, agent, 'moved');
  handOver(floor, call, other);
  offQueueCall(floor, other, 'none');
}
