import type { QueueCounters } from '../domain/counters.js';
import { ratioOf } from './service-level.js';

/** A mean in ms, or `null` when there is nothing to take the mean of. */
const meanMs = (sumMs: number | undefined, count: number | undefined): number | null =>
  count !== undefined && count > 0 ? (sumMs ?? 0) / count : null;

/** M-01 Offered: closed visits of the cohort, and those still waiting. A transfer in is a new offer, a ring-no-answer is not. */
export const offered = (c: QueueCounters) => c.entered ?? 0;

/** M-08 ASA: mean wait of answered visits; abandoned ones are not in it. */
export const asaMs = (c: QueueCounters) => meanMs(c.answeredWaitMs, c.answered);

/** M-09 ATA: mean wait of abandoned visits. */
export const ataMs = (c: QueueCounters) => meanMs(c.abandonedWaitMs, c.abandoned);

/** M-10 Abandon rate: (abandoned − short) ÷ (answered + abandoned − short). */
export function abandonRatio(c: QueueCounters): number | null {
  const late = (c.abandoned ?? 0) - (c.shortAbandoned ?? 0);
  return ratioOf(late, (c.answered ?? 0) + late);
}

/** M-10, raw: abandoned ÷ (answered + abandoned). */
export const rawAbandonRatio = (c: QueueCounters) => ratioOf(c.abandoned ?? 0, (c.answered ?? 0) + (c.abandoned ?? 0));

/** M-11 Answer rate: answered ÷ (answered + abandoned), short abandons included. */
export const answerRatio = (c: QueueCounters) => ratioOf(c.answered ?? 0, (c.answered ?? 0) + (c.abandoned ?? 0));

/** M-15 Transfer-out rate: legs ended by transfer ÷ handled. What a supervisor moved is never charged to the agent. */
export const transferRatio = (c: QueueCounters) => ratioOf((c.blindTransfers ?? 0) + (c.attendedTransfers ?? 0), c.handled ?? 0);

/** M-16 AHT: (talk + hold + after-call work) ÷ handled, in the interval in which the handling ended. */
export const ahtMs = (c: QueueCounters) => meanMs((c.handledTalkMs ?? 0) + (c.handledHoldMs ?? 0) + (c.handledAcwMs ?? 0), c.handled);

/** M-17: each term of AHT by itself. */
export const meanTalkMs = (c: QueueCounters) => meanMs(c.handledTalkMs, c.handled);
export const meanHoldMs = (c: QueueCounters) => meanMs(c.handledHoldMs, c.handled);
export const meanAcwMs = (c: QueueCounters) => meanMs(c.handledAcwMs, c.handled);

/** M-18 Repeat-call rate: recognised callers whose call follows an answered one within 24 h ÷ recognised callers. */
export const repeatRatio = (c: QueueCounters) => ratioOf(c.repeatCalls ?? 0, c.identifiedCalls ?? 0);
