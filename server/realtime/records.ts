import type { View } from '../../shared/protocol/project-views.js';
import type { ViewKind } from '../../shared/protocol/views.js';

/** Records as JSON text: encoded once, put into as many frames as there are audiences. */

export type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (view: View) => view as unknown as Fields;

/**
 * The fields in which two records of a kind, as one audience sees them, differ; `null` for one that is no longer known. Null when
 * they do not differ. Both have the same fields.
 */
export function patchOf(before: View, after: View): Fields | null {
  if (before === after) return null;
  const old = fieldsOf(before);
  const next = fieldsOf(after);
  let patch: Record<string, unknown> | null = null;
  for (const field in next) {
    if (sameValue(old[field], next[field])) continue;
    patch ??= { id: after.id };
    patch[field] = next[field] ?? null;
  }
  return patch;
}

export const sameView = (a: View, b: View): boolean => patchOf(a, b) === null;

/** Absent and `null` are the same; lists and counts are compared by what they hold. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b || (a == null && b == null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => sameValue(item, b[at]));
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue((a as Fields)[key], (b as Fields)[key]));
}

/** A record that changed, came or went, before any redaction. */
export interface ViewChange {
  readonly kind: ViewKind;
  readonly before: View | undefined;
  readonly after: View | undefined;
  /** What differs, when it was there before and still is. */
  readonly patch: Fields | null;
}

interface Difference {
  readonly before: View | undefined;
  readonly patch: object | null;
  text?: string | null;
}

/**
 * The text of what changed in a record, shared among the audiences to whom it looks the same. Lives for one frame: it knows
 * views by identity, and `redactView` answers the same object wherever nothing is left out.
 */
export class PatchTexts {
  readonly #known = new Map<View, Difference[]>();

  constructor(changes: Iterable<ViewChange>) {
    for (const { before, after, patch } of changes) if (after !== undefined) this.#known.set(after, [{ before, patch: patch ?? after }]);
  }

  /** Null: nothing that this audience sees has changed. */
  text(before: View | undefined, after: View): string | null {
    const all = this.#known.get(after);
    let found = all?.find((one) => one.before === before);
    if (found === undefined) {
      found = { before, patch: before === undefined ? after : patchOf(before, after) };
      if (all === undefined) this.#known.set(after, [found]);
      else all.push(found);
    }
    found.text ??= found.patch === null ? null : JSON.stringify(found.patch);
    return found.text;
  }
}

/** The records of one frame, as text, by kind. */
export class Draft {
  readonly changed = new Map<ViewKind, string[]>();
  readonly gone = new Map<ViewKind, string[]>();

  change(kind: ViewKind, text: string): void {
    append(this.changed, kind, text);
  }

  remove(kind: ViewKind, id: string): void {
    append(this.gone, kind, JSON.stringify(id));
  }

  get isEmpty(): boolean {
    return this.changed.size === 0 && this.gone.size === 0;
  }
}

function append(lists: Map<ViewKind, string[]>, kind: ViewKind, text: string): void {
  const list = lists.get(kind);
  if (list === undefined) lists.set(kind, [text]);
  else list.push(text);
}
