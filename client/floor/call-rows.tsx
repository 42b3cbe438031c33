import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { VisitRow } from '../../shared/protocol/http.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import type { Visits } from './fetching.js';
import { TierTag } from './tier-tag.js';

const ROW_PX = 44;

/** Past calls, newest first, page by page as one scrolls; only those in sight exist. `of`: an agent whose own calls these are, and who is not named in each. */
export function CallRows({ visits, empty, of }: { visits: Visits; empty: string; of?: string }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, status } = visits;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    useFlushSync: false,
    getItemKey: (index) => rows[index]?.visitId ?? index,
    initialRect: { width: 380, height: 440 },
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 8) visits.readMore();
  }, [last, rows.length, visits]);
  if (status === 'loading') {
    return (
      <div className="floor-calls" aria-busy="true">
        <span className="sr">{t('common.loading')}</span>
        {[0, 1, 2, 3].map((n) => (
          <p key={n} className="floor-call-sk">
            <Skeleton width="90%" height={28} />
          </p>
        ))}
      </div>
    );
  }
  if (rows.length === 0 && status === 'all') return <EmptyState title={empty} />;
  const failed = (
    <ErrorState title={t('floor.calls.error')} cause={t('floor.error.others')} retryLabel={t('common.retry')} onRetry={visits.retry} />
  );
  if (rows.length === 0) return failed;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className="floor-calls floor-scroll" aria-label={t('floor.calls')} tabIndex={0}>
        <ul className="floor-list" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row && <CallRow key={row.visitId} row={row} top={item.start} of={of} />;
          })}
        </ul>
      </section>
      {status === 'error' && failed}
    </>
  );
}

function CallRow({ row, top, of }: { row: VisitRow; top: number; of: string | undefined }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', row.queueId) as QueueView | undefined;
  const { store } = useLiveSession();
  const agents = new Set(
    row.legs.flatMap((leg) => {
      if (leg.agentId === of) return [];
      const agent = leg.agentId === undefined ? undefined : store.get('agent', leg.agentId);
      return agent ? formats.name(agent) : (leg.agentName ?? []);
    }),
  );
  const late = queue !== undefined && row.outcome === 'answered' && row.waitMs !== null && row.waitMs > queue.thresholdMs;
  return (
    <li className="floor-call" style={{ transform: `translateY(${top}px)` }}>
      <span>
        <b>{formats.time(row.enteredAt)}</b>
        <span>{formats.shortDate(row.enteredAt)}</span>
      </span>
      <span>
        <b className="el">
          {row.callerMasked} <TierTag tier={row.tier} />
        </b>
        <span className="el">{[queue ? formats.name(queue) : null, ...agents].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="r">
        <b>{formats.duration(row.waitMs)}</b>
        <span>{t('floor.callers.col.wait')}</span>
      </span>
      <span className="r">
        <b>{t(`floor.outcome.${row.outcome}`)}</b>
        <span className="el">
          {late ? t('floor.calls.late') : row.ringNoAnswers > 0 ? t('floor.calls.unanswered', { count: row.ringNoAnswers }) : ''}
        </span>
      </span>
    </li>
  );
}
