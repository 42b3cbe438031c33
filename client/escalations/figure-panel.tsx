import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { type CaseFigure, CLOCK_CODES } from '../../shared/metrics/case-figures.js';
import type { CaseFigureDetail, CaseTallyView, CaseWindow } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { Segmented } from '../ui/field.js';
import { fetchFigure } from './api.js';
import { CountedList } from './counted-list.js';
import { countOf, figureText, shareOf, timeText } from './figure-text.js';
import { useDepartmentName } from './knowledge.js';

interface Props {
  readonly figure: CaseFigure;
  readonly span: CaseWindow;
  readonly onSpan: (span: CaseWindow) => void;
  readonly onFigure: (figure: CaseFigure) => void;
  readonly onOpen: (caseId: string) => void;
  readonly onClose: () => void;
}

/** What a number of the board means: its definition, by grade and department, and the very cases that it counts. */
export function FigurePanel({ figure, span, onSpan, onFigure, onOpen, onClose }: Props) {
  const t = useT();
  const pane = useRef<HTMLElement>(null);
  const { value, error, again } = useFetched(`${figure}|${span}`, (signal) => fetchFigure(figure, span, signal));
  const known = value?.figure === figure && value.window === span ? value : null;
  useEffect(() => pane.current?.focus(), []);
  return (
    <aside
      className="case-detail"
      data-region=""
      tabIndex={-1}
      ref={pane}
      aria-label={t(`case.figure.${figure}`)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="case-head">
        <div className="row">
          <h2 className="grow">{t(`case.figure.${figure}`)}</h2>
          <Segmented
            label={t('case.figures.span')}
            value={span}
            options={(['today', '7d'] as const).map((each) => ({ value: each, label: t(`case.figures.${each}`) }))}
            onChange={onSpan}
          />
          <Button kind="quiet" iconOnly onClick={onClose} aria-label={t('common.close')}>
            <X className="i" aria-hidden="true" />
          </Button>
        </div>
        <p>{t(`case.figure.${figure}.what`)}</p>
        <p className="t3">{t('case.figures.scope')}</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="case-scroll" aria-label={t('case.figures.by')} tabIndex={0}>
        {error !== null && (
          <ErrorState title={t('case.figures.failed')} cause={t('case.unreachable')} retryLabel={t('common.retry')} onRetry={again} />
        )}
        {known === null && error === null && <Skeleton height={240} />}
        {known !== null && <Shown detail={known} onFigure={onFigure} onOpen={onOpen} />}
      </section>
    </aside>
  );
}

function Shown({ detail, onFigure, onOpen }: { detail: CaseFigureDetail; onFigure: Props['onFigure']; onOpen: Props['onOpen'] }) {
  const t = useT();
  const formats = useFormats();
  const nameOf = useDepartmentName();
  const { figure, all, byGrade, byDepartment } = detail;
  return (
    <>
      <p className="case-figure-all">
        <b>{figureText(formats, figure, all)}</b>{' '}
        <span className="t2">
          {countOf(all) === 0
            ? t('case.figures.none')
            : t('case.figures.from', { time: `${formats.date(detail.from)} ${formats.time(detail.from)}`, n: countOf(all) })}
        </span>
      </p>
      {figure === 'on-time' && (
        <p className="case-chips">
          {CLOCK_CODES.map((code) => (
            <button key={code} type="button" className="tag" onClick={() => onFigure(code)}>
              {t(`case.timer.${code}`)}
            </button>
          ))}
        </p>
      )}
      {countOf(all) > 0 && (
        <Tallies title={t('case.figures.by')} isTimed={figure !== 'promises'} isJudged={figure !== 'resolved'}>
          {[
            [t('case.figures.all'), all] as const,
            ...byGrade.map(({ grade, tally }) => [t(`case.grade.${grade}`), tally] as const),
            ...byDepartment.map(({ department, tally }) => [nameOf(department), tally] as const),
          ]}
        </Tallies>
      )}
      <CountedList detail={detail} onOpen={onOpen} />
    </>
  );
}

interface TalliesProps {
  readonly title: string;
  readonly isTimed: boolean;
  /** Met or missed; how long a case took is neither. */
  readonly isJudged: boolean;
  readonly children: readonly (readonly [string, CaseTallyView])[];
}

function Tallies({ title, isTimed, isJudged, children: rows }: TalliesProps) {
  const t = useT();
  const formats = useFormats();
  const cell = (value: ReactNode) => <td className="num">{value}</td>;
  return (
    <table className="tb case-tallies">
      <caption className="sr">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {isJudged && (
            <th scope="col" className="num">
              {t('case.figures.share')}
            </th>
          )}
          <th scope="col" className="num">
            {isJudged ? t('case.figures.missed') : t('case.figures.count')}
          </th>
          {isTimed && (
            <th scope="col" className="num">
              {t('case.figures.median')}
            </th>
          )}
          {isTimed && (
            <th scope="col" className="num">
              P90
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, tally]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {isJudged && cell(formats.percent(shareOf(tally)))}
            {cell(isJudged ? `${formats.number(tally.missed)} / ${formats.number(countOf(tally))}` : formats.number(countOf(tally)))}
            {isTimed && cell(timeText(formats, tally.medianMs))}
            {isTimed && cell(timeText(formats, tally.p90Ms))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
