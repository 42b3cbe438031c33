import type { EndedBy } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { epochMs } from '../../../../shared/kernel/time.js';
import type { Membership } from './roster.js';
import type { Stay, Workshop } from './stay.js';
import type { Stays } from './stays.js';

/** A caller as a request to the PBX must name one. */
export interface CallerView {
  readonly queue: string;
  /** The caller's own channel. */
  readonly channel: string;
  /** Absent while the caller waits. */
  readonly talking?: {
    readonly agentKey: ExternalKey;
    /** What the queue calls the agent's channel: for a Local member its first half. The one to transfer. */
    readonly legChannel: string;
    /** The phone itself: the one to listen to. */
    readonly phoneChannel: string;
  };
}

/** From our request to the end of the talk it ends; longer ago, it explains nothing. */
const OURS_MS = 5_000;

/** What requests have to know of the floor: who is where, by the PBX's own names. */
export class FloorView {
  private readonly shop: Workshop;
  private readonly stays: Stays;

  constructor(shop: Workshop, stays: Stays) {
    this.shop = shop;
    this.stays = stays;
  }

  /** `undefined`: this stay is over, or its caller is just leaving or being answered. */
  caller(visitKey: ExternalKey): CallerView | undefined {
    const stay = this.stays.get(visitKey);
    const channel = stay && this.shop.channels.get(stay.uid);
    if (stay === undefined || channel === undefined || channel.hangupOrder !== undefined || stay.callerGone) return undefined;
    if (stay.state === 'waiting' || stay.state === 'sent') return { queue: stay.queue, channel: channel.name };
    const talking = stay.state === 'answered' ? this.talking(stay) : undefined;
    return talking && { queue: stay.queue, channel: channel.name, talking };
  }

  memberships(agentKey: ExternalKey): Membership[] {
    return this.shop.roster.membershipsOf(agentKey);
  }

  nameOf(agentKey: ExternalKey): string | undefined {
    return this.shop.roster.nameOfAgent(agentKey);
  }

  /** This phone, of somebody by this name, is about to be given the caller. */
  invites(visitKey: ExternalKey, guest: { readonly phoneKey: ExternalKey; readonly name: string }): void {
    const stay = this.stays.get(visitKey);
    if (stay) stay.guest = guest;
  }

  /** A talk is about to be ended by us, in this way. */
  endsByUs(visitKey: ExternalKey, by: EndedBy): void {
    const stay = this.stays.get(visitKey);
    if (stay) stay.ours = { by, until: this.shop.arrivedAt() + OURS_MS };
  }

  /** The PBX refused to end it. */
  endsNot(visitKey: ExternalKey): void {
    delete this.stays.get(visitKey)?.ours;
  }

  /** A caller whom we had sent to an agent was moved on. */
  movedOn(visitKey: ExternalKey): void {
    const stay = this.stays.get(visitKey);
    if (stay) this.stays.sent.movedOn(stay, epochMs(this.shop.arrivedAt()));
  }

  private talking(stay: Stay): CallerView['talking'] {
    const { leg } = stay;
    if (leg === undefined || leg.brokenAt !== undefined) return undefined;
    const phone = this.shop.channels.get(leg.phoneUid ?? leg.legUid);
    const own = this.shop.channels.get(leg.legUid) ?? phone;
    if (phone === undefined || own === undefined) return undefined;
    return { agentKey: leg.agentKey, legChannel: own.name, phoneChannel: phone.name };
  }
}
