import { memo, useCallback } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import {
  ABANDON_TARGET_RATIO,
  ANSWER_SPEED,
  OCCUPANCY_TARGET_RATIO,
  queueSeverity,
  type Severity,
  serviceLevelSeverity,
  upperLimitSeverity,
} from '../../shared/metrics/limits.js';
import type { SeriesPoint } from '../../shared/protocol/http.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useFigures } from '../live/hooks.js';
import type { LiveStore } from '../live/store.js';
import { AgentStatesBar } from './agent-states-bar.js';
import { AnswerSpeed } from './answer-speed.js';
import { fetchSeries } from './api.js';
import { useFetched } from './fetching.js';
import { Kpi } from './kpi.js';
import { longestWaitOf } from './queue-rows.js';
import { useSampled } from './sampled.js';
import { Elapsed } from './ticking.js';
import { useTrail } from './use-trail.js';

/** The day so far is read again this often; the value beside it is live. */
const SERIES_EVERY_MS = 60_000;
/** The last intervals, of which a sparkline of 54 px can show about as many. */
const SPARK_INTERVALS = 12;

/** The site in one line: what callers feel, what was done, who is there. */
export const KpiStrip = memo(function KpiStrip({ window }: { window: FigureWindow }) {
  const t = useT();
  const formats = useFormats();
  const figures = useFigures('site', window);
  const { state } = useFetched('site-series', (signal) => fetchSeries(null, signal), SERIES_EVERY_MS);
  const points = (state.status === 'loading' ? undefined : state.value)?.points.slice(-SPARK_INTERVALS) ?? [];
  const series = (pick: (point: SeriesPoint) => number | null, now: number | null) => [
    ...points.filter((p) => !p.provisional).map(pick),
    now,
  ];
  const promise = useCommonPromise();
  const level = figures?.serviceLevelRatio ?? null;
  const abandoned = figures?.abandonRatio ?? null;
  return (
    <section className="floor-kpis" data-region="" aria-label={t('floor.kpis')}>
      <div className="floor-kg is-gauge">
        <AnswerSpeed />
      </div>
      <div className="floor-kg">
        <Kpi
          metric="serviceLevel"
          label={
            promise.thresholdMs === null
              ? t('floor.kpi.serviceLevelMixed')
              : t('floor.kpi.serviceLevel', { threshold: `${promise.thresholdMs / 1_000} s` })
          }
          severity={promise.goalRatio === null ? 'calm' : serviceLevelSeverity(level, promise.goalRatio)}
          values={series((p) => p.serviceLevelRatio, level)}
          target={promise.goalRatio ?? undefined}
          note={
            promise.goalRatio === null ? t('floor.kpi.mixed') : t('floor.kpi.goal', { goal: formats.percentValue(promise.goalRatio, 0) })
          }
        >
          {formats.percentValue(level)}
          {level !== null && <small>%</small>}
        </Kpi>
        <WaitingKpi />
        <LongestWaitKpi />
        <Kpi
          metric="abandonRate"
          label={t('floor.kpi.abandonRate')}
          severity={upperLimitSeverity(abandoned, ABANDON_TARGET_RATIO)}
          values={series((p) => p.abandonRatio, abandoned)}
          target={ABANDON_TARGET_RATIO}
          note={t('floor.kpi.atMost', { limit: formats.percentValue(ABANDON_TARGET_RATIO, 0) })}
        >
          {formats.percentValue(abandoned)}
          {abandoned !== null && <small>%</small>}
        </Kpi>
      </div>
      <div className="floor-kg">
        <Kpi
          metric="answered"
          label={t('floor.kpi.answered')}
          values={points.map((p) => p.answered)}
          note={figures ? t('floor.kpi.offered', { count: formats.number(figures.offered) }) : ''}
        >
          {formats.number(figures?.answered)}
        </Kpi>
        <Kpi
          metric="asa"
          label={t('floor.kpi.asa')}
          severity={upperLimitSeverity(figures?.asaMs ?? null, ANSWER_SPEED.greenMs)}
          values={series((p) => p.asaMs, figures?.asaMs ?? null)}
          target={ANSWER_SPEED.greenMs}
          note={t('floor.kpi.atMost', { limit: ANSWER_SPEED.greenMs / 1_000 })}
        >
          {formats.seconds(figures?.asaMs)}
          {figures?.asaMs != null && <small>s</small>}
        </Kpi>
        <Kpi
          metric="aht"
          label={t('floor.kpi.aht')}
          values={series((p) => p.ahtMs, figures?.ahtMs ?? null)}
          note={figures ? t('floor.kpi.handled', { count: formats.number(figures.handled) }) : ''}
        >
          {formats.duration(figures?.ahtMs)}
        </Kpi>
        <OccupancyKpi ratio={figures?.occupancyRatio ?? null} />
      </div>
      <AgentStatesBar />
    </section>
  );
});

function WaitingKpi() {
  const t = useT();
  const formats = useFormats();
  const { waiting, ringing } = useCollection('queue', countWaiting);
  const trail = useTrail('waiting', waiting);
  return (
    <Kpi metric="waiting" label={t('floor.kpi.waiting')} values={trail} note={t('floor.kpi.ringing', { count: ringing })}>
      {formats.number(waiting)}
    </Kpi>
  );
}

function countWaiting(queues: ReadonlyMap<string, { waiting: number; ringing: number }>) {
  let [waiting, ringing] = [0, 0];
  for (const queue of queues.values()) {
    waiting += queue.waiting;
    ringing += queue.ringing;
  }
  return { waiting, ringing };
}

/** The caller who has waited longest on the whole site, judged by that caller's own queue. */
function LongestWaitKpi() {
  const t = useT();
  const formats = useFormats();
  const longest = useSampled(useCallback(takeLongest, []), undefined, 'queue');
  const trail = useTrail('longest', longest.waitMs);
  const severity = longest.severity;
  return (
    <Kpi
      metric="longestWait"
      label={t('floor.kpi.longestWait')}
      severity={severity}
      values={trail}
      {...(longest.thresholdMs === null ? {} : { target: longest.thresholdMs })}
      note={longest.thresholdMs === null ? t('floor.callers.none') : t('floor.kpi.sla', { threshold: `${longest.thresholdMs / 1_000} s` })}
    >
      {longest.since === null ? formats.duration(0) : <Elapsed since={longest.since} />}
    </Kpi>
  );
}

interface Longest {
  readonly since: number | null;
  readonly waitMs: number;
  readonly thresholdMs: number | null;
  readonly severity: Severity;
}

/** Judged by the promise of the very queue in which that caller waits. */
function takeLongest(store: LiveStore, siteNow: number): Longest {
  let oldest: QueueView | null = null;
  for (const queue of store.all('queue').values()) {
    if (queue.oldestEnteredAt != null && queue.oldestEnteredAt < (oldest?.oldestEnteredAt ?? Number.POSITIVE_INFINITY)) oldest = queue;
  }
  if (oldest === null) return { since: null, waitMs: 0, thresholdMs: null, severity: 'calm' };
  const longestWaitMs = longestWaitOf(oldest, siteNow);
  return {
    since: oldest.oldestEnteredAt ?? null,
    // In steps: it feeds the trail, the seconds tick by themselves.
    waitMs: longestWaitMs - (longestWaitMs % 5_000),
    thresholdMs: oldest.thresholdMs,
    severity: queueSeverity({ longestWaitMs, thresholdMs: oldest.thresholdMs, serviceLevelRatio: null, goalRatio: 0 }),
  };
}

function OccupancyKpi({ ratio }: { ratio: number | null }) {
  const t = useT();
  const formats = useFormats();
  const trail = useTrail('occupancy', ratio);
  return (
    <Kpi
      metric="occupancy"
      label={t('floor.kpi.occupancy')}
      severity={upperLimitSeverity(ratio, OCCUPANCY_TARGET_RATIO)}
      values={trail}
      target={OCCUPANCY_TARGET_RATIO}
      note={t('floor.kpi.atMost', { limit: formats.percentValue(OCCUPANCY_TARGET_RATIO, 0) })}
    >
      {formats.percentValue(ratio)}
      {ratio !== null && <small>%</small>}
    </Kpi>
  );
}

/** What all queues promise alike; `null` where they differ. */
function useCommonPromise(): ReturnType<typeof commonPromise> {
  return useCollection('queue', commonPromise);
}

function commonPromise(queues: ReadonlyMap<string, { thresholdMs: number; goalRatio: number; removed: boolean }>) {
  const known = [...queues.values()].filter((queue) => !queue.removed);
  const same = (values: number[]) => (values.length > 0 && values.every((value) => value === values[0]) ? (values[0] as number) : null);
  return {
    none: known.length === 0,
    thresholdMs: same(known.map((queue) => queue.thresholdMs)),
    goalRatio: same(known.map((queue) => queue.goalRatio)),
  };
}
