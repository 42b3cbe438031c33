import type { Fact } from '../../../../shared/domain/facts.js';
import { HOUR_MS, SECOND_MS } from '../../../../shared/kernel/time.js';
import { runFloor } from '../floor.js';
import { batchedEstimate, type Estimate, ratioEstimate } from './estimate.js';
import { type LabScenario, labFloor } from './lab.js';

export type Measured = Readonly<Record<MetricName, Estimate>>;
export type MetricName =
  | 'pWait'
  | 'pAbandon'
  | 'slAnswered'
  | 'slOffered'
  | 'slAbandonCounts'
  | 'slLateAbandons'
  | 'slExShort'
  | 'asaSec'
  | 'asaDelayedSec'
  | 'avgWaitAllSec'
  | 'avgWaitAbandonedSec'
  | 'occupancy'
  | 'avgQueueLength'
  | 'p90WaitSec'
  | 'totalArrivalRate';

/** More than the thirty that are asked for: with few batches the tails of the error's own distribution are long. */
const BATCHES = 60;

interface Batch {
  offered: number;
  answered: number;
  abandoned: number;
  waited: number;
  answeredInTarget: number;
  abandonedInTarget: number;
  shortAbandoned: number;
  answeredWaitMs: number;
  abandonedWaitMs: number;
  busyMs: number;
  queueMs: number;
  waitsMs: number[];
}
const emptyBatch = (): Batch => ({
  offered: 0,
  answered: 0,
  abandoned: 0,
  waited: 0,
  answeredInTarget: 0,
  abandonedInTarget: 0,
  shortAbandoned: 0,
  answeredWaitMs: 0,
  abandonedWaitMs: 0,
  busyMs: 0,
  queueMs: 0,
  waitsMs: [],
});

/** An empty floor is not the usual one: so many calls until it is. */
const WARM_UP_CALLS = 5_000;

/**
 * Runs one lab queue until about `calls` were served or lost after the warm-up, and measures it from its facts alone, as
 * any reader of the log would. A call belongs to the batch in which it joined; time in state is split where batches meet.
 */
export function studyLab(
  scenario: LabScenario,
  seed: number,
  calls: number,
  warmUpCalls = WARM_UP_CALLS,
): { measured: Measured; calls: number } {
  const warmUpSec = Math.max(20 * scenario.ahtSec, warmUpCalls / scenario.arrivalsPerSec);
  const fromMs = Math.ceil(warmUpSec) * SECOND_MS;
  const batchMs = Math.ceil((calls / scenario.arrivalsPerSec / BATCHES) * SECOND_MS);
  const study = new Study(scenario, fromMs, batchMs);
  const floor = labFloor(scenario, seed, (fact) => study.take(fact));
  const until = fromMs + BATCHES * batchMs;
  for (let at = 0; at < until; at += HOUR_MS) runFloor(floor, Math.min(at + HOUR_MS, until));
  // Those who joined before the end are followed to their own; new callers keep the floor as busy as it was.
  for (let at = until; study.open > 0; at += HOUR_MS) runFloor(floor, at + HOUR_MS);
  return study.result();
}

class Study {
  readonly #scenario: LabScenario;
  readonly #from: number;
  readonly #batchMs: number;
  readonly #batches = Array.from({ length: BATCHES }, emptyBatch);
  readonly #joinedAt = new Map<string, number>();
  readonly #answeredAt = new Map<string, number>();
  /** Studied calls without an outcome. */
  open = 0;

  constructor(scenario: LabScenario, from: number, batchMs: number) {
    this.#scenario = scenario;
    this.#from = from;
    this.#batchMs = batchMs;
  }

  take(fact: Fact): void {
    switch (fact.type) {
      case 'visit.joined':
        this.#joinedAt.set(fact.visitKey, fact.occurredAt);
        if (this.#batchAt(fact.occurredAt)) this.open++;
        return;
      case 'visit.answered':
        this.#answeredAt.set(fact.visitKey, fact.occurredAt);
        return this.#endWait(fact.visitKey, fact.occurredAt, true);
      case 'visit.abandoned':
        return this.#endWait(fact.visitKey, fact.occurredAt, false);
      case 'visit.talk-ended': {
        const since = this.#answeredAt.get(fact.visitKey) ?? fact.occurredAt;
        this.#answeredAt.delete(fact.visitKey);
        this.#spread(since, fact.occurredAt, 'busyMs');
        return;
      }
      default:
        return;
    }
  }

  #batchAt(at: number): Batch | undefined {
    return this.#batches[Math.floor((at - this.#from) / this.#batchMs)];
  }

  #endWait(key: string, at: number, isAnswered: boolean): void {
    const joinedAt = this.#joinedAt.get(key) ?? at;
    this.#joinedAt.delete(key);
    this.#spread(joinedAt, at, 'queueMs');
    const batch = this.#batchAt(joinedAt);
    if (batch === undefined) return;
    this.open--;
    const waitMs = at - joinedAt;
    const isInTarget = waitMs <= this.#scenario.targetSec * SECOND_MS;
    batch.offered++;
    batch.waitsMs.push(waitMs);
    if (waitMs > 0) batch.waited++;
    if (isAnswered) {
      batch.answered++;
      batch.answeredWaitMs += waitMs;
      if (isInTarget) batch.answeredInTarget++;
    } else {
      batch.abandoned++;
      batch.abandonedWaitMs += waitMs;
      if (isInTarget) batch.abandonedInTarget++;
      if (waitMs < this.#scenario.shortAbandonSec * SECOND_MS) batch.shortAbandoned++;
    }
  }

  /** Adds a span of time to the batches it lies in. */
  #spread(since: number, until: number, into: 'busyMs' | 'queueMs'): void {
    for (let at = Math.max(since, this.#from); at < until; ) {
      const index = Math.floor((at - this.#from) / this.#batchMs);
      const batch = this.#batches[index];
      if (batch === undefined) return;
      const end = Math.min(until, this.#from + (index + 1) * this.#batchMs);
      batch[into] += end - at;
      at = end;
    }
  }

  result(): { measured: Measured; calls: number } {
    const { agents } = this.#scenario;
    const ratio = (top: (b: Batch) => number, bottom: (b: Batch) => number) =>
      ratioEstimate(this.#batches.map((batch) => ({ top: top(batch), bottom: bottom(batch) })));
    const offered = (b: Batch) => b.offered;
    const sec = (ms: number) => ms / SECOND_MS;
    const all = this.#batches.flatMap((batch) => batch.waitsMs);
    const measured: Measured = {
      pWait: ratio((b) => b.waited, offered),
      pAbandon: ratio((b) => b.abandoned, offered),
      slAnswered: ratio(
        (b) => b.answeredInTarget,
        (b) => b.answered,
      ),
      slOffered: ratio((b) => b.answeredInTarget, offered),
      slAbandonCounts: ratio((b) => b.answeredInTarget + b.abandonedInTarget, offered),
      slLateAbandons: ratio(
        (b) => b.answeredInTarget,
        (b) => b.offered - b.abandonedInTarget,
      ),
      slExShort: ratio(
        (b) => b.answeredInTarget,
        (b) => b.offered - b.shortAbandoned,
      ),
      asaSec: ratio(
        (b) => sec(b.answeredWaitMs),
        (b) => b.answered,
      ),
      asaDelayedSec: ratio(
        (b) => sec(b.answeredWaitMs + b.abandonedWaitMs),
        (b) => b.waited,
      ),
      avgWaitAllSec: ratio((b) => sec(b.answeredWaitMs + b.abandonedWaitMs), offered),
      avgWaitAbandonedSec: ratio(
        (b) => sec(b.abandonedWaitMs),
        (b) => b.abandoned,
      ),
      occupancy: ratio(
        (b) => b.busyMs,
        () => agents * this.#batchMs,
      ),
      avgQueueLength: ratio(
        (b) => b.queueMs,
        () => this.#batchMs,
      ),
      p90WaitSec: batchedEstimate(
        sec(quantile(all, 0.9)),
        this.#batches.map((batch) => sec(quantile(batch.waitsMs, 0.9))),
      ),
      totalArrivalRate: ratio(offered, () => sec(this.#batchMs)),
    };
    return { measured, calls: all.length };
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
