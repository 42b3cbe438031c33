import type { Frame } from '../../shared/protocol/messages.js';
import { VIEW_KINDS, type ViewKind, type ViewOf } from '../../shared/protocol/views.js';
import type { StoreIndex } from './indexes.js';
import { emptyChange, mergeFrame, type PendingChange, patched } from './merge.js';

type Listener = () => void;
type Unsubscribe = () => void;
type Table = Map<string, ViewOf<ViewKind>>;

/** What one application changed, for indexes and kinds' listeners. */
export interface KindChange {
  readonly kind: ViewKind;
  /** Every id that was added, patched or removed. */
  readonly ids: ReadonlySet<string>;
  /** Ids were added or removed. */
  readonly membership: boolean;
}

/**
 * What this browser holds of the site, outside React. Frames are merged until `flush`, which the session calls once per
 * animation frame; then each listener of each changed entity is told once.
 */
export class LiveStore {
  readonly #tables = new Map<ViewKind, Table>(VIEW_KINDS.map((kind) => [kind, new Map()]));
  readonly #ids = new Map<ViewKind, readonly string[]>();
  readonly #entityListeners = new Map<ViewKind, Map<string, Set<Listener>>>(VIEW_KINDS.map((kind) => [kind, new Map()]));
  readonly #membershipListeners = new Map<ViewKind, Set<Listener>>(VIEW_KINDS.map((kind) => [kind, new Set()]));
  readonly #kindListeners = new Map<ViewKind, Set<Listener>>(VIEW_KINDS.map((kind) => [kind, new Set()]));
  readonly #indexes = new Set<StoreIndex>();
  readonly #wholeListeners = new Set<Listener>();
  #pending: PendingChange = emptyChange();
  #hasPending = false;
  #hasWhole = false;

  get<K extends ViewKind>(kind: K, id: string): ViewOf<K> | undefined {
    return this.#table(kind).get(id);
  }

  /** Every entity of a kind. The map is the store's own: read it, keep nothing of it. */
  all<K extends ViewKind>(kind: K): ReadonlyMap<string, ViewOf<K>> {
    return this.#table(kind);
  }

  /** The same array until an entity comes or goes. */
  ids(kind: ViewKind): readonly string[] {
    let ids = this.#ids.get(kind);
    if (ids === undefined) {
      ids = [...this.#table(kind).keys()];
      this.#ids.set(kind, ids);
    }
    return ids;
  }

  /** False until the first whole view was applied: an empty floor and an unknown one look different. */
  get hasWhole(): boolean {
    return this.#hasWhole;
  }

  get hasPending(): boolean {
    return this.#hasPending;
  }

  enqueue(frame: Frame): void {
    mergeFrame(this.#pending, frame);
    this.#hasPending = true;
  }

  /** Applies what is pending. Answers when the sources had read what is now on its way to the screen. */
  flush(): readonly number[] {
    if (!this.#hasPending) return [];
    const change = this.#pending;
    this.#pending = emptyChange();
    this.#hasPending = false;
    const changes = VIEW_KINDS.map((kind) => this.#applyKind(kind, change)).filter((kindChange) => kindChange.ids.size > 0);
    const first = change.replacesAll && !this.#hasWhole;
    if (change.replacesAll) this.#hasWhole = true;
    for (const kindChange of changes) {
      if (kindChange.membership) this.#ids.delete(kindChange.kind);
      for (const index of this.#indexes) if (index.kind === kindChange.kind) index.update(this, kindChange.ids);
    }
    for (const kindChange of changes) this.#tell(kindChange);
    if (first) for (const listener of [...this.#wholeListeners]) listener();
    return change.readAts;
  }

  /** Forgets everything: somebody signed out. */
  clear(): void {
    this.#pending = { ...emptyChange(), replacesAll: true };
    this.#hasPending = true;
    this.flush();
    this.#hasWhole = false;
    for (const listener of [...this.#wholeListeners]) listener();
  }

  subscribe(kind: ViewKind, id: string, listener: Listener): Unsubscribe {
    const byId = this.#entityListeners.get(kind) as Map<string, Set<Listener>>;
    const listeners = byId.get(id) ?? new Set();
    byId.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && byId.get(id) === listeners) byId.delete(id);
    };
  }

  /** Told when an entity of the kind comes or goes. */
  subscribeMembership(kind: ViewKind, listener: Listener): Unsubscribe {
    return add(this.#membershipListeners.get(kind) as Set<Listener>, listener);
  }

  /** Told once per application in which anything of the kind changed. */
  subscribeKind(kind: ViewKind, listener: Listener): Unsubscribe {
    return add(this.#kindListeners.get(kind) as Set<Listener>, listener);
  }

  subscribeWhole(listener: Listener): Unsubscribe {
    return add(this.#wholeListeners, listener);
  }

  /** Indexes live as long as the store. */
  addIndex(index: StoreIndex): void {
    this.#indexes.add(index);
    index.update(this, new Set(this.#table(index.kind).keys()));
  }

  #table<K extends ViewKind>(kind: K): Map<string, ViewOf<K>> {
    return this.#tables.get(kind) as Map<string, ViewOf<K>>;
  }

  #applyKind(kind: ViewKind, change: PendingChange): KindChange {
    const table = this.#table(kind);
    const ids = new Set<string>();
    let membership = false;
    const leaving = change.replacesAll ? [...table.keys()] : [...(change.gone.get(kind) ?? [])];
    const patches = change.changed.get(kind);
    const stillThere = new Set<string>();
    for (const id of leaving) {
      if (!table.delete(id)) continue;
      ids.add(id);
      if (patches?.has(id)) stillThere.add(id);
      else membership = true;
    }
    for (const [id, patch] of patches ?? []) {
      if (!table.has(id) && !stillThere.has(id)) membership = true;
      table.set(id, patched(table.get(id), patch));
      ids.add(id);
    }
    return { kind, ids, membership };
  }

  #tell({ kind, ids, membership }: KindChange): void {
    const byId = this.#entityListeners.get(kind) as Map<string, Set<Listener>>;
    // Whichever is fewer: a whole view changes ten thousand entities, of which a screen shows two hundred.
    const heard = ids.size < byId.size ? [...ids].filter((id) => byId.has(id)) : [...byId.keys()].filter((id) => ids.has(id));
    for (const id of heard) for (const listener of [...(byId.get(id) ?? [])]) listener();
    for (const index of this.#indexes) if (index.kind === kind) index.tell();
    if (membership) for (const listener of [...(this.#membershipListeners.get(kind) as Set<Listener>)]) listener();
    for (const listener of [...(this.#kindListeners.get(kind) as Set<Listener>)]) listener();
  }
}

function add(listeners: Set<Listener>, listener: Listener): Unsubscribe {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
