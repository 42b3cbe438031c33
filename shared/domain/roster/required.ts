import { SECOND_MS } from '../../kernel/time.js';
import type { ErlangAInput } from '../../staffing/erlang-a.js';
import { computeRequiredAgents } from '../../staffing/erlang-a-required.js';
import type { ModelledFormula } from '../../staffing/service-level.js';
import type { Queue } from '../site.js';
import type { WorkforceConfig } from './config.js';

/** What is asked of a queue and how long its callers wait: all that a staffing model needs beside calls and agents. */
export interface Target {
  readonly formula: ModelledFormula;
  readonly thresholdMs: number;
  readonly shortAbandonMs: number;
  readonly goalRatio: number;
  readonly patienceMs: number;
}

/** The same goals that are measured: forecast and actual must be of one kind to meet. */
export const targetOf = ({ settings }: Pick<Queue, 'settings'>, { patienceMs }: WorkforceConfig['planning']): Target => ({
  formula: settings.formula,
  thresholdMs: settings.thresholdMs,
  shortAbandonMs: settings.shortAbandonMs,
  goalRatio: settings.goalRatio,
  patienceMs,
});

/** An agent is not free while the phone rings (C.1); M-16, which forecasts are of, does not count that. */
export const RING_MS = 4 * SECOND_MS;

export interface Traffic {
  readonly calls: number;
  /** Talk, hold and after-call work (M-16). */
  readonly ahtMs: number;
  readonly intervalMs: number;
}

/** Calls to one queue in one interval, as Erlang's models take them. */
export const modelledTraffic = ({ calls, ahtMs, intervalMs }: Traffic, target: Target): Omit<ErlangAInput, 'agents'> => ({
  calls,
  intervalSec: intervalMs / SECOND_MS,
  ahtSec: (ahtMs + RING_MS) / SECOND_MS,
  patienceSec: target.patienceMs / SECOND_MS,
  targetSec: target.thresholdMs / SECOND_MS,
  shortAbandonSec: target.shortAbandonMs / SECOND_MS,
});

/** Work in Erlangs, ringing included: by this the time of somebody who serves several queues goes to each of them. */
export const loadOf = (traffic: Traffic | undefined): number =>
  traffic === undefined ? 0 : (traffic.calls * (traffic.ahtMs + RING_MS)) / traffic.intervalMs;

/** Agents on the phones that keep a queue's promise (C.6). `near`: where the search begins. */
export function agentsFor(traffic: Traffic, target: Target, maxOccupancyRatio: number, near?: number): number {
  const modelled = modelledTraffic(traffic, target);
  const bounds = { slFormula: target.formula, slTarget: target.goalRatio, maxOccupancy: maxOccupancyRatio, maxAbandon: null };
  const solved = computeRequiredAgents({ ...modelled, ...bounds, shrinkage: 0 }, near);
  // A promise that no number of agents keeps asks for as many as the occupancy alone does.
  return solved.ok ? solved.value.agents : Math.ceil(loadOf(traffic) / maxOccupancyRatio);
}

/**
 * Interval by interval. Each answer is where the search for the next one starts: a day of half-hours costs little more than a hundred
 * evaluations.
 */
export function computeRequired(
  day: { readonly calls: readonly number[]; readonly ahtMs: readonly number[]; readonly intervalMs: number },
  target: Target,
  maxOccupancyRatio: number,
): number[] {
  let near: number | undefined;
  return day.calls.map((calls, i) => {
    const agents = agentsFor({ calls, ahtMs: day.ahtMs[i] ?? 0, intervalMs: day.intervalMs }, target, maxOccupancyRatio, near);
    if (agents > 0) near = agents;
    return agents;
  });
}
