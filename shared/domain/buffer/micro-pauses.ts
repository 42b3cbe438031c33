import { type DurationMs, durationMs, type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import { trailSpans, workingSince } from '../agent/at-work.js';
import type { Agent } from '../site.js';

/** B.4.1 */
export const MICRO_PAUSE_MS: DurationMs = durationMs(10 * MINUTE_MS);
const A_SHIFT = 2;

/** How many may still be taken in this shift. Those that were offered after an abusive call are beyond them. */
export function microPausesLeft(agent: Agent, now: EpochMs): number {
  const since = workingSince(agent, now);
  if (since === null) return A_SHIFT;
  const taken = trailSpans(agent, now).filter(({ as, startAt }) => as === 'micro-pause' && startAt >= since).length;
  const offered = agent.offeredPauses?.filter((at) => at >= since).length ?? 0;
  return Math.max(0, Math.min(A_SHIFT, A_SHIFT - taken + offered));
}
