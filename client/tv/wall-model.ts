import {
  ABANDON_TARGET_RATIO,
  queueSeverity,
  type Severity,
  serviceLevelSeverity,
  severityRank,
  upperLimitSeverity,
} from '../../shared/metrics/limits.js';
import type { FiguresView, QueueView, SiteView } from '../../shared/protocol/views.js';

/** What the wall shows, computed from the view at one instant of the site clock. Nothing here names a person. */
export interface WallQueue {
  readonly id: string;
  readonly queue: QueueView;
  readonly severity: Severity;
  readonly longestWaitMs: number;
  /** The longest wait in units of the queue's own threshold. */
  readonly times: number;
  readonly serviceLevelRatio: number | null;
}

export interface WallNow {
  /** Worst first. */
  readonly queues: readonly WallQueue[];
  /** The queue that everybody should look at; null while no limit is broken. */
  readonly takeover: WallQueue | null;
  readonly breaches: number;
  readonly waiting: number;
  /** Where the longest wait of the site is. */
  readonly longest: WallQueue | null;
  readonly serviceLevel: { readonly ratio: number | null; readonly goalRatio: number | null; readonly severity: Severity };
  readonly abandoned: { readonly ratio: number | null; readonly severity: Severity };
  readonly ready: number | null;
  readonly signedIn: number | null;
}

export interface WallInput {
  readonly site: SiteView | undefined;
  readonly queues: Iterable<QueueView>;
  readonly figuresOf: (scope: string) => FiguresView | undefined;
  readonly siteNow: number;
}

export function wallNow({ site, queues, figuresOf, siteNow }: WallInput): WallNow {
  const rows = [...queues].filter((queue) => !queue.removed).map((queue) => wallQueue(queue, figuresOf(queue.id), siteNow));
  const sorted = rows.sort(byPressure);
  const breached = sorted.filter((row) => row.severity === 'breach');
  const waiting = sorted.filter((row) => row.queue.oldestEnteredAt != null);
  const figures = figuresOf('site');
  const goalRatio = commonGoal(sorted);
  const ratio = figures?.serviceLevelRatio ?? null;
  const abandonRatio = figures?.abandonRatio ?? null;
  return {
    queues: sorted,
    takeover: breached[0] ?? null,
    breaches: breached.length,
    waiting: sorted.reduce((sum, row) => sum + row.queue.waiting, 0),
    longest: waiting.reduce<WallQueue | null>(
      (worst, row) => (worst === null || row.longestWaitMs > worst.longestWaitMs ? row : worst),
      null,
    ),
    serviceLevel: { ratio, goalRatio, severity: goalRatio === null ? 'calm' : serviceLevelSeverity(ratio, goalRatio) },
    abandoned: { ratio: abandonRatio, severity: upperLimitSeverity(abandonRatio, ABANDON_TARGET_RATIO) },
    ready: site?.agents.ready ?? null,
    signedIn: site === undefined ? null : signedInOf(site.agents),
  };
}

function wallQueue(queue: QueueView, figures: FiguresView | undefined, siteNow: number): WallQueue {
  const longestWaitMs = queue.oldestEnteredAt == null ? 0 : Math.max(0, siteNow - queue.oldestEnteredAt);
  const { thresholdMs, goalRatio } = queue;
  const serviceLevelRatio = figures?.serviceLevelRatio ?? null;
  return {
    id: queue.id,
    queue,
    severity: queueSeverity({ longestWaitMs, thresholdMs, serviceLevelRatio, goalRatio }),
    longestWaitMs,
    times: thresholdMs > 0 ? longestWaitMs / thresholdMs : 0,
    serviceLevelRatio,
  };
}

const byPressure = (a: WallQueue, b: WallQueue) =>
  severityRank(b.severity) - severityRank(a.severity) ||
  b.times - a.times ||
  b.queue.waiting - a.queue.waiting ||
  a.queue.order - b.queue.order;

/** The goal of the site, where all queues have the same; a mean of promises is nobody's promise. */
function commonGoal(rows: readonly WallQueue[]): number | null {
  const goals = new Set(rows.map((row) => row.queue.goalRatio));
  return goals.size === 1 ? ([...goals][0] ?? null) : null;
}

export const signedInOf = (agents: SiteView['agents']): number =>
  Object.values(agents).reduce((sum, count) => sum + count, 0) - agents['logged-out'];

/** A wait's place on a lane: linear up to the threshold at 42 % of the width, then a doubling every 14 %, up to 16 times. */
export const LANE_WATERLINE = 0.42;
export function lanePosition(times: number): number {
  if (times <= 1) return Math.max(0, times) * LANE_WATERLINE;
  return Math.min(0.98, LANE_WATERLINE + Math.log2(times) * 0.14);
}

export const WALL_PAGES = ['now', 'queues', 'people'] as const;
export type WallPage = (typeof WALL_PAGES)[number];

/** Each page stands this long. */
export const PAGE_MS = 15_000;
/** A limit must hold again for this long before the pages turn. */
export const RELEASE_AFTER_MS = 15_000;

/** Which page stands at an instant: the first while a limit is broken, and a little longer; else they take turns. */
export function wallPage(moment: { readonly now: number; readonly startedAt: number; readonly brokenUntil: number | null }): WallPage {
  const { now, startedAt, brokenUntil } = moment;
  const calmSince = brokenUntil === null ? startedAt : brokenUntil + RELEASE_AFTER_MS;
  if (now < calmSince) return 'now';
  return WALL_PAGES[Math.floor((now - calmSince) / PAGE_MS) % WALL_PAGES.length] as WallPage;
}

/** How many rows the table of queues has room for; what does not fit is counted below. */
export const MAX_ROWS = 11;
