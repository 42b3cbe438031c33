import { isFiller, roomOf, withoutPart, withPart } from '../../shared/domain/roster/parts.js';
import { epochMs } from '../../shared/kernel/time.js';
import { type Plan, SNAP_MS } from './plan.js';

/** Places of what is not plain work, in order. */
export const partsOf = ({ segments }: Pick<Plan, 'segments'>): number[] => segments.flatMap((one, at) => (isFiller(one) ? [] : [at]));

/** One of a part's ends earlier or later. */
export function withPartResized(plan: Plan, at: number, edge: 'start' | 'end', byMs: number): Plan {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const { from, to } = roomOf(plan, at);
  const next =
    edge === 'end'
      ? { ...part, endAt: epochMs(Math.max(part.startAt + SNAP_MS, Math.min(part.endAt + byMs, to))) }
      : { ...part, startAt: epochMs(Math.min(part.endAt - SNAP_MS, Math.max(part.startAt + byMs, from))) };
  return withPart(withoutPart(plan, at), next);
}
