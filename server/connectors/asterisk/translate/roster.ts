import type { MemberVia } from '../../../../shared/domain/action/effects.js';
import type { Fact } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import { durationMs, type EpochMs } from '../../../../shared/kernel/time.js';
import { cleanText } from '../text.js';
import { deviceForm, Hints } from './hints.js';

/** What a list or an event says about one membership. */
export interface MemberReport {
  readonly queue: string;
  readonly interface: string;
  readonly stateInterface: string;
  readonly name: string;
  readonly paused: boolean;
  readonly reason: string;
  readonly penalty: number | undefined;
  readonly status: number | undefined;
  /** This membership's own wrap-up in seconds; 0: the queue's. */
  readonly wrapUp: number | undefined;
  /** Whether it was added at run time, and so can be removed; absent: not said. */
  readonly isDynamic: boolean | undefined;
}

export interface Member {
  readonly agentKey: ExternalKey;
  /** The PBX's own name of this membership (`Alice Ng`, `Dyn 1007`). */
  member: string;
  paused: boolean;
  reason: string;
  penalty: number;
  /** Where the PBX takes the phone's state from; empty: the interface itself. */
  readonly stateInterface: string;
  /** False: written in the PBX's configuration, from which nobody is signed out by a request. */
  readonly isDynamic: boolean;
  /** This membership's own wrap-up, when it has one. */
  wrapUpMs?: number;
}

/** A membership with its place: what a request about it has to name. */
export interface Membership extends Member {
  readonly queue: string;
  readonly interface: string;
}

interface QueueEntry {
  thresholdMs?: number;
  wrapUpMs?: number;
  readonly members: Map<string, Member>;
}

interface Person {
  readonly name: string;
  reachable: boolean;
}

/** Device states in which a phone can't be rung: invalid, unavailable. */
const UNREACHABLE: ReadonlySet<number> = new Set([4, 5]);
export const MAX_KEY_LENGTH = 200;

/**
 * Queues, their members, and the people behind them. One person may be a member under several interfaces
 * (`PJSIP/1005` in one queue, `Local/1005@agents/n` with state `hint:1005@agents` in another): the device that the state
 * is taken from says who it is, never the interface.
 */
export class Roster {
  private readonly queues = new Map<string, QueueEntry>();
  private readonly people = new Map<ExternalKey, Person>();
  private readonly hints = new Hints();
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly emit: (fact: Fact) => void;

  constructor(options: { readonly queues: readonly string[] | undefined; readonly emit: (fact: Fact) => void }) {
    this.wanted = options.queues === undefined ? undefined : new Set(options.queues);
    this.emit = options.emit;
  }

  /** Whether this queue is one that we follow. */
  follows(queue: string): boolean {
    return queue !== '' && queue.length <= MAX_KEY_LENGTH && (this.wanted === undefined || this.wanted.has(queue));
  }

  knows(queue: string): boolean {
    return this.queues.has(queue);
  }

  names(): string[] {
    return [...this.queues.keys()];
  }

  learnHint(extension: string, devices: string): void {
    this.hints.learn(extension, devices);
  }

  /** A queue exists; what is told of its settings is kept. */
  queueSeen(queue: string, at: EpochMs, settings: { thresholdMs?: number; wrapUpMs?: number } = {}): void {
    const known = this.queues.get(queue);
    const entry: QueueEntry = known ?? { members: new Map() };
    const changed =
      known === undefined ||
      (settings.thresholdMs !== undefined && settings.thresholdMs !== entry.thresholdMs) ||
      (settings.wrapUpMs !== undefined && settings.wrapUpMs !== entry.wrapUpMs);
    if (!changed) return;
    Object.assign(entry, settings);
    this.queues.set(queue, entry);
    this.emit({ type: 'queue.seen', occurredAt: at, queueKey: queue as ExternalKey, ...this.settingsOf(queue) });
  }

  queueGone(queue: string, at: EpochMs): void {
    if (this.queues.delete(queue)) this.emit({ type: 'queue.gone', occurredAt: at, queueKey: queue as ExternalKey });
  }

  settingsOf(queue: string) {
    const { thresholdMs, wrapUpMs } = this.queues.get(queue) ?? {};
    return {
      ...(thresholdMs === undefined ? {} : { thresholdMs: durationMs(thresholdMs) }),
      ...(wrapUpMs === undefined ? {} : { wrapUpMs: durationMs(wrapUpMs) }),
    };
  }

  /** Adds or updates a membership; says so only when something that anyone sees has changed. */
  memberSeen(report: MemberReport, at: EpochMs): Member | undefined {
    const agentKey = this.keyOf(report);
    if (agentKey === undefined) return undefined;
    this.queueSeen(report.queue, at);
    const members = this.queues.get(report.queue)?.members;
    const known = members?.get(report.interface);
    const member: Member = {
      agentKey,
      member: nameOf(report),
      paused: report.paused,
      reason: report.paused ? cleanText(report.reason, 120) : '',
      penalty: clampPenalty(report.penalty ?? known?.penalty),
      stateInterface: report.stateInterface,
      isDynamic: report.isDynamic ?? known?.isDynamic ?? true,
      ...(report.wrapUp !== undefined && report.wrapUp > 0 ? { wrapUpMs: report.wrapUp * 1_000 } : {}),
    };
    members?.set(report.interface, member);
    this.personSeen(agentKey, member.member, report.status, at);
    if (known === undefined || !sameMember(known, member)) {
      this.emit({ type: 'member.seen', occurredAt: at, ...memberState(report.queue, member) });
    }
    return member;
  }

  memberGone(queue: string, iface: string, at: EpochMs): void {
    const members = this.queues.get(queue)?.members;
    const member = members?.get(iface);
    if (member === undefined) return;
    members?.delete(iface);
    // Another interface of the same person may still serve this queue.
    const others = [...(members?.values() ?? [])].filter((other) => other.agentKey === member.agentKey);
    const other = others[0];
    if (other) this.emit({ type: 'member.seen', occurredAt: at, ...memberState(queue, other) });
    else {
      const via = viaOf(iface, member);
      const { agentKey, member: name } = member;
      this.emit({
        type: 'member.gone',
        occurredAt: at,
        queueKey: queue as ExternalKey,
        agentKey,
        member: name,
        ...(via === undefined ? {} : { via }),
      });
    }
  }

  member(queue: string, iface: string): Member | undefined {
    return this.queues.get(queue)?.members.get(iface);
  }

  membersOf(queue: string): ReadonlyMap<string, Member> {
    return this.queues.get(queue)?.members ?? new Map();
  }

  /** All of one person's, under each of their interfaces. */
  membershipsOf(agentKey: ExternalKey): Membership[] {
    const found: Membership[] = [];
    for (const [queue, { members }] of this.queues) {
      for (const [iface, member] of members) if (member.agentKey === agentKey) found.push({ ...member, queue, interface: iface });
    }
    return found;
  }

  /** Who answers under this interface, even one that no list named (a member removed while it talks). */
  whoIs(queue: string, iface: string, name: string, at: EpochMs): { agentKey: ExternalKey; member: string } | undefined {
    const known = this.member(queue, iface);
    if (known) return known;
    const report = { queue, interface: iface, stateInterface: '', name };
    const agentKey = this.keyOf(report);
    if (agentKey === undefined) return undefined;
    this.personSeen(agentKey, nameOf(report), undefined, at);
    return { agentKey, member: nameOf(report) };
  }

  /** The agent whose phone this is. */
  agentOf(device: string): ExternalKey | undefined {
    const key = this.hints.ownerOf(device) as ExternalKey | undefined;
    if (key !== undefined && this.people.has(key)) return key;
    return this.people.has(device as ExternalKey) ? (device as ExternalKey) : undefined;
  }

  nameOfAgent(agentKey: ExternalKey): string | undefined {
    return this.people.get(agentKey)?.name;
  }

  agents(): ReadonlyMap<ExternalKey, Readonly<Person>> {
    return this.people;
  }

  /** The device behind a membership's interface, where it is known. */
  private keyOf(report: Pick<MemberReport, 'interface' | 'stateInterface' | 'name'>): ExternalKey | undefined {
    const spelling = report.stateInterface === '' ? report.interface : report.stateInterface;
    if (spelling === '' || spelling.length > MAX_KEY_LENGTH) return undefined;
    return this.hints.keyOf(spelling, this.deviceOfNamesake(report)) as ExternalKey;
  }

  /** Another membership of the same name that says its device plainly. */
  private deviceOfNamesake(report: Pick<MemberReport, 'interface' | 'stateInterface' | 'name'>): string | undefined {
    if (deviceForm(report.stateInterface === '' ? report.interface : report.stateInterface) !== undefined || report.name === '')
      return undefined;
    const name = nameOf(report);
    for (const { members } of this.queues.values()) {
      for (const [iface, member] of members) if (member.member === name && deviceForm(iface) !== undefined) return member.agentKey;
    }
    return undefined;
  }

  private personSeen(agentKey: ExternalKey, name: string, status: number | undefined, at: EpochMs): void {
    const known = this.people.get(agentKey);
    const reachable = status === undefined ? (known?.reachable ?? true) : !UNREACHABLE.has(status);
    if (known === undefined) {
      this.people.set(agentKey, { name, reachable });
      this.emit({ type: 'agent.seen', occurredAt: at, agentKey, name });
      if (!reachable) this.emit({ type: 'agent.reachable', occurredAt: at, agentKey, reachable });
    } else if (known.reachable !== reachable) {
      known.reachable = reachable;
      this.emit({ type: 'agent.reachable', occurredAt: at, agentKey, reachable });
    }
  }
}

function nameOf(report: { name: string; interface: string }): string {
  const name = cleanText(report.name, 120);
  return name === '' ? cleanText(report.interface, 120) || 'member' : name;
}

/** What signing in again has to name; absent: the phone itself. */
function viaOf(iface: string, { agentKey, stateInterface }: Member): MemberVia | undefined {
  if (iface === agentKey || iface.length > MAX_KEY_LENGTH) return undefined;
  return {
    interface: iface,
    ...(stateInterface === '' || stateInterface === iface ? {} : { stateInterface: stateInterface.slice(0, MAX_KEY_LENGTH) }),
  };
}

const clampPenalty = (penalty: number | undefined): number => Math.min(1_000_000, Math.max(0, penalty ?? 0));

const sameMember = (a: Member, b: Member): boolean =>
  a.agentKey === b.agentKey && a.member === b.member && a.paused === b.paused && a.reason === b.reason && a.penalty === b.penalty;

export function memberState(queue: string, member: Member) {
  return {
    queueKey: queue as ExternalKey,
    agentKey: member.agentKey,
    member: member.member,
    paused: member.paused,
    ...(member.reason === '' ? {} : { reason: member.reason }),
    penalty: member.penalty,
  };
}
