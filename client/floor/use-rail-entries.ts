import { useCallback, useMemo } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { severityRank } from '../../shared/metrics/limits.js';
import type { SourceView } from '../../shared/protocol/views.js';
import { useAlerts } from '../alerts/use-alerts.js';
import { useFormats } from '../i18n/provider.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';
import { agentEntries, agentsPastLimit, type RailEntry, railEntries } from './past-limit.js';
import { type QueueRow, queueRow } from './queue-rows.js';
import { useSampled } from './sampled.js';

/** Looked at once a second, and for the queues with each frame that touches one: a breach shows at once. */
export function useRailEntries(window: FigureWindow): readonly RailEntry[] {
  const formats = useFormats();
  const { indexes } = useLiveSession();
  const agents = useSampled(
    useCallback(
      (store: LiveStore, siteNow: number) =>
        agentsPastLimit(store.all('agent').values(), (id) => store.get('figures', `${id}|today`)?.ahtMs ?? null, siteNow),
      [],
    ),
    useCallback(
      (a: ReturnType<typeof agentsPastLimit>, b: ReturnType<typeof agentsPastLimit>) =>
        a.length === b.length && a.every((one, i) => one.agent === b[i]?.agent && one.limit.severity === b[i]?.limit.severity),
      [],
    ),
  );
  const queues = useSampled(
    useCallback(
      (store: LiveStore, siteNow: number): QueuesPastLimit => {
        const late = new Map<string, number>();
        const rows = [...store.all('queue').values()]
          .filter((queue) => !queue.removed)
          .map((queue) => {
            const waiting = indexes.visits.ids(`${queue.id}|waiting`);
            // Longest first: the first who is in time ends the count.
            const inTime = waiting.findIndex((id) => siteNow - (store.get('visit', id)?.enteredAt ?? siteNow) <= queue.thresholdMs);
            late.set(queue.id, inTime === -1 ? waiting.length : inTime);
            return queueRow(queue, store.get('figures', `${queue.id}|${window}`), formats.name(queue), siteNow);
          })
          .filter((row) => row.severity !== 'calm')
          .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || b.times - a.times);
        return { rows, late, sources: [...store.all('source').values()], deadEntries: store.get('site', 'site')?.deadEntries ?? 0 };
      },
      [indexes, window, formats],
    ),
    sameQueues,
    'queue',
  );
  const ofAgents = useMemo(() => agentEntries(agents), [agents]);
  const alerts = useAlerts();
  return useMemo(
    () =>
      railEntries({
        sources: queues.sources,
        deadEntries: queues.deadEntries,
        rows: queues.rows,
        lateOf: (id) => queues.late.get(id) ?? 0,
        agents: ofAgents,
        alerts,
      }),
    [queues, ofAgents, alerts],
  );
}

interface QueuesPastLimit {
  readonly rows: readonly QueueRow[];
  readonly late: ReadonlyMap<string, number>;
  readonly sources: readonly SourceView[];
  readonly deadEntries: number;
}

/** The same to a reader: waits differ by the second. */
function sameQueues(a: QueuesPastLimit, b: QueuesPastLimit): boolean {
  return (
    a.deadEntries === b.deadEntries &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, i) => source === b.sources[i]) &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, i) => reads(row, a.late) === reads(b.rows[i] as QueueRow, b.late))
  );
}

const reads = (row: QueueRow, late: ReadonlyMap<string, number>) =>
  [
    row.id,
    row.name,
    row.severity,
    late.get(row.id),
    row.waiting,
    row.ready,
    row.staffed,
    row.serviceLevelRatio,
    Math.floor(row.longestWaitMs / 1_000),
  ].join('|');
