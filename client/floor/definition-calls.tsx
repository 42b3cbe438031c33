import { type ReactNode, useMemo, useState } from 'react';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { useWaitingIds, useWaitingIdsOfQueue } from '../live/hooks.js';
import { EmptyState } from '../ui/feedback.js';
import { CallRows } from './call-rows.js';
import { CallerList } from './caller-list.js';
import { behindMetric } from './definitions.js';
import { useVisits } from './fetching.js';
import type { Metric } from './metrics.js';

/** The calls that a number counts, or why it has none. */
export function CallsBehind({
  metric,
  scope,
  figures,
}: {
  metric: Metric;
  scope: QueueView['id'] | 'site';
  figures: FiguresView | undefined;
}) {
  const t = useT();
  const behind = behindMetric(metric);
  let body: ReactNode;
  if (behind.kind === 'waiting') body = scope === 'site' ? <SiteWaiting /> : <QueueWaiting queueId={scope} />;
  else if (behind.kind === 'nothing')
    body = <p className="floor-def">{t(behind.why === 'agents' ? 'floor.calls.notCalls' : 'floor.calls.notKept')}</p>;
  else if (figures) body = <Calls measure={behind.measure} scope={scope} from={figures.from} />;
  return (
    <section className="floor-ds floor-fill">
      <h3>{t('floor.calls')}</h3>
      {body}
    </section>
  );
}

function Calls({
  measure,
  scope,
  from,
}: {
  measure: Extract<ReturnType<typeof behindMetric>, { kind: 'calls' }>['measure'];
  scope: QueueView['id'] | 'site';
  from: number;
}) {
  const t = useT();
  // The list is of one moment: a rolling window that moves on does not read it again under the reader.
  const [fixedFrom] = useState(from);
  const query = useMemo(() => ({ measure, from: fixedFrom, ...(scope === 'site' ? {} : { queueId: scope }) }), [measure, scope, fixedFrom]);
  const visits = useVisits(query);
  return (
    <>
      <p className="floor-note">
        {(visits.status === 'all' || visits.status === 'more') &&
          `${visits.total === null ? t('floor.calls.many') : t('floor.calls.total', { count: visits.total })} · `}
        {t('floor.calls.kept')}
      </p>
      <CallRows visits={visits} empty={t('floor.calls.none')} />
    </>
  );
}

function SiteWaiting() {
  return <Waiting ids={useWaitingIds()} />;
}

function QueueWaiting({ queueId }: { queueId: QueueView['id'] }) {
  return <Waiting ids={useWaitingIdsOfQueue(queueId)} />;
}

function Waiting({ ids }: { ids: ReturnType<typeof useWaitingIds> }) {
  const t = useT();
  return ids.length === 0 ? (
    <EmptyState title={t('floor.callers.none')} />
  ) : (
    <>
      <p className="floor-note">{t('floor.calls.open')}</p>
      <CallerList ids={ids} openCall={null} label={t('floor.callers')} />
    </>
  );
}
