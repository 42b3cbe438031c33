import { ORIGIN } from '../../kernel/position.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { CaseEvent, EventOf } from '../events.js';
import { SYSTEM } from '../person.js';
import type { SiteState } from '../site.js';
import { applyToCase, isLater } from './apply.js';
import { type Calendar, type Calendars, calendarsOf } from './calendar.js';
import { type Case, type CaseTimer, gradeOf, isCaseOpen } from './case.js';
import type { Allowance, EscalationConfig } from './config.js';
import { responseOf } from './departments.js';
import { newCase } from './open.js';
import { policyOf } from './policy.js';
import { gradeForClock } from './raise.js';
import { LEVELS, MARKS } from './timer-level.js';
import type { Grade, TimerCode, TimerLevel } from './words.js';

/**
 * The timers of B.3.4. What runs follows from the case alone (`spansOf`); its instants are computed here once, from the policy that
 * the case was opened under, and stored in `case.timers-set`: folding needs no calendar, and a restart changes nothing (ES-T6).
 */
type Code = Exclude<TimerCode, 'T8'>;
interface Span {
  readonly code: Code;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | undefined;
}

/** What happened to a case, with what that means for its timers. */
export function withTimers(site: Readonly<SiteState>, one: Readonly<Case>, events: readonly CaseEvent[], now: EpochMs): CaseEvent[] {
  const after = applied(one, events);
  const set = retimed(site, after, now);
  return set === undefined ? [...events] : [...events, set];
}

/** The timers of a case that begins with this event. */
export function newTimers(site: Readonly<SiteState>, opened: EventOf<'case.opened'>): CaseEvent[] {
  const set = retimed(site, newCase(0, opened, ORIGIN), opened.occurredAt);
  return set === undefined ? [] : [set];
}

/** The case as it will be. */
export function applied(one: Readonly<Case>, events: readonly CaseEvent[]): Case {
  const after = structuredClone(one) as Case;
  for (const event of events) if (isLater(event) && event.caseId === one.id) applyToCase(after, event);
  return after;
}

/** How the timers must be told anew; undefined when they are as they should be. */
export function retimed(site: Readonly<SiteState>, one: Readonly<Case>, now: EpochMs): CaseEvent | undefined {
  const timers: CaseTimer[] = [];
  const wanted = new Set<TimerCode>();
  for (const span of spansOf(one)) {
    const before = one.timers.find(({ code }) => code === span.code);
    const timer = timerOf(site, one, span, before, now);
    if (timer === undefined) continue;
    wanted.add(span.code);
    if (before === undefined || !isSame(before, timer)) timers.push(timer);
  }
  const dropped = one.timers.flatMap(({ code }) => (wanted.has(code) ? [] : [code]));
  if (timers.length === 0 && dropped.length === 0) return undefined;
  return { type: 'case.timers-set', occurredAt: now, caseId: one.id, by: SYSTEM, timers, dropped };
}

const isSame = (a: CaseTimer, b: CaseTimer) =>
  (['startedAt', 'warnAt', 'dueAt', 'managerAt', 'directorAt', 'level', 'pausedAt', 'endedAt', 'breachedByRegrade'] as const).every(
    (field) => a[field] === b[field],
  );

/** Which timers a case has, from when, and until when. */
function spansOf(one: Readonly<Case>): Span[] {
  const spans: Span[] = [];
  // Whatever still runs when a case is over has nothing to wait for any more.
  const add = (code: Code, startedAt: EpochMs, endedAt: EpochMs | undefined) =>
    spans.push({ code, startedAt, endedAt: endedAt ?? (isCaseOpen(one) ? undefined : one.closedAt) });
  add('T1', one.openedAt, one.firstRespondedAt);
  add('T2', one.openedAt, one.gradedAt);
  add('T3', one.openedAt, one.answeredAt);
  if (one.handOff !== undefined) add('T4', one.handOff.sentAt, one.handOff.judgedAt ?? one.handOff.leftAt);
  add('T5', one.updateSince, one.resolvedAt);
  if (one.closure !== undefined) add(one.closure, one.openedAt, one.firstResolvedAt);
  if (one.resolvedAt !== undefined) add('T7', one.resolvedAt, undefined);
  return spans;
}

function timerOf(
  site: Readonly<SiteState>,
  one: Readonly<Case>,
  { code, startedAt, endedAt }: Span,
  before: CaseTimer | undefined,
  now: EpochMs,
): CaseTimer | undefined {
  const known = before?.startedAt === startedAt ? before : undefined;
  // What has ended stays as it ended, whatever the grade becomes.
  if (known?.endedAt !== undefined) return known;
  const { escalation, timeZone } = site.config;
  const grade = gradeForClock(one, code, startedAt);
  const allowance = allowanceOf(escalation, one, code, grade);
  if (allowance === null) return undefined;
  const marks = marksOf(one, code, startedAt, allowance, calendarsOf(escalation, timeZone));
  const level = lower(known?.level ?? 'none', levelAt(marks, now));
  const wasInTime = known !== undefined && known.dueAt > now;
  const pausedAt = code === 'T6' || code === 'T6P' ? openPause(one) : undefined;
  return {
    code,
    startedAt,
    ...marks,
    level,
    ...(pausedAt === undefined || endedAt !== undefined ? {} : { pausedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    // ES-T4: late only because the grade went up.
    ...((wasInTime && marks.dueAt <= now) || (known?.breachedByRegrade && marks.dueAt <= now) ? { breachedByRegrade: true as const } : {}),
  };
}

type Marks = Pick<CaseTimer, 'warnAt' | 'dueAt' | 'managerAt' | 'directorAt'>;
const SHARES = { warnAt: 0.8, dueAt: 1, managerAt: 1.5, directorAt: 2 } as const;

function marksOf(one: Readonly<Case>, code: Code, startedAt: EpochMs, allowance: Allowance, calendars: Calendars): Marks {
  const [calendar, amount] = onCalendar(allowance, calendars);
  if (code === 'T5') return atShares((share) => WALL_SHARE(startedAt, contactDue(one, startedAt, amount, calendars), share));
  const pauses = code === 'T6' || code === 'T6P' ? one.pauses : [];
  return atShares((share) => addWithPauses(calendar, startedAt, amount * share, pauses));
}

const atShares = (at: (share: number) => EpochMs): Marks => ({
  warnAt: at(SHARES.warnAt),
  dueAt: at(SHARES.dueAt),
  managerAt: at(SHARES.managerAt),
  directorAt: at(SHARES.directorAt),
});

const WALL_SHARE = (from: EpochMs, dueAt: EpochMs, share: number): EpochMs => epochMs(Math.round(from + (dueAt - from) * share));

function onCalendar(allowance: Allowance, calendars: Calendars): [Calendar, number] {
  return 'workDays' in allowance ? [calendars.workDays, allowance.workDays] : [calendars[allowance.clock], allowance.ms];
}

/** ES-T3: time in which the customer is waited for is not counted. */
function addWithPauses(calendar: Calendar, start: EpochMs, amount: number, pauses: Case['pauses']): EpochMs {
  let cursor = start;
  let left = amount;
  for (const { from, to } of pauses) {
    const run = calendar.between(cursor, from);
    if (run >= left) break;
    left -= run;
    cursor = to ?? from;
  }
  return calendar.add(cursor, left);
}

/** ES-T2: outside the customer's hours it is due earlier, so that the gap never grows; if it had to be before it began, at the next opening. */
function contactDue(one: Readonly<Case>, startedAt: EpochMs, amount: number, { contact }: Calendars): EpochMs {
  const dueAt = epochMs(startedAt + amount);
  if ((gradeOf(one) === 'P1' && one.keepsContactHours === undefined) || contact.isOpenAt(dueAt)) return dueAt;
  const earlier = contact.lastOpenMinuteBefore(dueAt);
  return earlier !== undefined && earlier > startedAt ? earlier : contact.nextOpen(dueAt);
}

/** What a case's policy grants; for a department, what its own line says. `null`: this timer does not run. */
function allowanceOf(config: EscalationConfig, one: Readonly<Case>, code: Code, grade: Grade): Allowance | null {
  const usual = policyOf(config, one.policyVersion).timers[code][grade];
  if (one.handOff === undefined || (code !== 'T4' && (code !== 'T6P' || one.route === 'supervisor'))) return usual;
  const { preliminaryMin, solveTarget } = responseOf(config, one.handOff.department, one.caseType, grade);
  if (code === 'T6P') return solveTarget ?? usual;
  if (preliminaryMin === undefined) return usual;
  const clock = usual !== null && 'clock' in usual ? usual.clock : 'wall';
  return { ms: preliminaryMin * MINUTE_MS, clock };
}

/** How far it could have got by now. */
function levelAt(marks: Marks, now: EpochMs): TimerLevel {
  let passed = 0;
  for (const mark of MARKS) if (marks[mark] <= now) passed += 1;
  return LEVELS[passed] ?? 'none';
}
const lower = (a: TimerLevel, b: TimerLevel): TimerLevel => (LEVELS.indexOf(a) < LEVELS.indexOf(b) ? a : b);

const openPause = ({ pauses }: Readonly<Case>): EpochMs | undefined => {
  const last = pauses.at(-1);
  return last !== undefined && last.to === undefined ? last.from : undefined;
};
