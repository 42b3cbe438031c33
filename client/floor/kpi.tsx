import type { ReactNode } from 'react';
import type { Severity } from '../../shared/metrics/limits.js';
import { useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { Sparkline } from '../ui/sparkline.js';
import type { Metric } from './metrics.js';
import { NumberButton } from './number-button.js';
import { type Trend, trendOf } from './trend.js';

interface KpiProps {
  readonly metric: Metric;
  readonly label: string;
  readonly severity?: Severity;
  /** Oldest first, the present last. */
  readonly values: readonly (number | null)[];
  readonly target?: number | undefined;
  readonly note: string;
  readonly children: ReactNode;
}

const TREND_TEXT = { rising: 'floor.kpi.rising', falling: 'floor.kpi.falling', steady: 'floor.kpi.steady' } as const satisfies Record<
  Trend,
  string
>;

/** One number of the site: its name, its value, where it goes, and what it should be. */
export function Kpi({ metric, label, severity = 'calm', values, target, note, children }: KpiProps) {
  const t = useT();
  const trend = trendOf(values);
  return (
    <dl className={`floor-k is-${severity}`}>
      <dt>
        {severity === 'breach' && <Glyph name="octagon" size="sm" label={t('severity.breach')} />}
        {severity === 'watch' && <Glyph name="triangle" size="sm" label={t('severity.watch')} />}
        {label}
      </dt>
      <dd>
        <NumberButton metric={metric} scope="site" say={trend === null ? undefined : t(TREND_TEXT[trend])}>
          {children}
        </NumberButton>
        <span className="floor-tr">
          <Sparkline
            values={values.filter((one) => one !== null).length > 1 ? values : []}
            {...(target === undefined ? {} : { target })}
            severity={severity === 'calm' ? undefined : severity}
          />
          <span>{note}</span>
        </span>
      </dd>
    </dl>
  );
}
