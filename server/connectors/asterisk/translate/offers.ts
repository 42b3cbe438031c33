import type { OfferEnd } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { durationMs, type EpochMs } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import type { Channel } from './channels.js';
import { type Offer, SETTLE_MS, type Stay, type Workshop } from './stay.js';

const ENDED_BY_STATUS: ReadonlyMap<string, OfferEnd> = new Map([
  ['NOANSWER', 'no-answer'],
  ['BUSY', 'busy'],
]);

/**
 * Phones that ring for a waiting caller, each by the leg that the queue called. Asterisk says "no answer" of a phone that
 * is busy or was told to reject too, and nothing at all of one that was given up: the leg's own end tells them apart.
 */
export class Offers {
  private readonly shop: Workshop;
  /** Stays of this caller's channel; of all, when it is not known who called. */
  private readonly staysOf: (callerUid: string | undefined) => Iterable<Stay>;

  constructor(shop: Workshop, staysOf: (callerUid: string | undefined) => Iterable<Stay>) {
    this.shop = shop;
    this.staysOf = staysOf;
  }

  begin(stay: Stay, message: AmiMessage, at: EpochMs): void {
    const iface = message.get('Interface');
    const legUid = message.get('DestUniqueid');
    const who = this.shop.roster.whoIs(stay.queue, iface, message.get('MemberName'), at);
    if (who === undefined || stay.offers.has(legUid)) return;
    stay.offers.set(legUid, { agentKey: who.agentKey, member: who.member, interface: iface, since: at, legUid });
    this.shop.emit({ type: 'visit.offered', occurredAt: at, visitKey: stay.key, agentKey: who.agentKey, member: who.member });
  }

  /** A phone that the caller's own channel calls, past the queue: the caller was sent there. */
  ring(stay: Stay, phone: Channel, at: EpochMs): void {
    const agentKey = phone.device === undefined ? undefined : this.shop.roster.agentOf(phone.device);
    if (agentKey === undefined || stay.offers.has(phone.uid)) return;
    const member = this.shop.roster.nameOfAgent(agentKey) ?? agentKey;
    stay.offers.set(phone.uid, { agentKey, member, interface: phone.device ?? '', since: at, legUid: phone.uid });
    this.shop.emit({ type: 'visit.offered', occurredAt: at, visitKey: stay.key, agentKey, member });
  }

  /** `AgentRingNoAnswer`. Its `RingTime` is in whole seconds, written as milliseconds; 0 means refused at once. */
  ringNoAnswer(stay: Stay, message: AmiMessage, at: EpochMs): void {
    const iface = message.get('Interface');
    const offer = stay.offers.get(message.get('DestUniqueid')) ?? [...stay.offers.values()].find((one) => one.interface === iface);
    if (offer === undefined) return;
    this.end(stay, offer, offer.refused ?? (message.int('RingTime') === 0 ? 'busy' : 'no-answer'), at);
  }

  /** The leg said "busy" or "rejected". One that never rang refused by itself; one that did was told to by a person. */
  legRefused(legUid: string, rang: boolean): void {
    const found = this.find(legUid);
    if (found) found.offer.refused = rang ? 'rejected' : 'busy';
  }

  /** The leg was given up: the caller is gone, somebody else answered, or it rang out, which is then said at once. */
  legEnded(legUid: string, at: EpochMs, dialStatus = ''): void {
    const found = this.find(legUid);
    if (found === undefined) return;
    const { stay, offer } = found;
    // Of a queue's own calls `AgentRingNoAnswer` tells; of one past it nothing else will.
    const how = stay.state === 'sent' ? (offer.refused ?? ENDED_BY_STATUS.get(dialStatus) ?? 'cancelled') : 'cancelled';
    const name = nameOf(stay, offer);
    if (this.shop.pending.has(name)) return;
    this.shop.pending.schedule(name, this.shop.arrivedAt() + SETTLE_MS, () => {
      if (stay.offers.get(legUid) === offer) this.end(stay, offer, how, at);
    });
  }

  legPickedUp(legUid: string): void {
    const found = this.find(legUid);
    if (found) found.offer.pickedUp = true;
  }

  has(legUid: string): boolean {
    return this.find(legUid) !== undefined;
  }

  /** Nobody else needs to answer: the caller is gone, or this agent has the caller. */
  cancelAll(stay: Stay, at: EpochMs, answeredBy?: ExternalKey): void {
    for (const offer of [...stay.offers.values()]) {
      if (offer.agentKey === answeredBy) this.forget(stay, offer);
      else this.end(stay, offer, 'cancelled', at);
    }
  }

  private end(stay: Stay, offer: Offer, how: OfferEnd, at: EpochMs): void {
    this.forget(stay, offer);
    this.shop.emit({
      type: 'visit.offer-ended',
      occurredAt: at,
      visitKey: stay.key,
      agentKey: offer.agentKey,
      member: offer.member,
      how,
      ringMs: durationMs(Math.max(0, at - offer.since)),
    });
  }

  private forget(stay: Stay, offer: Offer): void {
    stay.offers.delete(offer.legUid);
    this.shop.pending.cancel(nameOf(stay, offer));
  }

  private find(legUid: string): { stay: Stay; offer: Offer } | undefined {
    const callerUid = this.shop.channels.get(legUid)?.dialedBy;
    for (const stay of this.staysOf(this.shop.channels.dialerBehind(callerUid))) {
      const offer = stay.offers.get(legUid);
      if (offer) return { stay, offer };
    }
    return undefined;
  }
}

const nameOf = (stay: Stay, offer: Offer): string => `offer|${stay.key}|${offer.legUid}`;
