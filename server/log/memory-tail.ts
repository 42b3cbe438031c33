import type { Position } from '../../shared/kernel/position.js';
import { decodeEntries } from './entry.js';
import { ALIVE_EVERY_MS, PAGE_ENTRIES } from './limits.js';
import { LogGap, type LostReason, NewerVersion, type TailHandler } from './log.js';
import { entriesAfter, locateInMemory, type MemoryStore } from './memory-store.js';
import type { KnownSite } from './redis-tail.js';

/** Real turns of the event loop, also where a test has replaced the timers: a tail must not starve the rest. */
const soon = setImmediate;

/** Follows a store as `RedisTail` follows a stream: it delivers in a later turn, never within the append. */
export class MemoryTail {
  readonly #store: MemoryStore;
  readonly #known: KnownSite;
  readonly #handler: TailHandler;
  readonly #epoch: string | null;
  readonly #wake = () => this.#schedule();
  readonly #alive: NodeJS.Timeout;
  #position: Position;
  #scheduled = false;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(store: MemoryStore, known: KnownSite, from: Position, handler: TailHandler) {
    this.#store = store;
    this.#known = known;
    this.#handler = handler;
    this.#position = from;
    this.#epoch = known.epoch;
    this.#alive = setInterval(this.#wake, ALIVE_EVERY_MS);
    this.#alive.unref();
    store.watchers.add(this.#wake);
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#finish();
    await this.#running;
  }

  #finish(): void {
    this.#stopped = true;
    clearInterval(this.#alive);
    this.#store.watchers.delete(this.#wake);
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    soon(() => {
      this.#running = this.#step();
    });
  }

  /** Delivers until nothing is left. */
  async #step(): Promise<void> {
    while (!this.#stopped) {
      const lost = this.#lost();
      if (lost) return this.#end(lost);
      const raw = entriesAfter(this.#store, this.#position, PAGE_ENTRIES);
      if (raw.length > 0) {
        try {
          const entries = decodeEntries(raw, this.#position);
          await this.#handler.onEntries(entries);
          this.#position = entries.at(-1)?.position ?? this.#position;
        } catch (error) {
          return this.#end(error instanceof NewerVersion ? 'newer-version' : error instanceof LogGap ? error.reason : 'forked', error);
        }
      }
      if (this.#stopped) return;
      this.#handler.onAlive();
      if (raw.length === 0) {
        this.#scheduled = false; // in the same breath as the last look: no append can slip in between
        return;
      }
      await new Promise<void>((resolve) => soon(() => resolve()));
    }
  }

  #lost(): LostReason | null {
    if (this.#epoch !== null && this.#store.epoch !== this.#epoch) return 'forked';
    const where = locateInMemory(this.#store, this.#position);
    if (where !== 'here') return where;
    this.#known.dead ??= new Set(this.#store.dead.keys());
    const { dead } = this.#known;
    const isSame = dead.size === this.#store.dead.size && [...this.#store.dead.keys()].every((position) => dead.has(position));
    return isSame ? null : 'dead-changed';
  }

  #end(reason: LostReason, cause?: unknown): void {
    if (this.#stopped) return;
    this.#finish();
    this.#handler.onLost(reason, cause);
  }
}
