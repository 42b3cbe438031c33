import type { SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import { durationMs, type EpochMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { startOfDay } from '../../shared/kernel/zone.js';
import { seriesOf } from '../../shared/metrics/series.js';
import type { Series } from '../../shared/protocol/http.js';
import { type Scope, seesQueue } from '../auth/scope.js';

/** Counters by quarter-hour are kept a little longer. It also bounds what one request can ask for. */
const KEPT_MS = 48 * HOUR_MS;

export interface SeriesRequest {
  readonly queueId?: QueueId | undefined;
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
}

/** Figures by interval, of one queue or of all that somebody sees; by default since the site's midnight. Null: no such queue for them. */
export function computeSeries(site: Readonly<SiteState>, now: EpochMs, request: SeriesRequest, scope: Scope): Series | null {
  const queues = [...site.queues.values()].filter(
    (queue) => seesQueue(scope, queue.id) && (request.queueId === undefined || queue.id === request.queueId),
  );
  if (request.queueId !== undefined && queues.length === 0) return null;
  const from = epochMs(Math.max(request.from ?? startOfDay(now, site.config.timeZone), now - KEPT_MS, 0));
  const to = epochMs(Math.min(request.to ?? now, now));
  const [only] = queues;
  return {
    queueId: request.queueId ?? null,
    from,
    to,
    intervalMs: durationMs(site.config.intervalMs),
    goalRatio: queues.length === 1 && only ? only.settings.goalRatio : null,
    mixedThresholds: new Set(queues.map((queue) => queue.settings.thresholdMs)).size > 1,
    points: seriesOf(
      site,
      queues.map((queue) => queue.id),
      from,
      to,
      now,
    ),
  };
}
