import type { QueueId } from '../../../kernel/ids.js';
import { epochMs, QUARTER_MS, SECOND_MS } from '../../../kernel/time.js';
import { computeRequiredAgents } from '../../../staffing/erlang-a-required.js';
import { scheduledHeads } from '../../../staffing/shrinkage.js';
import { demandAt } from '../../buffer/demand.js';
import { awayFor, queuesServed } from '../../buffer/presence.js';
import { gridOver, touches, without } from '../../buffer/spans.js';
import type { Agent, Queue, SiteState } from '../../site.js';
import { addWorker, type Grid, phoneSpansOf, type Scheduled, type Span, staysCovered, type Worker } from '../coverage.js';
import type { Shift } from '../shift.js';
import type { SideChange } from './change.js';
import type { SwapCheck } from './words.js';

type Gap = NonNullable<SwapCheck['gap']>;

/**
 * Where a change leaves a queue short that was not so before (B.6.4), at its worst; undefined: nowhere. A queue that nobody forecast may
 * not be worse than it was, since nobody knows what it needs.
 */
export function worstGap(site: Readonly<SiteState>, sides: readonly SideChange[], now: number): Gap | undefined {
  const queueIds = new Set(sides.flatMap(({ agent }) => queuesServed(site, agent)));
  let worst: { gap: Gap; missing: number } | undefined;
  for (const span of changedSpans(sides)) {
    for (const found of gapsIn(site, sides, queueIds, span, now)) if (worst === undefined || found.missing > worst.missing) worst = found;
  }
  return worst?.gap;
}

/** The shifts that change, those that meet or overlap as one. */
function changedSpans(sides: readonly SideChange[]): Span[] {
  const shifts = sides.flatMap(({ removed, added }) => [...removed, ...added]).sort((a, b) => a.startAt - b.startAt);
  const spans: { startAt: number; endAt: number }[] = [];
  for (const { startAt, endAt } of shifts) {
    const before = spans.at(-1);
    if (before !== undefined && startAt <= before.endAt) before.endAt = Math.max(before.endAt, endAt);
    else spans.push({ startAt, endAt });
  }
  return spans;
}

function* gapsIn(site: Readonly<SiteState>, sides: readonly SideChange[], queueIds: ReadonlySet<QueueId>, span: Span, now: number) {
  const { startAt, count } = gridOver(span);
  const grid: Grid = { startAt, count, intervalMs: QUARTER_MS };
  const needs = new Needs(site, grid, now);
  const before: Scheduled = new Map();
  for (const worker of workersIn(site, queueIds, span)) addWorker(before, worker, grid, needs.loadOf);
  const after: Scheduled = new Map([...before].map(([id, agents]) => [id, [...agents]]));
  for (const { agent, removed, added } of sides) {
    for (const shift of removed) addWorker(after, workerOf(site, agent, [shift], span), grid, needs.loadOf, -1);
    for (const shift of added) addWorker(after, workerOf(site, agent, [shift], span), grid, needs.loadOf);
  }
  for (const queueId of queueIds) {
    for (let i = 0; i < count; i++) {
      const was = before.get(queueId)?.[i] ?? 0;
      const is = after.get(queueId)?.[i] ?? 0;
      // Nothing to look up where nothing gets worse.
      if (staysCovered(Number.POSITIVE_INFINITY, was, is)) continue;
      const required = needs.requiredOf(queueId, i);
      if (required !== null && staysCovered(required, was, is)) continue;
      const gap: Gap = { queueId, at: epochMs(startAt + i * QUARTER_MS), required, before: was, after: is };
      yield { gap, missing: (required ?? was) - is };
    }
  }
}

function* workersIn(site: Readonly<SiteState>, queueIds: ReadonlySet<QueueId>, span: Span): Generator<Worker> {
  for (const duty of site.duties.values()) {
    const shifts = duty.entries.flatMap(({ published }) => (published !== null && touches(published, span) ? [published] : []));
    const agent = shifts.length === 0 ? undefined : site.agents.get(duty.agentId);
    if (agent !== undefined && queuesServed(site, agent).some((id) => queueIds.has(id))) yield workerOf(site, agent, shifts, span);
  }
}

/** On the phones as planned, without leave, exceptions and buffer shifts. */
function workerOf(site: Readonly<SiteState>, agent: Agent, shifts: readonly Shift[], span: Span): Worker {
  const planned = phoneSpansOf(shifts.flatMap(({ segments }) => segments)).filter((one) => touches(one, span));
  const away = [...(site.duties.get(agent.id)?.exceptions ?? []), ...awayFor(site, agent, undefined)];
  return { queueIds: queuesServed(site, agent), spans: without(planned, away) };
}

/** What queues expect and need, quarter-hour by quarter-hour; found out once for each. */
class Needs {
  readonly #site: Readonly<SiteState>;
  readonly #grid: Grid;
  readonly #now: number;
  readonly #demands = new Map<string, ReturnType<typeof demandAt>>();
  readonly #required = new Map<string, number>();

  constructor(site: Readonly<SiteState>, grid: Grid, now: number) {
    this.#site = site;
    this.#grid = grid;
    this.#now = now;
  }

  readonly loadOf = (queueId: QueueId, i: number): number => {
    const demand = this.#demandAt(queueId, i);
    return demand === undefined ? 0 : (demand.calls * demand.ahtSec * SECOND_MS) / QUARTER_MS;
  };

  /** People to roster; null where nobody forecast it. */
  requiredOf(queueId: QueueId, i: number): number | null {
    const queue = this.#site.queues.get(queueId);
    const demand = this.#demandAt(queueId, i);
    if (queue === undefined || demand === undefined || demand.isEstimate) return null;
    const key = `${queueId}|${demand.calls}|${demand.ahtSec}`;
    let required = this.#required.get(key);
    if (required === undefined) {
      required = this.#headsFor(queue, demand);
      this.#required.set(key, required);
    }
    return required;
  }

  #headsFor({ settings }: Queue, { calls, ahtSec }: { calls: number; ahtSec: number }): number {
    const { patienceMs, maxOccupancyRatio, shrinkageRatio } = this.#site.config.workforce.planning;
    const solved = computeRequiredAgents({
      calls,
      ahtSec,
      intervalSec: QUARTER_MS / SECOND_MS,
      patienceSec: patienceMs / SECOND_MS,
      targetSec: settings.thresholdMs / SECOND_MS,
      shortAbandonSec: settings.shortAbandonMs / SECOND_MS,
      slFormula: settings.formula,
      slTarget: settings.goalRatio,
      maxOccupancy: maxOccupancyRatio,
      maxAbandon: null,
      shrinkage: 0,
    });
    // A promise that no number of agents keeps asks for as many as the occupancy alone does.
    const agents = solved.ok ? solved.value.agents : Math.ceil((calls * ahtSec * SECOND_MS) / QUARTER_MS / maxOccupancyRatio);
    return scheduledHeads(agents, shrinkageRatio);
  }

  #demandAt(queueId: QueueId, i: number): ReturnType<typeof demandAt> | undefined {
    const key = `${queueId}|${i}`;
    let demand = this.#demands.get(key);
    const queue = this.#site.queues.get(queueId);
    if (demand === undefined && queue !== undefined) {
      demand = demandAt(this.#site, queue, this.#grid.startAt + i * QUARTER_MS, this.#now);
      this.#demands.set(key, demand);
    }
    return demand;
  }
}
