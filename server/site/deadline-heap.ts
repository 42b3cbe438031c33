import type { Deadline } from '../../shared/domain/deadlines.js';

/**
 * Deadlines by due time: a binary heap. Holds stale ones too (a wrap-up that ended early): whoever takes one out asks
 * the state whether it still stands.
 */
export class DeadlineHeap {
  readonly #items: Deadline[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): Deadline | undefined {
    return this.#items[0];
  }

  push(deadline: Deadline): void {
    const items = this.#items;
    let at = items.push(deadline) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, parent)) break;
      at = parent;
    }
  }

  pop(): Deadline | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    items[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const earlier = this.#earlierOf(left, left + 1);
      if (earlier === undefined || !this.#swapIfEarlier(earlier, at)) return first;
      at = earlier;
    }
  }

  clear(): void {
    this.#items.length = 0;
  }

  #earlierOf(a: number, b: number): number | undefined {
    const first = this.#items[a];
    if (first === undefined) return undefined;
    const second = this.#items[b];
    return second !== undefined && second.dueAt < first.dueAt ? b : a;
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const below = this.#items[child];
    const above = this.#items[parent];
    if (below === undefined || above === undefined || below.dueAt >= above.dueAt) return false;
    this.#items[child] = above;
    this.#items[parent] = below;
    return true;
  }
}
