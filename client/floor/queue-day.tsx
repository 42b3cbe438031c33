import type { QueueId } from '../../shared/kernel/ids.js';
import type { Series, SeriesPoint } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Chart, type ChartSeries } from '../ui/chart.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import { fetchSeries } from './api.js';
import { useFetched } from './fetching.js';

const REFRESH_MS = 60_000;
const CHART_PX = 112;

/** A queue's day by interval: calls, service level against its goal, speed of answer, people. */
export function QueueDay({ queueId }: { queueId: QueueId }) {
  const t = useT();
  const { state, retry } = useFetched(`series ${queueId}`, (signal) => fetchSeries(queueId, signal), REFRESH_MS);
  const series = state.status === 'loading' ? undefined : state.value;
  return (
    <section className="floor-ds">
      <h3>{t('floor.panel.intraday')}</h3>
      {series ? (
        <Charts series={series} />
      ) : state.status === 'loading' ? (
        <div className="floor-charts" aria-busy="true">
          <span className="sr">{t('common.loadingWhat', { what: t('floor.chart.loading') })}</span>
          <Skeleton height={CHART_PX} />
          <Skeleton height={CHART_PX} />
        </div>
      ) : null}
      {state.status === 'error' && (
        <ErrorState title={t('floor.chart.error')} cause={t('floor.chart.errorWhat')} retryLabel={t('common.retry')} onRetry={retry} />
      )}
    </section>
  );
}

function Charts({ series }: { series: Series }) {
  const t = useT();
  const formats = useFormats();
  const { points } = series;
  if (points.every((point) => point.offered === 0)) return <EmptyState title={t('floor.chart.none')} />;
  const last = points.at(-1) as SeriesPoint;
  const say = (what: string, value: string) => t('floor.chart.summary', { what, count: points.length, last: value });
  const changed = points.some((point) => point.settingsChanged);
  const rows = points.map((point) => ({ ...point, changedMark: point.settingsChanged ? 1 : null })) as unknown as readonly ({
    readonly at: number;
  } & Readonly<Record<string, number | null>>)[];
  const draw = { height: CHART_PX, points: rows, formatX: formats.time };
  return (
    <div className="floor-charts">
      <Heading title={t('floor.chart.volume')} series={volume(t)} />
      <Chart {...draw} label={say(t('floor.chart.volume'), formats.number(last.offered))} series={volume(t)} formatY={formats.number} />
      <Heading title={t('floor.chart.level')} series={level(t, changed)} />
      <Chart
        {...draw}
        label={say(t('floor.chart.level'), formats.percent(last.serviceLevelRatio))}
        series={level(t, changed)}
        formatY={(ratio) => formats.percent(ratio, 0)}
        maxY={1}
        {...(series.goalRatio === null
          ? {}
          : { target: { value: series.goalRatio, label: t('floor.chart.goal', { goal: formats.percent(series.goalRatio, 0) }) } })}
      />
      <Heading title={t('floor.chart.asa')} series={[]} />
      <Chart
        {...draw}
        label={say(t('floor.chart.asa'), `${formats.seconds(last.asaMs)} s`)}
        series={[{ key: 'asaMs', label: t('floor.chart.asa'), kind: 'line', color: 'var(--ink-1)' }]}
        formatY={(ms) => `${Math.round(ms / 1_000)} s`}
      />
      {points.some((point) => point.staffed !== null) && (
        <>
          <Heading title={t('floor.chart.staffed')} series={[]} />
          <Chart
            {...draw}
            label={say(t('floor.chart.staffed'), formats.number(last.staffed))}
            series={[{ key: 'staffed', label: t('floor.chart.staffed'), kind: 'area', color: 'var(--st-talk)' }]}
            formatY={formats.number}
          />
        </>
      )}
    </div>
  );
}

type T = ReturnType<typeof useT>;

const volume = (t: T): readonly ChartSeries[] => [
  { key: 'answered', label: t('floor.chart.answered'), kind: 'bar', color: 'var(--ink-2)', stack: 'calls' },
  { key: 'abandoned', label: t('floor.chart.abandoned'), kind: 'bar', color: 'var(--breach)', stack: 'calls' },
  { key: 'offered', label: t('floor.chart.offered'), kind: 'line', color: 'var(--ink-1)' },
];

/** A change of threshold, formula or goal is a bar across the whole height of its interval: before and after don't compare. */
const level = (t: T, changed: boolean): readonly ChartSeries[] => [
  ...(changed ? [{ key: 'changedMark', label: t('floor.chart.changed'), kind: 'bar', color: 'var(--line-2)' } as const] : []),
  { key: 'serviceLevelRatio', label: t('floor.chart.level'), kind: 'line', color: 'var(--ink-1)' },
];

function Heading({ title, series }: { title: string; series: readonly ChartSeries[] }) {
  return (
    <p className="floor-chart-h">
      <b>{title}</b>
      {series.length > 1 &&
        series.map((one) => (
          <span key={one.key}>
            <i style={{ background: one.color }} />
            {one.label}
          </span>
        ))}
    </p>
  );
}
