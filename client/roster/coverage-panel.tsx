import { memo } from 'react';
import { gapsOf, worstGap } from '../../shared/metrics/gaps.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { Segmented } from '../ui/field.js';
import { STEPS_MIN, type StepMin } from './address.js';
import { CoverageChart } from './coverage-chart.js';
import { inSteps, useCurve, useCurveWith } from './coverage-now.js';
import type { DemandGrid } from './demand-grid.js';
import { useGhost, useRoster } from './hooks.js';
import { useRail } from './rail-state.js';

interface Props {
  readonly demand: DemandGrid;
  readonly queueId: string | null;
  readonly stepMin: StepMin;
  readonly nowAt: number | null;
  readonly onStep: (step: StepMin) => void;
}

/** The first two cells of the day: what is missing most, and the curve. Redrawn while somebody drags. */
export const CoveragePanel = memo(function CoveragePanel({ demand, queueId, stepMin, nowAt, onStep }: Props) {
  const t = useT();
  const formats = useFormats();
  const roster = useRoster();
  const queue = useEntity('queue', queueId);
  const ghost = useGhost();
  const planned = useCurve(demand, queueId);
  const curve = inSteps(useCurveWith(planned, demand, queueId, ghost), stepMin);
  const { grid, required, scheduled } = curve;
  const worst = worstGap(gapsOf(required, scheduled));
  const now = useSiteNow(60_000) ?? 0;
  const rail = useRail();
  const isToCome = worst !== undefined && grid.startAt + worst.to * grid.stepMs > now;
  const hasForecast = required.some((one) => one !== null);
  const at = (step: number) => formats.time(grid.startAt + step * grid.stepMs);
  const what = queue === undefined ? t('roster.frontLine') : formats.name(queue);
  const told = !hasForecast
    ? t('roster.noForecast')
    : worst === undefined
      ? t('roster.coveredAll')
      : t('roster.gapAt', { n: worst.missing, from: at(worst.from), to: at(worst.to) });
  return (
    <>
      <div className="rs-head" data-region="">
        <p>{what}</p>
        {hasForecast && (
          <b className={worst === undefined ? undefined : 'is-short'}>
            {worst === undefined ? t('roster.covered') : t('roster.gap', { n: worst.missing })}
          </b>
        )}
        <p className={worst === undefined ? 't2' : 'c-breach'}>
          {worst === undefined || !hasForecast ? told : t('roster.worstAt', { from: at(worst.from), to: at(worst.to) })}
        </p>
        {isToCome && !rail.isOpen && (
          <button type="button" className="btn sm" onClick={() => rail.open(true)}>
            {t('roster.gaps')}
          </button>
        )}
        {queueId !== null && hasForecast && <p className="t2">{t('roster.alone')}</p>}
        {roster.demandFailed !== null && (
          <button type="button" className="btn sm" onClick={roster.demandFailed}>
            {t('roster.demandFailed')}
          </button>
        )}
        <ul className="rs-keys">
          <li>
            <i className="k-need" />
            {t('roster.required')}
          </li>
          <li>
            <i className="k-have" />
            {t('roster.scheduled')}
          </li>
          <li>
            <i className="k-gap" />
            {t('roster.gapKey')}
          </li>
          {curve.heading.some((one) => one !== null) && (
            <li>
              <i className="k-band" />
              {t('roster.headingKey')}
            </li>
          )}
        </ul>
        <Segmented
          label={t('roster.step')}
          value={String(stepMin)}
          options={STEPS_MIN.map((each) => ({ value: String(each), label: t('roster.stepMin', { n: each }) }))}
          onChange={(value) => onStep(value === '30' ? 30 : 15)}
        />
      </div>
      <CoverageChart curve={curve} nowAt={nowAt} label={t('roster.curve', { what, told })} />
    </>
  );
});
