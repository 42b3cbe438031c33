import type { Failure } from '../../../../shared/domain/action/effects.js';
import type { EpochMs } from '../../../../shared/kernel/time.js';
import type { EffectAnswer } from '../../connector.js';
import type { Timers } from '../timers.js';
import type { FloorView } from '../translate/floor.js';
import type { Monitors, Spy } from '../translate/monitors.js';
import type { OwnAction } from '../translate/own-actions.js';
import type { DialPlan } from './dial-plan.js';

/** What carrying out a request may use of the connector that runs. */
export interface Desk {
  readonly floor: FloorView;
  readonly monitors: Monitors;
  readonly dialPlan: DialPlan;
  readonly timers: Timers;
  now(): EpochMs;
  /** Notes what we are doing to a waiting caller: the events that follow don't tell it from a hang-up. */
  ownAction(action: OwnAction, channel: string, actionId: string): void;
  /** Asks for a queue's callers, or an interface's memberships, so that what changed is read back. */
  askQueue(queue: string): void;
  askMember(iface: string): void;
  /** A phone that was rung to listen does not. */
  monitorFailed(spy: Spy, failure: Failure): void;
  /** Asks for the PBX's whole truth, as after a connect. */
  resync(): EffectAnswer;
}
