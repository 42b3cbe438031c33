import type { CaseFigureDetail, CountedCase } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { caseNo } from './columns.js';
import { GradeMark } from './grade-mark.js';

/** The cases behind a number, those that missed first. */
export function CountedList({ detail, onOpen }: { detail: CaseFigureDetail; onOpen: (caseId: string) => void }) {
  const t = useT();
  const { counted, total } = detail;
  if (total === 0) return null;
  return (
    <section className="case-part" aria-label={t('case.figures.behind')}>
      <h3>
        {t('case.figures.behind')}
        {counted.length < total && <span className="right">{t('case.figures.shown', { n: counted.length, total })}</span>}
      </h3>
      <ul className="case-counted">
        {counted.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one case may be counted several times, and the list is never changed, only read anew
          <li key={`${each.caseId}${at}`}>
            <Row each={each} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ each, onOpen }: { each: CountedCase; onOpen: (caseId: string) => void }) {
  const t = useT();
  const formats = useFormats();
  const { isMissed, endedAt, startedAt } = each;
  return (
    <button type="button" onClick={() => onOpen(each.caseId)}>
      <Glyph
        name={isMissed ? 'octagon' : 'tick'}
        label={t(isMissed ? 'case.figures.late' : 'case.figures.met')}
        size="sm"
        className={isMissed ? 'c-breach' : 't3'}
      />
      <GradeMark one={{ grade: each.grade, proposedGrade: each.grade }} />
      <span className="t3">{caseNo(each)}</span>
      <span className="el grow">{each.text}</span>
      <span className={isMissed ? 'c-breach' : 't2'}>
        {each.code !== null && `${t(`case.timer.${each.code}`)} · `}
        {endedAt === null ? t('case.figures.open') : formats.prose(endedAt - startedAt)}
        {each.isByRegrade && ` · ${t('case.byRegrade')}`}
      </span>
    </button>
  );
}
