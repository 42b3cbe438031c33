import type { GlyphName } from '../../ui/glyph.js';
import { howWell } from './search.js';

/** Something that can be chosen. What is not allowed now stays in the list and says why. */
export interface Option {
  readonly id: string;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly hint?: string;
  readonly glyph?: GlyphName;
  /** What else it is found by. */
  readonly also?: readonly string[];
  readonly why?: string;
  /** Best first where nothing was typed. */
  readonly rank?: number;
}

const MOST_SHOWN = 60;

/** Those that fit what was typed: allowed ones first, then by fit, then as ranked. */
export function pick<O extends Option>(options: Iterable<O>, query: string): readonly O[] {
  const found: { option: O; score: number }[] = [];
  for (const option of options) {
    const score = howWell([option.title, ...(option.also ?? [])], query);
    if (score > 0) found.push({ option, score });
  }
  const order = (one: { option: O; score: number }) => (one.option.why === undefined ? 100 : 0) + one.score;
  found.sort((a, b) => order(b) - order(a) || (a.option.rank ?? 0) - (b.option.rank ?? 0));
  return found.slice(0, MOST_SHOWN).map(({ option }) => option);
}
