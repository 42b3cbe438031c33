import { memo } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { Skeleton } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import type { DayInShort } from './use-week-coverage.js';

const WIDTH = 144;
const HEIGHT = 40;
/** From here on somebody must act on it today. */
const GRAVE = 5;

/** One day of the week's head: covered, or how many are missing and when. */
export const DayCoverage = memo(function DayCoverage({ of }: { of: DayInShort | null }) {
  const t = useT();
  const formats = useFormats();
  if (of === null) return <Skeleton height={24} />;
  const { required, scheduled, gaps, worst, isForecast, startAt, stepMs } = of;
  const most = Math.max(4, ...scheduled, ...required.map((one) => one ?? 0));
  const x = (step: number) => (step / Math.max(1, scheduled.length)) * WIDTH;
  const y = (heads: number) => HEIGHT - (heads / most) * (HEIGHT - 2);
  const time = (step: number) => formats.time(startAt + step * stepMs);
  const isGrave = worst !== undefined && worst.missing >= GRAVE;
  const area = scheduled.map((heads, step) => `L${x(step).toFixed(1)},${y(heads).toFixed(1)}H${x(step + 1).toFixed(1)}`).join('');
  const line = required.flatMap((heads, step) => (heads === null ? [] : [`${x(step + 0.5).toFixed(1)},${y(heads).toFixed(1)}`])).join(' ');
  return (
    <div className="rs-short">
      <span className={worst === undefined ? 't2' : isGrave ? 'c-breach b' : 'c-watch b'}>
        {worst !== undefined && <Glyph name={isGrave ? 'octagon' : 'triangle'} size="sm" />}
        {!isForecast ? (
          t('roster.noForecast')
        ) : worst === undefined ? (
          t('roster.covered')
        ) : (
          <span title={t('roster.gapAt', { n: worst.missing, from: time(worst.from), to: time(worst.to) })}>
            {t('roster.gap', { n: worst.missing })} <span className="t3 s12">{time(worst.from)}</span>
          </span>
        )}
      </span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="rs-have-area" d={`M0,${HEIGHT}${area}V${HEIGHT}Z`} />
        <polyline className="rs-need" points={line} />
        {gaps.map(({ from, to }) => (
          <rect key={from} className="rs-gap-line" x={x(from)} y={HEIGHT - 3} width={x(to) - x(from)} height={3} />
        ))}
      </svg>
    </div>
  );
});
