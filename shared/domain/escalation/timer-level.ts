import type { EpochMs } from '../../kernel/time.js';
import type { CaseTimer } from './case.js';
import type { TimerLevel } from './words.js';

/** ES-T1: how far a timer has got, and the instants at which it gets further. */
export const LEVELS: readonly TimerLevel[] = ['none', 'warned', 'breached', 'manager', 'director'];
export const MARKS = ['warnAt', 'dueAt', 'managerAt', 'directorAt'] as const;

export const isBreached = ({ level }: Pick<CaseTimer, 'level'>): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf('breached');

/** The next thing that a timer does by itself. */
export function nextMark(timer: Readonly<CaseTimer>): { readonly at: EpochMs; readonly level: TimerLevel } | undefined {
  if (timer.endedAt !== undefined || timer.pausedAt !== undefined) return undefined;
  const reached = LEVELS.indexOf(timer.level);
  const mark = MARKS[reached];
  const level = LEVELS[reached + 1];
  return mark === undefined || level === undefined ? undefined : { at: timer[mark], level };
}
