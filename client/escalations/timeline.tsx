import type { CaseDetail, CaseEntryView } from '../../shared/protocol/http.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import type { Fetched } from '../live/use-fetched.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { entryText } from './entry-text.js';
import { useDepartmentName, useGivenName } from './knowledge.js';

const MOST_SHOWN = 60;

/** What happened, newest first; read again when it grew. */
export function Timeline({ one, story }: { one: CaseView; story: Fetched<CaseDetail> }) {
  const t = useT();
  const { value, error, again } = story;
  const entries = value?.case.id === one.id ? value.entries.toReversed().slice(0, MOST_SHOWN) : null;
  return (
    <section className="case-part" aria-label={t('case.timeline')}>
      <h3>{t('case.timeline')}</h3>
      {error !== null && (
        <ErrorState title={t('case.timelineFailed')} cause={t('case.unreachable')} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {entries === null && error === null && <Skeleton height={96} />}
      {entries !== null && (
        <ol className="case-timeline">
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and their order never changes: the oldest is the first
            <Line key={entries.length - at} entry={entry} openedAt={one.openedAt} />
          ))}
        </ol>
      )}
    </section>
  );
}

const LOUD = /breach|broken|late|overdue|escalated|unanswered|raised/;
const DAY_MS = 86_400_000;

function Line({ entry, openedAt }: { entry: CaseEntryView; openedAt: number }) {
  const t = useT();
  const formats = useFormats();
  const department = useDepartmentName();
  const given = useGivenName();
  // A story of more than a day says which.
  const day = entry.at - openedAt > DAY_MS ? `${formats.shortDate(entry.at)} ` : '';
  return (
    <li className={LOUD.test(entry.kind) ? 'is-loud' : ''}>
      <time>
        {day}
        {formats.time(entry.at)}
      </time>
      <div>
        {entryText(t, entry, { department, given })}
        {entry.text !== undefined && <p>{entry.text}</p>}
      </div>
    </li>
  );
}
