import type { FlowoutReason } from '../../../../shared/domain/facts.js';
import { type EpochMs, epochMs } from '../../../../shared/kernel/time.js';
import type { Channel } from './channels.js';
import type { Offers } from './offers.js';
import type { Stay, Workshop } from './stay.js';
import { type Talks, whoHas } from './talks.js';

interface Hooks {
  ofCaller(uid: string): readonly Stay[];
  /** The caller is not waiting any more, and nobody answered. */
  onLeft(stay: Stay, how: 'abandoned' | FlowoutReason): void;
}

/**
 * Callers whom we took out of their queue to ring one phone. The queue has forgotten them, but they go on waiting: until that
 * phone is answered, they give up, or they are sent on.
 */
export class SentCallers {
  private readonly shop: Workshop;
  private readonly talks: Talks;
  private readonly offers: Offers;
  private readonly hooks: Hooks;

  constructor(shop: Workshop, talks: Talks, offers: Offers, hooks: Hooks) {
    this.shop = shop;
    this.talks = talks;
    this.offers = offers;
    this.hooks = hooks;
  }

  /** The queue said that the caller left, which was our doing. */
  begin(stay: Stay): void {
    this.shop.pending.cancel(`leave|${stay.key}`);
    stay.state = 'sent';
    delete stay.abandonedAt;
    this.offers.cancelAll(stay, epochMs(stay.leftAt ?? stay.enteredAt));
  }

  /** The caller's channel calls this phone. */
  rung(callerUid: string, phone: Channel, at: EpochMs): void {
    for (const stay of this.hooks.ofCaller(callerUid)) if (stay.state === 'sent') this.offers.ring(stay, phone, at);
  }

  /** Whoever the caller was sent to may have picked up. */
  watch(stay: Stay, at: EpochMs): void {
    if (stay.state !== 'sent') return;
    for (const phone of this.shop.channels.reachedFrom(stay.uid)) {
      const who = phone.spy ? undefined : whoHas(this.shop, stay, phone);
      if (who === undefined) continue;
      const { agentKey, ...member } = who;
      stay.state = 'answered';
      this.offers.cancelAll(stay, at, agentKey);
      this.shop.emit({ type: 'visit.answered', occurredAt: at, visitKey: stay.key, agentKey, ...member });
      // The queue knows nothing of this talk: it neither says how it ends nor holds the agent back after it.
      const { uid } = phone;
      this.talks.start(stay, at, { agentKey, interface: '', kind: 'handover', legUid: uid, phoneUid: uid, held: false, since: at });
      return;
    }
  }

  /** Somewhere else before anybody picked up. */
  movedOn(stay: Stay, at: EpochMs): void {
    if (stay.state !== 'sent') return;
    stay.leftAt = at;
    this.hooks.onLeft(stay, 'redirected');
  }

  /** The caller is gone: gave up, was hung up by us, or the dial plan had no more to try. */
  inVain(stay: Stay, at: EpochMs): void {
    const channel = this.shop.channels.get(stay.uid);
    const own = channel && this.shop.own.take(channel.name, this.shop.arrivedAt());
    stay.leftAt = at;
    this.hooks.onLeft(stay, own === 'hangup' ? 'system' : channel?.hangupOrder === undefined ? 'redirected' : 'abandoned');
  }
}
