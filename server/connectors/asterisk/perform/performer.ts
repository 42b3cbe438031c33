import type { Effect, Failure } from '../../../../shared/domain/action/effects.js';
import type { ActionId } from '../../../../shared/kernel/ids.js';
import type { EpochMs } from '../../../../shared/kernel/time.js';
import type { EffectAnswer, EffectRequest } from '../../connector.js';
import type { Timers } from '../timers.js';
import type { FloorView } from '../translate/floor.js';
import type { Monitors, Spy } from '../translate/monitors.js';
import type { OwnAction } from '../translate/own-actions.js';
import type { Translator } from '../translate/translate.js';
import type { Desk } from './desk.js';
import { type Contexts, DialPlan } from './dial-plan.js';
import { DONE, failed } from './failures.js';
import { Line, type Wire } from './line.js';
import { carryOut } from './perform.js';

export interface PerformerParts {
  readonly translator: Translator;
  readonly wire: Wire;
  readonly timers: Timers;
  readonly contexts: Contexts;
  now(): EpochMs;
  /** There is something to deliver that no event brought. */
  onFacts(): void;
  /** Who asks, by name: known as that when their own phone takes a call. */
  askerOf(actionId: ActionId): string | undefined;
  /** Asks for all lists, whose end is taken as the whole truth. */
  askWholeTruth(): void;
}

/** Carries requests out on a running connection, with what its translation knows of the floor. */
export class Performer implements Desk {
  readonly dialPlan: DialPlan;
  readonly timers: Timers;
  private readonly parts: PerformerParts;
  private readonly wire: Wire;

  constructor(parts: PerformerParts) {
    this.parts = parts;
    this.timers = parts.timers;
    this.dialPlan = new DialPlan(parts.contexts, parts.timers);
    const { wire, translator } = parts;
    this.wire = {
      send(action, onReply, onLost) {
        // What we ask for explains what happens from now on, not since the last event.
        translator.tick(parts.now());
        return wire.send(action, onReply, onLost);
      },
      get isLive() {
        return wire.isLive;
      },
    };
  }

  async perform(effect: Effect, request: EffectRequest): Promise<EffectAnswer> {
    // Who is not known yet is not gone.
    if (!this.wire.isLive || !this.parts.translator.isInLine) return failed('unreachable', 'no connection to the PBX');
    return carryOut(this, new Line(this.wire, this.timers, request), effect, this.parts.askerOf(request.actionId) ?? 'Supervisor');
  }

  now(): EpochMs {
    return this.parts.now();
  }

  get floor(): FloorView {
    return this.parts.translator.floor;
  }

  get monitors(): Monitors {
    return this.parts.translator.monitors;
  }

  ownAction(action: OwnAction, channel: string, actionId: string): void {
    this.parts.translator.ownAction(action, channel, actionId, this.parts.now());
  }

  askQueue(queue: string): void {
    const id = this.wire.send({ action: 'QueueStatus', queue });
    if (id !== undefined) this.parts.translator.statusRequested(id, { queue });
  }

  askMember(member: string): void {
    const id = this.wire.send({ action: 'QueueStatus', member });
    if (id !== undefined) this.parts.translator.statusRequested(id, { member });
  }

  monitorFailed(spy: Spy, failure: Failure): void {
    this.monitors.failed(spy, failure, this.parts.now());
    this.parts.onFacts();
  }

  resync(): EffectAnswer {
    this.parts.askWholeTruth();
    return DONE;
  }
}
