const WIDTH = 54;
const HEIGHT = 16;
const MARGIN = 1.5;

export interface SparklineProps {
  /** Oldest first, evenly spaced; `null` is a gap. */
  readonly values: readonly (number | null)[];
  /** Drawn as a dashed line. */
  readonly target?: number;
  readonly severity?: 'watch' | 'breach' | undefined;
  readonly width?: number;
  readonly height?: number;
}

/** A trend at a glance. Hidden from readers: the trend is said in the label of the number beside it. */
export function Sparkline({ values, target, severity, width = WIDTH, height = HEIGHT }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null);
  const bounds = target === undefined ? known : [...known, target];
  if (known.length === 0) return <svg className="spark" width={width} height={height} aria-hidden="true" />;
  const low = Math.min(...bounds);
  const span = Math.max(...bounds) - low || 1;
  const x = (at: number) => (values.length < 2 ? width : (at * width) / (values.length - 1));
  const y = (value: number) => height - MARGIN - ((value - low) / span) * (height - 2 * MARGIN);
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg className={`spark ${severity ?? ''}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {target !== undefined && <line className="t" x1="0" x2={width} y1={y(target)} y2={y(target)} />}
      <path className="l" d={path(values, x, y)} />
      <circle className="e" cx={x(last)} cy={y(values[last] as number)} r="2" />
    </svg>
  );
}

/** Pieces between gaps. */
function path(values: readonly (number | null)[], x: (at: number) => number, y: (value: number) => number): string {
  let drawn = '';
  let pen: 'M' | 'L' = 'M';
  for (const [at, value] of values.entries()) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    drawn += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
  }
  return drawn;
}
