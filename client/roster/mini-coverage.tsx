import { gapsOf, worstGap } from '../../shared/metrics/gaps.js';
import { useT } from '../i18n/provider.js';

const WIDTH = 150;
const HEIGHT = 56;

/** One curve in small, with what is missing at worst in a number. */
export function MiniCoverage({
  label,
  required,
  scheduled,
}: {
  label: string;
  required: readonly (number | null)[];
  scheduled: readonly number[];
}) {
  const t = useT();
  const gaps = gapsOf(required, scheduled);
  const worst = worstGap(gaps);
  const most = Math.max(2, ...scheduled, ...required.map((one) => one ?? 0));
  const x = (step: number) => (step / Math.max(1, scheduled.length)) * WIDTH;
  const y = (heads: number) => HEIGHT - (heads / most) * (HEIGHT - 4);
  const area = scheduled.map((heads, step) => `L${x(step).toFixed(1)},${y(heads).toFixed(1)}H${x(step + 1).toFixed(1)}`).join('');
  const line = required.flatMap((heads, step) => (heads === null ? [] : [`${x(step + 0.5).toFixed(1)},${y(heads).toFixed(1)}`])).join(' ');
  return (
    <figure>
      <figcaption>
        <span>{label}</span>
        <b className={worst === undefined ? undefined : 'c-breach'}>
          {worst === undefined ? t('roster.covered') : t('roster.gap', { n: worst.missing })}
        </b>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="rs-have-area" d={`M0,${HEIGHT}${area}V${HEIGHT}Z`} />
        {gaps.map(({ from, to }) => (
          <rect key={from} className="rs-gap-line" x={x(from)} y={HEIGHT - 4} width={x(to) - x(from)} height={4} />
        ))}
        <polyline className="rs-need" points={line} />
      </svg>
    </figure>
  );
}
