import { type EpochMs, epochMs, SECOND_MS } from '../../../../shared/kernel/time.js';
import type { AmiMessage } from '../message.js';
import { deviceForm } from './hints.js';
import { memberReport, type StatusList } from './lists.js';
import type { Monitors } from './monitors.js';
import type { OffQueueCalls } from './off-queue.js';
import type { Stay, Workshop } from './stay.js';
import type { Stays } from './stays.js';
import type { Talks } from './talks.js';

/**
 * Events of what happened just before a list was made may be delivered after it. So what only a list says is believed when
 * no event has said it this much later.
 */
const DELIVERY_MS = 2 * SECOND_MS;

export interface Parts {
  readonly shop: Workshop;
  readonly stays: Stays;
  readonly talks: Talks;
  readonly offQueue: OffQueueCalls;
  readonly monitors: Monitors;
}

/** Compares what is held with the lists that are asked for now and then while events flow, and mends the difference. */
export class Reconciler {
  private readonly parts: Parts & {
    readonly onHangup: (uid: string, at: EpochMs) => void;
    readonly onDoubt: (queue: string) => void;
  };

  constructor(parts: Reconciler['parts']) {
    this.parts = parts;
  }

  status(list: StatusList, at: EpochMs): void {
    const { roster } = this.parts.shop;
    const queues = list.params.map((message) => message.get('Queue')).filter((queue) => roster.follows(queue));
    applyRoster(this.parts.shop, list, at);
    // Only a list known to hold everything says that what it leaves out is gone.
    if (list.scope !== undefined && list.scope.member === undefined) this.removeMembers(list, queues, at);
    for (const queue of queues)
      this.callers(
        queue,
        list.entries.filter((entry) => entry.get('Queue') === queue),
        at,
      );
  }

  channels(list: readonly AmiMessage[], at: EpochMs): void {
    const { channels } = this.parts.shop;
    const listed = new Set(list.map((message) => message.get('Uniqueid')));
    for (const channel of [...channels.all()]) {
      channel.missedInLists = listed.has(channel.uid) ? 0 : channel.missedInLists + 1;
      // Twice in a row: one list may have been made before the channel, and be read after it.
      if (channel.missedInLists > 1) this.parts.onHangup(channel.uid, at);
    }
    for (const message of list) if (channels.get(message.get('Uniqueid')) === undefined) noteListedChannel(this.parts.shop, message);
  }

  private removeMembers(list: StatusList, queues: readonly string[], at: EpochMs): void {
    const { roster } = this.parts.shop;
    const listed = new Set(list.members.map((message) => `${message.get('Queue')}|${message.get('Location')}`));
    for (const queue of queues) {
      for (const iface of [...roster.membersOf(queue).keys()]) if (!listed.has(`${queue}|${iface}`)) roster.memberGone(queue, iface, at);
    }
    if (list.scope?.queue !== undefined) return;
    for (const queue of roster.names()) {
      if (queues.includes(queue)) continue;
      for (const iface of [...roster.membersOf(queue).keys()]) roster.memberGone(queue, iface, at);
      roster.queueGone(queue, at);
    }
  }

  private callers(queue: string, entries: readonly AmiMessage[], at: EpochMs): void {
    const listed = new Set<Stay>();
    for (const entry of entries) {
      const stay = this.parts.stays.find(entry.get('Uniqueid'), queue);
      if (stay === undefined) this.adoptLater(entry, at);
      else {
        listed.add(stay);
        stay.missedInLists = 0;
        this.priority(stay, entry, at);
      }
    }
    for (const stay of this.parts.stays.waitingIn(queue)) {
      if (listed.has(stay)) continue;
      stay.missedInLists += 1;
      if (stay.missedInLists === 1) this.parts.onDoubt(queue);
      else this.parts.stays.settleMissing(stay, at);
    }
  }

  /** Only a list tells a caller's priority, and that it changed. */
  private priority(stay: Stay, entry: AmiMessage, at: EpochMs): void {
    const priority = entry.int('Priority');
    if (priority === undefined || priority === stay.priority || Math.abs(priority) > 1_000_000) return;
    stay.priority = priority;
    this.parts.shop.emit({ type: 'visit.priority-changed', occurredAt: at, visitKey: stay.key, priority });
  }

  private adoptLater(entry: AmiMessage, at: EpochMs): void {
    const { shop, stays } = this.parts;
    const uid = entry.get('Uniqueid');
    const queue = entry.get('Queue');
    shop.pending.schedule(`adopt|${uid}|${queue}`, shop.arrivedAt() + DELIVERY_MS, () => {
      if (stays.find(uid, queue) !== undefined) return;
      const stay = stays.open(entry, enteredAtOf(entry, at), true);
      if (stay) this.priority(stay, entry, at);
    });
  }
}

/** A waiting caller's time of entry, to the second. */
export const enteredAtOf = (entry: AmiMessage, at: EpochMs): EpochMs =>
  epochMs(Math.max(0, at - Math.max(0, entry.int('Wait') ?? 0) * SECOND_MS));

/** Queues and members as a list has them. Those that name a device come first: they say who the others are. */
export function applyRoster(shop: Workshop, list: StatusList, at: EpochMs): void {
  for (const message of list.params) {
    const queue = message.get('Queue');
    if (!shop.roster.follows(queue)) continue;
    const seconds = message.int('ServiceLevel');
    shop.roster.queueSeen(queue, at, seconds !== undefined && seconds > 0 ? { thresholdMs: seconds * SECOND_MS } : {});
  }
  const reports = list.members.map(memberReport).filter((report) => shop.roster.follows(report.queue));
  const plain = reports.filter((report) => deviceForm(report.stateInterface || report.interface) !== undefined);
  const others = reports.filter((report) => deviceForm(report.stateInterface || report.interface) === undefined);
  for (const report of [...plain, ...others]) shop.roster.memberSeen(report, at);
}

export function noteListedChannel(shop: Workshop, message: AmiMessage): void {
  const channel = shop.channels.note(message);
  if (channel === undefined) return;
  const bridge = message.get('BridgeId');
  if (bridge !== '') shop.channels.enter(channel.uid, bridge);
  const application = message.get('Application');
  if (/^(?:ChanSpy|ExtenSpy)$/i.test(application)) {
    channel.spy = true;
    channel.spies = true;
  }
  // Somebody else called this leg: `AppDial`, `AppQueue`.
  if (/^App(?:Dial|Queue)/i.test(application)) channel.dialedBy ??= '';
}
