import type { QueueCounters } from '../domain/counters.js';
import type { ServiceLevelFormula } from '../domain/site-config.js';
import { unreachable } from '../kernel/unreachable.js';

/** Kept apart until the last moment, so that queues and intervals add up. */
export interface ServiceLevelParts {
  readonly met: number;
  readonly counted: number;
}

/**
 * The six service-level formulas of the field, over visits by arrival. With T the queue's threshold (a wait of exactly T
 * counts) and s its short-abandon limit (a wait of exactly s is not short): aT answered within T, bT abandoned within T,
 * bs short abandons, A answered, B abandoned, F flow-outs.
 *
 * - `slAnswered` aT / A: Asterisk's ServiceLevelPerf, classic CMS; ignores abandons and so flatters
 * - `slOffered` aT / (A + B): Genesys Cloud with short abandons; 4PS formula 3
 * - `slAbandonCounts` (aT + bT) / (A + B): Asterisk's ServiceLevelPerf2; 4PS formula 1
 * - `slLateAbandons` aT / (A + B − bT): 4PS formula 4
 * - `slExShort` aT / (A + B − bs): the default; Genesys Cloud without short abandons
 * - `slWithFlowouts` aT / (A + B − bs + F): Genesys Cloud with flow-outs
 *
 * `lateWaiting` are callers still waiting past T: a live figure counts them as not met already, or a growing queue looks healthy.
 */
export function serviceLevelParts(counters: QueueCounters, formula: ServiceLevelFormula, lateWaiting = 0): ServiceLevelParts {
  const answered = counters.answered ?? 0;
  const abandoned = counters.abandoned ?? 0;
  const answeredInT = counters.answeredInThreshold ?? 0;
  const abandonedInT = counters.abandonedInThreshold ?? 0;
  const short = counters.shortAbandoned ?? 0;
  switch (formula) {
    case 'slAnswered':
      return { met: answeredInT, counted: answered + lateWaiting };
    case 'slOffered':
      return { met: answeredInT, counted: answered + abandoned + lateWaiting };
    case 'slAbandonCounts':
      return { met: answeredInT + abandonedInT, counted: answered + abandoned + lateWaiting };
    case 'slLateAbandons':
      return { met: answeredInT, counted: answered + abandoned - abandonedInT + lateWaiting };
    case 'slExShort':
      return { met: answeredInT, counted: answered + abandoned - short + lateWaiting };
    case 'slWithFlowouts':
      return { met: answeredInT, counted: answered + abandoned - short + flowouts(counters) + lateWaiting };
    default:
      return unreachable(formula);
  }
}

/** A ratio 0..1, or `null` when nothing was counted: an idle queue is neither at 100 % nor at 0 %. */
export const ratioOf = (met: number, counted: number): number | null => (counted > 0 ? met / counted : null);

/** Left neither answered nor abandoned, for whatever reason. */
export function flowouts(counters: QueueCounters): number {
  return (
    (counters.flowoutOverflow ?? 0) +
    (counters.flowoutTimeout ?? 0) +
    (counters.flowoutCallback ?? 0) +
    (counters.flowoutVoicemail ?? 0) +
    (counters.flowoutKeyExit ?? 0) +
    (counters.flowoutExitEmpty ?? 0) +
    (counters.flowoutWithdrawn ?? 0) +
    (counters.flowoutRedirected ?? 0) +
    (counters.flowoutClosed ?? 0) +
    (counters.flowoutSystem ?? 0) +
    (counters.flowoutLost ?? 0)
  );
}
