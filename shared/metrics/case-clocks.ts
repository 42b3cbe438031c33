import { type Case, type CaseTimer, gradeOf } from '../domain/escalation/case.js';
import { isBreached } from '../domain/escalation/timer-level.js';
import type { Grade, TimerCode } from '../domain/escalation/words.js';
import type { CaseId } from '../kernel/ids.js';
import type { EpochMs } from '../kernel/time.js';

/** A clock of a case that is decided: met, or missed once its time has run out. */
export interface DecidedClock {
  readonly caseId: CaseId;
  readonly code: TimerCode;
  readonly grade: Grade;
  readonly department: string | undefined;
  readonly startedAt: EpochMs;
  readonly dueAt: EpochMs;
  /** Absent: missed, and still running. */
  readonly endedAt: EpochMs | undefined;
  readonly isMissed: boolean;
  /** Missed only because the grade went up. */
  readonly isByRegrade: boolean;
  /** When that was decided: it counts in the window that this lies in. */
  readonly decidedAt: EpochMs;
}

/**
 * M-37, what is counted: every clock of a case whose end is known, with the grade that the case has now. One that ended because the case
 * was merged, cancelled or handed on before anybody did what it waited for is neither met nor missed.
 */
export function* decidedClocks(one: Readonly<Case>): Generator<DecidedClock> {
  const grade = gradeOf(one);
  const ofCase = { caseId: one.id, grade };
  for (const { code, startedAt, dueAt, endedAt, isMissed, breachedByRegrade, department = one.handOff?.department } of one.pastClocks ??
    []) {
    const decidedAt = isMissed ? dueAt : endedAt;
    if (decidedAt === undefined) continue;
    yield { ...ofCase, code, department, startedAt, dueAt, endedAt, isMissed, isByRegrade: breachedByRegrade === true, decidedAt };
  }
  for (const timer of one.timers) {
    const isMissed = isBreached(timer);
    if (!isMissed && !(timer.endedAt !== undefined && wasDone(one, timer))) continue;
    const { code, startedAt, dueAt, endedAt, breachedByRegrade } = timer;
    const decidedAt = isMissed ? dueAt : (endedAt as EpochMs);
    const department = one.handOff?.department;
    yield { ...ofCase, code, department, startedAt, dueAt, endedAt, isMissed, isByRegrade: breachedByRegrade === true, decidedAt };
  }
}

/** What a clock waited for has come. */
function wasDone(one: Readonly<Case>, { code }: CaseTimer): boolean {
  switch (code) {
    case 'T1':
      return one.firstRespondedAt !== undefined;
    case 'T2':
      return one.gradedAt !== undefined;
    case 'T3':
      return one.answeredAt !== undefined;
    case 'T4':
      return one.handOff?.judgedAt !== undefined;
    case 'T5':
      return one.resolvedAt !== undefined;
    case 'T6':
    case 'T6P':
      return one.firstResolvedAt !== undefined;
    case 'T7':
      return one.state === 'closed';
    case 'T8':
      return false;
  }
}
