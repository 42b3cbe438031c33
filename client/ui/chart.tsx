import { lazy, type ReactNode, Suspense } from 'react';
import { Skeleton } from './feedback.js';

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  readonly kind: 'bar' | 'line' | 'area';
  /** A colour token: `var(--ink-1)`. */
  readonly color: string;
  readonly dashed?: boolean;
  /** Bars of one stack stand on each other. */
  readonly stack?: string;
}

export interface ChartProps {
  /** What the chart shows, for those who can't see it. */
  readonly label: string;
  readonly height: number;
  /** `at` is the x value; the other keys are those of the series. */
  readonly points: readonly ({ readonly at: number } & Readonly<Record<string, number | null>>)[];
  readonly series: readonly ChartSeries[];
  readonly formatX: (at: number) => string;
  readonly formatY: (value: number) => string;
  readonly target?: { readonly value: number; readonly label: string };
  readonly maxY?: number;
}

/** recharts comes when the first chart is shown, and not before. */
const Drawn = lazy(() => import('./chart-recharts.js').then((module) => ({ default: module.RechartsChart })));

export function Chart(props: ChartProps): ReactNode {
  return (
    <figure className="chart" aria-label={props.label} style={{ height: props.height }}>
      <Suspense fallback={<Skeleton height={props.height} />}>
        <Drawn {...props} />
      </Suspense>
    </figure>
  );
}
