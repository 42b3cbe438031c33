import { type EpochMs, epochMs } from '../../kernel/time.js';
import { type EvolveContext, entityKey, type SiteState, type Touched, type Visit } from '../site.js';

/** The time up to which this visit is told; later events are not dated before it. */
export function advance(visit: Visit, at: EpochMs): void {
  visit.lastAt = epochMs(Math.max(visit.lastAt, at));
}

/** A visit's change is its queue's too: the queue's lists and figures show it. */
export function touchVisit(site: SiteState, visit: Visit, context: EvolveContext, touched: Touched): void {
  visit.rev = context.position;
  touched.touch(entityKey('visit', visit.id));
  const queue = site.queues.get(visit.queueId);
  if (queue === undefined) return;
  queue.rev = context.position;
  touched.touch(entityKey('queue', queue.id));
}
