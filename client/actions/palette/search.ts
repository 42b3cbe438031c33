import { pinyin } from 'pinyin-pro';

/** What a name can be found by: as it is written, its pinyin, and the pinyin's initials. */
interface Spelling {
  readonly text: string;
  readonly full: string;
  readonly initials: string;
}

const HAN = /[\u3400-\u9fff]/;
/** Names hardly change: each is spelled once. Bounded, since callers' names pass through here too. */
const spellings = new Map<string, Spelling>();
const MOST_KEPT = 30_000;

function spell(name: string): Spelling {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const text = name.toLowerCase();
  const syllables = HAN.test(name) ? pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true, surname: 'head' }) : [];
  const plain = syllables.map((syllable) => syllable.toLowerCase().replaceAll(' ', ''));
  const spelling = { text, full: plain.join(''), initials: plain.map((syllable) => syllable[0] ?? '').join('') };
  if (spellings.size >= MOST_KEPT) spellings.clear();
  spellings.set(name, spelling);
  return spelling;
}

/**
 * How well some names fit what was typed; 0: not at all. The beginning of a name is better than its middle, and what is written is
 * better than how it sounds: 周敏, `zhoumin`, `zhou m` and `zm` all find 周敏.
 */
export function howWell(names: readonly string[], query: string): number {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return 1;
  const joined = wanted.replaceAll(' ', '');
  let best = 0;
  for (const name of names) {
    const { text, full, initials } = spell(name);
    if (text === wanted) return 10;
    if (text.startsWith(wanted)) best = Math.max(best, 8);
    else if (text.includes(wanted)) best = Math.max(best, 6);
    else if (full.startsWith(joined)) best = Math.max(best, 5);
    else if (initials.startsWith(joined)) best = Math.max(best, 4);
    else if (full.includes(joined)) best = Math.max(best, 3);
    else if (text.split(/[\s\-_/]+/).some((word) => word.startsWith(wanted))) best = Math.max(best, 6);
  }
  return best;
}
