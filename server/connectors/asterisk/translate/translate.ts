import type { EffectOp } from '../../../../shared/domain/action/effects.js';
import type { Fact } from '../../../../shared/domain/facts.js';
import { type EpochMs, epochMs, SECOND_MS } from '../../../../shared/kernel/time.js';
import type { CallerMask } from '../mask.js';
import type { AmiMessage } from '../message.js';
import { ChannelEvents } from './channel-events.js';
import { Channels } from './channels.js';
import { SourceClock } from './clock.js';
import { FloorView } from './floor.js';
import { Lists, memberReport, type StatusScope } from './lists.js';
import { type Monitoring, Monitors } from './monitors.js';
import { OffQueueCalls } from './off-queue.js';
import { type OwnAction, OwnActions } from './own-actions.js';
import { Pending } from './pending.js';
import { parseQueuesConf, type QueueSettings } from './queue-settings.js';
import { Reconciler } from './reconcile.js';
import { type KnownVisit, Resync } from './resync.js';
import { Roster } from './roster.js';
import type { Stay, Workshop } from './stay.js';
import { Stays } from './stays.js';
import { Talks } from './talks.js';

export interface TranslatorOptions {
  /** Only these; absent: all that the PBX has. */
  readonly queues?: readonly string[] | undefined;
  readonly mask: CallerMask;
  /** Channel variable with the customer's tier; the PBX sends it if `channelvars` names it. */
  readonly tierVariable?: string | undefined;
  /** Something seen does not fit what is held: a list would tell. */
  readonly onDoubt?: (queue: string) => void;
  readonly onDropped: (reason: string) => void;
}

/** Without a list of channels the floor can still be told, but not who talks: waited for this long. */
const CHANNELS_LATE_MS = 2 * SECOND_MS;
/**
 * AMI messages in, facts out. Pure: it has no clock and no timer. `handle` is told when a message arrived, and `tick` that
 * time has passed; `nextDue` says when the next `tick` can change anything. Facts are taken with `take`.
 */
export class Translator {
  private facts: Fact[] = [];
  private now = 0;
  private muted = false;
  private state: 'lost' | 'resyncing' | 'live' = 'lost';
  private readonly options: TranslatorOptions;
  private readonly clock = new SourceClock();
  private readonly pending = new Pending();
  private readonly channels = new Channels();
  private readonly lists = new Lists();
  private readonly own = new OwnActions();
  private readonly roster: Roster;
  private readonly talks: Talks;
  private readonly stays: Stays;
  private readonly offQueue: OffQueueCalls;
  private readonly calls: ChannelEvents;
  private readonly resync: Resync;
  private readonly reconciler: Reconciler;
  /** What requests to the PBX have to know. */
  readonly floor: FloorView;
  readonly monitors: Monitors;
  private can: EffectOp[] | undefined;
  private knowsFloor = false;
  private readonly settings = new Map<string, QueueSettings>();
  /** Our own requests by action id, to take them back when refused. */
  private readonly asked = new Map<string, string>();

  constructor(options: TranslatorOptions) {
    this.options = options;
    const emit = (fact: Fact) => {
      if (!this.muted) this.facts.push(fact);
    };
    this.roster = new Roster({ queues: options.queues, emit });
    const shop: Workshop = {
      channels: this.channels,
      roster: this.roster,
      pending: this.pending,
      own: this.own,
      mask: options.mask,
      tierVariable: options.tierVariable,
      arrivedAt: () => this.now,
      emit,
      dropped: options.onDropped,
    };
    this.talks = new Talks(shop, {
      onLegChanged: (device, at) => this.offQueue.refresh(device, at),
      onFinished: (stay: Stay) => this.stays.remove(stay),
    });
    this.stays = new Stays(shop, this.talks);
    this.offQueue = new OffQueueCalls(shop, (channel) => this.calls.isQueueCall(channel));
    this.floor = new FloorView(shop, this.stays);
    this.monitors = new Monitors(shop);
    const parts = { shop, stays: this.stays, talks: this.talks, offQueue: this.offQueue, monitors: this.monitors };
    this.calls = new ChannelEvents(parts);
    this.resync = new Resync(parts);
    this.reconciler = new Reconciler({
      ...parts,
      onHangup: (uid, at) => this.calls.gone(uid, at),
      onDoubt: (queue) => options.onDoubt?.(queue),
    });
  }

  /** What has been learned since the last call. */
  take(): Fact[] {
    const facts = this.facts;
    this.facts = [];
    return facts;
  }

  /** Visits that the log holds open, and who listens in: their names go on. Before the first message. */
  resume(known: readonly KnownVisit[], monitorings: readonly Monitoring[] = []): void {
    this.resync.resume(known);
    this.monitors.resume(monitorings);
  }

  /** Logged in, or asked for the whole truth: lists follow. Events that come before them are applied as they come. */
  connected(receivedAt: number): void {
    this.tick(receivedAt);
    this.state = 'resyncing';
    this.resync.begin();
  }

  disconnected(receivedAt: number, detail: string): void {
    this.tick(receivedAt);
    if (this.state === 'lost') return;
    this.state = 'lost';
    this.can = undefined;
    this.knowsFloor = false;
    this.pending.cancel('channels-late');
    this.lists.reset();
    this.stays.connectionLost();
    this.monitors.connectionLost();
    this.facts.push({ type: 'source.status', occurredAt: epochMs(receivedAt), status: 'lost', detail: detail.slice(0, 200) });
  }

  /** Settles what time alone settles. */
  tick(receivedAt: number): void {
    this.now = Math.max(this.now, receivedAt);
    this.pending.run(this.now);
  }

  /** Whether what is held is what the PBX has: lists were read on this connection. */
  get isInLine(): boolean {
    return this.knowsFloor;
  }

  /** The queues that are followed. */
  queues(): string[] {
    return this.roster.names();
  }

  nextDue(): number | undefined {
    return this.pending.next();
  }

  /** What the PBX can be asked to do; told once it is known to be there. */
  capable(can: EffectOp[], at: EpochMs): void {
    this.can = can;
    this.tellCapabilities(at);
  }

  /** A `QueueStatus` of ours is on its way. */
  statusRequested(actionId: string, scope: StatusScope): void {
    this.lists.requested(actionId, scope);
  }

  /** An action of ours that takes a waiting caller away is on its way. */
  ownAction(action: OwnAction, channelName: string, actionId: string, receivedAt: number): void {
    this.own.note(action, channelName, receivedAt);
    if (this.asked.size > 1_000) this.asked.clear();
    this.asked.set(actionId, channelName);
  }

  handle(message: AmiMessage, receivedAt: number): void {
    this.tick(receivedAt);
    if (message.event === '') this.answered(message, epochMs(receivedAt));
    else this.event(message, this.clock.at(message.get('Timestamp'), receivedAt));
  }

  private answered(message: AmiMessage, at: EpochMs): void {
    const channelName = this.asked.get(message.actionId);
    if (channelName !== undefined && message.response === 'Error') this.own.forget(channelName);
    const settings = message.response === 'Success' ? parseQueuesConf(message) : undefined;
    if (settings === undefined) return;
    for (const [queue, values] of settings) {
      this.settings.set(queue, values);
      if (this.roster.knows(queue)) this.roster.queueSeen(queue, at, values);
    }
  }

  private event(message: AmiMessage, at: EpochMs): void {
    if (this.lists.collect(message) || this.calls.handle(message, at)) return;
    const queue = message.get('Queue');
    if (queue === '' && /^(?:Queue(?:Caller|Member)|Agent)/.test(message.event)) return this.options.onDropped('event-without-queue');
    if (queue !== '' && !this.roster.follows(queue)) return;
    switch (message.event) {
      case 'QueueCallerJoin':
        return this.join(message, at);
      case 'QueueCallerAbandon':
        return this.stays.abandon(message, at);
      case 'QueueCallerLeave':
        return this.leave(message, at);
      case 'AgentCalled':
        return this.stays.offer(message, at);
      case 'AgentRingNoAnswer':
        return this.stays.ringNoAnswer(message, at);
      case 'AgentConnect':
        return this.stays.answer(message, at);
      case 'AgentComplete':
        return this.complete(message, at);
      case 'QueueMemberStatus':
      case 'QueueMemberPause':
      case 'QueueMemberAdded':
      case 'QueueMemberPenalty':
      case 'QueueMemberRinginuse':
        return this.member(message, at);
      case 'QueueMemberRemoved':
        return this.roster.memberGone(queue, message.get('Interface'), at);
      case 'ExtensionStatus':
        return this.roster.learnHint(`${message.get('Exten')}@${message.get('Context')}`, message.get('Hint'));
      case 'VarSet':
        return this.variable(message, at);
      case 'QueueStatusComplete':
        return this.statusListed(message, at);
      case 'CoreShowChannelsComplete':
        return this.channelsListed(message, at);
      case 'Reload':
        return this.options.onDoubt?.('');
      default:
        return;
    }
  }

  private join(message: AmiMessage, at: EpochMs): void {
    this.channels.note(message);
    this.stays.join(message, at);
    this.compareCount(message);
  }

  private leave(message: AmiMessage, at: EpochMs): void {
    this.stays.leave(message, at);
    this.compareCount(message);
  }

  /** `Count` is the queue's length after the event. */
  private compareCount(message: AmiMessage): void {
    const queue = message.get('Queue');
    const count = message.int('Count');
    if (this.state === 'live' && count !== undefined && count !== this.stays.waitingIn(queue).length) this.options.onDoubt?.(queue);
  }

  private complete(message: AmiMessage, at: EpochMs): void {
    const stays = this.stays.ofCaller(message.get('Uniqueid'));
    const stay = stays.findLast((one) => one.queue === message.get('Queue') && one.leg?.kind === 'queue');
    if (stay) this.talks.complete(stay, message, at);
  }

  private member(message: AmiMessage, at: EpochMs): void {
    this.roster.memberSeen(memberReport(message), at);
  }

  private variable(message: AmiMessage, at: EpochMs): void {
    if (message.get('Variable') === 'QUEUESTATUS') this.stays.status(message, at);
  }

  private statusListed(message: AmiMessage, at: EpochMs): void {
    const list = this.lists.status(message.actionId);
    if (this.state === 'resyncing') {
      // One queue's callers, or one phone's memberships, are not the whole truth.
      if (list.scope?.queue !== undefined || list.scope?.member !== undefined) return;
      this.resync.status = list;
      if (this.resync.channels !== undefined) this.finishResync(at);
      else this.pending.schedule('channels-late', this.now + CHANNELS_LATE_MS, () => this.finishResync(epochMs(this.now)));
    } else if (this.state === 'live') this.reconciler.status(list, at);
  }

  private channelsListed(message: AmiMessage, at: EpochMs): void {
    const list = this.lists.channels(message.actionId);
    if (this.state === 'resyncing') {
      this.resync.channels = list;
      if (this.resync.status !== undefined) this.finishResync(at);
    } else if (this.state === 'live') this.reconciler.channels(list, at);
  }

  private tellCapabilities(at: EpochMs): void {
    if (this.can !== undefined && this.state === 'live') this.facts.push({ type: 'source.capabilities', occurredAt: at, can: this.can });
  }

  private finishResync(at: EpochMs): void {
    this.pending.cancel('channels-late');
    this.state = 'live';
    this.knowsFloor = true;
    this.muted = true;
    const fact = this.resync.finish(at, this.settings);
    this.muted = false;
    this.facts.push({ type: 'source.status', occurredAt: at, status: 'connected' }, fact);
    this.tellCapabilities(at);
    if (this.resync.channels !== undefined) this.monitors.reconcile(at);
  }
}
