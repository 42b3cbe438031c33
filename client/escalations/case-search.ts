import { useEffect, useReducer } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { onDemand } from '../ui/on-demand.js';
import { caseNo } from './columns.js';

/** The palette's: large for its table of pinyin, so it is fetched when somebody begins to type. Until then what is written counts. */
const spelling = onDemand(() => import('../actions/palette/search.js'));
/** One letter is in nearly every syllable. */
const FEWEST_SPELLED = 2;
/** A case is known by how it begins; five thousand whole stories would take a second to spell. */
const BEGINNING = 30;

export type Matches = (one: CaseView) => boolean;

/** Whether a case fits what was typed: its number, words, people, the caller, the ticket; names and words by pinyin and initials too. */
export function matcher(text: string, howWell: ((names: readonly string[], query: string) => number) | null): Matches {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return () => true;
  return (one) => {
    const { owner, firstResponder, callerMasked, ticket } = one;
    const words = [caseNo(one), one.text, owner.name, firstResponder.name, callerMasked ?? '', ticket?.key ?? ''];
    if (words.some((word) => word.toLowerCase().includes(wanted))) return true;
    if (howWell === null || wanted.length < FEWEST_SPELLED) return false;
    return howWell([owner.name, firstResponder.name, one.text.slice(0, BEGINNING)], wanted) > 0;
  };
}

/** How names are spelled, once that is here. When it can't be fetched, the search goes on by what is written. */
export function useSpelling(text: string) {
  const [, arrived] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (text.trim() !== '' && spelling.current() === null) spelling.load().then(arrived, () => undefined);
  }, [text]);
  return spelling.current()?.howWell ?? null;
}
