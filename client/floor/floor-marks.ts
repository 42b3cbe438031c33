import { useCallback, useSyncExternalStore } from 'react';

/** One value that a few parts of the floor look at, outside React: a row or a seat re-renders when its own answer changes. */
export class Mark<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}

export function useMark<T, A>(mark: Mark<T>, select: (value: T) => A): A {
  return useSyncExternalStore(
    mark.subscribe,
    useCallback(() => select(mark.get()), [mark, select]),
  );
}

/** Callers chosen to be acted on together, in the order in which they were chosen. */
export type Chosen = readonly string[];

export const toggled = (chosen: Chosen, id: string): Chosen =>
  chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(0, MOST_CHOSEN);

/** Everything between the one chosen last and this one, in the order of the list. */
export function withRange(chosen: Chosen, id: string, list: readonly string[]): Chosen {
  const from = list.indexOf(chosen.at(-1) ?? id);
  const to = list.indexOf(id);
  if (from === -1 || to === -1) return toggled(chosen, id);
  const between = list.slice(Math.min(from, to), Math.max(from, to) + 1);
  const ordered = from <= to ? between : [...between].reverse();
  return [...chosen.filter((one) => !between.includes(one)), ...ordered].slice(0, MOST_CHOSEN);
}

/** A hundred commands at five at a time are over in seconds; more at once is no longer one decision. */
export const MOST_CHOSEN = 100;
