import type { BufferId, QueueId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, QUARTER_MS, SECOND_MS } from '../../kernel/time.js';
import { type BufferInput, type BufferRow, computeBufferImpact } from '../../staffing/buffer-impact.js';
import type { BufferInterval } from '../../staffing/buffer-interval.js';
import { Expected } from '../roster/forecast-at.js';
import { agentsFor, loadOf, RING_MS, targetOf } from '../roster/required.js';
import { type SkillBook, skillBookOf } from '../roster/served-queues.js';
import { type Grid, quartersOver, reachOf, type Span, sharesOf, startOf } from '../roster/spans.js';
import type { Heading } from '../roster/words.js';
import type { Agent, Queue, SiteState } from '../site.js';
import { demandAt, type QuarterDemand } from './demand.js';
import { isRostered, type Present, phoneSpans, presentOn } from './presence.js';
import type { Verdict } from './words.js';

/**
 * What it does to the customers and to those who stay when one agent leaves the phones for a while (C.9), queue by queue.
 *
 * Agents mostly serve several queues, for which there is no closed form (C.8). Each queue is therefore judged by the people who can
 * take its calls, with all the calls that these people take: of the queues they serve beside it, the part that falls to them. One
 * queue with people of its own is C.9 to the letter; and what is shown as "before" is what the floor shows now.
 */
export interface QueueEffect {
  readonly queue: Queue;
  readonly verdict: Verdict;
  readonly serviceLevelBefore: number;
  readonly serviceLevelAfter: number;
  readonly extraAbandons: number;
  readonly occupancyBefore: number;
  readonly occupancyAfter: number;
  readonly isStaffOk: boolean;
  readonly mostMore: number;
  readonly isEstimate: boolean;
  /** Where the queue's day is heading, if some of the window is of today. */
  readonly heading: Heading | null;
  readonly firstAmberAt: EpochMs | null;
  readonly firstRedAt: EpochMs | null;
  readonly intervals: readonly { startAt: EpochMs; before: number; after: number; needed: number; least: number }[];
}

export interface Effect {
  readonly verdict: Verdict;
  readonly isStaffOk: boolean;
  /** K* of C.9. */
  readonly mostMore: number;
  readonly isEstimate: boolean;
  /** The worst first; empty for somebody who serves no queue, or is not on the phones then. */
  readonly queues: readonly QueueEffect[];
}

export interface Leaving extends Span {
  readonly agent: Agent;
  /** The request itself, which must not count as somebody who is away already. */
  readonly except?: BufferId | undefined;
}

const VERDICTS = { GREEN: 'green', AMBER: 'amber', RED: 'red' } as const;
const RANK: Readonly<Record<Verdict, number>> = { green: 0, amber: 1, red: 2 };
/** Nobody decides about more at once, and each is a solution of the model. */
const K_VALUES = [0, 1, 2, 3, 4] as const;

/** The floor over some hours, looked at once for however many starts are asked about. */
export class Outlook {
  readonly #site: Readonly<SiteState>;
  readonly #now: EpochMs;
  readonly #expected: Expected;
  readonly #grid: Grid;
  readonly #except: BufferId | undefined;
  readonly #skills: SkillBook;
  readonly #present: readonly Present[];
  readonly #demands = new Map<QueueId, QuarterDemand[]>();
  readonly #groups = new Map<QueueId, Group[]>();

  constructor(site: Readonly<SiteState>, within: Span, now: EpochMs, except?: BufferId) {
    this.#site = site;
    this.#now = now;
    this.#expected = new Expected(site, now);
    this.#grid = quartersOver(within);
    this.#except = except;
    this.#skills = skillBookOf(site);
    this.#present = presentOn(site, this.#skills, this.#grid, except);
  }

  /** `kValues`: one person, or how many more besides. */
  effectOf(agent: Agent, away: Span, kValues: readonly number[] = K_VALUES): Effect {
    const effects: QueueEffect[] = [];
    for (const queueId of this.#skills.queuesOf(agent)) {
      const queue = this.#site.queues.get(queueId);
      const effect = queue === undefined ? undefined : this.#effectOn(queue, agent, away, kValues);
      if (effect !== undefined) effects.push(effect);
    }
    effects.sort((a, b) => RANK[b.verdict] - RANK[a.verdict] || lossOf(b) - lossOf(a) || a.queue.order - b.queue.order);
    return {
      verdict: effects[0]?.verdict ?? 'green',
      isStaffOk: effects.every(({ isStaffOk }) => isStaffOk),
      mostMore: effects.reduce((least, { mostMore }) => Math.min(least, mostMore), K_VALUES.length - 1),
      isEstimate: effects.some(({ isEstimate }) => isEstimate),
      queues: effects,
    };
  }

  #effectOn(queue: Queue, agent: Agent, away: Span, kValues: readonly number[]): QueueEffect | undefined {
    const within = { startAt: this.#grid.startAt, endAt: startOf(this.#grid, this.#grid.count) };
    const leaves = phoneSpans(this.#site, agent, within, this.#except).flatMap(({ startAt, endAt }) => {
      const span = { startAt: Math.max(startAt, away.startAt), endAt: Math.min(endAt, away.endAt) };
      return span.endAt > span.startAt ? [span] : [];
    });
    // Whoever is not on the phones then takes nobody away.
    if (leaves.length === 0) return undefined;
    const overlaps = sharesOf(this.#grid, leaves);
    const { first, last } = reachOf(away, this.#grid);
    if (first >= last) return undefined;
    const groups = this.#groupsOf(queue).slice(first, last);
    const shrink = isRostered(this.#site, agent) ? this.#site.config.workforce.planning.shrinkageRatio : 0;
    const intervals = groups.map(
      (group, i): BufferInterval => ({
        calls: group.calls,
        ahtSec: (group.ahtMs + RING_MS) / SECOND_MS,
        staffed: group.heads,
        unplannedShrink: shrink,
        minStaff: group.least,
        overlap: Math.min(1, overlaps[first + i] ?? 0),
      }),
    );
    const input = this.#inputOf(queue, intervals, kValues);
    const solved = computeBufferImpact(input);
    if (!solved.ok) return undefined;
    const [before, after] = [0, 1].map((k) => solved.value.rows.find((row) => row.k === k));
    if (before === undefined || after === undefined) return undefined;
    return {
      queue,
      verdict: VERDICTS[after.verdict],
      serviceLevelBefore: before.slHorizon,
      serviceLevelAfter: after.slHorizon,
      extraAbandons: Math.max(0, after.extraAbandons * partOf(groups)),
      occupancyBefore: before.maxOccupancy,
      occupancyAfter: after.maxOccupancy,
      isStaffOk: after.perInterval.every(({ agents }, i) => agents >= (intervals[i]?.minStaff ?? 0) - 1e-9),
      mostMore: solved.value.maxConcurrentAdmissible,
      isEstimate: groups.some(({ isEstimate }) => isEstimate),
      heading:
        this.#demandOf(queue)
          .slice(first, last)
          .find(({ heading }) => heading !== null)?.heading ?? null,
      ...this.#firstTroubles(input, after, first),
      intervals: groups.map(({ needed, least }, i) => ({
        startAt: epochMs(startOf(this.#grid, first + i)),
        before: before.perInterval[i]?.agents ?? 0,
        after: after.perInterval[i]?.agents ?? 0,
        needed,
        least,
      })),
    };
  }

  #inputOf({ settings }: Queue, intervals: readonly BufferInterval[], kValues: readonly number[]): BufferInput {
    return {
      intervalSec: QUARTER_MS / SECOND_MS,
      patienceSec: this.#site.config.workforce.planning.patienceMs / SECOND_MS,
      targetSec: settings.thresholdMs / SECOND_MS,
      shortAbandonSec: settings.shortAbandonMs / SECOND_MS,
      slGoal: settings.goalRatio,
      slFormula: settings.formula,
      intervals,
      kValues: [...new Set([0, 1, ...kValues])],
    };
  }

  /** The first interval that alone is not green, and the first that alone is red. */
  #firstTroubles(input: BufferInput, after: BufferRow, first: number) {
    const instantOf = (index: number | null) => (index === null ? null : epochMs(startOf(this.#grid, first + index)));
    const amber = after.firstTroubledInterval;
    const red = amber === null ? -1 : input.intervals.findIndex((interval, i) => i >= amber && isRedAlone(input, interval));
    return { firstAmberAt: instantOf(amber), firstRedAt: instantOf(red === -1 ? null : red) };
  }

  #demandOf(queue: Queue): QuarterDemand[] {
    let demand = this.#demands.get(queue.id);
    if (demand === undefined) {
      demand = Array.from({ length: this.#grid.count }, (_, i) => demandAt(this.#expected, queue, startOf(this.#grid, i), this.#now));
      this.#demands.set(queue.id, demand);
    }
    return demand;
  }

  #groupsOf(queue: Queue): Group[] {
    let groups = this.#groups.get(queue.id);
    if (groups === undefined) {
      groups = Array.from({ length: this.#grid.count }, (_, i) => this.#groupAt(queue, i));
      this.#groups.set(queue.id, groups);
    }
    return groups;
  }

  /** Who can take this queue's calls in that quarter-hour, and all the calls that they take. */
  #groupAt(queue: Queue, i: number): Group {
    const own = this.#demandOf(queue)[i] ?? NO_CALLS;
    const others = new Map<QueueId, { inGroup: number; all: number }>();
    let heads = 0;
    for (const { queueIds, shares } of this.#present) {
      const share = shares[i] ?? 0;
      if (share === 0) continue;
      const isInGroup = queueIds.includes(queue.id);
      if (isInGroup) heads += share;
      if (queueIds.length === 1) {
        if (!isInGroup && queueIds[0] !== undefined) add(others, queueIds[0], share, false);
        continue;
      }
      for (const [otherId, part] of this.#partsOf(queueIds, i)) if (otherId !== queue.id) add(others, otherId, share * part, isInGroup);
    }
    let calls = own.calls;
    let handleMs = own.calls * own.ahtMs;
    let isEstimate = own.isEstimate;
    for (const [otherId, { inGroup, all }] of others) {
      if (inGroup === 0 || all === 0) continue;
      const other = this.#site.queues.get(otherId);
      const demand = other === undefined ? undefined : this.#demandOf(other)[i];
      if (demand === undefined) continue;
      const taken = (demand.calls * inGroup) / all;
      calls += taken;
      handleMs += taken * demand.ahtMs;
      isEstimate ||= demand.isEstimate && taken > 0;
    }
    const ahtMs = calls > 0 ? handleMs / calls : own.ahtMs;
    const { planning } = this.#site.config.workforce;
    const needed = agentsFor({ calls, ahtMs, intervalMs: QUARTER_MS }, targetOf(queue, planning), planning.maxOccupancyRatio);
    return { calls, ownCalls: own.calls, ahtMs, heads, needed, least: this.#leastFor(needed, heads), isEstimate };
  }

  /** How the time of somebody with several queues is split: by how much each of them asks for. */
  #partsOf(queueIds: readonly QueueId[], i: number): [QueueId, number][] {
    const loads = queueIds.map((id): [QueueId, number] => {
      const queue = this.#site.queues.get(id);
      const demand = queue === undefined ? undefined : this.#demandOf(queue)[i];
      return [id, loadOf(demand)];
    });
    const sum = loads.reduce((total, [, load]) => total + load, 0);
    return sum === 0 ? loads.map(([id]) => [id, 1 / loads.length]) : loads.map(([id, load]) => [id, load / sum]);
  }

  /** BS-R1; a queue that is open with nobody planned has no minimum to keep. */
  #leastFor(needed: number, heads: number): number {
    return heads === 0 ? 0 : Math.max(2, Math.ceil(this.#site.config.workforce.buffer.minStaffRatio * needed - 1e-9));
  }
}

interface Group {
  readonly calls: number;
  readonly ownCalls: number;
  readonly ahtMs: number;
  readonly heads: number;
  readonly needed: number;
  readonly least: number;
  readonly isEstimate: boolean;
}

const NO_CALLS: QuarterDemand = { calls: 0, ahtMs: 0, intervalMs: QUARTER_MS, isEstimate: false, heading: null };

function add(book: Map<QueueId, { inGroup: number; all: number }>, id: QueueId, amount: number, isInGroup: boolean): void {
  const sum = book.get(id) ?? { inGroup: 0, all: 0 };
  sum.all += amount;
  if (isInGroup) sum.inGroup += amount;
  book.set(id, sum);
}

/** Of the calls that the queue's people take, how many are the queue's own. */
function partOf(groups: readonly Group[]): number {
  const all = groups.reduce((sum, { calls }) => sum + calls, 0);
  return all === 0 ? 0 : groups.reduce((sum, { ownCalls }) => sum + ownCalls, 0) / all;
}

const lossOf = ({ serviceLevelBefore, serviceLevelAfter }: QueueEffect) => serviceLevelBefore - serviceLevelAfter;

function isRedAlone(input: BufferInput, interval: BufferInterval): boolean {
  const alone = computeBufferImpact({ ...input, intervals: [interval], kValues: [1] });
  return alone.ok && alone.value.rows[0]?.verdict === 'RED';
}

/** What one agent's leaving does, for one span. */
export const effectOfLeaving = (site: Readonly<SiteState>, { agent, startAt, endAt, except }: Leaving, now: EpochMs): Effect =>
  new Outlook(site, { startAt, endAt }, now, except).effectOf(agent, { startAt, endAt });

export interface StartAsked {
  readonly agent: Agent;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lengthMs: number;
  readonly except?: BufferId | undefined;
}

/** Starts a quarter-hour apart, each with its verdict; the last one is `to` itself. */
export function startsBetween(site: Readonly<SiteState>, ask: StartAsked, now: EpochMs): { startAt: EpochMs; verdict: Verdict }[] {
  const { agent, from, to, lengthMs, except } = ask;
  if (to < from) return [];
  const outlook = new Outlook(site, { startAt: from, endAt: to + lengthMs }, now, except);
  const starts: EpochMs[] = [];
  for (let at: number = from; at < to; at += QUARTER_MS) starts.push(epochMs(at));
  starts.push(to);
  return starts.map((startAt) => ({
    startAt,
    verdict: outlook.effectOf(agent, { startAt, endAt: startAt + lengthMs }, [1]).verdict,
  }));
}
