import type { EpochMs } from '../../kernel/time.js';
import type { CaseEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import type { SiteState } from '../site.js';
import { type Case, type CaseRaise, gradeOf, isComplaint } from './case.js';
import { isHigher } from './grade.js';
import { policyOf } from './policy.js';
import type { Grade, TimerCode } from './words.js';

/**
 * B.3.1: a grade goes up by itself when the same comes again, or when a clock ran out. Each cause raises a case once: what a
 * supervisor has put down again for a reason stays down. Going down is never by itself.
 */
type Cause = Pick<CaseRaise, 'because' | 'code'>;
type On = Pick<CaseEvent, 'occurredAt' | 'by'>;

/** Lateness alone makes nothing urgent: a P1 may have its customer called at night (ES-T2), which takes a sign or a person. */
const MOST_BY_ITSELF: Grade = 'P2';
const ONE_UP: Record<Grade, Grade> = { P4: 'P3', P3: 'P2', P2: MOST_BY_ITSELF, P1: 'P1' };
/** What a customer feels: no answer, no news, no end. The other clocks are about our own work and a department's. */
const RAISE_ON: readonly TimerCode[] = ['T3', 'T5', 'T6', 'T6P'];

/** To at least this grade; no event where it is that high, or went up for the same before. */
export function raiseTo(one: Readonly<Case>, grade: Grade, cause: Cause, on: On): CaseEvent[] {
  const wasRaised = one.raised?.some(({ because, code }) => because === cause.because && code === cause.code) ?? false;
  return wasRaised ? [] : mustReach(one, grade, cause, on);
}

/** The same, however often it went up for that before. */
export function mustReach(one: Readonly<Case>, grade: Grade, cause: Cause, on: On): CaseEvent[] {
  const from = gradeOf(one);
  return isHigher(grade, from) ? [{ type: 'case.grade-raised', ...on, caseId: one.id, from, grade, ...cause }] : [];
}

/** What the clocks that ran out just now come to. One that ran out only because the grade went up raises nothing further. */
export function raiseForLate(site: Readonly<SiteState>, one: Readonly<Case>, passed: readonly CaseEvent[], at: EpochMs): CaseEvent[] {
  const { raiseOn = RAISE_ON } = policyOf(site.config.escalation, one.policyVersion);
  for (const event of passed) {
    if (event.type !== 'case.timer-breached' || event.breachedByRegrade || !raiseOn.includes(event.code)) continue;
    const raise = raiseTo(one, ONE_UP[gradeOf(one)], { because: 'late', code: event.code }, { occurredAt: at, by: SYSTEM });
    if (raise.length > 0) return raise;
  }
  return [];
}

/** A complaint that comes back is a second one; anything else goes up by one. */
export const raiseForReturn = (one: Readonly<Case>, occurredAt: EpochMs): CaseEvent[] =>
  raiseTo(one, isComplaint(one.caseType) ? 'P2' : ONE_UP[gradeOf(one)], { because: 'reopened' }, { occurredAt, by: SYSTEM });

/** The grade whose allowance a clock keeps: the one under which it ran out, when just that raised the case. */
export function gradeForClock(one: Readonly<Case>, code: TimerCode, startedAt: EpochMs): Grade {
  const grade = gradeOf(one);
  if (one.raised?.at(-1)?.to !== grade) return grade;
  return one.raised.find((each) => each.code === code && startedAt < each.at)?.from ?? grade;
}
