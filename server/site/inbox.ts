import { type Fact, factSchema } from '../../shared/domain/facts.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';
import { absorbBatch } from './batch.js';
import type { Site } from './site.js';

export interface InboxOptions {
  readonly site: Site;
  readonly source: string;
  /** Begins every commit id of this inbox: the lease's token and the connection. Never used twice. */
  readonly idPrefix: string;
  /** Whether this node still speaks for the source. Asked before each try: a node that hung may wake up long after another took over. */
  readonly isHolder: () => boolean;
  readonly logger: Logger;
  readonly onDropped: (reason: string) => void;
}

interface Delivery {
  readonly fact: Fact;
  readonly readAt: number;
}

/** How many waiting facts are looked at for one batch. */
const LOOK_AHEAD = 4_000;

/**
 * Facts of one connector on their way into the log: in order, batch after batch, each absorbed on a state that has folded
 * the one before. Nothing is dropped but what is malformed; a batch that can't be confirmed is tried again for as long as
 * the connector runs.
 */
export class FactInbox {
  readonly #options: InboxOptions;
  #waiting: Delivery[] = [];
  #batches = 0;
  /** The facts that the present id stands for, once it was tried: a retry may cover fewer of them, never others. */
  #tried: readonly Delivery[] | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  get backlog(): number {
    return this.#waiting.length;
  }

  deliver(facts: readonly Fact[], readAt: number): void {
    if (this.#stopped) return;
    const now = this.#options.site.siteNow();
    for (const fact of facts) {
      const parsed = factSchema.safeParse(notLaterThan(fact, now));
      if (parsed.success) this.#waiting.push({ fact: parsed.data, readAt });
      else {
        const field = parsed.error.issues[0]?.path.join('.') ?? '';
        this.#options.onDropped('bad-fact');
        this.#options.logger.warn({ fact: fact.type, field }, 'a connector delivered a malformed fact');
      }
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when all that was delivered is appended. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Forgets what is not appended yet: the next holder of the lease asks the source anew. */
  async stop(): Promise<void> {
    this.#forget();
    await this.#running;
  }

  #forget(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    // What is delivered in one turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#stopped) await this.#appendNext();
  }

  async #appendNext(): Promise<void> {
    const { site, source, idPrefix, isHolder, logger } = this.#options;
    if (!isHolder()) return this.#forget();
    const id = `${idPrefix}/${this.#batches}` as CommitId;
    const outcome = await site.propose({
      id,
      by: { kind: 'connector', source },
      cause: 'facts',
      ...(this.#waiting[0] === undefined ? {} : { readAt: this.#waiting[0].readAt }),
      decide: (state) => {
        if (!isHolder()) return { events: [], reads: [] };
        const ahead = this.#tried ?? this.#waiting.slice(0, LOOK_AHEAD);
        const batch = absorbBatch(
          state,
          ahead.map((delivery) => delivery.fact),
          source,
        );
        this.#tried = batch.taken.flatMap((place) => ahead[place] ?? []);
        return batch;
      },
    });
    if (outcome.outcome === 'not-confirmed') {
      logger.warn({ source, backlog: this.#waiting.length }, 'a batch of facts is not confirmed yet');
      return;
    }
    this.#batches += 1;
    const done = new Set(this.#tried);
    this.#tried = undefined;
    this.#waiting = this.#waiting.filter((delivery) => !done.has(delivery));
  }
}

/** A source whose clock runs ahead can't date things in the future. */
function notLaterThan(fact: Fact, now: EpochMs): Fact {
  return fact.occurredAt > now ? { ...fact, occurredAt: now } : fact;
}
