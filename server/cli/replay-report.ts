import { addQueueCounters, type QueueCounters } from '../../shared/domain/counters.js';
import type { DomainEvent, EventOf } from '../../shared/domain/events.js';
import type { EndedBy } from '../../shared/domain/facts.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { AgentId, CallId, QueueId, VisitId } from '../../shared/kernel/ids.js';
import { type EpochMs, SECOND_MS } from '../../shared/kernel/time.js';
import { PauseClock } from './replay-pauses.js';

/** What a replay came to for one queue. Counts of visits; lengths in ms. */
export interface QueueReport {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Moved away by a supervisor while waiting. */
  readonly redirected: number;
  readonly exitTimeout: number;
  readonly exitKey: number;
  readonly exitEmpty: number;
  readonly withdrawn: number;
  /** Gone while the source was not connected. */
  readonly lost: number;
  /** Refused at the door: not offered. */
  readonly rejected: number;
  /** Still open when the recording ended. */
  readonly open: number;
  readonly ringNoAnswer: number;
  readonly blindTransfers: number;
  readonly attendedTransfers: number;
  readonly completedByCaller: number;
  readonly completedByAgent: number;
  readonly serviceLevelSeconds: number;
  readonly answeredWithin20: number;
  readonly answeredWithinSL: number;
  readonly holdAnsweredSumMs: number;
  readonly waitAllSumMs: number;
  readonly talkSumMs: number;
}

/** For one membership name: a person may be a member under several. */
export interface AgentReport {
  readonly answered: number;
  readonly ringNoAnswer: number;
  readonly completed: number;
  readonly transferred: number;
  readonly pausedMs: number;
}

export interface ReplayReport {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly queues: Readonly<Record<string, QueueReport>>;
  readonly agents: Readonly<Record<string, AgentReport>>;
}

interface Part {
  readonly agentId: AgentId;
  readonly member: string;
  readonly startedAt: EpochMs;
  endedAt?: EpochMs;
  endedBy?: EndedBy;
}
interface VisitRecord {
  readonly queueId: QueueId;
  readonly callId: CallId;
  readonly enteredAt: EpochMs;
  answeredAt?: EpochMs;
  left?: EventOf<'visit.left'>['outcome'];
  readonly parts: Part[];
}
interface AgentTally {
  answered: number;
  ringNoAnswer: number;
  completed: number;
  transferred: number;
}

/**
 * The figures of a replay, from the log's own events and the counters that they were folded into. What the state counts is
 * taken from there, so that an agreement with the PBX's own log proves the numbers on screen; the rest is added up here.
 */
export class ReportFold {
  private readonly visits = new Map<VisitId, VisitRecord>();
  /** Visits of one call, in order: where a visit's end is unknown to its queue, the next one knows it. */
  private readonly calls = new Map<CallId, VisitRecord[]>();
  private readonly names = new Map<AgentId, string>();
  private readonly tallies = new Map<string, AgentTally>();
  private readonly pauses = new PauseClock();
  private from: EpochMs | undefined;
  private to: EpochMs | undefined;

  add(event: DomainEvent): void {
    // Connecting and losing the source are ours, not the floor's: a pause that is open does not last until then.
    if (event.type.startsWith('visit.') || event.type.startsWith('member.')) {
      this.from ??= event.occurredAt;
      if (this.to === undefined || event.occurredAt > this.to) this.to = event.occurredAt;
    }
    switch (event.type) {
      case 'agent.described':
        this.names.set(event.agentId, event.name);
        return;
      case 'member.changed':
        this.tally(this.nameOf(event));
        this.pauses.set(this.nameOf(event), `${event.queueId}|${event.agentId}`, event.paused, event.occurredAt);
        return;
      case 'member.removed':
        this.pauses.set(this.nameOf(event), `${event.queueId}|${event.agentId}`, false, event.occurredAt);
        return;
      case 'visit.entered': {
        const visit: VisitRecord = { queueId: event.queueId, callId: event.callId, enteredAt: event.occurredAt, parts: [] };
        this.visits.set(event.visitId, visit);
        this.calls.set(event.callId, [...(this.calls.get(event.callId) ?? []), visit]);
        return;
      }
      case 'visit.offer-ended':
        if (event.how !== 'cancelled') this.tally(this.nameOf(event)).ringNoAnswer += 1;
        return;
      case 'visit.answered':
        this.tally(this.nameOf(event)).answered += 1;
        this.start(event);
        return;
      case 'visit.handed-over':
        this.start(event);
        return;
      case 'visit.talk-ended': {
        const part = this.visits.get(event.visitId)?.parts.findLast((one) => one.agentId === event.agentId && one.endedAt === undefined);
        if (part === undefined) return;
        part.endedAt = event.occurredAt;
        part.endedBy = event.by;
        return;
      }
      case 'visit.left': {
        const visit = this.visits.get(event.visitId);
        if (visit) visit.left = event.outcome;
        return;
      }
      case 'site.configured':
      case 'clock.anchored':
      case 'source.status-changed':
      case 'source.resynced':
      case 'queue.described':
      case 'queue.removed':
      case 'agent.reachable-changed':
      case 'agent.off-queue-call-changed':
      case 'agent.wrap-up-ended':
      case 'visit.priority-changed':
      case 'visit.offered':
      case 'visit.held':
      case 'visit.resumed':
      case 'visit.rejected':
      case 'anomaly.noted':
        return;
      // What people did and were told: nothing that a report of calls counts.
      default:
        return;
    }
  }

  finish(site: Readonly<SiteState>): ReplayReport {
    const from = this.from ?? site.foldedAt;
    const to = this.to ?? site.foldedAt;
    const byQueue = new Map<QueueId, VisitRecord[]>();
    for (const visit of this.visits.values()) byQueue.set(visit.queueId, [...(byQueue.get(visit.queueId) ?? []), visit]);
    const queues: [string, QueueReport][] = [];
    for (const queue of site.queues.values()) {
      const counters: QueueCounters = {};
      for (const quarter of queue.quarters) addQueueCounters(counters, quarter.counters);
      const thresholdMs = (queue.nextSettings?.settings ?? queue.settings).thresholdMs;
      queues.push([queue.key, this.queueReport(counters, byQueue.get(queue.id) ?? [], thresholdMs, queue.waiting.size)]);
    }
    for (const visit of this.visits.values()) this.countEnd(visit);
    const agents = [...this.tallies].map(([name, tally]): [string, AgentReport] => [
      name,
      { ...tally, pausedMs: this.pauses.totalMs(name, to) },
    ]);
    // Names come from outside: such an object has no prototype to be overwritten.
    return { from, to, queues: bare(queues), agents: bare(agents) };
  }

  private queueReport(counters: QueueCounters, visits: readonly VisitRecord[], thresholdMs: number, open: number): QueueReport {
    const waits = visits.flatMap((visit) => (visit.answeredAt === undefined ? [] : [visit.answeredAt - visit.enteredAt]));
    const ends = visits.map((visit) => this.endOf(visit));
    const talks = visits.flatMap((visit, index) => this.talkMs(visit, ends[index]) ?? []);
    return {
      offered: counters.entered ?? 0,
      answered: counters.answered ?? 0,
      // A caller who is cut off by a PBX that shuts down is one who abandoned, as the PBX counts.
      abandoned: (counters.abandoned ?? 0) + (counters.flowoutSystem ?? 0),
      redirected: counters.flowoutRedirected ?? 0,
      exitTimeout: counters.flowoutTimeout ?? 0,
      exitKey: counters.flowoutKeyExit ?? 0,
      exitEmpty: counters.flowoutExitEmpty ?? 0,
      withdrawn: counters.flowoutWithdrawn ?? 0,
      lost: counters.flowoutLost ?? 0,
      rejected: counters.rejected ?? 0,
      open,
      // As the PBX counts: a phone that is busy or was told to reject is one that did not answer.
      ringNoAnswer: (counters.ringNoAnswer ?? 0) + (counters.ringBusy ?? 0) + (counters.ringRejected ?? 0),
      blindTransfers: counters.blindTransfers ?? 0,
      attendedTransfers: counters.attendedTransfers ?? 0,
      completedByCaller: ends.filter((end) => end?.by === 'caller').length,
      completedByAgent: ends.filter((end) => end?.by === 'agent').length,
      serviceLevelSeconds: thresholdMs / SECOND_MS,
      answeredWithin20: waits.filter((waitMs) => waitMs <= 20 * SECOND_MS).length,
      answeredWithinSL: counters.answeredInThreshold ?? 0,
      holdAnsweredSumMs: counters.answeredWaitMs ?? 0,
      waitAllSumMs: counters.allWaitMs ?? 0,
      talkSumMs: talks.reduce((sum, talkMs) => sum + talkMs, 0),
    };
  }

  /**
   * How and when a visit's talk ended as its queue saw it. An agent who passes a call on with a phone behind a Local channel
   * does what the queue can't see: for the queue that talk goes on until the call's last one ends.
   */
  private endOf(visit: VisitRecord): { by: EndedBy; at: EpochMs } | undefined {
    const transfer = visit.parts.find((part) => part.endedBy === 'blind-transfer' || part.endedBy === 'attended-transfer');
    const last = transfer ?? visit.parts.at(-1);
    if (last?.endedBy === undefined || last.endedAt === undefined) return undefined;
    if (last.endedBy !== 'unknown') return { by: last.endedBy, at: last.endedAt };
    const call = this.calls.get(visit.callId) ?? [];
    const next = call[call.indexOf(visit) + 1];
    if (next === undefined) return { by: 'unknown', at: last.endedAt };
    if (next.left === 'abandoned') return { by: 'caller', at: next.enteredAt };
    return this.endOf(next) ?? { by: 'unknown', at: last.endedAt };
  }

  /** Only of a visit whose agent was not changed by a supervisor. */
  private talkMs(visit: VisitRecord, end: { by: EndedBy; at: EpochMs } | undefined): number | undefined {
    if (visit.answeredAt === undefined || end === undefined || visit.parts.some((part) => part.endedBy === 'moved')) return undefined;
    return end.at - visit.answeredAt;
  }

  /** The agent who answered out of the queue is the one whose call it was. */
  private countEnd(visit: VisitRecord): void {
    const first = visit.answeredAt === undefined ? undefined : visit.parts[0];
    const end = this.endOf(visit);
    if (first === undefined || end === undefined) return;
    if (end.by === 'caller' || end.by === 'agent') this.tally(first.member).completed += 1;
    if (end.by === 'blind-transfer' || end.by === 'attended-transfer') this.tally(first.member).transferred += 1;
  }

  private start(event: EventOf<'visit.answered'> | EventOf<'visit.handed-over'>): void {
    const visit = this.visits.get(event.visitId);
    if (visit === undefined) return;
    if (event.type === 'visit.answered') visit.answeredAt = event.occurredAt;
    visit.parts.push({ agentId: event.agentId, member: this.nameOf(event), startedAt: event.occurredAt });
  }

  private nameOf(event: { agentId: AgentId; member?: string | undefined }): string {
    return event.member ?? this.names.get(event.agentId) ?? event.agentId;
  }

  private tally(name: string): AgentTally {
    const known = this.tallies.get(name);
    if (known) return known;
    const tally = { answered: 0, ringNoAnswer: 0, completed: 0, transferred: 0 };
    this.tallies.set(name, tally);
    return tally;
  }
}

const bare = <T>(entries: readonly [string, T][]): Record<string, T> => {
  const record: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
};
