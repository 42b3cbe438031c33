import { type PointerEvent, useRef, useState } from 'react';
import { gapsOf, missingAt, worstGap } from '../../shared/metrics/gaps.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSize } from '../ui/use-size.js';
import type { Curve } from './coverage-now.js';

const TOP_PX = 28;
/** Round numbers for the lines behind the curve. */
const LINES = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_500, 5_000];

/** Required over scheduled, with what is missing between them: of the rest of today, as it is going. */
export function CoverageChart({ curve, nowAt, label }: { curve: Curve; nowAt: number | null; label: string }) {
  const t = useT();
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [pointed, point] = useState<number | null>(null);
  const { grid, required, forecast, scheduled, heading } = curve;
  const most = Math.max(4, ...scheduled, ...forecast.map((one) => one ?? 0), ...heading.map((one) => one?.high ?? 0));
  const x = (step: number) => (step / grid.steps) * width;
  const y = (heads: number) => height - (heads / most) * (height - TOP_PX);
  const every = LINES.find((one) => most / one <= 5) ?? most;
  const lines = Array.from({ length: Math.floor(most / every) }, (_, at) => (at + 1) * every);
  const gaps = gapsOf(required, scheduled);
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const step = Math.floor(((event.clientX - left) / width) * grid.steps);
    point(step >= 0 && step < grid.steps ? step : null);
  };
  const labelled = labelsOf(gaps, pointed);
  const at = (step: number) => grid.startAt + step * grid.stepMs;
  return (
    <div ref={box} className="rs-curve" onPointerMove={onMove} onPointerLeave={() => point(null)}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <defs>
          <pattern id="rs-gap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect className="rs-gap-bg" width="6" height="6" />
            <rect className="rs-gap-line" width="2.5" height="6" />
          </pattern>
        </defs>
        {lines.map((heads) => (
          <g key={heads}>
            <line className="rs-line" x1={0} x2={width} y1={y(heads)} y2={y(heads)} />
            <text x={4} y={y(heads) - 3}>
              {heads}
            </text>
          </g>
        ))}
        <path className="rs-have-area" d={`${stepPath(scheduled, x, y)} L${width},${height} L0,${height}Z`} />
        <path className="rs-have" d={stepPath(scheduled, x, y)} />
        {gaps.map((gap) => (
          <path key={gap.from} className="rs-gap" d={gapPath(gap, required, scheduled, x, y)} />
        ))}
        <path className="rs-band" d={bandPath(heading, x, y)} />
        <path className="rs-need" d={linePath(forecast, x, y)} />
        <path
          className="rs-heading"
          d={linePath(
            heading.map((one) => one?.required ?? null),
            x,
            y,
          )}
        />
        {pointed !== null && <line className="rs-pointed" x1={x(pointed + 0.5)} x2={x(pointed + 0.5)} y1={0} y2={height} />}
        {nowAt !== null && <line className="rs-now" x1={nowX(nowAt, curve, width)} x2={nowX(nowAt, curve, width)} y1={0} y2={height} />}
      </svg>
      {labelled.map((gap) => (
        <span
          key={gap.from}
          className="rs-gap-label"
          style={{ left: x((gap.from + gap.to) / 2), top: labelTop(y(required[middleOf(gap)] ?? 0)) }}
        >
          <b>{t('roster.gap', { n: gap.missing })}</b>
        </span>
      ))}
      {pointed !== null && (
        <span className={x(pointed) > width / 2 ? 'rs-reading is-left' : 'rs-reading'} style={{ left: x(pointed + 0.5) }}>
          <b>{formats.time(at(pointed))}</b>{' '}
          {t('roster.needHave', { need: headsText(required[pointed]), have: headsText(scheduled[pointed]) })}{' '}
          {missingAt(required[pointed], scheduled[pointed]) > 0 && (
            <b className="c-breach">{t('roster.gap', { n: missingAt(required[pointed], scheduled[pointed]) })}</b>
          )}
          {heading[pointed] != null && (
            <span className="t2"> {t('roster.heading', { low: heading[pointed].low, high: heading[pointed].high })}</span>
          )}
        </span>
      )}
    </div>
  );
}

const headsText = (heads: number | null | undefined) => (heads == null ? '–' : String(Math.round(heads)));
const labelTop = (lineY: number) => Math.max(2, lineY - 24);
const nowX = (at: number, { grid }: Curve, width: number) => ((at - grid.startAt) / (grid.steps * grid.stepMs)) * width;
const middleOf = ({ from, to }: { from: number; to: number }) => Math.floor((from + to - 1) / 2);

/** The worst few, so that their numbers do not lie upon each other. */
function labelsOf(gaps: ReturnType<typeof gapsOf>, pointed: number | null) {
  if (pointed !== null) return [];
  const chosen: typeof gaps = [];
  let left = [...gaps];
  for (let worst = worstGap(left); worst !== undefined && chosen.length < 4; worst = worstGap(left)) {
    const here = worst;
    chosen.push(here);
    left = left.filter(({ from, to }) => from > here.to + 4 || to < here.from - 4);
  }
  return chosen;
}

type Scale = (value: number) => number;

function stepPath(values: readonly number[], x: Scale, y: Scale): string {
  return values
    .map(
      (heads, step) =>
        `${step === 0 ? 'M' : 'L'}${x(step).toFixed(1)},${y(heads).toFixed(1)} L${x(step + 1).toFixed(1)},${y(heads).toFixed(1)}`,
    )
    .join(' ');
}

/** Through the middles of the steps; where nothing is known it breaks off. */
function linePath(values: readonly (number | null)[], x: Scale, y: Scale): string {
  let isOpen = false;
  return values
    .map((heads, step) => {
      if (heads === null) {
        isOpen = false;
        return '';
      }
      const command = isOpen ? 'L' : 'M';
      isOpen = true;
      return `${command}${x(step + 0.5).toFixed(1)},${y(heads).toFixed(1)}`;
    })
    .join(' ');
}

function bandPath(heading: Curve['heading'], x: Scale, y: Scale): string {
  const known = heading.flatMap((one, step) => (one === null ? [] : [{ ...one, step }]));
  if (known.length < 2) return '';
  const point = (step: number, heads: number) => `${x(step + 0.5).toFixed(1)},${y(heads).toFixed(1)}`;
  const there = known.map(({ step, high }) => point(step, high)).join(' L');
  const back = known
    .toReversed()
    .map(({ step, low }) => point(step, low))
    .join(' L');
  return `M${there} L${back}Z`;
}

function gapPath(
  { from, to }: { from: number; to: number },
  required: Curve['required'],
  scheduled: Curve['scheduled'],
  x: Scale,
  y: Scale,
): string {
  return Array.from({ length: to - from }, (_, at) => {
    const step = from + at;
    const [top, bottom] = [y(required[step] ?? 0), y(scheduled[step] ?? 0)];
    return `M${x(step).toFixed(1)},${top.toFixed(1)} H${x(step + 1).toFixed(1)} V${bottom.toFixed(1)} H${x(step).toFixed(1)}Z`;
  }).join(' ');
}
