/** What will happen, in order of site time; at the same millisecond, in the order in which it was planned. */
export class Timers<T> {
  readonly #heap: { at: number; seq: number; what: T }[] = [];
  #seq = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the next one is due; infinity when nothing is planned. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** A time that is not finite never comes. */
  plan(at: number, what: T): void {
    if (!Number.isFinite(at)) return;
    const heap = this.#heap;
    const item = { at, seq: this.#seq++, what };
    let i = heap.length;
    heap.push(item);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as (typeof heap)[number];
      if (parent.at <= at) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = item;
  }

  /** Takes the next one. */
  take(): { at: number; what: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      let child = heap[down];
      if (child === undefined) break;
      const right = heap[down + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        down++;
      }
      if (!isBefore(child, last)) break;
      heap[i] = child;
      i = down;
    }
    heap[i] = last;
    return first;
  }
}

const isBefore = (x: { at: number; seq: number }, y: { at: number; seq: number }) => x.at < y.at || (x.at === y.at && x.seq < y.seq);
