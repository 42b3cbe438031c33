import type { Agent } from '../domain/site.js';
import type { EpochMs } from '../kernel/time.js';
import {
  agentAhtMs,
  callsPerPaidHour,
  meanOfHandledMs,
  occupancyParts,
  occupancyRatio,
  rejectRatio,
  ringNoAnswerRatio,
  signedInMs,
  utilisationRatio,
} from './agent-measures.js';
import { agentCountersSince } from './windows.js';

/** What an agent did since a quarter-hour's start (the site's midnight), the state still running included. */
export interface AgentDay {
  readonly from: EpochMs;
  /** Answered out of a queue. */
  readonly answered: number;
  /** Their parts of calls whose after-call work is done; the means below are over these. */
  readonly handled: number;
  readonly ahtMs: number | null;
  readonly talkMs: number | null;
  readonly holdMs: number | null;
  readonly acwMs: number | null;
  readonly transferred: number;
  /** Offers that rang out, and the share of all offers that did. */
  readonly ringNoAnswer: number;
  readonly ringNoAnswerRatio: number | null;
  readonly rejectRatio: number | null;
  readonly occupancyRatio: number | null;
  readonly utilisationRatio: number | null;
  readonly callsPerPaidHour: number | null;
  readonly signedInMs: number;
}

export function agentDayOf(agent: Agent, from: EpochMs, now: EpochMs): AgentDay {
  const counters = agentCountersSince(agent, from, now);
  return {
    from,
    answered: counters.answered ?? 0,
    handled: counters.handled ?? 0,
    ahtMs: agentAhtMs(counters),
    talkMs: meanOfHandledMs(counters, 'handledTalkMs'),
    holdMs: meanOfHandledMs(counters, 'handledHoldMs'),
    acwMs: meanOfHandledMs(counters, 'handledAcwMs'),
    transferred: counters.transferred ?? 0,
    ringNoAnswer: counters.ringNoAnswer ?? 0,
    ringNoAnswerRatio: ringNoAnswerRatio(counters),
    rejectRatio: rejectRatio(counters),
    occupancyRatio: occupancyRatio(occupancyParts(counters)),
    utilisationRatio: utilisationRatio(counters),
    callsPerPaidHour: callsPerPaidHour(counters),
    signedInMs: signedInMs(counters),
  };
}
