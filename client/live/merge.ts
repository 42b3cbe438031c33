import type { Frame } from '../../shared/protocol/messages.js';
import { VIEW_KINDS, type ViewKind } from '../../shared/protocol/views.js';

type Patch = { id: string } & Record<string, unknown>;

/**
 * Frames not yet on screen, as one change: what is gone goes first, then the patches. It never holds more than the site has
 * entities, however long it waits: this is the bound of what a paused view or a hidden tab keeps.
 */
export interface PendingChange {
  /** Everything held before is dropped first. */
  replacesAll: boolean;
  readonly gone: Map<ViewKind, Set<string>>;
  readonly changed: Map<ViewKind, Map<string, Patch>>;
  /** When the sources read what became this change, per frame; bounded by `MAX_READ_ATS`. */
  readonly readAts: number[];
}

/** More frames than this between two paints are only counted by the newest. */
const MAX_READ_ATS = 240;

export const emptyChange = (): PendingChange => ({ replacesAll: false, gone: new Map(), changed: new Map(), readAts: [] });

/** Adds a later frame to a pending change. */
export function mergeFrame(pending: PendingChange, frame: Frame): void {
  if (frame.from === null) {
    pending.replacesAll = true;
    pending.gone.clear();
    pending.changed.clear();
  }
  if (frame.readAt !== undefined) {
    if (pending.readAts.length >= MAX_READ_ATS) pending.readAts.shift();
    pending.readAts.push(frame.readAt);
  }
  for (const kind of VIEW_KINDS) {
    const gone = frame.gone[kind];
    const changed = frame.changed[kind] as Patch[] | undefined;
    if (gone) addGone(pending, kind, gone);
    if (changed) addPatches(pending, kind, changed);
  }
}

function addGone(pending: PendingChange, kind: ViewKind, ids: readonly string[]): void {
  const all = of(pending.gone, kind, () => new Set<string>());
  const patches = pending.changed.get(kind);
  for (const id of ids) {
    all.add(id);
    patches?.delete(id);
  }
}

function addPatches(pending: PendingChange, kind: ViewKind, patches: readonly Patch[]): void {
  const all = of(pending.changed, kind, () => new Map<string, Patch>());
  for (const patch of patches) {
    const earlier = all.get(patch.id);
    all.set(patch.id, earlier === undefined ? patch : { ...earlier, ...patch });
  }
}

function of<V>(map: Map<ViewKind, V>, kind: ViewKind, make: () => V): V {
  const found = map.get(kind);
  if (found !== undefined) return found;
  const made = make();
  map.set(kind, made);
  return made;
}

/** An entity with a patch laid over it: `null` clears a field. Always a new object, so that a changed entity is another one. */
export function patched<T extends object>(entity: T | undefined, patch: Patch): T {
  const next: Record<string, unknown> = { ...entity };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return next as T;
}
