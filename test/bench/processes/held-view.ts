type Fields = Record<string, unknown> & { id: string };
interface FrameBody {
  readonly from: string | null;
  readonly to: string;
  readonly changed: Readonly<Record<string, readonly Fields[]>>;
  readonly gone: Readonly<Record<string, readonly string[]>>;
}

/** Around a frame's JSON: `42["frame",` and `]`. */
const HEAD_BYTES = '42["frame",'.length;

/** What one browser holds, by kind and id; knows of each frame how little would have told the same. */
export class HeldView {
  readonly #kinds = new Map<string, Map<string, Fields>>();
  epoch = '';
  position = '';
  /** Redis's time of the last frame. */
  asOf = 0;
  /** Who told it. */
  node = '';

  /** Takes a frame as it came. Answers the bytes of its news alone: ids, one version, and the fields whose value is another one. */
  take(data: Buffer): number {
    const frame = JSON.parse(data.toString('utf8', HEAD_BYTES, data.length - 1)) as FrameBody & { epoch: string; at: number };
    this.epoch = frame.epoch;
    this.position = frame.to;
    this.asOf = frame.at;
    if (frame.from === null) this.#kinds.clear();
    const news: Record<string, unknown> = { v: frame.to };
    for (const [kind, records] of Object.entries(frame.changed)) {
      const held = this.#of(kind);
      const changed = records.flatMap((record) => merge(held, record) ?? []);
      if (changed.length > 0) news[kind] = changed;
    }
    const gone = Object.entries(frame.gone).map(([kind, ids]) => [kind, ids.filter((id) => this.#of(kind).delete(id))] as const);
    if (gone.some(([, ids]) => ids.length > 0)) news.gone = Object.fromEntries(gone);
    return Buffer.byteLength(JSON.stringify(news));
  }

  /** The whole of it, as small as JSON gets without changing names. */
  wholeBytes(): number {
    return bytesOf(Object.fromEntries([...this.#kinds].map(([kind, records]) => [kind, [...records.values()]])));
  }

  /** What would bring `this` to `later`: the entities that differ, whole, and the ids of those that went. */
  bytesTo(later: HeldView): number {
    const changed: Record<string, Fields[]> = {};
    const gone: Record<string, string[]> = {};
    for (const [kind, records] of later.#kinds) {
      const mine = this.#of(kind);
      const differ = [...records.values()].filter(
        (record) => JSON.stringify(sorted(record)) !== JSON.stringify(sorted(mine.get(record.id))),
      );
      if (differ.length > 0) changed[kind] = differ;
    }
    for (const [kind, records] of this.#kinds) {
      const ids = [...records.keys()].filter((id) => !later.#of(kind).has(id));
      if (ids.length > 0) gone[kind] = ids;
    }
    return bytesOf({ changed, gone });
  }

  #of(kind: string): Map<string, Fields> {
    const found = this.#kinds.get(kind) ?? new Map<string, Fields>();
    this.#kinds.set(kind, found);
    return found;
  }
}

/** Lays a record over what is held; answers its id and the fields that really changed, if any did. */
function merge(held: Map<string, Fields>, patch: Fields): Fields | null {
  const before = held.get(patch.id);
  const after: Fields = { ...before, ...patch };
  const news: Fields = { id: patch.id };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete after[field];
    if (JSON.stringify(before?.[field] ?? null) !== JSON.stringify(value)) news[field] = value;
  }
  held.set(patch.id, after);
  return before === undefined || Object.keys(news).length > 1 ? news : null;
}

const sorted = (record: Fields | undefined) => (record === undefined ? null : Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
