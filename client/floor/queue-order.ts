import { severityRank } from '../../shared/metrics/limits.js';
import type { QueueSort } from './floor-address.js';
import type { QueueRow } from './queue-rows.js';

/**
 * The order of the queues. By pressure: the worse severity first, then who has waited longest measured in the queue's own
 * promise, then the lower service level; queues in which nothing happens keep the order of the site file.
 */
export function compareQueues(sort: QueueSort, collator: Intl.Collator): (a: QueueRow, b: QueueRow) => number {
  const sign = sort.descending ? -1 : 1;
  return (a, b) => sign * compareBy(sort, collator, a, b) || a.order - b.order || (a.id < b.id ? -1 : 1);
}

function compareBy({ by }: QueueSort, collator: Intl.Collator, a: QueueRow, b: QueueRow): number {
  switch (by) {
    case 'pressure':
      return (
        severityRank(a.severity) - severityRank(b.severity) || a.times - b.times || a.waiting - b.waiting || shortfall(a) - shortfall(b)
      );
    case 'name':
      return collator.compare(a.name, b.name);
    case 'serviceLevel':
      return known(a.serviceLevelRatio) - known(b.serviceLevelRatio);
    case 'waiting':
      return a.waiting - b.waiting;
    case 'longest':
      return a.longestWaitMs - b.longestWaitMs;
    case 'ready':
      return a.ready - b.ready || a.staffed - b.staffed;
    case 'aht':
      return known(a.ahtMs) - known(b.ahtMs);
    case 'abandoned':
      return known(a.abandonRatio) - known(b.abandonRatio);
  }
}

/** How far below its goal a queue is; 0 when it is met or unknown. Ties on anything else are left to the site's order. */
const shortfall = (row: QueueRow) => Math.max(0, row.goalRatio - (row.serviceLevelRatio ?? row.goalRatio));

/** What is not known sorts as the smallest. */
const known = (value: number | null) => value ?? -1;

/** How long an order stands at least: rows must not move under someone who reads them. */
export const RESORT_EVERY_MS = 10_000;

/**
 * Keeps the order that is on screen while it may not change: rows that are gone leave, new ones join at the end.
 * @returns `shown` itself when nothing joined or left, so that nothing is drawn again.
 */
export function keepOrder(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const present = new Set(wanted);
  const kept = shown.filter((id) => present.has(id));
  const had = new Set(shown);
  const joined = wanted.filter((id) => !had.has(id));
  return kept.length === shown.length && joined.length === 0 ? shown : [...kept, ...joined];
}

export const sameOrder = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);
