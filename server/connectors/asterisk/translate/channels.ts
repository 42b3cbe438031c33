import type { AmiMessage } from '../message.js';

/** Asterisk's channel states that matter here. */
const RING = 4;
export const RINGING = 5;
const UP = 6;

export interface Channel {
  /** Unique for good: names repeat after a restart. */
  readonly uid: string;
  readonly name: string;
  /** The phone or trunk behind it, `PJSIP/1001`; absent for one half of a Local pair. */
  readonly device?: string;
  /** For one half of a Local pair: the pair's name, and which half. */
  readonly local?: { readonly pair: string; readonly half: '1' | '2' };
  linkedid: string;
  state: number;
  bridge?: string;
  /** Somebody is called by this channel: uids of the legs that were not answered yet. */
  readonly dials: Set<string>;
  /** It is a leg that this channel called; empty when the PBX itself did. */
  dialedBy?: string;
  /** A supervisor's ear, not a call: from the moment that it is known to become one. */
  spy: boolean;
  /** It listens, as the PBX says. */
  spies?: true;
  /** The order in which the far side, or the PBX, asked to hang up; absent: nobody did. */
  hangupOrder?: number;
  /** Lists in a row that should hold it and did not. */
  missedInLists: number;
  /** The PBX shuts down and hangs up everything. */
  shutDown?: true;
}

/** Enough for the largest floor that one PBX serves; beyond it new ones are not followed. */
const MAX_CHANNELS = 100_000;

/** Which channels exist, who called whom, and who hears whom. Keyed by unique id throughout. */
export class Channels {
  private readonly byUid = new Map<string, Channel>();
  private readonly bridges = new Map<string, Set<string>>();
  private readonly halves = new Map<string, { '1'?: string; '2'?: string }>();
  private readonly byDevice = new Map<string, Set<string>>();
  private requests = 0;

  get(uid: string): Channel | undefined {
    return this.byUid.get(uid);
  }

  all(): IterableIterator<Channel> {
    return this.byUid.values();
  }

  get size(): number {
    return this.byUid.size;
  }

  ofDevice(device: string): Channel[] {
    const found: Channel[] = [];
    for (const uid of this.byDevice.get(device) ?? []) {
      const channel = this.byUid.get(uid);
      if (channel) found.push(channel);
    }
    return found;
  }

  clear(): void {
    this.byUid.clear();
    this.bridges.clear();
    this.halves.clear();
    this.byDevice.clear();
  }

  /** Adds or updates the channel that a message is about. */
  note(message: AmiMessage, prefix = ''): Channel | undefined {
    const uid = message.get(`${prefix}Uniqueid`);
    const name = message.get(`${prefix}Channel`);
    if (uid === '' || uid.length > 150 || name === '') return undefined;
    const channel = this.byUid.get(uid) ?? this.add(uid, name);
    if (channel === undefined) return undefined;
    const state = message.int(`${prefix}ChannelState`);
    if (state !== undefined) channel.state = state;
    const linkedid = message.get(`${prefix}Linkedid`);
    if (linkedid !== '') channel.linkedid = linkedid;
    return channel;
  }

  private add(uid: string, name: string): Channel | undefined {
    if (this.byUid.size >= MAX_CHANNELS) return undefined;
    const local = parseLocal(name);
    const device = local === undefined ? deviceOf(name) : undefined;
    const channel: Channel = {
      uid,
      name,
      linkedid: uid,
      state: 0,
      dials: new Set(),
      spy: false,
      missedInLists: 0,
      ...(local === undefined ? {} : { local }),
      ...(device === undefined ? {} : { device }),
    };
    this.byUid.set(uid, channel);
    if (local) {
      const halves = this.halves.get(local.pair) ?? {};
      halves[local.half] = uid;
      this.halves.set(local.pair, halves);
    }
    if (device !== undefined) {
      const uids = this.byDevice.get(device) ?? new Set();
      this.byDevice.set(device, uids.add(uid));
    }
    return channel;
  }

  remove(uid: string): void {
    const channel = this.byUid.get(uid);
    if (channel === undefined) return;
    this.leave(uid);
    this.byUid.delete(uid);
    if (channel.local) {
      const halves = this.halves.get(channel.local.pair);
      // A pair's name may be in use again already.
      if (halves?.[channel.local.half] === uid) delete halves[channel.local.half];
      if (halves && halves['1'] === undefined && halves['2'] === undefined) this.halves.delete(channel.local.pair);
    }
    if (channel.device !== undefined) {
      const uids = this.byDevice.get(channel.device);
      uids?.delete(uid);
      if (uids?.size === 0) this.byDevice.delete(channel.device);
    }
  }

  enter(uid: string, bridge: string): void {
    const channel = this.byUid.get(uid);
    if (channel === undefined || bridge === '') return;
    if (channel.bridge !== bridge) this.leave(uid);
    channel.bridge = bridge;
    const inside = this.bridges.get(bridge) ?? new Set();
    this.bridges.set(bridge, inside.add(uid));
  }

  leave(uid: string, bridge?: string): void {
    const channel = this.byUid.get(uid);
    if (channel?.bridge === undefined || (bridge !== undefined && channel.bridge !== bridge)) return;
    const inside = this.bridges.get(channel.bridge);
    inside?.delete(uid);
    if (inside?.size === 0) this.bridges.delete(channel.bridge);
    delete channel.bridge;
  }

  requestHangup(uid: string): void {
    const channel = this.byUid.get(uid);
    if (channel === undefined || channel.hangupOrder !== undefined) return;
    this.requests += 1;
    channel.hangupOrder = this.requests;
  }

  matesOf(uid: string): Channel[] {
    const channel = this.byUid.get(uid);
    if (channel?.bridge === undefined) return [];
    const mates: Channel[] = [];
    for (const other of this.bridges.get(channel.bridge) ?? []) {
      const mate = other === uid ? undefined : this.byUid.get(other);
      if (mate) mates.push(mate);
    }
    return mates;
  }

  /** The phones and trunks that hear this channel, straight or through Local pairs. */
  reachedFrom(uid: string): Channel[] {
    return this.connectedTo(uid).filter((channel) => channel.uid !== uid && channel.device !== undefined);
  }

  /** Every channel that hears this one, itself and the halves of Local pairs between included. */
  connectedTo(uid: string): Channel[] {
    const start = this.byUid.get(uid);
    if (start === undefined) return [];
    const seen = new Set([start]);
    // A set is walked in order of insertion, what is added on the way included.
    for (const channel of seen) {
      for (const mate of this.matesOf(channel.uid)) seen.add(mate);
      const other = this.otherHalf(channel);
      const half = other === undefined ? undefined : this.byUid.get(other);
      if (half) seen.add(half);
    }
    return [...seen];
  }

  /** Who really calls: a Local pair in between calls for whoever called its first half. */
  dialerBehind(uid: string | undefined): string | undefined {
    const channel = uid === undefined ? undefined : this.byUid.get(uid);
    const first = channel === undefined ? undefined : this.otherHalf(channel);
    const behind = first === undefined ? undefined : this.byUid.get(first)?.dialedBy;
    return behind === undefined || behind === '' ? uid : behind;
  }

  otherHalf(channel: Channel): string | undefined {
    if (channel.local === undefined) return undefined;
    return this.halves.get(channel.local.pair)?.[channel.local.half === '1' ? '2' : '1'];
  }
}

/** What a channel of an agent's phone is doing, as far as anyone at the desk would say. */
export function phaseOf(channel: Channel): 'ringing' | 'dialing' | 'talking' | 'none' {
  if (channel.spy) return 'none';
  if (channel.bridge !== undefined) return 'talking';
  if (channel.state === RINGING) return 'ringing';
  if (channel.state === UP) return channel.dials.size > 0 ? 'dialing' : 'talking';
  if (channel.dialedBy !== undefined) return 'ringing';
  return channel.state === RING || channel.dials.size > 0 ? 'dialing' : 'none';
}

/** `PJSIP/1001-0000018d` → `PJSIP/1001`. */
function deviceOf(name: string): string | undefined {
  const match = /^([A-Za-z][\w-]*\/.+)-[0-9a-f]{8,16}$/i.exec(name);
  const device = match?.[1];
  return device === undefined || INTERNAL.test(device) ? undefined : device;
}
/** Channels that Asterisk makes for itself: playing into a bridge, recording it. */
const INTERNAL = /^(?:Announcer|Recorder|CBAnn|CBRec|Surrogate|Snoop|Message|MulticastRTP|Async|Parked|Bridge)\//i;

function parseLocal(name: string): { pair: string; half: '1' | '2' } | undefined {
  const match = /^(Local\/.+-[0-9a-f]{8,16});([12])$/i.exec(name);
  const pair = match?.[1];
  if (pair === undefined) return undefined;
  return { pair, half: match?.[2] === '1' ? '1' : '2' };
}
