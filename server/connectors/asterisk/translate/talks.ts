import type { EndedBy } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { durationMs, type EpochMs, epochMs } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import type { Channel } from './channels.js';
import { type Leg, SETTLE_MS, type Stay, type Workshop } from './stay.js';

const ENDED_BY_REASON: ReadonlyMap<string, EndedBy> = new Map([
  ['caller', 'caller'],
  ['agent', 'agent'],
]);

/**
 * Who talks with a caller that a queue has answered, and who ended it. `AgentComplete` alone can't tell: after a redirect
 * it comes minutes late, for an agent who has long been free. So a talk lasts as long as the two channels hear each other,
 * and `AgentComplete` says only how it ended, if it comes in time.
 */
export class Talks {
  /** Channels that are an agent's side of a talk: uid → stay. */
  private readonly owners = new Map<string, Stay>();
  private readonly shop: Workshop;
  private readonly onLegChanged: (device: string, at: EpochMs) => void;
  private readonly onFinished: (stay: Stay) => void;

  constructor(
    shop: Workshop,
    hooks: { readonly onLegChanged: (device: string, at: EpochMs) => void; readonly onFinished: (stay: Stay) => void },
  ) {
    this.shop = shop;
    this.onLegChanged = hooks.onLegChanged;
    this.onFinished = hooks.onFinished;
  }

  /** Whether this channel is an agent's side of a talk out of a queue. */
  owns(uid: string): boolean {
    return this.owners.has(uid);
  }

  start(stay: Stay, at: EpochMs, leg: Leg): void {
    stay.leg = leg;
    this.owners.set(leg.legUid, stay);
    // A Local member's own channel is not the phone: that one is found when it is heard.
    if (leg.phoneUid === undefined && this.shop.channels.get(leg.legUid)?.device !== undefined) leg.phoneUid = leg.legUid;
    if (leg.phoneUid !== undefined) this.owners.set(leg.phoneUid, stay);
    this.watch(stay, at);
  }

  /** Looks again at who hears the caller. */
  watch(stay: Stay, at: EpochMs): void {
    if (stay.state !== 'answered' || stay.callerGone) return;
    const reached = this.shop.channels.reachedFrom(stay.uid);
    if (stay.leg === undefined) this.takeUp(stay, reached, at);
    else this.check(stay, stay.leg, reached, at);
  }

  /** `AgentComplete`: how the queue saw the end. Late for a caller who was moved: then that talk is long over. */
  complete(stay: Stay, message: AmiMessage, at: EpochMs): void {
    const leg = stay.leg;
    if (leg === undefined || leg.kind !== 'queue' || leg.interface !== message.get('Interface')) return;
    const reason = message.get('Reason');
    this.end(stay, leg, reason === 'transfer' ? 'blind-transfer' : (ENDED_BY_REASON.get(reason) ?? 'unknown'), at);
  }

  /**
   * `BlindTransfer`, `AttendedTransfer`: the transferer is out. A phone behind a Local member transfers what the queue
   * does not see; the queue goes on counting the talk as this agent's, so that how it ended stays open.
   */
  transferred(transfererUid: string, by: 'blind-transfer' | 'attended-transfer', stayOfCaller: Stay | undefined, at: EpochMs): void {
    const stay = this.owners.get(transfererUid) ?? stayOfCaller;
    const leg = stay?.leg;
    if (stay === undefined || leg === undefined) return;
    const isSeenByQueue = leg.kind === 'handover' || transfererUid === leg.legUid || transfererUid === stay.uid;
    this.end(stay, leg, isSeenByQueue ? by : 'unknown', at);
  }

  hold(uid: string, isHeld: boolean, at: EpochMs): void {
    const stay = this.owners.get(uid);
    const leg = stay?.leg;
    // Transfers send an Unhold of what was never held.
    if (stay === undefined || leg === undefined || leg.held === isHeld) return;
    leg.held = isHeld;
    this.shop.emit({ type: isHeld ? 'visit.held' : 'visit.resumed', occurredAt: at, visitKey: stay.key, agentKey: leg.agentKey });
  }

  /** An agent's channel is gone. Called before it is removed from the channels. */
  channelGone(channel: Channel, at: EpochMs): void {
    const stay = this.owners.get(channel.uid);
    const leg = stay?.leg;
    if (stay === undefined || leg === undefined) return;
    if (channel.uid === (leg.phoneUid ?? leg.legUid)) {
      if (channel.hangupOrder !== undefined) leg.phoneHangupOrder = channel.hangupOrder;
      leg.brokenAt ??= at;
      this.settleSoon(stay, leg);
    }
  }

  /** The caller joined another queue: whoever had the caller has not any more. */
  callerMoved(stay: Stay, at: EpochMs): void {
    if (stay.leg) this.end(stay, stay.leg, 'moved', at);
  }

  /** The caller's channel is gone. True when nothing is left to be learned about this stay. */
  callerGone(stay: Stay, at: EpochMs): boolean {
    const order = this.shop.channels.get(stay.uid)?.hangupOrder;
    if (order !== undefined) stay.callerHangupOrder = order;
    stay.callerGone = true;
    if (stay.leg === undefined) return true;
    stay.leg.brokenAt ??= at;
    this.settleSoon(stay, stay.leg);
    return false;
  }

  /** A talk was about to be settled: what would have told how it ended will not come. */
  connectionLost(stay: Stay): void {
    const { leg } = stay;
    if (leg === undefined || !this.shop.pending.has(`talk|${stay.key}`)) return;
    const cause = this.causeOf(stay, leg);
    this.end(stay, leg, cause === 'moved' ? 'unknown' : cause, epochMs(leg.brokenAt ?? stay.enteredAt));
  }

  forget(stay: Stay): void {
    this.shop.pending.cancel(`talk|${stay.key}`);
    if (stay.leg) this.disown(stay, stay.leg);
    delete stay.leg;
  }

  private check(stay: Stay, leg: Leg, reached: readonly Channel[], at: EpochMs): void {
    const phoneUid = leg.phoneUid ?? this.phoneAmong(stay, leg, reached);
    if (phoneUid !== undefined) leg.phoneUid = phoneUid;
    const caller = this.shop.channels.get(stay.uid);
    const hears = reached.some((channel) => channel.uid === leg.phoneUid);
    if (hears) {
      if (leg.phoneUid !== undefined) this.owners.set(leg.phoneUid, stay);
      if (caller?.bridge !== undefined) leg.callerBridge = caller.bridge;
      delete leg.brokenAt;
      this.shop.pending.cancel(`talk|${stay.key}`);
      return;
    }
    if (leg.callerBridge === undefined) return;
    leg.brokenAt ??= at;
    // A caller who still stands in that bridge waits for an agent who asks a colleague; one who left it was taken away.
    if (caller?.bridge !== leg.callerBridge) this.settleSoon(stay, leg);
  }

  private phoneAmong(stay: Stay, leg: Leg, reached: readonly Channel[]): string | undefined {
    const own = reached.find((channel) => channel.device !== undefined && this.shop.roster.agentOf(channel.device) === leg.agentKey);
    if (own) return own.uid;
    // An agent who is called on a mobile: the trunk behind the Local channel.
    const throughLeg = this.shop.channels.matesOf(stay.uid).some((channel) => channel.uid === leg.legUid);
    return throughLeg ? reached[0]?.uid : undefined;
  }

  private settleSoon(stay: Stay, leg: Leg): void {
    const name = `talk|${stay.key}`;
    if (this.shop.pending.has(name)) return;
    this.shop.pending.schedule(name, this.shop.arrivedAt() + SETTLE_MS, () => {
      if (stay.leg === leg) this.end(stay, leg, this.causeOf(stay, leg), epochMs(leg.brokenAt ?? stay.enteredAt));
    });
  }

  /** Who ended it, where the queue does not say: whoever asked first. Nobody asked and the caller is there: moved. */
  private causeOf(stay: Stay, leg: Leg): EndedBy {
    const caller = stay.callerHangupOrder ?? this.shop.channels.get(stay.uid)?.hangupOrder;
    const phone = leg.phoneHangupOrder ?? this.shop.channels.get(leg.phoneUid ?? leg.legUid)?.hangupOrder;
    if (caller !== undefined && (phone === undefined || caller < phone)) return 'caller';
    if (phone !== undefined) return 'agent';
    return stay.callerGone ? 'unknown' : 'moved';
  }

  private end(stay: Stay, leg: Leg, by: EndedBy, at: EpochMs): void {
    this.shop.pending.cancel(`talk|${stay.key}`);
    this.disown(stay, leg);
    delete stay.leg;
    // Past the queue there is no wrap-up; in it, the membership's own goes before the queue's.
    const wrapUp =
      leg.kind === 'handover' ? { wrapUp: durationMs(0) } : leg.wrapUpMs === undefined ? {} : { wrapUp: durationMs(leg.wrapUpMs) };
    const ours = stay.ours !== undefined && this.shop.arrivedAt() <= stay.ours.until ? stay.ours.by : undefined;
    delete stay.ours;
    this.shop.emit({ type: 'visit.talk-ended', occurredAt: at, visitKey: stay.key, agentKey: leg.agentKey, by: ours ?? by, ...wrapUp });
    const device = this.shop.channels.get(leg.phoneUid ?? leg.legUid)?.device;
    if (device !== undefined) this.onLegChanged(device, at);
    if (stay.callerGone) this.onFinished(stay);
    else this.watch(stay, at);
  }

  /** The same caller goes on with another agent, reached past the queue. */
  private takeUp(stay: Stay, reached: readonly Channel[], at: EpochMs): void {
    for (const channel of reached) {
      if (channel.device === undefined || channel.spy || this.owners.has(channel.uid) || stay.pastLegs.has(channel.uid)) continue;
      const who = whoHas(this.shop, stay, channel);
      if (who === undefined) continue;
      const { agentKey, ...member } = who;
      this.shop.emit({ type: 'visit.handed-over', occurredAt: at, visitKey: stay.key, agentKey, ...member });
      this.start(stay, at, {
        agentKey,
        interface: '',
        kind: 'handover',
        legUid: channel.uid,
        phoneUid: channel.uid,
        held: false,
        since: at,
      });
      this.onLegChanged(channel.device, at);
      return;
    }
  }

  private disown(stay: Stay, leg: Leg): void {
    for (const uid of [leg.legUid, leg.phoneUid]) {
      if (uid === undefined) continue;
      stay.pastLegs.add(uid);
      if (this.owners.get(uid) === stay) this.owners.delete(uid);
    }
  }
}

/** Whose phone this is, told first if nobody knew: an agent's, or that of a supervisor who takes the caller. */
export function whoHas(shop: Workshop, stay: Stay, phone: Channel): { agentKey: ExternalKey; member?: string } | undefined {
  const { device } = phone;
  if (device === undefined) return undefined;
  const agentKey = shop.roster.agentOf(device);
  if (agentKey !== undefined) {
    const member = shop.roster.nameOfAgent(agentKey);
    return { agentKey, ...(member === undefined ? {} : { member }) };
  }
  if (stay.guest?.phoneKey !== device) return undefined;
  const { phoneKey, name } = stay.guest;
  shop.emit({ type: 'agent.seen', occurredAt: epochMs(shop.arrivedAt()), agentKey: phoneKey, name });
  return { agentKey: phoneKey };
}
