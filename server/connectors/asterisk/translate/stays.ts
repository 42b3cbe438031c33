import type { FlowoutReason } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { type EpochMs, epochMs, SECOND_MS } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import { callerOf } from './caller.js';
import { Offers } from './offers.js';
import type { OwnAction } from './own-actions.js';
import { MAX_KEY_LENGTH } from './roster.js';
import { SentCallers } from './sent.js';
import { SETTLE_MS, type Stay, type Workshop } from './stay.js';
import type { Talks } from './talks.js';

/** Dialplan answers to `Queue()` that say how a caller left. */
const LEFT_BY_STATUS: ReadonlyMap<string, FlowoutReason> = new Map([
  ['TIMEOUT', 'timeout'],
  ['LEAVEEMPTY', 'exit-empty'],
  ['LEAVEUNAVAIL', 'exit-empty'],
  ['WITHDRAW', 'withdrawn'],
]);
const REFUSED_BY_STATUS: ReadonlyMap<string, 'full' | 'join-empty' | 'other'> = new Map([
  ['FULL', 'full'],
  ['JOINEMPTY', 'join-empty'],
  ['JOINUNAVAIL', 'join-empty'],
  ['UNKNOWN', 'other'],
]);
/** Our own request explains a leave that would otherwise look like a hang-up. */
const LEFT_BY_OWN: Readonly<Record<Exclude<OwnAction, 'send'>, FlowoutReason>> = {
  redirect: 'redirected',
  withdraw: 'withdrawn',
  hangup: 'system',
};
/** A caller whose channel is gone has left, even if no event said so; this long after, nobody waits for one. */
const GONE_MS = SECOND_MS;
/** From an agent's pick-up to `AgentConnect`, at the very most. */
const CONNECT_MS = 5 * SECOND_MS;
const MAX_STAYS = 50_000;

/**
 * Callers in queues: joining, ringing, leaving. A leave is published only when it is known what it was, since Asterisk says
 * "left" before it says "answered", and "abandoned" of a caller who was moved, withdrawn or sent on after a time-out.
 */
export class Stays {
  private readonly byKey = new Map<ExternalKey, Stay>();
  private readonly byUid = new Map<string, Stay[]>();
  /** How often a caller's channel joined a queue: `uid|queue` → count. */
  private readonly joins = new Map<string, number>();
  /** When a call joined its first queue. */
  private readonly callSince = new Map<ExternalKey, number>();
  private readonly shop: Workshop;
  private readonly talks: Talks;
  readonly offers: Offers;
  readonly sent: SentCallers;

  constructor(shop: Workshop, talks: Talks) {
    this.shop = shop;
    this.talks = talks;
    this.offers = new Offers(shop, (callerUid) => (callerUid === undefined ? this.byKey.values() : this.ofCaller(callerUid)));
    this.sent = new SentCallers(shop, talks, this.offers, {
      ofCaller: (uid) => this.ofCaller(uid),
      onLeft: (stay, how) => {
        this.settleLeft(stay, how);
        this.remove(stay);
      },
    });
  }

  all(): IterableIterator<Stay> {
    return this.byKey.values();
  }

  get(key: ExternalKey): Stay | undefined {
    return this.byKey.get(key);
  }

  ofCaller(uid: string): readonly Stay[] {
    return this.byUid.get(uid) ?? [];
  }

  waitingIn(queue: string): Stay[] {
    return [...this.byKey.values()].filter((stay) => stay.queue === queue && stay.state === 'waiting');
  }

  find(uid: string, queue: string, state?: Stay['state']): Stay | undefined {
    return this.ofCaller(uid).findLast((stay) => stay.queue === queue && (state === undefined || stay.state === state));
  }

  /** Forgets a stay that ended unseen; a resync has told, or tells, what became of it. */
  forget(stay: Stay): void {
    this.shop.pending.cancel(`leave|${stay.key}`);
    this.shop.pending.cancel(`gone|${stay.key}`);
    this.talks.forget(stay);
    this.remove(stay);
  }

  join(message: AmiMessage, at: EpochMs): Stay | undefined {
    const uid = message.get('Uniqueid');
    const queue = message.get('Queue');
    this.shop.roster.queueSeen(queue, at);
    this.shop.own.take(message.get('Channel'), at);
    for (const earlier of [...this.ofCaller(uid)]) {
      if (earlier.state === 'waiting') {
        // Asterisk never forgets to say that a caller left: this join is one that a list told before.
        if (earlier.queue === queue) return earlier;
      }
      if (earlier.state === 'leaving') this.settleLeft(earlier, earlier.abandonedAt === undefined ? 'key-exit' : 'redirected');
      else if (earlier.state === 'sent') this.sent.movedOn(earlier, at);
      else if (earlier.state === 'answered') this.talks.callerMoved(earlier, at);
      if (earlier.state !== 'waiting') this.remove(earlier);
    }
    return this.open(message, at, true);
  }

  /** A caller in a queue: joined just now, or found there by a list. */
  open(message: AmiMessage, enteredAt: EpochMs, tell: boolean, queue: string = message.get('Queue')): Stay | undefined {
    const uid = message.get('Uniqueid');
    if (this.byKey.size >= MAX_STAYS) {
      this.shop.dropped('too-many-callers');
      return undefined;
    }
    const number = (this.joins.get(`${uid}|${queue}`) ?? 0) + 1;
    const key = `${uid}|${queue}|${number}`;
    if (uid === '' || key.length > MAX_KEY_LENGTH) {
      this.shop.dropped('unusable-caller');
      return undefined;
    }
    this.joins.set(`${uid}|${queue}`, number);
    const callKey = this.callKeyOf(message, uid);
    const since = this.callSince.get(callKey) ?? enteredAt;
    const stay: Stay = {
      key: key as ExternalKey,
      queue,
      uid,
      callKey,
      enteredAt,
      caller: callerOf(message, this.shop),
      callEnteredAt: Math.min(since, enteredAt),
      state: 'waiting',
      priority: 0,
      offers: new Map(),
      pastLegs: new Set(),
      callerGone: false,
      missedInLists: 0,
    };
    this.add(stay);
    if (tell) {
      this.shop.emit({
        type: 'visit.joined',
        occurredAt: enteredAt,
        visitKey: stay.key,
        queueKey: queue as ExternalKey,
        callKey,
        caller: stay.caller,
        ...(stay.callEnteredAt < enteredAt ? { callEnteredAt: epochMs(stay.callEnteredAt) } : {}),
      });
    }
    return stay;
  }

  /** Takes up a stay under the name that the log already knows. */
  adopt(stay: Stay): void {
    this.add(stay);
  }

  /** So that a stay which ended before our time never lends its name to the caller's next one. */
  reserve(uid: string, queue: string, joinNumber: number): void {
    const name = `${uid}|${queue}`;
    this.joins.set(name, Math.max(this.joins.get(name) ?? 0, joinNumber));
  }

  offer(message: AmiMessage, at: EpochMs): void {
    const stay = this.find(message.get('Uniqueid'), message.get('Queue'), 'waiting') ?? this.missedJoin(message, at);
    if (stay) this.offers.begin(stay, message, at);
  }

  ringNoAnswer(message: AmiMessage, at: EpochMs): void {
    const stay = this.find(message.get('Uniqueid'), message.get('Queue'));
    if (stay) this.offers.ringNoAnswer(stay, message, at);
  }

  abandon(message: AmiMessage, at: EpochMs): void {
    const stay = this.find(message.get('Uniqueid'), message.get('Queue'), 'waiting');
    if (stay) stay.abandonedAt = at;
  }

  leave(message: AmiMessage, at: EpochMs): void {
    const stay = this.find(message.get('Uniqueid'), message.get('Queue'), 'waiting');
    if (stay === undefined) return;
    stay.state = 'leaving';
    stay.leftAt = at;
    this.shop.pending.schedule(`leave|${stay.key}`, this.shop.arrivedAt() + SETTLE_MS, () => this.settleByWhatIsKnown(stay));
    if (stay.abandonedAt === undefined) return;
    const asked = this.shop.own.take(message.get('Channel'), this.shop.arrivedAt());
    // A caller who hung up before our request got there was not moved by it.
    const own = this.shop.channels.get(stay.uid)?.hangupOrder === undefined ? asked : undefined;
    if (own === 'send') this.sent.begin(stay);
    else if (own !== undefined) this.settleLeft(stay, LEFT_BY_OWN[own]);
    else if (this.shop.channels.get(stay.uid) === undefined) this.settleLeft(stay, 'abandoned');
    else if (this.shop.channels.get(stay.uid)?.shutDown) this.settleLeft(stay, 'system');
  }

  answer(message: AmiMessage, at: EpochMs): void {
    const queue = message.get('Queue');
    const uid = message.get('Uniqueid');
    const iface = message.get('Interface');
    const stay = this.find(uid, queue, 'leaving') ?? this.find(uid, queue, 'waiting') ?? this.missedJoin(message, at);
    const who = this.shop.roster.whoIs(queue, iface, message.get('MemberName'), at);
    if (stay === undefined || who === undefined) return;
    this.shop.pending.cancel(`leave|${stay.key}`);
    this.shop.pending.cancel(`gone|${stay.key}`);
    stay.state = 'answered';
    const legUid = message.get('DestUniqueid');
    this.offers.cancelAll(stay, at, who.agentKey);
    this.shop.emit({ type: 'visit.answered', occurredAt: at, visitKey: stay.key, agentKey: who.agentKey, member: who.member });
    const wrapUpMs = this.shop.roster.member(queue, iface)?.wrapUpMs;
    this.talks.start(stay, at, {
      agentKey: who.agentKey,
      interface: iface,
      kind: 'queue',
      legUid,
      held: false,
      since: at,
      ...(wrapUpMs === undefined ? {} : { wrapUpMs }),
    });
  }

  /** `VarSet QUEUESTATUS`: the dialplan learns how the caller left, or that the queue did not take the caller. */
  status(message: AmiMessage, at: EpochMs): void {
    const uid = message.get('Uniqueid');
    const value = message.get('Value');
    const refused = REFUSED_BY_STATUS.get(value);
    if (refused !== undefined) {
      this.refused(message, uid, refused, at);
      return;
    }
    const reason = LEFT_BY_STATUS.get(value);
    const stay = this.ofCaller(uid).findLast((one) => one.state === 'leaving');
    if (stay !== undefined && reason !== undefined) this.settleLeft(stay, reason);
  }

  /** The caller's channel calls somebody, or is heard by somebody, although no agent of the queue answered: it was moved. */
  callerWentOn(uid: string): void {
    for (const stay of [...this.ofCaller(uid)]) {
      if (stay.state === 'leaving' && stay.abandonedAt !== undefined) this.settleLeft(stay, 'redirected');
    }
  }

  callerHungUp(uid: string, at: EpochMs): void {
    for (const stay of [...this.ofCaller(uid)]) {
      if (stay.state === 'leaving') this.settleLeft(stay, stay.abandonedAt === undefined ? 'key-exit' : 'abandoned');
      else if (stay.state === 'waiting') this.closeSoon(stay, at);
      else if (stay.state === 'sent') this.sent.inVain(stay, at);
      else if (this.talks.callerGone(stay, at)) this.remove(stay);
    }
  }

  /** Removes a stay whose caller is gone and whose last talk has ended. */
  remove(stay: Stay): void {
    this.byKey.delete(stay.key);
    const others = this.ofCaller(stay.uid).filter((one) => one !== stay);
    if (others.length > 0) this.byUid.set(stay.uid, others);
    else this.byUid.delete(stay.uid);
  }

  /** The caller's channel no longer exists: its join numbers can't be asked for again. */
  forgetJoins(uid: string): void {
    for (const queue of this.shop.roster.names()) this.joins.delete(`${uid}|${queue}`);
    this.callSince.delete(uid as ExternalKey);
  }

  /** The connection is gone: what was about to be said will not be. */
  connectionLost(): void {
    for (const stay of [...this.byKey.values()]) {
      if (stay.state === 'leaving') this.settleLeft(stay, this.hangupWasAsked(stay) ? 'abandoned' : 'lost');
      else this.talks.connectionLost(stay);
    }
  }

  /** A list does not hold this caller any more, and no event said so in time. */
  settleMissing(stay: Stay, at: EpochMs): void {
    stay.leftAt = at;
    this.settleLeft(stay, 'lost');
  }

  private settleByWhatIsKnown(stay: Stay): void {
    const name = `leave|${stay.key}`;
    const isPickedUp = [...stay.offers.values()].some((offer) => offer.pickedUp);
    if (stay.abandonedAt === undefined && isPickedUp && !stay.waitsForConnect) {
      // A PBX out of breath: the answer is on its way.
      stay.waitsForConnect = true;
      this.shop.pending.schedule(name, this.shop.arrivedAt() + CONNECT_MS, () => this.settleByWhatIsKnown(stay));
    } else if (stay.abandonedAt === undefined) this.settleLeft(stay, 'key-exit');
    else this.settleLeft(stay, this.hangupWasAsked(stay) ? 'abandoned' : 'redirected');
  }

  private hangupWasAsked(stay: Stay): boolean {
    const channel = this.shop.channels.get(stay.uid);
    return stay.abandonedAt !== undefined && (channel === undefined || channel.hangupOrder !== undefined);
  }

  private settleLeft(stay: Stay, how: 'abandoned' | FlowoutReason): void {
    this.shop.pending.cancel(`leave|${stay.key}`);
    this.shop.pending.cancel(`gone|${stay.key}`);
    const at = epochMs(stay.leftAt ?? stay.abandonedAt ?? stay.enteredAt);
    this.offers.cancelAll(stay, at);
    if (how === 'abandoned') this.shop.emit({ type: 'visit.abandoned', occurredAt: at, visitKey: stay.key });
    else this.shop.emit({ type: 'visit.left', occurredAt: at, visitKey: stay.key, reason: how });
    // Who was moved may be on the way to an agent past the queue; the stay is kept to tell whom the caller reaches.
    if (how === 'redirected' && this.shop.channels.get(stay.uid) !== undefined) stay.state = 'answered';
    else this.remove(stay);
  }

  /** Waiting, but the channel is gone: its leave may be a moment away; if not, it ended unseen. */
  private closeSoon(stay: Stay, at: EpochMs): void {
    this.shop.pending.schedule(`gone|${stay.key}`, this.shop.arrivedAt() + GONE_MS, () => {
      stay.leftAt = at;
      this.settleLeft(stay, stay.abandonedAt === undefined ? 'lost' : 'abandoned');
    });
  }

  /** An event tells of a caller whose join was before our time. */
  private missedJoin(message: AmiMessage, at: EpochMs): Stay | undefined {
    const queue = message.get('Queue');
    if (!this.shop.roster.follows(queue) || this.find(message.get('Uniqueid'), queue) !== undefined) return undefined;
    const waitedMs = Math.max(0, message.int('HoldTime') ?? 0) * SECOND_MS;
    return this.open(message, epochMs(Math.max(0, at - waitedMs)), true);
  }

  private refused(message: AmiMessage, uid: string, reason: 'full' | 'join-empty' | 'other', at: EpochMs): void {
    // The event does not name the queue. Where the dialplan's extension is called like it, that is the one.
    const queue = [message.get('Exten'), message.get('Context')].find((name) => this.shop.roster.knows(name));
    if (queue === undefined) {
      this.shop.dropped('refused-join-of-unknown-queue');
      return;
    }
    const visitKey = `${uid}|${queue}|refused|${at}` as ExternalKey;
    if (visitKey.length > MAX_KEY_LENGTH) return;
    this.shop.emit({ type: 'visit.rejected', occurredAt: at, visitKey, queueKey: queue as ExternalKey, reason });
  }

  /**
   * One contact of one customer. A leg that an agent made to ask a colleague has the customer's linked id too; while the
   * customer is still held, it is a call of its own.
   */
  private callKeyOf(message: AmiMessage, uid: string): ExternalKey {
    const linked = this.shop.channels.get(uid)?.linkedid ?? message.get('Linkedid');
    if (linked === '' || linked === uid || linked.length > MAX_KEY_LENGTH) return uid as ExternalKey;
    const isConsultation = [...this.byKey.values()].some(
      (stay) => stay.callKey === linked && stay.uid !== uid && (stay.leg !== undefined || stay.state !== 'answered'),
    );
    return (isConsultation ? uid : linked) as ExternalKey;
  }

  private add(stay: Stay): void {
    this.byKey.set(stay.key, stay);
    this.byUid.set(stay.uid, [...this.ofCaller(stay.uid), stay]);
    if (!this.callSince.has(stay.callKey)) this.callSince.set(stay.callKey, stay.callEnteredAt);
    const oldest = this.callSince.size > MAX_STAYS ? this.callSince.keys().next() : undefined;
    if (oldest?.done === false) this.callSince.delete(oldest.value);
  }
}
