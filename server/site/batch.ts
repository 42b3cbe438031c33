import { absorb } from '../../shared/domain/absorb.js';
import { concernsOf, entitiesOf } from '../../shared/domain/entities.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Fact } from '../../shared/domain/facts.js';
import { type EntityKey, entityKey, type SiteState } from '../../shared/domain/site.js';

/** Bounds one commit; a resync alone may be larger, since it is one truth. */
const MAX_EVENTS = 5_000;

export interface Batch {
  readonly events: DomainEvent[];
  /** How many facts from the front it covers; at least one. */
  readonly facts: number;
  readonly reads: EntityKey[];
}

/**
 * Absorbs as many facts, in order, as do not build on one another: a fact that concerns what an earlier one of the batch
 * changes must see that change folded first, so it begins the next batch. Under load facts of different callers and agents
 * gather, and batches grow by themselves.
 */
export function absorbBatch(site: Readonly<SiteState>, facts: readonly Fact[], source: string): Batch {
  const events: DomainEvent[] = [];
  const changed = new Set<EntityKey>();
  const reads = new Set<EntityKey>();
  let taken = 0;
  for (const fact of facts) {
    const concerns = concernsOf(site, fact, source);
    if (concerns === 'all') {
      if (taken > 0) break;
      return { events: absorb(site, fact, source), facts: 1, reads: [entityKey('source', source)] };
    }
    if (events.length >= MAX_EVENTS || concerns.some((key) => changed.has(key))) break;
    const own = absorb(site, fact, source);
    for (const event of own) for (const key of entitiesOf(event)) changed.add(key);
    for (const key of concerns) reads.add(key);
    events.push(...own);
    taken += 1;
  }
  return { events, facts: taken, reads: [...reads] };
}
