import { memo } from 'react';
import type { AdherenceRow } from '../../shared/protocol/roster-http.js';
import { type Axis, extent } from './axis.js';

/** What was done is at work, whatever it was; breaks and absence leave the line empty. */
const NOT_DRAWN = new Set(['offline', 'break', 'meal', 'micro-pause']);

/** What somebody really did, as a thin line beneath what was planned. Off the plan is thicker and amber. */
export const ActualBars = memo(function ActualBars({ axis, row, nowAt }: { axis: Axis; row: AdherenceRow; nowAt: number }) {
  return (
    <>
      {row.trail.map(({ at, as }, step) => {
        const until = row.trail[step + 1]?.at ?? nowAt;
        return NOT_DRAWN.has(as) || until <= axis.startAt ? null : <i key={at} className="rs-act" style={extent(axis, at, until)} />;
      })}
      {row.offPlan.map(({ startAt, endAt }) => (
        <i key={startAt} className="rs-act is-off" style={extent(axis, startAt, endAt)} />
      ))}
    </>
  );
});
