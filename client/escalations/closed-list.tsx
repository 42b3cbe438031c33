import { useMemo } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import { fetchClosed } from './api.js';
import { matcher, useSpelling } from './case-search.js';
import { caseNo } from './columns.js';
import { GradeMark } from './grade-mark.js';

/** Cases that are over, newest first: kept for eight days, as long as they may be opened again. */
export function ClosedList({ text, open, onOpen }: { text: string; open: string | null; onOpen: (id: string) => void }) {
  const t = useT();
  const formats = useFormats();
  const { value, error, again } = useFetched(`closed|${text}`, (signal) => fetchClosed(text, signal));
  const spelled = useSpelled(text);
  if (error !== null)
    return <ErrorState title={t('case.closedFailed')} cause={t(`error.${error.code}`)} retryLabel={t('common.retry')} onRetry={again} />;
  if (value === null) return <Skeleton height={240} />;
  const found = new Map([...value.cases, ...spelled].map((one) => [one.id, one]));
  const cases = [...found.values()].sort((a, b) => b.no - a.no);
  if (cases.length === 0) return <EmptyState title={t('case.closedNone')} />;
  return (
    <ul className="case-closed">
      {cases.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className="case-card"
            data-item={one.id}
            aria-current={one.id === open ? 'true' : undefined}
            onClick={() => onOpen(one.id)}
          >
            <span className="row">
              <GradeMark one={one} />
              <span className="t3 grow">{caseNo(one)}</span>
              <span className="t3">
                {t(`case.state.${one.state}`)} {one.closedAt != null && `${formats.date(one.closedAt)} ${formats.time(one.closedAt)}`}
              </span>
            </span>
            <b className="case-text">{one.text}</b>
            <span className="t2 el">{one.owner.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The server knows what is written; of the newest two hundred, what sounds like it is found here. */
function useSpelled(text: string): readonly CaseView[] {
  const howWell = useSpelling(text);
  const { value } = useFetched(howWell !== null && /[a-z]/i.test(text) ? 'closed' : null, (signal) => fetchClosed('', signal));
  const matches = useMemo(() => matcher(text, howWell), [text, howWell]);
  return howWell === null || !/[a-z]/i.test(text) ? NONE : (value?.cases.filter(matches) ?? NONE);
}
const NONE: readonly CaseView[] = [];
