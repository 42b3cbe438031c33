import type { Fact } from '../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { unreachable } from '../../../shared/kernel/unreachable.js';
import { offQueueCall, onDuty, onOffQueue, onPauseOver, setReachable } from './agents.js';
import { type Arrival, ArrivalStream, type RateFactor, SLOT_MS } from './arrivals.js';
import type { Behaviour } from './behaviour.js';
import { arrive, onConsult, onGiveUp, onHold, onMoves, onPatience, onRing, onTalkOver, onWrapUpOver } from './calls.js';
import { carryOut } from './carry-out.js';
import { diceOf } from './draws.js';
import { shiftAt } from './duty.js';
import { Line } from './line.js';
import type { Floor, QueueTraits, SimAgent, SimCall, SimQueue, SkillGroup, Timer } from './model.js';
import { groupOf, newAgent } from './new-agent.js';
import { giveOutCalls } from './routing.js';
import { Timers } from './timers.js';

export interface FloorPlan {
  readonly seed: number;
  readonly hasShifts: boolean;
  /** Absent: everybody works by spans of the clock. */
  readonly stintAt?: Floor['stintAt'];
  readonly behaviour: Behaviour;
  readonly rate: RateFactor;
  readonly queues: readonly (QueueTraits & { readonly code: string; readonly partner?: string; readonly arrivalsPerMs: number })[];
  readonly agents: readonly { readonly key: string; readonly name: string; readonly queueKeys: readonly string[] }[];
}

/** A floor without a call and without an agent on it, whose clock stands at `now`. */
export function buildFloor(plan: FloorPlan, now: number, emit: (fact: Fact) => void, isAtDesk: Floor['isAtDesk'] = () => false): Floor {
  const queues = new Map<string, SimQueue>();
  for (const spec of plan.queues) {
    queues.set(spec.key, { key: spec.key as ExternalKey, spec, waiting: new Line(), groups: [], partner: undefined, arrivals: undefined });
  }
  for (const spec of plan.queues) {
    const queue = queues.get(spec.key) as SimQueue;
    queue.partner = spec.partner === undefined || spec.partner === spec.key ? undefined : queues.get(spec.partner);
  }
  const groups = new Map<string, SkillGroup>();
  const agents = plan.agents.map(({ key, name, queueKeys }, index): SimAgent => {
    const dice = diceOf(plan.seed, `agent ${key}`);
    const served = queueKeys.map((queueKey) => queues.get(queueKey)).filter((queue) => queue !== undefined);
    const home = groupOf(groups, served);
    return newAgent({ key: key as ExternalKey, index, name, dice, isPhone: false, home, speed: plan.behaviour.speed(dice), now });
  });
  const { seed, hasShifts, behaviour, stintAt = ({ dice }, at) => shiftAt(dice, at).steps } = plan;
  return {
    seed,
    hasShifts,
    stintAt,
    behaviour,
    queues: [...queues.values()],
    agents,
    groups,
    phones: new Map(),
    monitors: new Map(),
    isAtDesk,
    timers: new Timers<Timer>(),
    emit,
    now,
    freed: [],
    arrived: [],
  };
}

/**
 * Opens the stream of callers of every queue. A log's last stamp may be off by its source's drift, and another seed or size
 * gives other times to the same names: so the streams open a little before the floor's now, and in this half-hour callers
 * whom the log knows already are passed over.
 */
export function openArrivals(floor: Floor, plan: FloorPlan, isKnown: (visitKey: string) => boolean = () => false): void {
  for (const spec of plan.queues) {
    const queue = floor.queues.find(({ key }) => key === spec.key);
    if (queue === undefined || spec.arrivalsPerMs === 0) continue;
    const { seed, rate: factor } = plan;
    const { key: queueKey, code, arrivalsPerMs: meanPerMs } = spec;
    queue.arrivals = new ArrivalStream({ seed, queueKey, code, meanPerMs, factor, after: floor.now - STAMP_DOUBT_MS });
    let arrival = queue.arrivals.next();
    const nextSlotAt = floor.now - (floor.now % SLOT_MS) + SLOT_MS;
    for (; arrival.at < nextSlotAt + STAMP_DOUBT_MS; arrival = queue.arrivals.next()) {
      if (!isKnown(`${arrival.key}/1`)) planArrival(floor, queue, arrival, 'lone-arrival');
    }
    planArrival(floor, queue, arrival, 'arrival');
  }
}

/** More than twice what a source's clock is off. */
const STAMP_DOUBT_MS = 1_000;

/** An `arrival` brings the next one of its stream with it; a `lone-arrival` (a redial) does not. */
function planArrival(floor: Floor, queue: SimQueue, { at, key }: Arrival, kind: 'arrival' | 'lone-arrival'): void {
  floor.timers.plan(Math.max(at, floor.now), { kind, queue, callKey: key });
}

/** Lets everything happen that is due up to and at `until`, in order, and sets the clock there. Stops early after `atMost` steps. */
export function runFloor(floor: Floor, until: number, atMost = Number.POSITIVE_INFINITY): void {
  for (let steps = 0; floor.timers.nextAt <= until; steps++) {
    if (steps >= atMost) return;
    const due = floor.timers.take();
    if (due === undefined) break;
    floor.now = due.at;
    happen(floor, due.what);
    giveOutCalls(floor);
  }
  floor.now = Math.max(floor.now, until);
}

/** One thing happens, unless it was overtaken: a timer is never removed, it finds that its time has passed. */
function happen(floor: Floor, timer: Timer): void {
  switch (timer.kind) {
    case 'arrival':
      arrive(floor, timer.queue, timer.callKey);
      if (timer.queue.arrivals) planArrival(floor, timer.queue, timer.queue.arrivals.next(), 'arrival');
      return;
    case 'lone-arrival':
      return arrive(floor, timer.queue, timer.callKey);
    case 'patience':
      if (timer.call.state === 'queued' || timer.call.state === 'ringing') onPatience(floor, timer.call);
      return;
    case 'give-up':
      if (timer.call.state === 'queued') onGiveUp(floor, timer.call, timer.how);
      return;
    case 'ring':
      if (timer.call.state === 'ringing' && timer.call.offers === timer.offer) onRing(floor, timer.call, timer.how);
      return;
    case 'hold':
    case 'resume':
      if (isInLeg(timer)) onHold(floor, timer.call, timer.call.agent as SimAgent, timer.kind === 'hold');
      return;
    case 'talk':
      if (isInLeg(timer)) onTalkOver(floor, timer.call, timer.call.agent as SimAgent);
      return;
    case 'consult':
      if (isInLeg(timer)) onConsult(floor, timer.call, timer.call.agent as SimAgent, timer.other, timer.step);
      else letGo(floor, timer);
      return;
    case 'moves':
      if (isInLeg(timer) && isRingingFor(timer)) onMoves(floor, timer.call, timer.call.agent as SimAgent, timer.other);
      else letGo(floor, timer);
      return;
    case 'order':
      return timer.order.answer(carryOut(floor, timer.order));
    case 'wrap-up':
      if (timer.agent.isWrappingUp && timer.agent.turn === timer.turn) onWrapUpOver(floor, timer.agent);
      return;
    case 'pause-over':
      if (timer.agent.pause !== undefined && timer.agent.pauseTurn === timer.turn) onPauseOver(floor, timer.agent);
      return;
    case 'off-queue':
      if (timer.agent.offQueue !== 'none' && timer.agent.turn === timer.turn) onOffQueue(floor, timer.agent, timer.phase, timer.talkMs);
      return;
    case 'reachable':
      return setReachable(floor, timer.agent, true);
    case 'duty':
      if (timer.agent.dutyTurn === timer.turn) onDuty(floor, timer.agent, timer.steps, timer.next);
      return;
    default:
      return unreachable(timer);
  }
}

const isInLeg = ({ call, leg }: { readonly call: SimCall; readonly leg: number }): boolean =>
  (call.state === 'talking' || call.state === 'holding') && call.legs === leg;

type Reached = { readonly other: SimAgent; readonly turn: number };
const isRingingFor = ({ other, turn }: Reached): boolean => other.turn === turn && other.offQueue !== 'none';

/** The caller is gone, or with somebody else: the colleague who was asked has nothing more to do with it. */
function letGo(floor: Floor, reached: Reached): void {
  if (isRingingFor(reached)) offQueueCall(floor, reached.other, 'none');
}
