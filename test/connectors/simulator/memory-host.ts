import { pino } from 'pino';
import type { ConnectorHost } from '../../../server/connectors/connector.js';
import { SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { absorb } from '../../../shared/domain/absorb.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import type { SiteState } from '../../../shared/domain/site.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { type EpochMs, epochMs } from '../../../shared/kernel/time.js';

/** A node as a connector sees it, without a log: facts are validated and folded as they come. Outlives its connectors. */
export class MemoryHost implements ConnectorHost {
  readonly logger = pino({ level: 'silent' });
  readonly facts: Fact[] = [];
  /** Facts to take before the node dies: what comes after them is lost. */
  dieAfter = Number.POSITIVE_INFINITY;
  heards = 0;
  backlogNow = 0;
  readonly #site: SiteState = emptySite();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  now(): EpochMs {
    return epochMs(this.#now());
  }

  deliver(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (this.facts.length >= this.dieAfter) return;
      this.facts.push(factSchema.parse(fact));
      for (const event of absorb(this.#site, fact, SIMULATOR)) this.fold(event);
    }
  }

  /** What others than the source write into the log: a wish, an open desk. */
  fold(event: DomainEvent): void {
    evolve(this.#site, event, { position: ORIGIN, at: event.occurredAt }, { touch() {}, gone() {} });
  }

  heard(): void {
    this.heards++;
  }

  site(): Readonly<SiteState> {
    return this.#site;
  }

  dropped(reason: string): void {
    throw new Error(`the simulator dropped something: ${reason}`);
  }

  backlog(): number {
    return this.backlogNow;
  }

  /** All contradictions noted so far. */
  anomalies(): number {
    return [...this.#site.anomalies.values()].reduce((sum, times) => sum + times, 0);
  }
}
