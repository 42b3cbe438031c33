import { queueIdOf } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import type { FactOf } from '../facts.js';
import type { SiteState } from '../site.js';

/** Also used by what a resync lists, which has no name. */
type Described = Pick<FactOf<'queue.seen'>, 'queueKey' | 'thresholdMs' | 'wrapUpMs' | 'name'>;

export function describeQueue(site: Readonly<SiteState>, seen: Described & { occurredAt: EpochMs }, source: string): DomainEvent[] {
  const queueId = queueIdOf(source, seen.queueKey);
  const known = site.queues.get(queueId);
  const isNews =
    known === undefined ||
    known.removed ||
    (seen.thresholdMs !== undefined && seen.thresholdMs !== known.sourceThresholdMs) ||
    (seen.wrapUpMs !== undefined && seen.wrapUpMs !== known.sourceWrapUpMs);
  if (!isNews) return [];
  return [
    {
      type: 'queue.described',
      occurredAt: seen.occurredAt,
      queueId,
      source,
      key: seen.queueKey,
      ...(seen.name === undefined ? {} : { name: seen.name }),
      ...(seen.thresholdMs === undefined ? {} : { thresholdMs: seen.thresholdMs }),
      ...(seen.wrapUpMs === undefined ? {} : { wrapUpMs: seen.wrapUpMs }),
    },
  ];
}

/** A queue met only in passing: known by its key until the source says more. */
export const ensureQueue = (site: Readonly<SiteState>, queueKey: Described['queueKey'], occurredAt: EpochMs, source: string) =>
  describeQueue(site, { queueKey, occurredAt }, source);

export function absorbQueueGone(site: Readonly<SiteState>, fact: FactOf<'queue.gone'>, source: string): DomainEvent[] {
  const queueId = queueIdOf(source, fact.queueKey);
  const known = site.queues.get(queueId);
  return known === undefined || known.removed ? [] : [{ type: 'queue.removed', occurredAt: fact.occurredAt, queueId }];
}
