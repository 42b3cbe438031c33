import { absorb } from '../../../shared/domain/absorb.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import { concernsOf, entitiesOf } from '../../../shared/domain/entities.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import type { Fact } from '../../../shared/domain/facts.js';
import type { EntityKey, SiteState, Touched } from '../../../shared/domain/site.js';
import type { Position } from '../../../shared/kernel/position.js';
import { epochMs } from '../../../shared/kernel/time.js';

export const SOURCE = 'bench';

/** What one commit of a connector holds, and what it read and touches. */
export interface Batch {
  readonly events: readonly DomainEvent[];
  readonly reads: readonly EntityKey[];
  readonly touches: readonly EntityKey[];
}

/** The source's own view of the floor: facts become events as a connector's inbox makes them, and are folded at once. */
export class SourceFloor {
  readonly site: SiteState = emptySite();
  #commits = 0;

  /** Absorbs facts one after another into one batch. */
  tell(facts: readonly Fact[]): Batch {
    const events: DomainEvent[] = [];
    const reads = new Set<EntityKey>();
    for (const fact of facts) {
      const concerns = concernsOf(this.site, fact, SOURCE);
      if (concerns !== 'all') for (const key of concerns) if (!key.startsWith('call:')) reads.add(key as EntityKey);
      events.push(...this.#fold(absorb(this.site, fact, SOURCE), fact.occurredAt));
    }
    return { events, reads: [...reads], touches: [...new Set(events.flatMap(entitiesOf))] };
  }

  /** Events that no connector tells, such as a configuration. */
  apply(events: readonly DomainEvent[], at: number): Batch {
    this.#fold(events, at);
    return { events, reads: [], touches: [...new Set(events.flatMap(entitiesOf))] };
  }

  #fold(events: readonly DomainEvent[], at: number): readonly DomainEvent[] {
    this.#commits += 1;
    const context = { position: `${this.#commits}-0` as Position, at: epochMs(at) };
    for (const event of events) evolve(this.site, event, context, untold);
    return events;
  }
}

const untold: Touched = { touch: () => {}, gone: () => {} };
