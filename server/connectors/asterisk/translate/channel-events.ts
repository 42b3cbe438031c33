import type { EpochMs } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import { type Channel, RINGING } from './channels.js';
import type { Parts } from './reconcile.js';

/** Asterisk's reason for hanging up a channel because it shuts down itself. */
const SOFT_HANGUP_SHUTDOWN = 4;
/** Causes with which an agent's phone refuses a call: user busy, call rejected. */
const REFUSALS: ReadonlySet<number> = new Set([17, 21]);

/** Events about channels and bridges: who called whom, who hears whom, and who is gone. */
export class ChannelEvents {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** True when the message was one of these. */
  handle(message: AmiMessage, at: EpochMs): boolean {
    switch (message.event) {
      case 'Newchannel':
      case 'Newstate':
        this.channelSeen(message, at);
        return true;
      case 'DialBegin':
        this.dialBegin(message, at);
        return true;
      case 'DialEnd':
        this.dialEnd(message, at);
        return true;
      case 'HangupRequest':
        this.hangupRequest(message);
        return true;
      case 'SoftHangupRequest':
        this.softHangup(message);
        return true;
      case 'Hangup':
        this.hangup(message, at);
        return true;
      case 'BridgeEnter':
        this.bridgeEnter(message, at);
        return true;
      case 'BridgeLeave':
        this.bridgeLeave(message, at);
        return true;
      case 'BlindTransfer':
        this.transfer(message, 'Transferer', 'blind-transfer', at);
        return true;
      case 'AttendedTransfer':
        this.transfer(message, 'OrigTransferer', 'attended-transfer', at);
        return true;
      case 'Hold':
        this.parts.talks.hold(message.get('Uniqueid'), true, at);
        return true;
      case 'Unhold':
        this.parts.talks.hold(message.get('Uniqueid'), false, at);
        return true;
      case 'ChanSpyStart':
        this.spyStart(message, at);
        return true;
      case 'ChanSpyStop':
        this.parts.monitors.stopped(message.get('SpyerUniqueid'), at);
        return true;
      default:
        return false;
    }
  }

  private channelSeen(message: AmiMessage, at: EpochMs): void {
    const channel = this.parts.shop.channels.note(message);
    if (channel === undefined) return;
    if (this.parts.monitors.has(channel.uid)) channel.spy = true;
    if (channel.device !== undefined) this.parts.offQueue.refresh(channel.device, at);
  }

  private dialBegin(message: AmiMessage, at: EpochMs): void {
    const dest = this.parts.shop.channels.note(message, 'Dest');
    const dialer = this.parts.shop.channels.get(message.get('Uniqueid'));
    if (dest) {
      dest.dialedBy = dialer?.uid ?? '';
      dialer?.dials.add(dest.uid);
    }
    if (dialer && !this.parts.stays.offers.has(message.get('DestUniqueid'))) this.parts.stays.callerWentOn(dialer.uid);
    const callerUid = this.parts.shop.channels.dialerBehind(dialer?.uid);
    if (dest && callerUid !== undefined) this.parts.stays.sent.rung(callerUid, dest, at);
    this.refresh(dest, at);
    this.refresh(dialer, at);
  }

  private dialEnd(message: AmiMessage, at: EpochMs): void {
    const destUid = message.get('DestUniqueid');
    const dialer = this.parts.shop.channels.get(message.get('Uniqueid'));
    dialer?.dials.delete(destUid);
    if (message.get('DialStatus') === 'ANSWER') this.parts.stays.offers.legPickedUp(destUid);
    else this.parts.stays.offers.legEnded(destUid, at, message.get('DialStatus'));
    this.refresh(dialer, at);
  }

  private hangupRequest(message: AmiMessage): void {
    const uid = message.get('Uniqueid');
    this.parts.shop.channels.requestHangup(uid);
    this.parts.monitors.hangupCause(uid, message.int('Cause'));
    this.noteRefusal(message);
  }

  private softHangup(message: AmiMessage): void {
    const channel = this.parts.shop.channels.get(message.get('Uniqueid'));
    if (channel && message.int('Cause') === SOFT_HANGUP_SHUTDOWN) channel.shutDown = true;
  }

  /** Who refused is said on the phone's channel; the queue rang the first half of a Local pair in front of it. */
  private noteRefusal(message: AmiMessage): void {
    if (!REFUSALS.has(message.int('Cause') ?? 0)) return;
    const channel = this.parts.shop.channels.get(message.get('Uniqueid'));
    if (channel === undefined) return;
    const rang = channel.state === RINGING;
    this.parts.stays.offers.legRefused(channel.uid, rang);
    const half = this.parts.shop.channels.get(channel.dialedBy ?? '');
    const first = half === undefined ? undefined : this.parts.shop.channels.otherHalf(half);
    if (first !== undefined) this.parts.stays.offers.legRefused(first, rang);
  }

  private hangup(message: AmiMessage, at: EpochMs): void {
    this.noteRefusal(message);
    this.parts.monitors.hangupCause(message.get('Uniqueid'), message.int('Cause'));
    this.gone(message.get('Uniqueid'), at);
  }

  gone(uid: string, at: EpochMs): void {
    const channel = this.parts.shop.channels.get(uid);
    if (channel === undefined) return;
    this.parts.monitors.gone(uid, at);
    this.parts.talks.channelGone(channel, at);
    this.parts.stays.offers.legEnded(uid, at);
    const left = this.parts.shop.channels.connectedTo(uid);
    this.parts.stays.callerHungUp(uid, at);
    this.parts.shop.channels.get(channel.dialedBy ?? '')?.dials.delete(uid);
    this.parts.shop.channels.remove(uid);
    this.parts.stays.forgetJoins(uid);
    if (channel.device !== undefined) this.parts.offQueue.refresh(channel.device, at);
    this.watch(left, at);
  }

  private bridgeEnter(message: AmiMessage, at: EpochMs): void {
    const channel = this.parts.shop.channels.note(message);
    if (channel === undefined) return;
    const before = this.parts.shop.channels.connectedTo(channel.uid);
    this.parts.shop.channels.enter(channel.uid, message.get('BridgeUniqueid'));
    this.parts.stays.callerWentOn(channel.uid);
    this.watch([...before, ...this.parts.shop.channels.connectedTo(channel.uid)], at);
  }

  private bridgeLeave(message: AmiMessage, at: EpochMs): void {
    const uid = message.get('Uniqueid');
    const before = this.parts.shop.channels.connectedTo(uid);
    this.parts.shop.channels.leave(uid, message.get('BridgeUniqueid'));
    this.watch(before, at);
  }

  private watch(channels: readonly Channel[], at: EpochMs): void {
    for (const channel of new Set(channels)) {
      for (const stay of this.parts.stays.ofCaller(channel.uid)) {
        this.parts.stays.sent.watch(stay, at);
        this.parts.talks.watch(stay, at);
      }
      if (channel.device !== undefined) this.parts.offQueue.refresh(channel.device, at);
    }
  }

  private transfer(message: AmiMessage, who: string, by: 'blind-transfer' | 'attended-transfer', at: EpochMs): void {
    if (message.get('Result') !== 'Success') return;
    const uid = message.get(`${who}Uniqueid`);
    this.parts.talks.transferred(
      uid,
      by,
      this.parts.stays.ofCaller(uid).findLast((stay) => stay.leg !== undefined),
      at,
    );
  }

  private spyStart(message: AmiMessage, at: EpochMs): void {
    const spy = this.parts.shop.channels.get(message.get('SpyerUniqueid'));
    if (spy === undefined) return;
    spy.spy = true;
    spy.spies = true;
    this.parts.monitors.begun(spy.uid, at);
    this.refresh(spy, at);
  }

  /** Rung or talked with by a queue, straight or behind a Local pair. */
  isQueueCall(channel: Channel): boolean {
    if (this.parts.talks.owns(channel.uid) || this.parts.stays.offers.has(channel.uid)) return true;
    const half = this.parts.shop.channels.get(channel.dialedBy ?? '');
    const first = half === undefined ? undefined : this.parts.shop.channels.otherHalf(half);
    return first !== undefined && (this.parts.stays.offers.has(first) || this.parts.talks.owns(first));
  }

  private refresh(channel: Channel | undefined, at: EpochMs): void {
    if (channel?.device !== undefined) this.parts.offQueue.refresh(channel.device, at);
  }
}
