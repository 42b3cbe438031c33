import { ArrowRightLeft } from 'lucide-react';
import { useCallback } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { ABANDON_TARGET_RATIO, type Severity, upperLimitSeverity } from '../../shared/metrics/limits.js';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { STATE_ORDER, stateLook } from '../i18n/state-look.js';
import { useEntity, useFigures, useWaitingIdsOfQueue } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { EmptyState, Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { CallerList } from './caller-list.js';
import { useFloorActions } from './floor-context.js';
import { useMay } from './may.js';
import type { Metric } from './metrics.js';
import { NumberButton } from './number-button.js';
import { QueueDay } from './queue-day.js';
import { SeverityMark, useQueueSeverity } from './queue-row.js';
import { longestWaitOf, staffedOf } from './queue-rows.js';
import { Elapsed, useOnClock } from './ticking.js';

/** A queue as a whole: who waits, its figures, its day, its people, and what it promises. */
export function QueuePanel({ id, window }: { id: QueueView['id']; window: FigureWindow }) {
  const t = useT();
  const queue = useEntity('queue', id);
  const figures = useFigures(id, window);
  if (!queue) {
    return (
      <EmptyState title={t('floor.panel.gone')}>
        <p className="s12 t3">{t('floor.panel.entityGone', { what: t('floor.panel.queue') })}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <Head queue={queue} figures={figures} />
      <BorrowButton queueId={queue.id} />
      <FiguresOf queue={queue} figures={figures} window={window} />
      <QueueDay queueId={queue.id} />
      <Waiting queue={queue} />
      <Members queue={queue} />
    </>
  );
}

function BorrowButton({ queueId }: { queueId: QueueView['id'] }) {
  const t = useT();
  const may = useMay();
  const { open } = useFloorActions();
  if (!may('agent.borrow')) return null;
  return (
    <section className="floor-ds">
      <Button size="small" onClick={() => open({ kind: 'borrow', id: queueId })}>
        <ArrowRightLeft className="i sm" aria-hidden="true" />
        {t('floor.borrow.open')}
      </Button>
    </section>
  );
}

function Head({ queue, figures }: { queue: QueueView; figures: FiguresView | undefined }) {
  const t = useT();
  const formats = useFormats();
  const severity = useQueueSeverity(queue, figures);
  const level = useOnClock((siteNow): Severity => {
    const times = longestWaitOf(queue, siteNow) / Math.max(1, queue.thresholdMs);
    return times > 2 ? 'breach' : times > 1 ? 'watch' : 'calm';
  });
  return (
    <header className="floor-dh">
      <div className="floor-dh-top">
        <SeverityMark severity={severity} />
        <h2 className="el">{formats.name(queue)}</h2>
        {queue.code && <span className="t3 s12">{queue.code}</span>}
        <Tag>{t(`floor.panel.channel.${queue.channel}`)}</Tag>
      </div>
      <p>
        <span className={`floor-big is-${level}`}>{queue.oldestEnteredAt == null ? '–' : <Elapsed since={queue.oldestEnteredAt} />}</span>
        <span className="floor-note">
          {queue.waiting === 0 ? t('floor.callers.none') : `${t('floor.kpi.longestWait')} · ${t('floor.kpi.waiting')} ${queue.waiting}`}
        </span>
      </p>
      <p className="floor-note">
        {t('floor.panel.settingsText', { goal: formats.percent(queue.goalRatio, 0), threshold: `${queue.thresholdMs / 1_000} s` })}
        {queue.settingsChangedAt != null && ` · ${t('floor.panel.changedAt', { at: formats.time(queue.settingsChangedAt) })}`}
      </p>
    </header>
  );
}

function FiguresOf({ queue, figures, window }: { queue: QueueView; figures: FiguresView | undefined; window: FigureWindow }) {
  const t = useT();
  const formats = useFormats();
  const level = figures?.serviceLevelRatio ?? null;
  const shown: readonly { metric: Metric; value: string; severity?: Severity }[] = [
    { metric: 'serviceLevel', value: formats.percent(level), severity: level !== null && level < queue.goalRatio ? 'watch' : 'calm' },
    { metric: 'offered', value: formats.number(figures?.offered) },
    { metric: 'answered', value: formats.number(figures?.answered) },
    { metric: 'abandoned', value: formats.number(figures?.abandoned) },
    {
      metric: 'abandonRate',
      value: formats.percent(figures?.abandonRatio),
      severity: upperLimitSeverity(figures?.abandonRatio ?? null, ABANDON_TARGET_RATIO),
    },
    { metric: 'shortAbandoned', value: formats.number(figures?.shortAbandoned) },
    { metric: 'flowout', value: formats.number(figures?.flowout) },
    { metric: 'rejected', value: formats.number(figures?.rejected) },
    { metric: 'asa', value: `${formats.seconds(figures?.asaMs)}${figures?.asaMs == null ? '' : ' s'}` },
    { metric: 'ata', value: `${formats.seconds(figures?.ataMs)}${figures?.ataMs == null ? '' : ' s'}` },
    { metric: 'aht', value: formats.duration(figures?.ahtMs) },
    { metric: 'talkTime', value: formats.duration(figures?.talkMs) },
    { metric: 'holdTime', value: formats.duration(figures?.holdMs) },
    { metric: 'wrapUpTime', value: formats.duration(figures?.acwMs) },
    { metric: 'occupancy', value: formats.percent(figures?.occupancyRatio) },
    { metric: 'transferRate', value: formats.percent(figures?.transferRatio) },
    { metric: 'repeatRate', value: formats.percent(figures?.repeatRatio) },
    { metric: 'ringNoAnswer', value: formats.number(figures?.ringNoAnswer) },
  ];
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.panel.figures')} <span className="floor-right">{t(`floor.window.${window}`)}</span>
      </h3>
      <dl className="floor-figs">
        {shown.map(({ metric, value, severity }) => (
          <div key={metric}>
            <dt title={t(`floor.def.${metric}.name`)}>{t(`floor.short.${metric}`)}</dt>
            <dd className={severity ? `is-${severity}` : undefined}>
              <NumberButton metric={metric} scope={queue.id}>
                {value}
              </NumberButton>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Waiting({ queue }: { queue: QueueView }) {
  const t = useT();
  const ids = useWaitingIdsOfQueue(queue.id);
  if (ids.length === 0) return null;
  return (
    <section className="floor-ds floor-panel-callers">
      <h3>
        {t('floor.callers')} <b className="floor-right">{ids.length}</b>
      </h3>
      <CallerList ids={ids} openCall={null} label={t('floor.callers')} />
    </section>
  );
}

function Members({ queue }: { queue: QueueView }) {
  const t = useT();
  const count = useCallback((state: (typeof STATE_ORDER)[number]) => queue.agents[state] ?? 0, [queue.agents]);
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.panel.members')}{' '}
        <span className="floor-right">
          <NumberButton metric="staffed" scope={queue.id}>
            {queue.agents.ready}/{staffedOf(queue.agents)}
          </NumberButton>
        </span>
      </h3>
      <ul className="floor-legend is-shown">
        {STATE_ORDER.filter((state) => count(state) > 0).map((state) => {
          const look = stateLook(state);
          return (
            <li key={state}>
              <span className={look.tone}>
                <Glyph name={look.glyph} size="sm" />
              </span>
              {t(stateLook(state).key)} <b>{count(state)}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
