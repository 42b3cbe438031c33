import { comparePositions, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { type Whereabouts, whereaboutsOf } from './chain.js';
import { prevOf, type RawEntry } from './entry.js';

/** What Redis would hold for one site, as plain data. Several logs may share one: they are then nodes of one site. */
export interface MemoryStore {
  /** Oldest first. As in Redis, an entry is text: nothing that a caller still holds can change it. */
  entries: RawEntry[];
  /** Like a stream's: the last id ever given, kept when its entry is deleted. */
  lastId: Position;
  epoch: string | null;
  floor: Position | null;
  readonly ids: Map<string, { position: Position; expiresAt: number }>;
  readonly touched: Map<string, Position>;
  readonly dead: Map<Position, string>;
  readonly snapshots: Map<Position, { stateVersion: number; body: string }>;
  /** Called after every change that a reader may want to see. */
  readonly watchers: Set<() => void>;
}

export const createMemoryStore = (): MemoryStore => ({
  entries: [],
  lastId: ORIGIN,
  epoch: null,
  floor: null,
  ids: new Map(),
  touched: new Map(),
  dead: new Map(),
  snapshots: new Map(),
  watchers: new Set(),
});

export const positionOf = (entry: RawEntry): Position => entry[0] as Position;

/** Tells every tail of the store. */
export function announce(store: MemoryStore): void {
  for (const watcher of store.watchers) watcher();
}

export function locateInMemory(store: MemoryStore, position: Position): Whereabouts {
  const [first] = store.entries;
  return whereaboutsOf(position, indexOf(store, position) >= 0, first ? { prev: prevOf(first) } : null);
}

/** Up to `count` entries after a position. */
export function entriesAfter(store: MemoryStore, position: Position, count: number): RawEntry[] {
  const from = lowerBound(store.entries, position);
  const next = store.entries[from]?.[0] === position ? from + 1 : from;
  return store.entries.slice(next, next + count);
}

function indexOf(store: MemoryStore, position: Position): number {
  const index = lowerBound(store.entries, position);
  return store.entries[index]?.[0] === position ? index : -1;
}

/** Index of the first entry that is not before `position`. */
export function lowerBound(entries: readonly RawEntry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && comparePositions(positionOf(entry), position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
