import type { Effect, Failure } from '../../../shared/domain/action/effects.js';
import { type EpochMs, epochMs } from '../../../shared/kernel/time.js';
import { unreachable } from '../../../shared/kernel/unreachable.js';
import { endOwnWrapUp, joinQueue, leaveQueue, setNotReady, setReady, signInByOrder, signOutByOrder } from './agent-orders.js';
import { disconnect, listenIn, moveTalking, moveWaiting, pickUp, setPriority, stopListening, takeOver, withdraw } from './call-orders.js';
import { between, diceOf, KIND } from './draws.js';
import type { Floor, Order } from './model.js';
import { wholeTruth } from './opening.js';

/** What a distributor takes to do as it is told, on the site's clock. */
const LATENCY_MS = { least: 100, most: 400 };

/** Will be done a moment after `at`, in its turn among all that happens on the floor. `name` has dice of its own. */
export function planOrder(floor: Floor, order: Order, name: string, at: EpochMs): void {
  const latencyMs = between(LATENCY_MS.least, LATENCY_MS.most, diceOf(floor.seed, `order ${name}`), KIND.commandLatency);
  floor.timers.plan(Math.max(at, floor.now) + Math.round(latencyMs), { kind: 'order', order });
}

/** Does as it was told, or says why not. What came of it is told by facts, as of anything that happens on the floor. */
export function carryOut(floor: Floor, order: Order): Failure | undefined {
  if (!order.isHolder()) return { code: 'interrupted' };
  return perform(floor, order.effect, order.phoneName);
}

function perform(floor: Floor, effect: Effect, phoneName: string): Failure | undefined {
  switch (effect.op) {
    case 'move-waiting':
      return moveWaiting(floor, effect);
    case 'move-talking':
      return moveTalking(floor, effect);
    case 'set-priority':
      return setPriority(floor, effect);
    case 'withdraw':
      return withdraw(floor, effect);
    case 'pick-up':
      return pickUp(floor, effect, phoneName);
    case 'disconnect':
      return disconnect(floor, effect);
    case 'monitor':
      return listenIn(floor, effect, phoneName);
    case 'stop-monitor':
      return stopListening(floor, effect);
    case 'take-over':
      return takeOver(floor, effect, phoneName);
    case 'set-ready':
      return setReady(floor, effect);
    case 'set-not-ready':
      return setNotReady(floor, effect);
    case 'sign-out':
      return signOutByOrder(floor, effect);
    case 'sign-in':
      return signInByOrder(floor, effect);
    case 'end-wrap-up':
      return endOwnWrapUp(floor, effect);
    case 'join-queue':
      return joinQueue(floor, effect);
    case 'leave-queue':
      return leaveQueue(floor, effect);
    case 'resync':
      floor.emit({ ...wholeTruth(floor), occurredAt: epochMs(floor.now) });
      return undefined;
    default:
      return unreachable(effect);
  }
}
