import { err, ok, type Result } from '../kernel/result.js';
import { checkSeries } from './forecast-series.js';
import type { StaffingError } from './input.js';
import type { LinearProgram } from './linear-program.js';

const DAYS = 7;
const WORKED_DAYS = 5;
const MOST_NEEDED = 1e6;

/** The fewest people for a week that repeats, each working five days in a row and then two off: how many begin on each day. */
export function daysOffProgram(demand: readonly number[]): Result<LinearProgram, StaffingError> {
  if (demand.length !== DAYS) return err({ code: 'out-of-range', field: 'demand' });
  const checked = checkSeries('demand', demand, DAYS);
  if (!checked.ok) return checked;
  const tooMany = demand.findIndex((needed) => needed > MOST_NEEDED);
  if (tooMany >= 0) return err({ code: 'out-of-range', field: `demand.${tooMany}` });
  return ok({
    columns: demand.map(() => ({ cost: 1, isInteger: true })),
    rows: demand.map((needed, day) => ({
      terms: Array.from({ length: WORKED_DAYS }, (_, worked) => ({ column: (day - worked + DAYS) % DAYS, factor: 1 })),
      atLeast: needed,
      atMost: null,
    })),
  });
}
