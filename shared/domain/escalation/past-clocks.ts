import type { EpochMs } from '../../kernel/time.js';
import type { EventOf } from '../events.js';
import { type Case, type CaseTimer, MAX_PAST_CLOCKS } from './case.js';
import { isBreached } from './timer-level.js';

/** What the figures of the clocks (M-37) need to know once a clock itself is gone: of T5 only the one that runs is kept, and T4 begins anew. */
export function keepPast(one: Case, { timers, dropped }: Pick<EventOf<'case.timers-set'>, 'timers' | 'dropped'>): void {
  for (const before of one.timers) {
    const next = timers.find(({ code }) => code === before.code);
    // News to the customer end one wait and begin the next.
    if (next !== undefined && next.startedAt !== before.startedAt) keep(one, before, before.endedAt ?? next.startedAt);
    else if (dropped.includes(before.code) && (before.endedAt !== undefined || isBreached(before))) keep(one, before, before.endedAt);
  }
}

/** The case goes to another department: how long the one before took to judge it, if it ever did. */
export function keepJudgement(one: Case): void {
  const { handOff } = one;
  const before = one.timers.find(({ code }) => code === 'T4');
  if (handOff === undefined || before === undefined) return;
  one.timers = one.timers.filter((timer) => timer !== before);
  if (isBreached(before) || handOff.judgedAt !== undefined) keep(one, before, before.endedAt, handOff.department);
}

function keep(one: Case, timer: Readonly<CaseTimer>, endedAt: EpochMs | undefined, department?: string): void {
  const { code, startedAt, dueAt, breachedByRegrade } = timer;
  const past = one.pastClocks ?? [];
  one.pastClocks = past;
  past.push({
    code,
    startedAt,
    dueAt,
    isMissed: isBreached(timer),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(breachedByRegrade === undefined ? {} : { breachedByRegrade }),
    ...(department === undefined ? {} : { department }),
  });
  if (past.length > MAX_PAST_CLOCKS) past.shift();
}
