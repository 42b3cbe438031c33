import type { ViewKind, ViewOf } from '../../shared/protocol/views.js';
import type { LiveStore } from './store.js';

const NONE: readonly string[] = [];

/** What the store needs of an index. */
export interface StoreIndex {
  readonly kind: ViewKind;
  /** These entities changed, came or went. */
  update(store: LiveStore, ids: ReadonlySet<string>): void;
  /** Tells the listeners of the keys whose ids changed since the last call. */
  tell(): void;
}

/**
 * Ids of a kind grouped under keys, each group in order. A group's array stays the same until somebody enters, leaves or
 * changes place, so that a list re-renders then and at no other time.
 */
export class EntityIndex<K extends ViewKind> implements StoreIndex {
  readonly kind: K;
  readonly #keysOf: (entity: ViewOf<K>) => readonly string[];
  readonly #compare: (a: ViewOf<K>, b: ViewOf<K>) => number;
  readonly #placed = new Map<string, { readonly keys: readonly string[]; readonly entity: ViewOf<K> }>();
  readonly #members = new Map<string, Set<string>>();
  readonly #sorted = new Map<string, readonly string[]>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #untold = new Set<string>();

  constructor(options: { kind: K; keysOf: (entity: ViewOf<K>) => readonly string[]; compare: (a: ViewOf<K>, b: ViewOf<K>) => number }) {
    this.kind = options.kind;
    this.#keysOf = options.keysOf;
    this.#compare = options.compare;
  }

  ids(key: string): readonly string[] {
    return this.#sorted.get(key) ?? NONE;
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  update(store: LiveStore, ids: ReadonlySet<string>): void {
    const dirty = new Set<string>();
    for (const id of ids) {
      const entity = store.get(this.kind, id);
      const before = this.#placed.get(id);
      const keysBefore = before?.keys ?? NONE;
      const keys = entity === undefined ? NONE : this.#keysOf(entity);
      // Most changes leave an entity where it was: ten thousand are not sorted again for one that only changed its state.
      const moved = before === undefined || entity === undefined || this.#compare(before.entity, entity) !== 0;
      for (const key of keysBefore) {
        const left = !keys.includes(key);
        if (left) this.#members.get(key)?.delete(id);
        if (left || moved) dirty.add(key);
      }
      for (const key of keys) {
        if (keysBefore.includes(key)) continue;
        const members = this.#members.get(key) ?? new Set();
        this.#members.set(key, members.add(id));
        dirty.add(key);
      }
      if (entity === undefined || keys.length === 0) this.#placed.delete(id);
      else this.#placed.set(id, { keys, entity });
    }
    for (const key of dirty) this.#sort(store, key);
  }

  tell(): void {
    const keys = [...this.#untold];
    this.#untold.clear();
    for (const key of keys) for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }

  #sort(store: LiveStore, key: string): void {
    const entities = [...(this.#members.get(key) ?? [])].map((id) => store.get(this.kind, id) as ViewOf<K>);
    const ids = entities.sort((a, b) => this.#compare(a, b) || (a.id < b.id ? -1 : 1)).map((entity) => entity.id);
    const before = this.#sorted.get(key) ?? NONE;
    if (ids.length === before.length && ids.every((id, at) => id === before[at])) return;
    if (ids.length === 0) {
      this.#sorted.delete(key);
      this.#members.delete(key);
    } else this.#sorted.set(key, ids);
    this.#untold.add(key);
  }
}

const byEntry = (a: ViewOf<'visit'>, b: ViewOf<'visit'>) => a.enteredAt - b.enteredAt;
const byOrder = (a: { order: number }, b: { order: number }) => a.order - b.order;
const isWaiting = (visit: ViewOf<'visit'>) => visit.state === 'queued' || visit.state === 'ringing';

const NOWHERE: readonly string[] = [];

/** The orders that screens show things in. */
export function floorIndexes() {
  return {
    /** Who waits, the longest first. Keys: `waiting`, and per queue `q-…|waiting`. */
    visits: new EntityIndex({
      kind: 'visit',
      keysOf: (visit) => (isWaiting(visit) ? ['waiting', `${visit.queueId}|waiting`] : NOWHERE),
      compare: byEntry,
    }),
    /** Keys: `all`. Without those that their source no longer knows. */
    queues: new EntityIndex({ kind: 'queue', keysOf: (queue) => (queue.removed ? NOWHERE : ['all']), compare: byOrder }),
    /** Keys: `team|t-…`, and `team|` for those in none. Not by state: ten thousand agents change it all the time. */
    agents: new EntityIndex({
      kind: 'agent',
      keysOf: (agent) => (agent.isPhone === true ? NOWHERE : [`team|${agent.teamId ?? ''}`]),
      compare: byOrder,
    }),
  } as const;
}
