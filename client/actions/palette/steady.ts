import type { Option } from './option.js';

/** The choices of one step and one query, as they were when they were first shown. */
export interface Held {
  readonly of: string;
  readonly options: readonly Option[];
}

/** Besides those that were there at first. */
const MOST_ADDED = 60;

/**
 * The floor goes on while somebody reads the list: each choice keeps its place and says what it is now, one that is gone stays as
 * what can't be chosen, and a new one comes last. Enter never means another call than the one that was read.
 */
export function steady(before: Held | null, of: string, best: readonly Option[], all: readonly Option[], gone: string): Held {
  if (before === null || before.of !== of) return { of, options: best };
  const now = new Map(all.map((option) => [option.id, option]));
  const kept = before.options.map((option) => now.get(option.id) ?? { ...option, why: gone });
  const known = new Set(kept.map(({ id }) => id));
  const added = best.filter(({ id }) => !known.has(id));
  return { of, options: [...kept, ...added].slice(0, Math.max(kept.length, best.length) + MOST_ADDED) };
}
