import { addTime } from '../domain/agent/accrue.js';
import { type AgentCounters, addAgentCounters } from '../domain/counters.js';
import { plainReason } from '../domain/redact.js';
import type { Agent } from '../domain/site.js';
import { type EpochMs, HOUR_MS, QUARTER_MS } from '../kernel/time.js';
import { ratioOf } from './service-level.js';

/** Under ten minutes of working and waiting together, occupancy says nothing. */
const OCCUPANCY_FLOOR_MS = 600_000;

/** What occupancy is made of. Ringing is in neither part: the agent can't take another call, and serves none. */
export interface OccupancyParts {
  busyMs: number;
  idleMs: number;
}

export const occupancyParts = (c: AgentCounters): OccupancyParts => ({
  busyMs: (c.talkMs ?? 0) + (c.holdMs ?? 0) + (c.acwMs ?? 0),
  idleMs: c.readyMs ?? 0,
});

/** M-20 Occupancy: (talk + hold + after-call work) ÷ (the same + ready), 0..1; `null` under 600 s of both. */
export const occupancyRatio = ({ busyMs, idleMs }: OccupancyParts): number | null =>
  busyMs + idleMs < OCCUPANCY_FLOOR_MS ? null : busyMs / (busyMs + idleMs);

/** M-20 between two moments; `null` if less than `leastMs` of that was on the phones. Of a quarter-hour cut by `from`, its part. */
export function occupancyBetween(agent: Agent, from: EpochMs, now: EpochMs, leastMs: number): number | null {
  const sum: AgentCounters = {};
  for (const { start, counters } of agent.quarters) {
    const countedTo = Math.min(start + QUARTER_MS, agent.since);
    if (countedTo <= from || countedTo <= start) continue;
    addAgentCounters(sum, scaled(counters, Math.min(1, (countedTo - from) / (countedTo - start))));
  }
  addTime(sum, agent.state, agent.reasonCode, Math.max(0, now - Math.max(agent.since, from)));
  const parts = occupancyParts(sum);
  if (parts.busyMs + parts.idleMs + (sum.ringMs ?? 0) + (sum.dialMs ?? 0) < leastMs) return null;
  return occupancyRatio(parts);
}

const scaled = ({ talkMs = 0, holdMs = 0, acwMs = 0, readyMs = 0, ringMs = 0, dialMs = 0 }: AgentCounters, by: number): AgentCounters => ({
  talkMs: talkMs * by,
  holdMs: holdMs * by,
  acwMs: acwMs * by,
  readyMs: readyMs * by,
  ringMs: ringMs * by,
  dialMs: dialMs * by,
});

/** M-27 Signed-in time: every bucket together. */
export function signedInMs(c: AgentCounters): number {
  return occupancyParts(c).busyMs + (c.readyMs ?? 0) + (c.ringMs ?? 0) + (c.dialMs ?? 0) + (c.unreachableMs ?? 0) + notReadyMs(c);
}

export function notReadyMs(c: AgentCounters): number {
  let sum = 0;
  for (const ms of c.notReadyMs?.values() ?? []) sum += ms;
  return sum;
}

const WELLBEING: ReadonlySet<string> = new Set(['BUFFER', 'MICRO_PAUSE']);

/**
 * What figures of a person are divided by: signed-in time without unpaid meals, and without buffer shifts and micro-pauses. Those leave
 * every figure as if they had not been (BS-N1).
 */
function countedMs(c: AgentCounters): number {
  let ms = signedInMs(c);
  for (const [reason, spentMs] of c.notReadyMs ?? []) if (reason === 'MEAL' || WELLBEING.has(plainReason(reason))) ms -= spentMs;
  return ms;
}

/** M-21 Utilisation: (talk + hold + after-call work) ÷ (signed in − unpaid meal). Never above occupancy. */
export const utilisationRatio = (c: AgentCounters): number | null => ratioOf(occupancyParts(c).busyMs, countedMs(c));

/** M-29 Calls per paid hour. Nobody is ranked by it. */
export const callsPerPaidHour = (c: AgentCounters): number | null => ratioOf(c.handled ?? 0, countedMs(c) / HOUR_MS);

/** M-25 RONA rate: rang out ÷ (answered + rang out + rejected). A caller who hung up while it rang is not the agent's doing. */
export const ringNoAnswerRatio = (c: AgentCounters) => ratioOf(c.ringNoAnswer ?? 0, offers(c));
/** M-26 Reject rate, by the same denominator. */
export const rejectRatio = (c: AgentCounters) => ratioOf(c.ringRejected ?? 0, offers(c));
const offers = (c: AgentCounters) => (c.answered ?? 0) + (c.ringNoAnswer ?? 0) + (c.ringRejected ?? 0);

/** M-16 of one agent: mean handling time, ms. */
export function agentAhtMs(c: AgentCounters): number | null {
  const [talk, hold, acw] = HANDLED_TERMS.map((term) => meanOfHandledMs(c, term));
  return talk == null || hold == null || acw == null ? null : talk + hold + acw;
}

const HANDLED_TERMS = ['handledTalkMs', 'handledHoldMs', 'handledAcwMs'] as const;

/** M-17 of one agent: one term of the handling time over the calls handled, ms; `null` before the first. */
export const meanOfHandledMs = (c: AgentCounters, term: (typeof HANDLED_TERMS)[number]): number | null =>
  (c.handled ?? 0) > 0 ? (c[term] ?? 0) / (c.handled ?? 1) : null;
