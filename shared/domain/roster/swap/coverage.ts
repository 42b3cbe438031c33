import type { QueueId } from '../../../kernel/ids.js';
import { type EpochMs, epochMs } from '../../../kernel/time.js';
import { scheduledHeads } from '../../../staffing/shrinkage.js';
import { demandAt, type QuarterDemand } from '../../buffer/demand.js';
import { awayFor } from '../../buffer/presence.js';
import type { Agent, Queue, SiteState } from '../../site.js';
import { addHeads, addWorker, type LoadOf, phoneSpansOf, type Scheduled, staysCovered, type Worker } from '../coverage.js';
import type { Duty } from '../duty.js';
import { Expected } from '../forecast-at.js';
import { agentsFor, loadOf, targetOf } from '../required.js';
import { type SkillBook, skillBookOf } from '../served-queues.js';
import type { Shift } from '../shift.js';
import { type Grid, quartersOver, type Span, sharesOf, startOf, touches, without } from '../spans.js';
import type { SideChange } from './change.js';
import type { SwapCheck } from './words.js';

type Gap = NonNullable<SwapCheck['gap']>;

/**
 * Where a change leaves a queue short that was not so before (B.6.4), at its worst; undefined: nowhere. A queue that nobody forecast may
 * not be worse than it was, since nobody knows what it needs.
 */
export function worstGap(site: Readonly<SiteState>, sides: readonly SideChange[], now: EpochMs): Gap | undefined {
  const skills = skillBookOf(site);
  const queueIds = new Set(sides.flatMap(({ agent }) => skills.queuesOf(agent)));
  let worst: { gap: Gap; missing: number } | undefined;
  for (const span of changedSpans(sides)) {
    const scene: Scene = { site, skills, span, grid: quartersOver(span) };
    for (const found of gapsIn(scene, sides, queueIds, now)) if (worst === undefined || found.missing > worst.missing) worst = found;
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

/** Some hours of the floor, looked at for one change. */
interface Scene {
  readonly site: Readonly<SiteState>;
  readonly skills: SkillBook;
  readonly span: Span;
  readonly grid: Grid;
}

function* gapsIn(scene: Scene, sides: readonly SideChange[], queueIds: ReadonlySet<QueueId>, now: EpochMs) {
  const { site, grid } = scene;
  const needs = new Needs(site, grid, now);
  const before = headsBefore(scene, queueIds).agents(needs.loadOf);
  const after: Scheduled = new Map([...before].map(([id, agents]) => [id, [...agents]]));
  for (const { agent, removed, added } of sides) {
    for (const shift of removed) addWorker(after, workerOf(scene, agent, [shift]), grid, needs.loadOf, -1);
    for (const shift of added) addWorker(after, workerOf(scene, agent, [shift]), grid, needs.loadOf);
  }
  for (const queueId of queueIds) {
    for (let i = 0; i < grid.count; i++) {
      const was = before.get(queueId)?.[i] ?? 0;
      const is = after.get(queueId)?.[i] ?? 0;
      // Nothing to look up where nothing gets worse.
      if (staysCovered(Number.POSITIVE_INFINITY, was, is)) continue;
      const required = needs.requiredOf(queueId, i);
      if (required !== null && staysCovered(required, was, is)) continue;
      const gap: Gap = { queueId, at: epochMs(startOf(grid, i)), required, before: was, after: is };
      yield { gap, missing: (required ?? was) - is };
    }
  }
}

/** Those who may take the calls of these queues, added up: thousands of people serve a few sets of queues. */
function headsBefore(scene: Scene, queueIds: ReadonlySet<QueueId>): Heads {
  const { site, skills, span, grid } = scene;
  const heads = new Heads(grid);
  for (const duty of site.duties.values()) {
    const shifts = publishedWithin(duty, span);
    const agent = shifts.length === 0 ? undefined : site.agents.get(duty.agentId);
    if (agent !== undefined && skills.queuesOf(agent).some((id) => queueIds.has(id))) heads.add(workerOf(scene, agent, shifts));
  }
  return heads;
}

/** Asked of everybody who has a roster: nothing is made for those who are not on. */
function publishedWithin({ entries }: Duty, span: Span): readonly Shift[] {
  let found: Shift[] | undefined;
  for (const { published } of entries) {
    if (published === null || !touches(published, span)) continue;
    if (found === undefined) found = [published];
    else found.push(published);
  }
  return found ?? NO_SHIFTS;
}
const NO_SHIFTS: readonly Shift[] = [];

/** People by the set of queues that they serve. */
class Heads {
  readonly #grid: Grid;
  readonly #groups = new Map<string, { readonly queueIds: readonly QueueId[]; readonly heads: number[] }>();

  constructor(grid: Grid) {
    this.#grid = grid;
  }

  add({ queueIds, spans }: Worker): void {
    const key = queueIds.join();
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { queueIds, heads: new Array<number>(this.#grid.count).fill(0) };
      this.#groups.set(key, group);
    }
    for (const [i, share] of sharesOf(this.#grid, spans).entries()) group.heads[i] = (group.heads[i] ?? 0) + share;
  }

  /** Each group's time goes to its queues as the work does, as that of each of its people would. */
  agents(loadOf: LoadOf): Scheduled {
    const scheduled: Scheduled = new Map();
    for (const { queueIds, heads } of this.#groups.values()) addHeads(scheduled, queueIds, heads, loadOf);
    return scheduled;
  }
}

/** On the phones as planned, without leave, exceptions and buffer shifts. */
function workerOf({ site, skills, span }: Scene, agent: Agent, shifts: readonly Shift[]): Worker {
  const planned = phoneSpansOf(shifts.flatMap(({ segments }) => segments)).filter((one) => touches(one, span));
  const away = [...(site.duties.get(agent.id)?.exceptions ?? []), ...awayFor(site, agent, undefined)];
  return { queueIds: skills.queuesOf(agent), spans: without(planned, away) };
}

/** What queues expect and need, quarter-hour by quarter-hour; found out once for each. */
class Needs {
  readonly #site: Readonly<SiteState>;
  readonly #grid: Grid;
  readonly #now: EpochMs;
  readonly #expected: Expected;
  readonly #demands = new Map<QueueId, readonly QuarterDemand[]>();
  readonly #loads = new Map<QueueId, readonly number[]>();
  readonly #required = new Map<string, number>();

  constructor(site: Readonly<SiteState>, grid: Grid, now: EpochMs) {
    this.#site = site;
    this.#grid = grid;
    this.#now = now;
    this.#expected = new Expected(site, now);
  }

  readonly loadOf: LoadOf = (queueId, i) => {
    let loads = this.#loads.get(queueId);
    if (loads === undefined) {
      loads = this.#demandsOf(queueId).map(loadOf);
      this.#loads.set(queueId, loads);
    }
    return loads[i] ?? 0;
  };

  /** People to roster; null where nobody forecast it. */
  requiredOf(queueId: QueueId, i: number): number | null {
    const queue = this.#site.queues.get(queueId);
    const demand = this.#demandsOf(queueId)[i];
    if (queue === undefined || demand === undefined || demand.isEstimate) return null;
    const key = `${queueId}|${demand.calls}|${demand.ahtMs}`;
    let required = this.#required.get(key);
    if (required === undefined) {
      required = this.#headsFor(queue, demand);
      this.#required.set(key, required);
    }
    return required;
  }

  #headsFor(queue: Queue, demand: QuarterDemand): number {
    const { planning } = this.#site.config.workforce;
    return scheduledHeads(agentsFor(demand, targetOf(queue, planning), planning.maxOccupancyRatio), planning.shrinkageRatio);
  }

  #demandsOf(queueId: QueueId): readonly QuarterDemand[] {
    let demands = this.#demands.get(queueId);
    const queue = this.#site.queues.get(queueId);
    if (demands === undefined) {
      demands =
        queue === undefined
          ? []
          : Array.from({ length: this.#grid.count }, (_, i) => demandAt(this.#expected, queue, startOf(this.#grid, i), this.#now));
      this.#demands.set(queueId, demands);
    }
    return demands;
  }
}
