import type { AgentId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Rejection } from '../rejection.js';
import type { Agent, SiteState } from '../site.js';
import { type Buffer, isAwayInBuffer } from './buffer.js';
import { microPausesLeft } from './micro-pauses.js';

/** The buffer shift that somebody is in at this moment: nobody calls them back from it (AG-P1). */
export function awayBuffer(site: Readonly<SiteState>, agentId: AgentId): Buffer | undefined {
  for (const buffer of site.buffers.values()) if (buffer.agentId === agentId && isAwayInBuffer(buffer)) return buffer;
  return undefined;
}

/** Two in a shift; those that were offered after an abusive call are beyond them. */
export const whyNoMicroPause = (agent: Agent, now: EpochMs): Rejection | undefined =>
  microPausesLeft(agent, now) > 0 ? undefined : { code: 'limit-reached', detail: 'MICRO_PAUSE' };
