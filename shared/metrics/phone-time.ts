import type { Shift } from '../domain/roster/shift.js';
import { ACTIVITIES } from '../staffing/activities.js';
import { type Overlay, planOf } from './schedule.js';

/** Steps of equal length that a curve is made of. */
export interface Steps {
  readonly startAt: number;
  readonly stepMs: number;
  readonly steps: number;
}

/** Which part of each step somebody is on the phones, 0 to 1. */
export function phoneTimeOf(
  shifts: readonly Pick<Shift, 'id' | 'startAt' | 'endAt' | 'segments'>[],
  overlays: readonly Overlay[],
  { startAt, stepMs, steps }: Steps,
): number[] {
  const there = new Array<number>(steps).fill(0);
  const endAt = startAt + steps * stepMs;
  for (const shift of shifts) {
    if (shift.endAt <= startAt || shift.startAt >= endAt) continue;
    for (const span of planOf(shift, overlays)) {
      if (!ACTIVITIES[span.activity].onPhone) continue;
      const first = Math.max(0, Math.floor((span.startAt - startAt) / stepMs));
      const last = Math.min(steps - 1, Math.ceil((span.endAt - startAt) / stepMs) - 1);
      for (let step = first; step <= last; step++) {
        const from = startAt + step * stepMs;
        const part = (Math.min(span.endAt, from + stepMs) - Math.max(span.startAt, from)) / stepMs;
        there[step] = Math.min(1, (there[step] ?? 0) + part);
      }
    }
  }
  return there;
}
