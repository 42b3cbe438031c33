import { absorb } from '../../shared/domain/absorb.js';
import { concernsOf, entitiesOf } from '../../shared/domain/entities.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Fact } from '../../shared/domain/facts.js';
import { type EntityKey, entityKey, type SiteState } from '../../shared/domain/site.js';

/** Bounds one commit; a resync alone may be larger, since it is one truth. */
const MAX_EVENTS = 5_000;

export interface Batch {
  readonly events: DomainEvent[];
  /** Which of the facts it covers, by their place; never empty when there are facts. */
  readonly taken: number[];
  readonly reads: EntityKey[];
}

/**
 * Absorbs as many facts as do not build on one another. A fact that concerns what an earlier one changes must see that
 * change folded first: it waits for the next batch, and so does whatever concerns the same caller or agent behind it. What
 * happens to one caller or agent thus keeps its order; facts of different ones gather, and batches grow under load.
 */
export function absorbBatch(site: Readonly<SiteState>, facts: readonly Fact[], source: string): Batch {
  const events: DomainEvent[] = [];
  const taken: number[] = [];
  const busy = new Set<string>();
  const reads = new Set<EntityKey>();
  for (const [place, fact] of facts.entries()) {
    const concerns = concernsOf(site, fact, source);
    if (concerns === 'all') {
      // A whole truth is absorbed by itself, after all that came before it.
      if (place > 0) break;
      return { events: absorb(site, fact, source), taken: [0], reads: [entityKey('source', source)] };
    }
    if (events.length >= MAX_EVENTS) break;
    if (!concerns.some((key) => busy.has(key))) {
      const own = absorb(site, fact, source);
      for (const event of own) for (const key of entitiesOf(event)) busy.add(key);
      for (const key of concerns) if (!key.startsWith('call:')) reads.add(key as EntityKey);
      events.push(...own);
      taken.push(place);
    }
    for (const key of concerns) busy.add(key);
  }
  return { events, taken, reads: [...reads] };
}
