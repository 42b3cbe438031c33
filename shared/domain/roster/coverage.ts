import type { QueueId } from '../../kernel/ids.js';
import { ACTIVITIES, type Activity } from '../../staffing/activities.js';
import { type Grid, reachOf, type Span, shareIn } from './spans.js';

/**
 * Who is there for whom, interval by interval. Plain numbers in and out: decided with on the server, and drawn with in the browser
 * while a shift is dragged.
 */
export interface Worker {
  /** The queues that this person's skills are for. */
  readonly queueIds: readonly QueueId[];
  /** When the person is on the phones. */
  readonly spans: readonly Span[];
}

/** Work of a queue in an interval, in Erlangs (calls × handling time ÷ interval). */
export type LoadOf = (queueId: QueueId, interval: number) => number;

/** Agents of each queue by interval: fractions of people. */
export type Scheduled = Map<QueueId, number[]>;

/** The parts of a plan in which somebody takes calls. Two that meet are one. */
export function phoneSpansOf(segments: readonly (Span & { readonly activity: Activity })[]): Span[] {
  const spans: { startAt: number; endAt: number }[] = [];
  for (const { activity, startAt, endAt } of segments) {
    if (!ACTIVITIES[activity].onPhone) continue;
    const before = spans.at(-1);
    if (before?.endAt === startAt) before.endAt = endAt;
    else spans.push({ startAt, endAt });
  }
  return spans;
}

/**
 * Adds a person to the count, or with -1 takes them out of it: a shift that moves is one of each. Where somebody serves several queues,
 * their time goes to each as its load is to that of all of them; to all alike where there is none.
 */
export function addWorker(scheduled: Scheduled, { queueIds, spans }: Worker, grid: Grid, loadOf: LoadOf, sign: 1 | -1 = 1): void {
  if (queueIds.length === 0) return;
  for (const span of spans) {
    const { first, last } = reachOf(span, grid);
    for (let i = first; i < last; i++) addTo(scheduled, queueIds, i, sign * shareIn(span, grid, i), grid.count, loadOf);
  }
}

export function scheduledAgents(workers: Iterable<Worker>, grid: Grid, loadOf: LoadOf): Scheduled {
  const scheduled: Scheduled = new Map();
  for (const worker of workers) addWorker(scheduled, worker, grid, loadOf);
  return scheduled;
}

/** People on the phones by interval, who all serve the same queues. */
export function addHeads(scheduled: Scheduled, queueIds: readonly QueueId[], heads: readonly number[], loadOf: LoadOf): void {
  for (const [i, present] of heads.entries()) if (present !== 0) addTo(scheduled, queueIds, i, present, heads.length, loadOf);
}

function addTo(scheduled: Scheduled, queueIds: readonly QueueId[], i: number, present: number, count: number, loadOf: LoadOf): void {
  let total = 0;
  for (const id of queueIds) total += loadOf(id, i);
  for (const id of queueIds) {
    const share = total > 0 ? loadOf(id, i) / total : 1 / queueIds.length;
    let agents = scheduled.get(id);
    if (agents === undefined) {
      agents = new Array<number>(count).fill(0);
      scheduled.set(id, agents);
    }
    agents[i] = (agents[i] ?? 0) + present * share;
  }
}

/** What of the required agents must be there after a change that was not there before (B.6.4). */
const ENOUGH_RATIO = 0.95;
/** Sums of shares are not exact. */
const SLACK = 1e-9;

/** A change may leave a queue short only where it was as short before. */
export const staysCovered = (required: number, before: number, after: number): boolean =>
  after >= required * ENOUGH_RATIO - SLACK || after >= before - SLACK;
