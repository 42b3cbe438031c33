import type { CommitId, Epoch } from '../../shared/kernel/ids.js';
import { comparePositions, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { decodeEntries, type ReadEntry } from './entry.js';
import { KEEP_SNAPSHOTS, PAGE_ENTRIES } from './limits.js';
import { type AppendAnswer, type AppendRequest, LogGap, type SiteLog, type Snapshot, type TailHandler } from './log.js';
import { appendInMemory } from './memory-append.js';
import { announce, createMemoryStore, entriesAfter, locateInMemory, lowerBound, type MemoryStore, positionOf } from './memory-store.js';
import { MemoryTail } from './memory-tail.js';
import type { KnownSite } from './redis-tail.js';
import type { OnDamaged } from './snapshots.js';
import { trimBelow } from './trim.js';
import { newEpoch } from './ulid.js';

export interface MemoryLogOptions {
  /** Stands in for Redis's clock, epoch ms. */
  readonly now: () => number;
  /** Give two logs the same store and they are two nodes of one site. */
  readonly store?: MemoryStore;
  readonly onDamaged?: OnDamaged;
  readonly keepSnapshots?: number;
}

/** A real turn of the event loop, also where a test has replaced the timers. */
const soon = setImmediate;

export const createMemoryLog = (options: MemoryLogOptions): SiteLog => new MemoryLog(options);

/** A log that ends with the process: for replays, simulations and tests. It passes the suite that the Redis one passes. */
class MemoryLog implements SiteLog {
  readonly #now: () => number;
  readonly #store: MemoryStore;
  readonly #onDamaged: OnDamaged;
  readonly #keepSnapshots: number;
  readonly #known: KnownSite = { epoch: null, dead: null };
  readonly #tails = new Set<MemoryTail>();

  constructor({ now, store = createMemoryStore(), onDamaged = () => {}, keepSnapshots = KEEP_SNAPSHOTS }: MemoryLogOptions) {
    this.#now = now;
    this.#store = store;
    this.#onDamaged = onDamaged;
    this.#keepSnapshots = keepSnapshots;
  }

  async open() {
    const { entries } = this.#store;
    this.#store.epoch ??= newEpoch(this.#now());
    const epoch = this.#store.epoch as Epoch;
    this.#known.epoch = epoch;
    const [first, last] = [entries[0], entries.at(-1)];
    return { epoch, first: first ? positionOf(first) : null, last: last ? positionOf(last) : ORIGIN };
  }

  async append(request: AppendRequest): Promise<AppendAnswer> {
    return appendInMemory(this.#store, request, this.#now());
  }

  async *read(from: Position): AsyncGenerator<ReadEntry[]> {
    const where = locateInMemory(this.#store, from);
    if (where !== 'here') throw new LogGap(where, `${from} is not in the log`);
    let last = from;
    for (;;) {
      const raw = entriesAfter(this.#store, last, PAGE_ENTRIES);
      const end = raw.at(-1);
      if (!end) return;
      yield decodeEntries(raw, last);
      if (raw.length < PAGE_ENTRIES) return;
      last = positionOf(end);
      await new Promise<void>((resolve) => soon(() => resolve()));
    }
  }

  tail(from: Position, handler: TailHandler): { stop(): Promise<void> } {
    const tail = new MemoryTail(this.#store, this.#known, from, handler);
    this.#tails.add(tail);
    return {
      stop: async () => {
        this.#tails.delete(tail);
        await tail.stop();
      },
    };
  }

  async holds(epoch: Epoch, position: Position): Promise<boolean> {
    return this.#store.epoch === epoch && locateInMemory(this.#store, position) === 'here';
  }

  async saveSnapshot({ position, stateVersion, body }: Snapshot): Promise<void> {
    const { snapshots, touched } = this.#store;
    snapshots.set(position, { stateVersion, body });
    for (const gone of this.#kept().slice(this.#keepSnapshots)) snapshots.delete(gone);
    const floor = this.#kept()[1];
    if (!floor || (this.#store.floor && comparePositions(floor, this.#store.floor) <= 0)) return;
    this.#store.floor = floor;
    for (const [entity, touchedAt] of touched) if (comparePositions(touchedAt, floor) <= 0) touched.delete(entity);
  }

  async loadSnapshot(accepts: (stateVersion: number) => boolean = () => true): Promise<Snapshot | null> {
    for (const position of this.#kept()) {
      const { stateVersion, body } = this.#store.snapshots.get(position) ?? { stateVersion: 0, body: '' };
      if (locateInMemory(this.#store, position) !== 'here') this.#onDamaged(position, 'its position is not in the log');
      else if (accepts(stateVersion)) return { position, stateVersion, body };
      else this.#onDamaged(position, `state version ${stateVersion} is not readable here`);
    }
    return null;
  }

  /** Newest first. */
  #kept(): Position[] {
    return [...this.#store.snapshots.keys()].sort((a, b) => comparePositions(b, a));
  }

  async trim({ retentionMs, checkpoints }: { retentionMs: number; checkpoints: readonly Position[] }): Promise<number> {
    const snapshots = this.#kept().filter((position) => locateInMemory(this.#store, position) === 'here');
    const below = trimBelow({ nowMs: this.#now(), retentionMs, snapshots, checkpoints });
    if (!below) return 0;
    const count = lowerBound(this.#store.entries, below);
    this.#store.entries = this.#store.entries.slice(count);
    return count;
  }

  async markDead(position: Position, problem: string): Promise<void> {
    this.#known.dead?.add(position);
    if (!this.#store.dead.has(position)) this.#store.dead.set(position, problem.slice(0, 500));
    announce(this.#store);
  }

  async revive(position: Position): Promise<void> {
    this.#store.dead.delete(position);
    announce(this.#store);
  }

  async dead(): Promise<ReadonlyMap<Position, string>> {
    this.#known.dead = new Set(this.#store.dead.keys());
    return new Map(this.#store.dead);
  }

  async renewEpoch(seen: Epoch, position: Position): Promise<Epoch> {
    const store = this.#store;
    const isGone = locateInMemory(store, position) === 'forked';
    if (store.epoch === null || (store.epoch === seen && isGone)) {
      store.epoch = newEpoch(this.#now());
      store.touched.clear();
      const last = store.entries.at(-1);
      store.floor = last ? positionOf(last) : null;
      announce(store);
    }
    this.#known.epoch = store.epoch as Epoch;
    return store.epoch as Epoch;
  }

  async time(): Promise<number> {
    return this.#now();
  }

  async find(id: CommitId): Promise<Position | null> {
    const kept = this.#store.ids.get(id);
    if (!kept || kept.expiresAt <= this.#now()) return null;
    return locateInMemory(this.#store, kept.position) === 'forked' ? null : kept.position;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tails].map((tail) => tail.stop()));
    this.#tails.clear();
  }
}
