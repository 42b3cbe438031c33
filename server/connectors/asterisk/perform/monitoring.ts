import type { MonitorMode } from '../../../../shared/domain/action/commands.js';
import type { EffectOf, Failure } from '../../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { SECOND_MS } from '../../../../shared/kernel/time.js';
import type { EffectAnswer } from '../../connector.js';
import type { AmiMessage } from '../message.js';
import type { SpyOptions } from '../orders.js';
import type { Timers } from '../timers.js';
import { type Spy, spyUidOf } from '../translate/monitors.js';
import { transfer } from './calls.js';
import type { Desk } from './desk.js';
import { extensionsOf } from './dial-plan.js';
import { callerGone, DONE, failed } from './failures.js';
import { ANSWER_MS, type Line, type Reply } from './line.js';

/** How long the supervisor's phone rings: a hand set on a desk across the floor. */
const RING_MS = 25 * SECOND_MS;
/** From the phone's answer to hearing something: 0.1 s as recorded. */
const BEGIN_MS = 3 * SECOND_MS;
/** A phone that listened is free again within milliseconds of being hung up. */
const FREE_MS = 2 * SECOND_MS;

const OPTIONS: Readonly<Record<MonitorMode, SpyOptions>> = { listen: 'qS', whisper: 'qwS', barge: 'qBS' };

/**
 * Rings the supervisor's phone and lets it listen in. Answers once the PBX has taken that on; whether it came true is told by
 * facts, since the phone may ring for long, and its being answered does not mean that it hears anything.
 */
export async function monitor(desk: Desk, line: Line, effect: EffectOf<'monitor'>): Promise<EffectAnswer> {
  if (effect.replaces !== undefined) {
    const freed = await stopSpying(desk, line, effect.replaces);
    if (!freed.ok && freed.failure.code !== 'not-found') return freed;
  }
  const talking = desk.floor.caller(effect.visitKey)?.talking;
  if (talking?.agentKey !== effect.agentKey) return failed('not-found', 'this agent does not talk to this caller any more');
  const { monitorKey, visitKey, agentKey, mode, phoneKey } = effect;
  const spy = desk.monitors.expect({ monitorKey, visitKey, agentKey, mode });
  const { taken, tried } = line.call(
    {
      action: 'Originate',
      phone: phoneKey,
      // Its full name: only a prefix would match other phones, and go on to the agent's next call.
      spied: talking.phoneChannel,
      options: OPTIONS[mode],
      channelId: spyUidOf(monitorKey),
      shownNumber:
        extensionsOf([agentKey])[0]
          ?.replace(/[^\w*#+.-]/g, '')
          .slice(0, 40) ?? '',
      ringMs: RING_MS,
    },
    RING_MS + ANSWER_MS,
  );
  const reply = await taken;
  if (!reply.ok) {
    desk.monitors.forget(monitorKey);
    return failed(reply.failure.code === 'caller-gone' ? 'not-found' : reply.failure.code, reply.failure.detail);
  }
  // The phone rings for as long as somebody may need to get to it; nobody else's request waits for that.
  void tried.then((outcome) => follow(desk, spy, outcome));
  return DONE;
}

/** What became of a phone that was rung. Of a lost connection that is not known: the next list of channels tells. */
async function follow(desk: Desk, spy: Spy, reply: Reply): Promise<void> {
  if (!reply.ok) {
    if (!spy.isDoubtful) desk.monitorFailed(spy, reply.failure);
    return;
  }
  const outcome = reply.items.at(-1);
  if (outcome?.get('Response') !== 'Success') return desk.monitorFailed(spy, notAnswered(outcome, spy));
  desk.monitors.hasUid(spy, outcome.get('Uniqueid'), desk.now());
  await untilState(spy, ({ state }) => state !== 'asked', BEGIN_MS, desk.timers);
  desk.monitorFailed(spy, spy.state === 'over' ? NOTHING_HEARD : NOT_TOLD);
}

export async function stopMonitor(desk: Desk, line: Line, effect: EffectOf<'stop-monitor'>): Promise<EffectAnswer> {
  return stopSpying(desk, line, effect.monitorKey);
}

/** 接管: the caller comes to the supervisor's phone, which must be free for that; the agent is released. */
export async function takeOver(desk: Desk, line: Line, effect: EffectOf<'take-over'>, asker: string): Promise<EffectAnswer> {
  const found = await desk.dialPlan.find('agent', extensionsOf([effect.phoneKey]), line);
  if (!found.ok) return found;
  if (desk.floor.caller(effect.visitKey)?.talking?.agentKey !== effect.agentKey) return callerGone;
  const freed = await stopSpying(desk, line, effect.monitorKey);
  if (!freed.ok && freed.failure.code !== 'not-found') return freed;
  desk.floor.invites(effect.visitKey, { phoneKey: effect.phoneKey, name: asker });
  return transfer(desk, line, effect, found.place, 'taken-over');
}

/** Hangs up the listening phone and waits until it is free. */
async function stopSpying(desk: Desk, line: Line, monitorKey: ExternalKey): Promise<EffectAnswer> {
  const spy = desk.monitors.get(monitorKey);
  const channel = desk.monitors.channelOf(monitorKey);
  if (spy === undefined || channel === undefined) return failed('not-found', 'nobody listens in');
  const reply = await line.ask({ action: 'Hangup', channel });
  if (!reply.ok) return failed(reply.failure.code === 'caller-gone' ? 'not-found' : reply.failure.code, reply.failure.detail);
  await untilState(spy, ({ isGone }) => isGone === true, FREE_MS, desk.timers);
  return DONE;
}

const NOTHING_HEARD: Failure = { code: 'not-found', detail: 'the phone was answered, but there was nothing to listen to' };
const NOT_TOLD: Failure = { code: 'unreachable', detail: 'the phone was answered; the PBX did not say that it listens' };

/** Reasons of `OriginateResponse`: 3 rang out, 5 busy; 0 is anything else, a busy phone included. */
function notAnswered(outcome: AmiMessage | undefined, spy: Spy): Failure {
  const reason = outcome?.int('Reason');
  if (reason === 3) return { code: 'no-answer', detail: 'the supervisor’s phone was not answered' };
  if (reason === 5 || spy.cause === USER_BUSY) return { code: 'busy', detail: 'the supervisor’s phone is busy' };
  if (spy.cause === CALL_REJECTED) return { code: 'no-answer', detail: 'the supervisor’s phone rejected the call' };
  return {
    code: 'refused',
    detail: `the supervisor’s phone could not be called (reason ${reason ?? 'unknown'}): busy, or not registered`,
  };
}
const USER_BUSY = 17;
const CALL_REJECTED = 21;

function untilState(spy: Spy, holds: (spy: Spy) => boolean, withinMs: number, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const undo = timers.after(withinMs, () => settle());
    const settle = () => {
      undo();
      spy.onNews = undefined;
      resolve();
    };
    spy.onNews = () => {
      if (holds(spy)) settle();
    };
    if (holds(spy)) settle();
  });
}
