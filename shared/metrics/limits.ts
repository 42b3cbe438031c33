import type { AgentStateName } from '../domain/site.js';
import { MINUTE_MS, SECOND_MS } from '../kernel/time.js';

/**
 * When something on the floor is past its limit. A wait is always judged against its own queue's threshold, so that a
 * queue promised in 10 s and one promised in a minute are late by the same rule.
 */
export type Severity = 'calm' | 'watch' | 'breach';

const RANK: Record<Severity, number> = { calm: 0, watch: 1, breach: 2 };
export const severityRank = (severity: Severity): number => RANK[severity];
export const worstOf = (a: Severity, b: Severity): Severity => (RANK[a] >= RANK[b] ? a : b);

/** A caller turns amber when a fifth of the promised time is left. */
export const CALLER_WATCH_RATIO = 0.8;
/** A queue whose oldest caller has waited this many times its threshold is a breach. */
export const QUEUE_BREACH_RATIO = 2;

/** The threshold itself is still on time (M-07 counts `wait ≤ T`). */
export function callerSeverity(waitMs: number, thresholdMs: number): Severity {
  if (waitMs > thresholdMs) return 'breach';
  return waitMs >= CALLER_WATCH_RATIO * thresholdMs ? 'watch' : 'calm';
}

export interface QueuePressure {
  /** 0 when nobody waits. */
  readonly longestWaitMs: number;
  readonly thresholdMs: number;
  readonly serviceLevelRatio: number | null;
  readonly goalRatio: number;
}

/** Watch: someone is late, or the service level is below its goal. Breach: someone has waited twice what was promised. */
export function queueSeverity({ longestWaitMs, thresholdMs, serviceLevelRatio, goalRatio }: QueuePressure): Severity {
  if (longestWaitMs > QUEUE_BREACH_RATIO * thresholdMs) return 'breach';
  if (longestWaitMs > thresholdMs) return 'watch';
  return serviceLevelSeverity(serviceLevelRatio, goalRatio);
}

/** A service level alone never breaches: it speaks of callers who are already served or gone. */
export function serviceLevelSeverity(ratio: number | null, goalRatio: number): Severity {
  return ratio !== null && ratio < goalRatio ? 'watch' : 'calm';
}

/** Abandons above this share are worth a look: the target on the site strip. */
export const ABANDON_TARGET_RATIO = 0.05;
/** Above this, agents have no time left between calls. */
export const OCCUPANCY_TARGET_RATIO = 0.9;

export const upperLimitSeverity = (value: number | null, limit: number): Severity => (value !== null && value > limit ? 'watch' : 'calm');

/** Answer speed over 30 minutes, the first arm of the service thermometer: green to 15 s, amber to 20 s, red beyond. */
export const ANSWER_SPEED = { greenMs: 15 * SECOND_MS, amberMs: 20 * SECOND_MS, minAnswered: 10 } as const;
export type GaugeColour = 'green' | 'amber' | 'red' | 'grey';

/** Grey below ten answered calls: a mean of three says nothing. */
export function answerSpeedGauge(asaMs: number | null, answered: number): GaugeColour {
  if (asaMs === null || answered < ANSWER_SPEED.minAnswered) return 'grey';
  if (asaMs <= ANSWER_SPEED.greenMs) return 'green';
  return asaMs <= ANSWER_SPEED.amberMs ? 'amber' : 'red';
}

/** A caller on hold this long should hear a voice again. */
export const HOLD_LIMIT_MS = 60 * SECOND_MS;
/** Wrap-up where its end is not told: a minute, and a minute's extension. */
export const WRAP_UP_LIMIT_MS = 2 * MINUTE_MS;
/** A call is long at twice its queue's mean handling time, and needs help at three times; not before these times, so that a queue of short calls does not flag every normal one. */
export const LONG_CALL = { watchTimes: 2, breachTimes: 3, watchAtLeastMs: 10 * MINUTE_MS, breachAtLeastMs: 15 * MINUTE_MS } as const;

/**
 * The longest a reason for not being ready is meant to last. Training, meetings, coaching and back-office work last by
 * schedule; system faults and forced states have no end of their own; the source's own words are not ours to judge.
 */
const REASON_LIMITS: ReadonlyMap<string, number> = new Map([
  ['BREAK', 15 * MINUTE_MS],
  ['MEAL', 60 * MINUTE_MS],
  ['ADMIN', 20 * MINUTE_MS],
  ['PERSONAL', 10 * MINUTE_MS],
  ['MICRO_PAUSE', 10 * MINUTE_MS],
  ['RONA', 3 * MINUTE_MS],
  ['REJECT', 3 * MINUTE_MS],
  ['WARMUP', 5 * MINUTE_MS],
]);

export const reasonLimitMs = (reasonCode: string | null | undefined): number | undefined =>
  reasonCode ? REASON_LIMITS.get(reasonCode.toUpperCase()) : undefined;

export interface AgentMoment {
  readonly state: AgentStateName;
  readonly reasonCode?: string | null | undefined;
  /** How long the agent has been in this state. */
  readonly inStateMs: number;
  /** How long wrap-up was meant to last, where the source told its end. */
  readonly wrapUpMs?: number | undefined;
  /** Mean handling time of the call's queue, where known. */
  readonly ahtMs?: number | null | undefined;
}

export type AgentLimitKind = 'hold' | 'wrap-up' | 'long-call' | 'not-ready' | 'unreachable';
export interface AgentLimit {
  readonly kind: AgentLimitKind;
  readonly severity: 'watch' | 'breach';
  /** What was allowed; 0 for a device that is gone. */
  readonly limitMs: number;
}

/** The limit this agent is past, if any. Only a call that no longer ends is a breach: the other limits ask for a look, not for haste. */
export function agentLimit(moment: AgentMoment): AgentLimit | undefined {
  const limit = limitOf(moment);
  if (!limit || moment.inStateMs <= limit.limitMs) return undefined;
  const breachMs = longCallMs(moment.ahtMs, LONG_CALL.breachTimes, LONG_CALL.breachAtLeastMs);
  const severity = limit.kind === 'long-call' && moment.inStateMs > breachMs ? 'breach' : 'watch';
  return { ...limit, severity };
}

/** Which limit holds in this state; it may not be reached yet. */
function limitOf({ state, reasonCode, wrapUpMs, ahtMs }: AgentMoment): { kind: AgentLimitKind; limitMs: number } | undefined {
  switch (state) {
    case 'holding':
      return { kind: 'hold', limitMs: HOLD_LIMIT_MS };
    case 'acw':
      return { kind: 'wrap-up', limitMs: wrapUpMs ?? WRAP_UP_LIMIT_MS };
    case 'talking':
      return { kind: 'long-call', limitMs: longCallMs(ahtMs, LONG_CALL.watchTimes, LONG_CALL.watchAtLeastMs) };
    case 'not-ready': {
      const limitMs = reasonLimitMs(reasonCode);
      return limitMs === undefined ? undefined : { kind: 'not-ready', limitMs };
    }
    case 'unreachable':
      return { kind: 'unreachable', limitMs: 0 };
    case 'logged-out':
    case 'ready':
    case 'ringing':
    case 'dialing':
      return undefined;
  }
}

const longCallMs = (ahtMs: number | null | undefined, times: number, atLeastMs: number) => Math.max(atLeastMs, times * (ahtMs ?? 0));
