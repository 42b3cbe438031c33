import type { SiteState } from '../../shared/domain/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import { isAfter, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { type LogEntry, LogGap, type SiteLog, type UnreadableEntry } from '../log/log.js';
import type { Logger } from '../ops/logger.js';
import { deliveriesOf } from './deliveries-of.js';
import { type Delivery, deliveryId, type Target } from './delivery.js';
import type { CourierState, OutboxStore } from './store.js';
import { type OutboxTimers, TargetQueue } from './target-queue.js';

export interface CourierOptions {
  readonly target: Target;
  readonly siteId: SiteId;
  readonly log: Pick<SiteLog, 'read' | 'open'>;
  /** The folded site: names and rules for what goes out. */
  readonly site: () => Readonly<SiteState>;
  /** Entries as they are folded here; the answer ends it. */
  readonly onEntries: (listener: (entries: readonly LogEntry[]) => void) => () => void;
  readonly store: OutboxStore;
  readonly timers: OutboxTimers;
  readonly logger: Logger;
}

/** After what could not be read or written. */
const AGAIN_AFTER_MS = 1_000;
/** The log goes on without anything for us most of the time; how far it was seen is written this often. */
const SAVE_EVERY_MS = 5_000;
/** Settled behind one that is not. Beyond these the oldest are forgotten: after a restart they would go out once more. */
const MOST_DONE = 2_000;

/**
 * Brings what the log asks for to one receiver, at least once, under ids that never change. The log is the queue: a courier remembers
 * up to where everything is settled, and what is settled beyond; whoever takes over reads on from there.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #queue: TargetQueue;
  #isLoaded = false;
  /** The last entry that was looked at. */
  #position: Position = ORIGIN;
  #done = new Map<string, Position>();
  #known: CourierState['progress'] = {};
  #dead = 0;
  /** Everything that the fold has is looked at: entries come by themselves. */
  #isLive = false;
  #isAsked = false;
  #working: Promise<void> | undefined;
  #saving: Promise<void> | undefined;
  #isDirty = false;
  #isStopped = false;
  #undoEntries: () => void = () => undefined;
  #undoTimers = new Set<() => void>();

  constructor(options: CourierOptions) {
    this.#options = options;
    const { target, timers, logger } = options;
    this.#queue = new TargetQueue({
      target,
      timers,
      onSettled: (delivery, how) => this.#onSettled(delivery, how),
      onFailed: (delivery, { reason }, tries) => {
        logger.warn({ target: target.name, delivery: delivery.id, reason, tries }, 'a delivery failed');
        this.#save();
      },
    });
  }

  start(): void {
    this.#undoEntries = this.#options.onEntries((entries) => this.#onEntries(entries));
    this.#work();
    this.#saveNowAndThen();
  }

  /** What was on its way is on its way again with the next one that starts. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#undoEntries();
    for (const undo of this.#undoTimers) undo();
    await this.#queue.stop();
    await this.#working;
    await this.#saving;
    await this.#write();
  }

  #onEntries(entries: readonly LogEntry[]): void {
    const [first] = entries;
    if (first === undefined || this.#isStopped) return;
    // Only what follows directly on what was seen: after a rebuild, or where an entry was left out, the log is read.
    if (this.#isLive && first.prev === this.#position && !this.#queue.isFull) {
      for (const entry of entries) this.#take(entry);
      return;
    }
    if (!isAfter(entries.at(-1)?.position ?? ORIGIN, this.#position)) return;
    this.#isLive = false;
    this.#work();
  }

  /** Reads the log up to its end, one page at a time, as far as there is room. */
  #work(): void {
    this.#isAsked = true;
    if (this.#working !== undefined || this.#isStopped) return;
    this.#isAsked = false;
    this.#working = this.#catchUp()
      .catch((error: unknown) => {
        this.#options.logger.warn({ err: error, target: this.#options.target.name }, 'the outbox could not read the log');
        this.#after(AGAIN_AFTER_MS, () => this.#work());
      })
      .finally(() => {
        this.#working = undefined;
        if (this.#isAsked) this.#work();
      });
  }

  async #catchUp(): Promise<void> {
    if (!this.#isLoaded) await this.#load();
    for await (const page of this.#pages()) {
      for (const entry of page) {
        if (this.#isStopped || this.#queue.isFull) return;
        if (isAfter(entry.position, this.#position)) this.#take(entry);
      }
    }
    this.#isLive = true;
  }

  async #load(): Promise<void> {
    const { store, target, log } = this.#options;
    const state = await store.read(target.name);
    // What happened before anybody wanted to be told is not told.
    this.#position = state?.position ?? (await log.open()).last;
    this.#known = state?.progress ?? {};
    this.#dead = state?.dead ?? 0;
    this.#done = new Map(Object.entries(state?.done ?? {}));
    this.#isLoaded = true;
    if (state === null) this.#save();
  }

  /** On a history that lost its end, or its beginning, all of it is gone through: positions go on growing. */
  async *#pages(): AsyncGenerator<ReadonlyArray<LogEntry | UnreadableEntry>> {
    const { log } = this.#options;
    try {
      yield* log.read(this.#position);
    } catch (error) {
      if (!(error instanceof LogGap)) throw error;
      yield* log.read(ORIGIN);
    }
  }

  #take(entry: LogEntry | UnreadableEntry): void {
    this.#position = entry.position;
    if (!('commit' in entry)) return;
    const { siteId, target, site } = this.#options;
    entry.commit.events.forEach((event, index) => {
      const drafts = deliveriesOf(event, site(), siteId).filter((draft) => draft.target === target.name);
      for (const draft of drafts) {
        const id = deliveryId(siteId, entry.position, index);
        if (this.#done.has(id)) continue;
        this.#queue.add({ ...draft, id, at: entry.commit.at, prev: entry.prev }, this.#known[id]);
        this.#save();
      }
    });
  }

  #onSettled(delivery: Delivery, how: 'delivered' | 'dead'): void {
    const { logger, target } = this.#options;
    if (how === 'dead') {
      this.#dead += 1;
      logger.error({ target: target.name, delivery: delivery.id }, 'a delivery was given up');
    }
    this.#done.set(delivery.id, delivery.prev);
    this.#save();
    // There is room again.
    if (!this.#isLive) this.#work();
  }

  #saveNowAndThen(): void {
    let saved = this.#position;
    const again = () => {
      if (this.#position !== saved) this.#save();
      saved = this.#position;
      this.#after(SAVE_EVERY_MS, again);
    };
    this.#after(SAVE_EVERY_MS, again);
  }

  /** One write at a time; what changes meanwhile goes into the next. */
  #save(): void {
    this.#isDirty = true;
    if (this.#saving !== undefined || this.#isStopped) return;
    this.#saving = this.#saveAll()
      .catch((error: unknown) => {
        this.#options.logger.warn({ err: error }, 'the outbox could not note how far it is');
        this.#after(AGAIN_AFTER_MS, () => this.#save());
      })
      .finally(() => {
        this.#saving = undefined;
      });
  }

  async #saveAll(): Promise<void> {
    // What is done in one go is written in one go.
    await Promise.resolve();
    while (this.#isDirty) {
      this.#isDirty = false;
      await this.#write();
    }
  }

  async #write(): Promise<void> {
    if (!this.#isLoaded) return;
    const position = this.#queue.oldest?.prev ?? this.#position;
    for (const [id, prev] of this.#done) if (isAfter(position, prev) || this.#done.size > MOST_DONE) this.#done.delete(id);
    await this.#options.store.write(this.#options.target.name, {
      position,
      done: Object.fromEntries(this.#done),
      progress: this.#queue.progress(),
      failingSince: this.#queue.oldestFailing?.at ?? null,
      dead: this.#dead,
    });
  }

  #after(ms: number, run: () => void): void {
    const undo = this.#options.timers.after(ms, () => {
      this.#undoTimers.delete(undo);
      if (!this.#isStopped) run();
    });
    this.#undoTimers.add(undo);
  }
}
