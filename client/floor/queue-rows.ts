import { queueSeverity, type Severity } from '../../shared/metrics/limits.js';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';

/** What the order and the severity of a queue depend on, at one instant. */
export interface QueueRow {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly severity: Severity;
  /** The longest wait in units of the queue's threshold. */
  readonly times: number;
  readonly waiting: number;
  readonly longestWaitMs: number;
  readonly serviceLevelRatio: number | null;
  readonly goalRatio: number;
  readonly ready: number;
  readonly staffed: number;
  readonly ahtMs: number | null;
  readonly abandonRatio: number | null;
}

export function queueRow(queue: QueueView, figures: FiguresView | undefined, name: string, siteNow: number): QueueRow {
  const longestWaitMs = longestWaitOf(queue, siteNow);
  const serviceLevelRatio = figures?.serviceLevelRatio ?? null;
  return {
    id: queue.id,
    name,
    order: queue.order,
    severity: queueSeverity({ longestWaitMs, thresholdMs: queue.thresholdMs, serviceLevelRatio, goalRatio: queue.goalRatio }),
    times: queue.thresholdMs > 0 ? longestWaitMs / queue.thresholdMs : 0,
    waiting: queue.waiting,
    longestWaitMs,
    serviceLevelRatio,
    goalRatio: queue.goalRatio,
    ready: queue.agents.ready,
    staffed: staffedOf(queue.agents),
    ahtMs: figures?.ahtMs ?? null,
    abandonRatio: figures?.abandonRatio ?? null,
  };
}

export function longestWaitOf(queue: Pick<QueueView, 'oldestEnteredAt'>, siteNow: number): number {
  return queue.oldestEnteredAt == null ? 0 : Math.max(0, siteNow - queue.oldestEnteredAt);
}

/** Signed in: everyone but those who are not. */
export function staffedOf(agents: QueueView['agents']): number {
  let staffed = 0;
  for (const state in agents) if (state !== 'logged-out') staffed += agents[state as keyof typeof agents];
  return staffed;
}
