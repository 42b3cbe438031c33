import { useMemo } from 'react';
import { inHalfHours, missingAt } from '../../shared/metrics/gaps.js';
import type { StepMin } from './address.js';
import type { Axis } from './axis.js';
import { scheduledOn } from './coverage.js';
import { type DemandGrid, demandGridOf, forecastOn, type Grid, gridOf, type Heading, headingOn, requiredOn } from './demand-grid.js';
import type { Ghost } from './ghost.js';
import { useRoster, useVersion } from './hooks.js';

/** What is needed and what is planned, step by step, as it is or as it would be with what is in the hand. */
export interface Curve {
  readonly grid: Grid;
  /** As today is going, else as forecast. */
  readonly required: readonly (number | null)[];
  readonly forecast: readonly (number | null)[];
  readonly scheduled: readonly number[];
  readonly heading: readonly (Heading | null)[];
}

export function useDemandGrid(axis: Axis): DemandGrid {
  const { demand, catalogue } = useRoster();
  const grid = useMemo(() => gridOf(axis), [axis]);
  return useMemo(() => demandGridOf(demand, grid, catalogue.shrinkageRatio), [demand, grid, catalogue]);
}

/** As planned, without what is in anybody's hand. */
export function useCurve(demand: DemandGrid, queueId: string | null): Curve {
  const { book } = useRoster();
  const version = useVersion();
  const needed = useMemo(
    () => ({ required: requiredOn(demand, queueId), forecast: forecastOn(demand, queueId), heading: headingOn(demand, queueId) }),
    [demand, queueId],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const scheduled = useMemo(() => scheduledOn(book, demand, queueId), [book, version, demand, queueId]);
  return useMemo(() => ({ grid: demand.grid, ...needed, scheduled }), [demand, needed, scheduled]);
}

/** As it would be if what is in the hand were let go here. */
export function useCurveWith(curve: Curve, demand: DemandGrid, queueId: string | null, ghost: Ghost | null): Curve {
  const { book } = useRoster();
  return useMemo(() => {
    if (ghost === null) return curve;
    const swapped = { agentId: ghost.agentId, beforeId: ghost.before?.id ?? null, plan: ghost.plan };
    return { ...curve, scheduled: scheduledOn(book, demand, queueId, swapped) };
  }, [curve, ghost, book, demand, queueId]);
}

export function inSteps(curve: Curve, stepMin: StepMin): Curve {
  if (stepMin === 15) return curve;
  const beginsOnHalf = (curve.grid.startAt / curve.grid.stepMs) % 2 === 1;
  return { ...curve, ...inHalfHours(curve.required, curve.scheduled, beginsOnHalf) };
}

/** Of these steps, what the rest of today is heading for where most are missing; null: as forecast. `to` is left out. */
export function headingWithin({ required, scheduled, heading }: Curve, from: number, to: number): Heading | null {
  let worst = from;
  for (let step = from; step < to; step++)
    if (missingAt(required[step], scheduled[step]) > missingAt(required[worst], scheduled[worst])) worst = step;
  return heading[worst] ?? null;
}
