import { type ServiceLevelFormula, serviceLevelFormulaSchema } from '../../shared/domain/site-config.js';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useEntity, useFigures, useSite } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { CallsBehind } from './definition-calls.js';
import { figureText, partsOf } from './definitions.js';
import { useFloorActions } from './floor-context.js';
import { METRICS, type Metric } from './metrics.js';
import { longestWaitOf, staffedOf } from './queue-rows.js';
import { useOnClock } from './ticking.js';

interface Props {
  readonly metric: Metric;
  readonly scope: QueueView['id'] | 'site';
  readonly window: FigureWindow;
}

/** What a number means: formula, window, reset, thresholds, what it is made of, and the very calls behind it. */
export function DefinitionPanel({ metric, scope, window }: Props) {
  const t = useT();
  const queue = useEntity('queue', scope === 'site' ? null : scope);
  const figures = useFigures(scope, window);
  const promise = usePromise(queue);
  const what = t(`floor.def.${metric}.what`, promise.words);
  return (
    <>
      <Head metric={metric} scope={scope} queue={queue} figures={figures} />
      <section className="floor-ds">
        <p className="floor-def">{what}</p>
        <p className="floor-formula">
          {metric === 'serviceLevel'
            ? promise.formula === null
              ? t('floor.formulas.mixed')
              : t(`floor.formula.${promise.formula}`)
            : t(`floor.def.${metric}.formula`, promise.words)}
        </p>
        <Facts metric={metric} window={window} figures={figures} promise={promise} />
      </section>
      {metric === 'serviceLevel' && <Formulas current={promise.formula} />}
      <Parts metric={metric} figures={figures} />
      <CallsBehind metric={metric} scope={scope} figures={figures} />
    </>
  );
}

interface QueuePromise {
  /** `null`: the queues differ. */
  readonly formula: ServiceLevelFormula | null;
  readonly goal: string | null;
  readonly words: { readonly threshold: string; readonly short: string; readonly goal: string };
}

function usePromise(queue: QueueView | undefined): QueuePromise {
  const t = useT();
  const formats = useFormats();
  const common = useCollection('queue', commonSettings);
  const { formula, thresholdMs, shortAbandonMs, goalRatio } = queue ?? common;
  const goal = goalRatio === null ? null : formats.percent(goalRatio, 0);
  const seconds = (ms: number | null) => (ms === null ? t('floor.def.thresholdMixed') : `${ms / 1_000} s`);
  return { formula, goal, words: { threshold: seconds(thresholdMs), short: seconds(shortAbandonMs), goal: goal ?? '' } };
}

/** What all queues have alike. */
function commonSettings(queues: ReadonlyMap<string, QueueView>) {
  const known = [...queues.values()].filter((queue) => !queue.removed);
  const same = <T,>(pick: (queue: QueueView) => T): T | null => {
    const [first, ...rest] = known.map(pick);
    return first !== undefined && rest.every((value) => value === first) ? first : null;
  };
  return {
    formula: same((queue) => queue.formula),
    thresholdMs: same((queue) => queue.thresholdMs),
    shortAbandonMs: same((queue) => queue.shortAbandonMs),
    goalRatio: same((queue) => queue.goalRatio),
  };
}

function Head({
  metric,
  scope,
  queue,
  figures,
}: {
  metric: Metric;
  scope: string;
  queue: QueueView | undefined;
  figures: FiguresView | undefined;
}) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const live = useLiveValue(metric, queue);
  const value = live ?? figureText(metric, figures, formats);
  return (
    <header className="floor-dh">
      <div className="floor-dh-top">
        <h2 className="el">{t(`floor.def.${metric}.name`)}</h2>
        <span className="t3 s12">{METRICS[metric]}</span>
      </div>
      <p>
        <span className="floor-big">{value}</span>
        <span className="floor-note">
          {scope === 'site' ? (
            t('floor.def.scopeSite')
          ) : (
            <button type="button" className="floor-link" onClick={() => open({ kind: 'queue', id: scope })}>
              {queue ? formats.name(queue) : scope}
            </button>
          )}
        </span>
      </p>
      {value === '–' && <p className="floor-note">{t('floor.def.null')}</p>}
    </header>
  );
}

/** Numbers of this very moment come from the queues, not from a window. */
function useLiveValue(metric: Metric, queue: QueueView | undefined): string | null {
  const formats = useFormats();
  const site = useSite();
  const totals = useCollection('queue', liveTotals);
  const longest = useOnClock((siteNow) => {
    const since = queue ? queue.oldestEnteredAt : totals.oldestEnteredAt;
    return formats.duration(longestWaitOf({ oldestEnteredAt: (since ?? null) as QueueView['oldestEnteredAt'] }, siteNow));
  });
  if (metric === 'longestWait') return longest;
  if (metric === 'waiting') return formats.number(queue?.waiting ?? totals.waiting);
  const agents = queue?.agents ?? site?.agents;
  if (metric === 'staffed') return agents ? `${agents.ready} / ${staffedOf(agents)}` : '–';
  return null;
}

function liveTotals(queues: ReadonlyMap<string, QueueView>) {
  let waiting = 0;
  let oldestEnteredAt: number | null = null;
  for (const queue of queues.values()) {
    waiting += queue.waiting;
    if (queue.oldestEnteredAt != null) oldestEnteredAt = Math.min(oldestEnteredAt ?? Number.POSITIVE_INFINITY, queue.oldestEnteredAt);
  }
  return { waiting, oldestEnteredAt };
}

function Facts({
  metric,
  window,
  figures,
  promise,
}: {
  metric: Metric;
  window: FigureWindow;
  figures: FiguresView | undefined;
  promise: QueuePromise;
}) {
  const t = useT();
  const formats = useFormats();
  const isLive = metric === 'waiting' || metric === 'longestWait' || metric === 'staffed';
  const reset = isLive
    ? t('floor.def.reset.now')
    : window === 'today'
      ? t('floor.def.reset.today', { zone: formats.timeZone })
      : window === 'interval'
        ? t('floor.def.reset.interval')
        : t('floor.def.reset.rolling');
  return (
    <dl className="floor-kv">
      <dt>{t('floor.def.window')}</dt>
      <dd>
        {isLive ? t('floor.def.now') : t(`floor.window.${window}`)}
        {!isLive && figures && <span className="t3"> · {t('floor.def.from', { from: formats.clock(figures.from) })}</span>}
      </dd>
      <dt>{t('floor.def.reset')}</dt>
      <dd>{reset}</dd>
      {(metric === 'serviceLevel' || metric === 'longestWait' || metric === 'waiting') && (
        <>
          <dt>{t('floor.def.threshold')}</dt>
          <dd>{promise.words.threshold}</dd>
        </>
      )}
      {metric === 'serviceLevel' && promise.goal !== null && (
        <>
          <dt>{t('floor.def.goal')}</dt>
          <dd>{promise.goal}</dd>
        </>
      )}
    </dl>
  );
}

function Formulas({ current }: { current: ServiceLevelFormula | null }) {
  const t = useT();
  return (
    <section className="floor-ds">
      <h3>{current === null ? t('floor.formulas.mixed') : t('floor.formulas')}</h3>
      <ul className="floor-formulas">
        {serviceLevelFormulaSchema.options.map((key) => (
          <li key={key} className={key === current ? 'on' : undefined} aria-current={key === current ? 'true' : undefined}>
            <span className="ic">{key === current && <Glyph name="tick" size="sm" />}</span>
            <span>{t(`floor.formula.${key}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parts({ metric, figures }: { metric: Metric; figures: FiguresView | undefined }) {
  const t = useT();
  const formats = useFormats();
  const parts = partsOf(metric);
  if (parts.length === 0 || !figures) return null;
  return (
    <section className="floor-ds">
      <h3>{t('floor.def.parts')}</h3>
      <dl className="floor-figs">
        {parts.map((part) => (
          <div key={part}>
            <dt title={t(`floor.def.${part}.name`)}>{t(`floor.short.${part}`)}</dt>
            <dd>{figureText(part, figures, formats)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
