import { useEffect, useMemo, useState } from 'react';
import { type Gap, gapsOf, worstGap } from '../../shared/metrics/gaps.js';
import { weekAxis } from './axis.js';
import { scheduledOn } from './coverage.js';
import { demandGridOf, gridOf, requiredOn } from './demand-grid.js';
import { useRoster, useVersion } from './hooks.js';
import { inSlices } from './slices.js';

/** A day of the week in short: both lines, and where most are missing. */
export interface DayInShort {
  readonly required: readonly (number | null)[];
  readonly scheduled: readonly number[];
  readonly gaps: readonly Gap[];
  readonly worst: Gap | undefined;
  readonly isForecast: boolean;
  readonly startAt: number;
  readonly stepMs: number;
}

/** Day after day, so that a week never holds up the page. Null until the first is known; what was known stays until then. */
export function useWeekCoverage(dates: readonly string[], queueId: string | null): readonly DayInShort[] | null {
  const { book, demand, catalogue } = useRoster();
  const version = useVersion();
  const [held, setHeld] = useState<{ dates: readonly string[]; days: readonly DayInShort[] } | null>(null);
  const grids = useMemo(
    () => dates.map((date) => demandGridOf(demand, gridOf(weekAxis(date, catalogue.timeZone)), catalogue.shrinkageRatio)),
    [dates, demand, catalogue],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  useEffect(() => {
    const stop = new AbortController();
    const days: DayInShort[] = [];
    void inSlices(
      grids,
      (grid) => {
        const required = requiredOn(grid, queueId);
        const scheduled = scheduledOn(book, grid, queueId);
        const gaps = gapsOf(required, scheduled);
        const isForecast = required.some((one) => one !== null);
        const { startAt, stepMs } = grid.grid;
        days.push({ required, scheduled, gaps, worst: worstGap(gaps), isForecast, startAt, stepMs });
      },
      stop.signal,
    ).then((isWanted) => {
      if (isWanted) setHeld({ dates, days });
    });
    return () => stop.abort();
  }, [book, version, grids, queueId, dates]);
  return held?.dates === dates ? held.days : null;
}
