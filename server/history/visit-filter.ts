import type { QueueSettings } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, elapsedMs } from '../../shared/kernel/time.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { VisitMeasure } from '../../shared/protocol/http.js';
import type { VisitRecord } from './visit-record.js';

export interface Window {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const waitMsOf = (visit: VisitRecord) => {
  const until = visit.answeredAt ?? visit.leftAt;
  return until === undefined ? null : elapsedMs(visit.enteredAt, until);
};

/**
 * Whether a call is one of those that a number counts. The same rules as in `shared/metrics`: waits up to the threshold are within
 * it, abandons strictly shorter than the limit are short. With `agentId` the number is that agent's own.
 */
export function countsFor(visit: VisitRecord, measure: VisitMeasure, settings: QueueSettings, window: Window, agentId?: AgentId): boolean {
  const { outcome } = visit;
  const waitMs = waitMsOf(visit) ?? 0;
  const isShort = outcome === 'abandoned' && waitMs < settings.shortAbandonMs;
  const isAnsweredOrAbandoned = outcome === 'answered' || outcome === 'abandoned';
  switch (measure) {
    case 'offered':
      return true;
    case 'answered':
    case 'asa':
      return outcome === 'answered';
    case 'abandoned':
      return outcome === 'abandoned';
    case 'shortAbandoned':
      return isShort;
    case 'flowout':
      return isFlowout(visit);
    case 'abandonRatio':
      return isAnsweredOrAbandoned && !isShort;
    case 'answeredInThreshold':
      return outcome === 'answered' && waitMs <= settings.thresholdMs;
    case 'answeredLate':
      return outcome === 'answered' && waitMs > settings.thresholdMs;
    case 'serviceLevel':
      return isInServiceLevel(visit, settings, waitMs, isShort);
    case 'handled':
      return visit.legs.some((leg) => isWorkOf(leg, agentId) && isHandledWithin(leg, window));
    case 'transferred':
      return visit.legs.some((leg) => leg.endedBy === 'blind-transfer' || leg.endedBy === 'attended-transfer');
    case 'ringNoAnswer':
      return visit.ringNoAnswers > 0;
    default:
      return unreachable(measure);
  }
}

const isFlowout = ({ outcome }: VisitRecord) => outcome !== 'waiting' && outcome !== 'answered' && outcome !== 'abandoned';

/** The denominator of the queue's own formula. */
function isInServiceLevel(visit: VisitRecord, { formula, thresholdMs }: QueueSettings, waitMs: number, isShort: boolean): boolean {
  if (visit.outcome === 'waiting') return false;
  if (visit.outcome === 'answered') return true;
  if (isFlowout(visit)) return formula === 'slWithFlowouts';
  switch (formula) {
    case 'slAnswered':
      return false;
    case 'slOffered':
    case 'slAbandonCounts':
      return true;
    case 'slLateAbandons':
      return waitMs > thresholdMs;
    case 'slExShort':
    case 'slWithFlowouts':
      return !isShort;
    default:
      return unreachable(formula);
  }
}

/** An agent is credited with every part they had; a queue only with those that it gave out itself. */
const isWorkOf = (leg: VisitRecord['legs'][number], agentId: AgentId | undefined) =>
  agentId === undefined ? leg.kind === 'queue' : leg.agentId === agentId;

/** Handling ends with the wrap-up, and counts there, not where the caller entered. */
function isHandledWithin(leg: VisitRecord['legs'][number], { from, to }: Window): boolean {
  if (leg.endedAt === undefined || leg.acwMs === undefined || leg.wrapUpUntil === null) return false;
  const handledAt = leg.endedAt + leg.acwMs;
  return handledAt >= from && handledAt < to;
}
