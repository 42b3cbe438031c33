import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { type EpochMs, epochMs } from '../../../../shared/kernel/time.js';
import { type Channel, phaseOf } from './channels.js';
import { SETTLE_MS, type Workshop } from './stay.js';

export type Phase = 'ringing' | 'dialing' | 'talking' | 'none';
const STRONGEST: readonly Phase[] = ['talking', 'dialing', 'ringing'];

/**
 * Calls of agents' phones that no queue knows: their own, a colleague's, a private one. The device state says "in use" of
 * any call, and so does not tell; the phone's channels do, once those that a queue rings or talks through are left out.
 */
export class OffQueueCalls {
  private readonly told = new Map<ExternalKey, Phase>();
  private readonly shop: Workshop;
  /** Whether a queue rings or talks through this channel. */
  private readonly isQueueCall: (channel: Channel) => boolean;

  constructor(shop: Workshop, isQueueCall: (channel: Channel) => boolean) {
    this.shop = shop;
    this.isQueueCall = isQueueCall;
  }

  phaseOfDevice(device: string): Phase {
    const phases = this.shop.channels
      .ofDevice(device)
      .filter((channel) => !this.isQueueCall(channel))
      .map(phaseOf);
    return STRONGEST.find((phase) => phases.includes(phase)) ?? 'none';
  }

  /**
   * Something happened to one of this phone's channels. An end is told at once; a beginning only when it lasts, since the
   * channel of a queue's call lives on for some milliseconds after the talk, and exists some before the queue says so.
   */
  refresh(device: string, at: EpochMs): void {
    const agentKey = this.shop.roster.agentOf(device);
    if (agentKey === undefined) return;
    const name = `off|${agentKey}`;
    const phase = this.phaseOfDevice(device);
    if (phase === (this.told.get(agentKey) ?? 'none')) {
      this.shop.pending.cancel(name);
    } else if (phase === 'none') {
      this.shop.pending.cancel(name);
      this.tell(agentKey, 'none', at);
    } else if (!this.shop.pending.has(name)) {
      this.shop.pending.schedule(name, this.shop.arrivedAt() + SETTLE_MS, () => {
        const lasting = this.phaseOfDevice(device);
        if (lasting !== (this.told.get(agentKey) ?? 'none')) this.tell(agentKey, lasting, epochMs(at));
      });
    }
  }

  /** What a resync tells of every agent. */
  restart(): void {
    for (const agentKey of this.told.keys()) this.shop.pending.cancel(`off|${agentKey}`);
    this.told.clear();
  }

  /** As a resync tells it. */
  resyncOf(agentKey: ExternalKey): Phase {
    const phase = this.phaseOfDevice(agentKey);
    if (phase !== 'none') this.told.set(agentKey, phase);
    return phase;
  }

  private tell(agentKey: ExternalKey, phase: Phase, at: EpochMs): void {
    if (phase === 'none') this.told.delete(agentKey);
    else this.told.set(agentKey, phase);
    this.shop.emit({ type: 'agent.off-queue-call', occurredAt: at, agentKey, phase });
  }
}
