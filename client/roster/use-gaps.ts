import { useEffect, useMemo, useState } from 'react';
import { type EpochMs, epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import { type CoverageLine, type GapSuggestion, stillToCome, suggestForGap } from '../../shared/metrics/gap-suggestions.js';
import { type Gap, gapsOf } from '../../shared/metrics/gaps.js';
import { useSiteNow } from '../live/hooks.js';
import type { AgentId } from './book.js';
import { overlaysOf, shareOf } from './coverage.js';
import { type Curve, useCurve, useDemandGrid } from './coverage-now.js';
import type { DemandGrid, Grid } from './demand-grid.js';
import { useOpenShifts, useRoster, useVersion } from './hooks.js';
import { usePeopleShown } from './people-shown.js';
import type { Place } from './roster-page.js';
import { inSlices } from './slices.js';
import { useDayAxis } from './use-day-axis.js';
import { isBlocked } from './verdict.js';

export type Suggestion = GapSuggestion<AgentId>;

/** Suggestions are made for some minutes from now on: whoever reads them takes that long. */
const EVERY_MS = 5 * MINUTE_MS;

export interface DayGaps {
  readonly grid: Grid;
  readonly demand: DemandGrid;
  readonly shown: Curve;
  readonly frontLine: CoverageLine;
  /** Those still to come, the deepest first. */
  readonly gaps: readonly Gap[];
  readonly now: EpochMs;
}

export function useDayGaps({ address, date }: Place): DayGaps {
  const people = usePeopleShown(address.team, address.queue);
  const demand = useDemandGrid(useDayAxis(date, people));
  const shown = useCurve(demand, address.queue);
  const frontLine = useCurve(demand, null);
  const now = epochMs(Math.ceil((useSiteNow(MINUTE_MS) ?? 0) / EVERY_MS) * EVERY_MS);
  return useMemo(() => {
    const gaps = gapsOf(shown.required, shown.scheduled)
      .flatMap((gap) => stillToCome(gap, shown, demand.grid, now) ?? [])
      .sort((a, b) => b.missing - a.missing || a.from - b.from);
    return { grid: demand.grid, demand, shown, frontLine, gaps, now };
  }, [demand, shown, frontLine, now]);
}

/**
 * At most three, of those who are shown; who has a change under way is left alone until it is there. Null: not found yet, for it is looked
 * for in slices. What was found for the same gap stays until then.
 */
export function useSuggestions(day: DayGaps, gap: Gap | null, { address }: Place): readonly Suggestion[] | null {
  const { book, planner } = useRoster();
  const openShifts = useOpenShifts();
  const version = useVersion();
  const people = usePeopleShown(address.team, address.queue);
  const [held, setHeld] = useState<{ for: string; found: readonly Suggestion[] } | null>(null);
  const key = gap === null ? '' : `${day.grid.startAt}|${address.team}|${address.queue}|${gap.from}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  useEffect(() => {
    if (gap === null) return;
    const { grid, demand, shown, frontLine, now } = day;
    const search = suggestForGap<AgentId>({
      grid,
      gap,
      shown,
      frontLine,
      now,
      offered: openShifts.flatMap(({ kind, shift, free }) =>
        kind === 'vto' ? [] : [{ startAt: shift.startAt, endAt: shift.endAt, free }],
      ),
      people: people
        .filter(({ agentId }) => book.pending(agentId).length === 0)
        .map((person) => ({
          agentId: person.agentId,
          shifts: (book.duty(person.agentId)?.entries ?? []).flatMap(({ draft }) => draft ?? []),
          overlays: overlaysOf(book.duty(person.agentId)),
          shareAt: address.queue === null ? () => 1 : shareOf(person, address.queue, demand),
        })),
      isAllowed: (agentId, before, after) => {
        const verdict = planner.verdict(agentId, before, after);
        return !isBlocked(verdict) && verdict.soft.length === 0;
      },
    });
    const stop = new AbortController();
    const keep = function* () {
      const found = yield* search;
      setHeld({ for: key, found });
    };
    void inSlices(keep(), () => {}, stop.signal);
    return () => stop.abort();
  }, [book, planner, version, people, day, gap, address.queue, openShifts, key]);
  return held?.for === key ? held.found : null;
}
