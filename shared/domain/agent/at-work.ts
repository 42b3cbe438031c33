import { type EpochMs, epochMs, HOUR_MS } from '../../kernel/time.js';
import type { Agent } from '../site.js';
import { plainState } from './trail.js';

export interface TrailSpan {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly as: string;
}

/** Signed out for so long is the end of a shift, not a meal. */
const SHIFT_APART_MS = 2 * HOUR_MS;

/** What an agent did, up to now, oldest first. Somebody who never changed since they were first seen has one span. */
export function trailSpans(agent: Agent, now: EpochMs): TrailSpan[] {
  const steps = agent.trail.length > 0 ? agent.trail : [{ at: agent.since, as: plainState(agent) }];
  return steps.map(({ at, as }, i) => ({ startAt: at, endAt: epochMs(Math.max(at, Math.min(steps[i + 1]?.at ?? now, now))), as }));
}

/** When the agent began to work this time, planned or not; null: is not at work. */
export function workingSince(agent: Agent, now: EpochMs): EpochMs | null {
  let since: EpochMs | null = null;
  for (const { startAt, endAt, as } of trailSpans(agent, now).reverse()) {
    if (as === 'offline' && endAt - startAt >= SHIFT_APART_MS) break;
    if (as !== 'offline') since = startAt;
  }
  return since;
}
