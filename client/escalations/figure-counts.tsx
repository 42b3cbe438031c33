import { useEffect, useRef } from 'react';
import type { CaseFigure } from '../../shared/metrics/case-figures.js';
import { NONE } from '../i18n/format.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useConnection } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchFigures } from './api.js';
import { BAR_FIGURES, figureText } from './figure-text.js';

/** They are about a day: a minute's age does not show. */
const AGAIN_MS = 60_000;

interface Props {
  readonly open: CaseFigure | null;
  /** Read again when this changes: a number that leads to its cases agrees with them. */
  readonly pulse: string;
  readonly onOpen: (figure: CaseFigure) => void;
}

/** How today goes, each number the way to what it means and what it counts. */
export function FigureCounts({ open, pulse, onOpen }: Props) {
  const t = useT();
  const formats = useFormats();
  const isLocked = useConnection().state === 'stale';
  const { value, again } = useFetched(`${pulse}|${open}`, fetchFigures);
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    if (isLocked) return;
    const timer = setInterval(() => latest.current(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isLocked]);
  return (
    <ul className="case-figures" aria-label={t('case.figures')}>
      {BAR_FIGURES.map((figure) => (
        <li key={figure}>
          <button type="button" className="case-figure" aria-pressed={open === figure} onClick={() => onOpen(figure)}>
            <span className="t3">{t(`case.figure.${figure}.short`)}</span>{' '}
            <b>{value === null ? NONE : figureText(formats, figure, value.figures[figure])}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
