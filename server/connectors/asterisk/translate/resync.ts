import type { Fact } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { type EpochMs, epochMs, SECOND_MS } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import { type Channel, RINGING } from './channels.js';
import { parseDuration, type StatusList } from './lists.js';
import type { QueueSettings } from './queue-settings.js';
import { applyRoster, enteredAtOf, noteListedChannel, type Parts } from './reconcile.js';
import { memberState } from './roster.js';
import type { Stay } from './stay.js';

type ResyncFact = Extract<Fact, { type: 'source.resynced' }>;
type Listed = ResyncFact['visits'][number];

/** A visit that the log holds, from an earlier run of this connector. */
export interface KnownVisit {
  readonly key: ExternalKey;
  readonly callKey: ExternalKey;
  readonly caller: Stay['caller'];
  readonly enteredAt: EpochMs;
  readonly callEnteredAt: EpochMs;
  readonly priority: number;
  /** It is over: only its name is taken. */
  readonly isOver: boolean;
  /** Whoever has the caller, if anyone. */
  readonly talking?: { readonly agentKey: ExternalKey; readonly since: EpochMs };
}

/** The list says whole seconds of waiting; two stays of one caller are further apart than the rounding and the way. */
const SAME_STAY_MS = 3 * SECOND_MS;

/** Builds the source's whole truth from its lists and brings everything held in line with it. */
export class Resync {
  status: StatusList | undefined;
  channels: readonly AmiMessage[] | undefined;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  begin(): void {
    this.status = undefined;
    this.channels = undefined;
  }

  resume(known: readonly KnownVisit[]): void {
    for (const visit of known) {
      const match = /^(.+)\|(.+)\|(\d{1,9})$/s.exec(visit.key);
      const [uid, queue, number] = [match?.[1], match?.[2], Number(match?.[3])];
      if (uid === undefined || queue === undefined) continue;
      this.parts.stays.reserve(uid, queue, number);
      if (visit.isOver) continue;
      const stay: Stay = {
        key: visit.key,
        queue,
        uid,
        callKey: visit.callKey,
        caller: visit.caller,
        enteredAt: visit.enteredAt,
        callEnteredAt: visit.callEnteredAt,
        state: visit.talking === undefined ? 'waiting' : 'answered',
        priority: visit.priority,
        offers: new Map(),
        pastLegs: new Set(),
        callerGone: false,
        missedInLists: 0,
      };
      if (visit.talking)
        stay.leg = { agentKey: visit.talking.agentKey, interface: '', kind: 'queue', legUid: '', held: false, since: visit.talking.since };
      this.parts.stays.adopt(stay);
    }
  }

  /** Nothing is emitted on the way: the fact says it all. */
  finish(at: EpochMs, settings: ReadonlyMap<string, QueueSettings>): ResyncFact {
    const { shop, stays } = this.parts;
    const status = this.status ?? { scope: undefined, params: [], members: [], entries: [] };
    this.replaceRoster(status, at, settings);
    if (this.channels !== undefined) this.replaceChannels(this.channels);
    const held = [...stays.all()];
    const listed = new Map<Stay, Listed>();
    for (const entry of status.entries) this.waiting(entry, at, listed);
    for (const stay of held) if (!listed.has(stay)) this.talkingOf(stay, at, listed);
    for (const message of this.channels ?? []) this.unknownTalk(message, at, listed);
    for (const stay of held) if (!listed.has(stay)) stays.forget(stay);
    this.parts.offQueue.restart();
    const members = shop.roster
      .names()
      .flatMap((queue) => [...shop.roster.membersOf(queue).values()].map((member) => memberState(queue, member)));
    return {
      type: 'source.resynced',
      occurredAt: at,
      queues: shop.roster.names().map((queue) => ({ queueKey: queue as ExternalKey, ...shop.roster.settingsOf(queue) })),
      agents: [...shop.roster.agents()].map(([agentKey, { name, reachable }]) => ({
        agentKey,
        name,
        reachable,
        offQueueCall: this.parts.offQueue.resyncOf(agentKey),
      })),
      members,
      visits: [...listed.values()],
    };
  }

  private replaceRoster(status: StatusList, at: EpochMs, settings: ReadonlyMap<string, QueueSettings>): void {
    const { roster } = this.parts.shop;
    const members = new Set(status.members.map((message) => `${message.get('Queue')}|${message.get('Location')}`));
    const queues = new Set(status.params.map((message) => message.get('Queue')));
    for (const queue of roster.names()) {
      for (const iface of [...roster.membersOf(queue).keys()]) if (!members.has(`${queue}|${iface}`)) roster.memberGone(queue, iface, at);
      if (!queues.has(queue)) roster.queueGone(queue, at);
    }
    applyRoster(this.parts.shop, status, at);
    for (const [queue, { wrapUpMs }] of settings) if (roster.knows(queue)) roster.queueSeen(queue, at, { wrapUpMs });
  }

  private replaceChannels(list: readonly AmiMessage[]): void {
    const { channels } = this.parts.shop;
    const listed = new Set(list.map((message) => message.get('Uniqueid')));
    for (const channel of [...channels.all()]) {
      if (!listed.has(channel.uid)) channels.remove(channel.uid);
      else channels.leave(channel.uid);
    }
    for (const message of list) noteListedChannel(this.parts.shop, message);
  }

  private waiting(entry: AmiMessage, at: EpochMs, listed: Map<Stay, Listed>): void {
    const { shop, stays } = this.parts;
    const queue = entry.get('Queue');
    if (!shop.roster.follows(queue)) return;
    const enteredAt = enteredAtOf(entry, at);
    const known = stays.find(entry.get('Uniqueid'), queue);
    const isSame = known?.state === 'waiting' && Math.abs(known.enteredAt - enteredAt) <= SAME_STAY_MS;
    const stay = isSame ? known : stays.open(entry, enteredAt, false);
    if (stay === undefined) return;
    stay.priority = clampPriority(entry.int('Priority') ?? stay.priority);
    stay.missedInLists = 0;
    const ringing = this.ringing(stay, at);
    listed.set(stay, { ...this.listing(stay), ...(ringing === undefined ? {} : { ringing }) });
  }

  /** Whose phones ring for this caller: legs of the caller's own call that ring. */
  private ringing(stay: Stay, at: EpochMs): ExternalKey[] | undefined {
    if (this.channels === undefined) return undefined;
    const { channels, roster } = this.parts.shop;
    for (const [legUid] of stay.offers) if (channels.get(legUid) === undefined) stay.offers.delete(legUid);
    const agents = new Set([...stay.offers.values()].map((offer) => offer.agentKey));
    for (const channel of channels.all()) {
      if (channel.linkedid !== stay.uid || channel.state !== RINGING || channel.device === undefined) continue;
      const agentKey = roster.agentOf(channel.device);
      const [iface, member] = [...roster.membersOf(stay.queue)].find(([, one]) => one.agentKey === agentKey) ?? [];
      if (agentKey === undefined || iface === undefined || member === undefined || agents.has(agentKey)) continue;
      stay.offers.set(channel.uid, { agentKey, member: member.member, interface: iface, since: at, legUid: channel.uid });
      agents.add(agentKey);
    }
    return [...agents];
  }

  /** A stay that is not among those waiting: answered before or in the gap, if its caller and an agent hear each other. */
  private talkingOf(stay: Stay, at: EpochMs, listed: Map<Stay, Listed>): void {
    if (this.channels === undefined) {
      // Who talks can't be listed: whoever did still does.
      if (stay.state === 'answered' && stay.leg)
        listed.set(stay, { ...this.listing(stay), talking: { agentKey: stay.leg.agentKey, since: at } });
      else if (stay.state === 'sent') listed.set(stay, this.listing(stay));
      return;
    }
    const { channels } = this.parts.shop;
    if (channels.get(stay.uid) === undefined) return;
    const partner = this.partnerOf(stay, stay.leg?.phoneUid);
    if (partner !== undefined) this.talk(stay, partner, at, listed);
    // On the way to an agent: in no queue's list, and still waiting.
    else if (stay.state === 'sent') listed.set(stay, { ...this.listing(stay), ringing: this.ringing(stay, at) ?? [] });
  }

  /** A caller in `Queue()` who hears an agent, of whom nothing is known. */
  private unknownTalk(message: AmiMessage, at: EpochMs, listed: Map<Stay, Listed>): void {
    const { shop, stays } = this.parts;
    const uid = message.get('Uniqueid');
    const queue = message.get('ApplicationData').split(',')[0] ?? '';
    if (message.get('Application') !== 'Queue' || !shop.roster.knows(queue) || stays.ofCaller(uid).some((stay) => listed.has(stay))) return;
    const reached = shop.channels.reachedFrom(uid);
    if (!reached.some((channel) => channel.device !== undefined && shop.roster.agentOf(channel.device))) return;
    const enteredAt = epochMs(Math.max(0, at - (parseDuration(message.get('Duration')) ?? 0)));
    const stay = stays.open(message, enteredAt, false, queue);
    const partner = stay && this.partnerOf(stay, undefined);
    if (stay && partner) this.talk(stay, partner, at, listed);
  }

  private partnerOf(stay: Stay, preferredUid: string | undefined): { channel: Channel; agentKey: ExternalKey } | undefined {
    const { channels, roster } = this.parts.shop;
    const reached = channels.reachedFrom(stay.uid);
    const preferred = reached.find((channel) => channel.uid === preferredUid);
    // Whoever had the caller before still does, on whatever phone.
    if (preferred && stay.leg) return { channel: preferred, agentKey: stay.leg.agentKey };
    for (const channel of reached) {
      const agentKey = channel.device === undefined ? undefined : roster.agentOf(channel.device);
      if (agentKey !== undefined) return { channel, agentKey };
      // A supervisor's own phone, which is nobody's in a queue.
      if (stay.leg !== undefined && channel.device === stay.leg.agentKey) return { channel, agentKey: stay.leg.agentKey };
    }
    return undefined;
  }

  private talk(stay: Stay, partner: { channel: Channel; agentKey: ExternalKey }, at: EpochMs, listed: Map<Stay, Listed>): void {
    const { shop, talks } = this.parts;
    const { channel, agentKey } = partner;
    const before = stay.leg;
    const goesOn = stay.state === 'answered' && before?.agentKey === agentKey;
    const wasAnswered = stay.state === 'answered';
    const isPastQueue = stay.state === 'sent' || (wasAnswered && !goesOn);
    const [iface, member] = [...shop.roster.membersOf(stay.queue)].find(([, one]) => one.agentKey === agentKey) ?? [];
    talks.forget(stay);
    stay.state = 'answered';
    stay.offers.clear();
    const since = goesOn ? Math.max(stay.enteredAt, before.since) : Math.max(stay.enteredAt, at - (this.ageOf(channel) ?? 0));
    stay.pastLegs.clear();
    talks.start(stay, at, {
      agentKey,
      interface: iface ?? '',
      kind: isPastQueue ? 'handover' : (before?.kind ?? 'queue'),
      legUid: this.queueLegOf(stay, channel),
      phoneUid: channel.uid,
      held: goesOn && before.held,
      since: epochMs(since),
    });
    listed.set(stay, {
      ...this.listing(stay),
      talking: { agentKey, since: epochMs(since), ...(member === undefined ? {} : { member: member.member }) },
    });
  }

  /** What the queue calls the agent's channel: the one in the caller's own bridge. */
  private queueLegOf(stay: Stay, phone: Channel): string {
    const mates = this.parts.shop.channels.matesOf(stay.uid);
    return (mates.find((mate) => mate.uid === phone.uid) ?? mates.find((mate) => mate.local !== undefined) ?? phone).uid;
  }

  private ageOf(channel: Channel): number | undefined {
    const message = this.channels?.find((one) => one.get('Uniqueid') === channel.uid);
    return message && parseDuration(message.get('Duration'));
  }

  private listing(stay: Stay): Listed {
    return {
      visitKey: stay.key,
      queueKey: stay.queue as ExternalKey,
      callKey: stay.callKey,
      caller: stay.caller,
      enteredAt: epochMs(stay.enteredAt),
      priority: stay.priority,
    };
  }
}

const clampPriority = (priority: number): number => Math.max(-1_000_000, Math.min(1_000_000, priority));
