import type { CaseEntryView } from '../../shared/protocol/http.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { fetchCase } from './api.js';
import { entryText } from './entry-text.js';
import { useFetched } from './use-fetched.js';

const MOST_SHOWN = 60;

/** What happened, newest first; read again when it grew. */
export function Timeline({ one }: { one: CaseView }) {
  const t = useT();
  const { value, error, again } = useFetched(`${one.id}|${one.entries}`, (signal) => fetchCase(one.id, signal));
  const entries = value?.case.id === one.id ? value.entries.toReversed().slice(0, MOST_SHOWN) : null;
  return (
    <section className="case-part" aria-label={t('case.timeline')}>
      <h3>{t('case.timeline')}</h3>
      {error !== null && (
        <ErrorState title={t('case.timelineFailed')} cause={t(`error.${error.code}`)} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {entries === null && error === null && <Skeleton height={96} />}
      {entries !== null && (
        <ol className="case-timeline">
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and their order never changes
            <Line key={`${entry.at}${entries.length - at}`} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ entry }: { entry: CaseEntryView }) {
  const t = useT();
  const formats = useFormats();
  const isLoud = entry.kind.includes('breach') || entry.kind.includes('broken') || entry.kind.includes('late');
  return (
    <li className={isLoud ? 'is-loud' : ''}>
      <time className="t3">{formats.time(entry.at)}</time> {entryText(t, entry)}
      {entry.text !== undefined && <p>{entry.text}</p>}
    </li>
  );
}
