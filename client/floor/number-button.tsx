import type { ReactNode } from 'react';
import { type Translate, useT } from '../i18n/provider.js';
import { useFloorActions } from './floor-context.js';
import type { Metric } from './metrics.js';

/** Hundreds of numbers on one screen, some new with every frame: their names are looked up once a language. */
const names = new WeakMap<Translate, Map<Metric, string>>();

function nameOf(t: Translate, metric: Metric): string {
  const known = names.get(t) ?? new Map<Metric, string>();
  names.set(t, known);
  const name = known.get(metric) ?? t(`floor.def.${metric}.name`);
  known.set(metric, name);
  return name;
}

/** A number that opens its definition. Looks like the number alone; read aloud it says what it is. */
export function NumberButton({
  metric,
  scope,
  say,
  children,
  className,
  roving = false,
}: {
  metric: Metric;
  scope: string;
  /** Read aloud after the number: its trend, its colour. */
  say?: string | undefined;
  children: ReactNode;
  className?: string | undefined;
  /** One of many in a grid, reached by arrows instead of by Tab. */
  roving?: boolean;
}) {
  const t = useT();
  const { openMetric } = useFloorActions();
  return (
    <button
      type="button"
      className={className ? `floor-num ${className}` : 'floor-num'}
      {...(roving ? { tabIndex: -1, 'data-cell': '' } : {})}
      onClick={(event) => {
        event.stopPropagation();
        openMetric(metric, scope);
      }}
    >
      <span className="sr">{nameOf(t, metric)}</span> {children}
      {say && <span className="sr"> {say}</span>}
    </button>
  );
}
