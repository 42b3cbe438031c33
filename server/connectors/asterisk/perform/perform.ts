import type { Effect } from '../../../../shared/domain/action/effects.js';
import { unreachable } from '../../../../shared/kernel/unreachable.js';
import type { EffectAnswer } from '../../connector.js';
import { disconnect, moveTalking, moveWaiting, pickUp, setPriority, withdraw } from './calls.js';
import type { Desk } from './desk.js';
import { failed } from './failures.js';
import type { Line } from './line.js';
import { joinQueue, leaveQueue, setPaused, signIn, signOut } from './members.js';
import { monitor, stopMonitor, takeOver } from './monitoring.js';

/** Asks the PBX for one thing, on behalf of `asker`. That it took the request is answered here; that it happened is told by its events. */
export async function carryOut(desk: Desk, line: Line, effect: Effect, asker: string): Promise<EffectAnswer> {
  switch (effect.op) {
    case 'move-waiting':
      return moveWaiting(desk, line, effect);
    case 'move-talking':
      return moveTalking(desk, line, effect);
    case 'set-priority':
      return setPriority(desk, line, effect);
    case 'withdraw':
      return withdraw(desk, line, effect);
    case 'pick-up':
      return pickUp(desk, line, effect, asker);
    case 'disconnect':
      return disconnect(desk, line, effect);
    case 'monitor':
      return monitor(desk, line, effect);
    case 'stop-monitor':
      return stopMonitor(desk, line, effect);
    case 'take-over':
      return takeOver(desk, line, effect, asker);
    case 'set-ready':
    case 'set-not-ready':
      return setPaused(desk, line, effect);
    case 'sign-out':
      return signOut(desk, line, effect);
    case 'sign-in':
      return signIn(line, effect);
    case 'join-queue':
      return joinQueue(desk, line, effect);
    case 'leave-queue':
      return leaveQueue(desk, line, effect);
    case 'end-wrap-up':
      return failed('not-supported', 'Asterisk ends wrap-up by itself');
    case 'resync':
      return desk.resync();
    default:
      return unreachable(effect);
  }
}
