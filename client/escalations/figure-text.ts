import type { CaseFigure } from '../../shared/metrics/case-figures.js';
import type { CaseTallyView } from '../../shared/protocol/http.js';
import { NONE } from '../i18n/format.js';
import type { Formats } from '../i18n/provider.js';

/** Those in the bar: the share of all clocks, then what the field asks of departments, of a case, and of a word that was given. */
export const BAR_FIGURES = ['on-time', 'T4', 'resolved', 'promises'] as const satisfies readonly CaseFigure[];

/** What is not counted is not known: never 0 %, never 100 %. */
export const countOf = ({ met, missed }: CaseTallyView): number => met + missed;
export const shareOf = (tally: CaseTallyView): number | null => (countOf(tally) === 0 ? null : tally.met / countOf(tally));

type Words = Pick<Formats, 'number' | 'percent' | 'prose'>;
export const timeText = (formats: Words, ms: number | null): string => (ms === null ? NONE : formats.prose(ms));

/** The number that stands for a figure: a share, a median, a mean, or how many of those due. */
export function figureText(formats: Words, figure: CaseFigure, tally: CaseTallyView): string {
  if (figure === 'resolved') return timeText(formats, tally.meanMs);
  if (figure === 'T4') return timeText(formats, tally.medianMs);
  if (figure === 'promises') return countOf(tally) === 0 ? NONE : `${formats.number(tally.missed)} / ${formats.number(countOf(tally))}`;
  return formats.percent(shareOf(tally));
}
