import type { CaseId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import type { CaseEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import { type Case, type CaseTimer, gradeOf, isCaseOpen } from './case.js';
import { type Custodians, custodyAt, toKeeper } from './custody.js';
import { isUrgent } from './policy.js';
import { raiseForLate } from './raise.js';
import { nextMark } from './timer-level.js';
import { applied, withTimers } from './timers.js';

/** The next instant at which something of a case is due: a warning, a breach, a promise, an answer that somebody owes. */
export function caseDueAt(site: Readonly<SiteState>, one: Readonly<Case> | undefined): EpochMs | undefined {
  if (one === undefined || !isCaseOpen(one)) return undefined;
  const [first, custody] = [firstDueOf(one), custodyAt(site, one)];
  if (first === undefined || custody === undefined) return first ?? custody;
  return first < custody ? first : custody;
}

function firstDueOf(one: Readonly<Case>): EpochMs | undefined {
  if (!isCaseOpen(one)) return undefined;
  let first: EpochMs | undefined;
  for (const { at } of duesOf(one)) if (first === undefined || at < first) first = at;
  return first;
}

export function decideCaseDue(site: Readonly<SiteState>, caseId: CaseId, dueAt: EpochMs, people: Custodians): Due {
  const reads = [entityKey('case', caseId)];
  const stored = site.cases.get(caseId);
  if (stored === undefined) return { events: [], reads };
  const { one, events } = caughtUp(site, stored, dueAt);
  const { agentId } = stored.owner;
  if (agentId !== undefined) reads.push(entityKey('agent', agentId));
  const leavesAt = custodyAt(site, one);
  return { events: leavesAt === undefined || leavesAt > dueAt ? events : [...events, toKeeper(site, one, dueAt, people)], reads };
}

/**
 * All that was due until `now` and was not noted yet, each once and with its own time: nobody's late answer may look like one in time
 * because no node had looked at the clock.
 */
export function caughtUp(site: Readonly<SiteState>, stored: Readonly<Case>, now: EpochMs): { one: Readonly<Case>; events: CaseEvent[] } {
  let one = stored;
  const events: CaseEvent[] = [];
  for (;;) {
    const dueAt = firstDueOf(one);
    if (dueAt === undefined || dueAt > now) return { one, events };
    const passed = [...duesOf(one)].filter(({ at }) => at === dueAt).map(({ event }) => event);
    events.push(...passed);
    one = applied(one, passed);
    const raise = raiseForLate(site, one, passed, dueAt);
    if (raise.length === 0) continue;
    const raised = withTimers(site, one, raise, dueAt);
    events.push(...raised);
    one = applied(one, raised);
  }
}

/** I19: so long may a case be nobody's before that is alarming. */
const UNOWNED_MS = { urgent: 30 * SECOND_MS, other: 10 * MINUTE_MS };

interface Coming {
  readonly at: EpochMs;
  readonly event: CaseEvent;
}

/** What will happen by itself if nobody does anything. Each takes itself off this list. */
function* duesOf(one: Readonly<Case>): Generator<Coming> {
  const due = (at: EpochMs) => ({ occurredAt: at, caseId: one.id, by: SYSTEM });
  for (const timer of one.timers) {
    const next = markOf(one, timer);
    if (next !== undefined) yield next;
  }
  for (const { id, state, isReminded, remindAt, dueAt } of one.promises) {
    if (state !== 'open') continue;
    if (!isReminded && remindAt < dueAt) yield { at: remindAt, event: { type: 'case.promise-reminded', ...due(remindAt), promiseId: id } };
    else yield { at: dueAt, event: { type: 'case.promise-broken', ...due(dueAt), promiseId: id } };
  }
  for (const { id, state, dueAt } of one.approvals) {
    if (state === 'asked') yield { at: dueAt, event: { type: 'case.approval-late', ...due(dueAt), approvalId: id } };
  }
  if (one.owner.role === 'system' && !one.isUnownedAlerted) {
    const at = epochMs(one.ownerSince + (isUrgent(gradeOf(one)) ? UNOWNED_MS.urgent : UNOWNED_MS.other));
    yield { at, event: { type: 'case.unowned', ...due(at) } };
  }
  const { offered, arbitration, handOff } = one;
  if (offered !== undefined && !offered.isAlerted) {
    yield { at: offered.answerDueAt, event: { type: 'case.offer-unanswered', ...due(offered.answerDueAt) } };
  }
  if (arbitration !== undefined && !arbitration.isAlerted) {
    yield { at: arbitration.dueAt, event: { type: 'case.arbitration-overdue', ...due(arbitration.dueAt) } };
  }
  if (handOff === undefined || one.state !== 'solving' || one.route !== 'department') return;
  const { ackDueAt, isAckAlerted, updateDueAt } = handOff;
  if (handOff.state === 'sent' && !isAckAlerted) yield { at: ackDueAt, event: { type: 'case.receipt-overdue', ...due(ackDueAt) } };
  if (updateDueAt !== undefined) yield { at: updateDueAt, event: { type: 'case.department-update-owed', ...due(updateDueAt) } };
}

function markOf(one: Readonly<Case>, timer: Readonly<CaseTimer>): Coming | undefined {
  const next = nextMark(timer);
  if (next === undefined) return undefined;
  const on = { occurredAt: next.at, caseId: one.id, by: SYSTEM, code: timer.code };
  switch (next.level) {
    case 'warned':
      return { at: next.at, event: { type: 'case.timer-warned', ...on } };
    case 'breached':
      return {
        at: next.at,
        event: { type: 'case.timer-breached', ...on, ...(timer.breachedByRegrade ? { breachedByRegrade: true as const } : {}) },
      };
    case 'manager':
    case 'director':
      return { at: next.at, event: { type: 'case.timer-escalated', ...on, level: next.level } };
    default:
      return undefined;
  }
}
