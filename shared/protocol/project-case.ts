import { type Case, gradeOf, isCaseOpen } from '../domain/escalation/case.js';
import { departmentOf } from '../domain/escalation/departments.js';
import { readerOf } from '../domain/escalation/notices.js';
import { agentsOn, isAway, teamsOn } from '../domain/escalation/reach.js';
import { isBreached } from '../domain/escalation/timer-level.js';
import type { SiteState } from '../domain/site.js';
import type { EpochMs } from '../kernel/time.js';
import type { CaseView } from './views.js';

/** A case as the board shows it. */
export function projectCase(site: Readonly<SiteState>, one: Readonly<Case>): CaseView {
  const { offered, handOff } = one;
  return {
    id: one.id,
    no: one.no,
    caseType: one.caseType,
    grade: one.grade,
    proposedGrade: one.proposedGrade,
    raised: raisedNow(one),
    state: one.state,
    route: one.route,
    isReopened: one.reopens > 0,
    text: one.text,
    openedAt: one.openedAt,
    firstResponder: { ...one.firstResponder },
    owner: { ...one.owner },
    isOwnerAway: isCaseOpen(one) && isAway(site, one.owner),
    offeredTo: offered && { person: { ...offered.to }, since: offered.since },
    visitId: one.visitId,
    queueId: one.queueId,
    agentId: one.agentId,
    aboutAgentId: one.aboutAgentId,
    agentIds: agentsOn(one),
    teamIds: teamsOn(site, one),
    callerMasked: one.caller?.masked || undefined,
    tier: one.caller?.tier,
    department: handOff?.department,
    departmentState: handOff?.state,
    handOff: handOff && projectHandOff(site, handOff),
    arbitrateDueAt: one.arbitration?.dueAt,
    isArbitrated: one.isArbitrated,
    causeClass: one.causeClass,
    fiveW2H: { ...one.fiveW2H },
    plan: one.plan && { ...one.plan },
    lastTold: one.lastTold && { ...one.lastTold },
    promises: one.promises.map(({ id, dueAt, text, byName, channel, state }) => ({ id, dueAt, text, byName, channel, state })),
    timers: one.timers.map(projectTimer),
    nextDueAt: nextDueAt(one),
    isOverdue: isOverdue(one),
    approvals: one.approvals.map(projectApproval),
    ticket: one.ticket && projectTicket(one.ticket),
    given: one.given.map((each) => ({ ...each })),
    resolution: one.resolution,
    resolvedAt: one.resolvedAt,
    review: one.review,
    mergedInto: one.mergedInto,
    mergedFrom: [...one.mergedFrom],
    comments: one.comments,
    notices: noticesOf(site, one),
    attempts: one.attempts,
    attemptAgainAt: one.tryAgainAt,
    entries: one.entryCount,
    closedAt: one.closedAt,
  };
}

function noticesOf(site: Readonly<SiteState>, one: Readonly<Case>): CaseView['notices'] {
  return one.notices?.flatMap((notice) => {
    const { at, kind, what } = notice;
    const reader = readerOf(site, one, notice);
    return reader === undefined ? [] : [{ at, kind, ...(what === undefined ? {} : { what }), ...reader }];
  });
}

/** What a person has graded since is no news any more. */
function raisedNow(one: Readonly<Case>): CaseView['raised'] {
  const last = one.raised?.at(-1);
  if (last === undefined || last.to !== gradeOf(one)) return undefined;
  const { at, from, because, code } = last;
  return { at, from, because, ...(code === undefined ? {} : { code }) };
}

function projectHandOff(site: Readonly<SiteState>, handOff: NonNullable<Case['handOff']>): NonNullable<CaseView['handOff']> {
  const { department, sentAt, ackDueAt, receivedAt, judgedAt, judgement } = handOff;
  const dutyContact = departmentOf(site.config.escalation, department)?.dutyContact;
  return {
    sentAt,
    ackDueAt,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(judgedAt === undefined ? {} : { judgedAt }),
    ...(judgement === undefined ? {} : { judgement }),
    ...(dutyContact === undefined ? {} : { dutyContact }),
  };
}

const projectApproval = ({ id, entry, amount, reason, askedBy, dueAt, state, by }: Case['approvals'][number]) => ({
  id,
  entry,
  amount,
  reason,
  askedByName: askedBy.name,
  dueAt,
  state,
  ...(by === undefined ? {} : { byName: by.name }),
});

function projectTimer(timer: Case['timers'][number]): CaseView['timers'][number] {
  const { code, startedAt, dueAt, level, endedAt, pausedAt, breachedByRegrade } = timer;
  return {
    code,
    startedAt,
    dueAt,
    state: stateOf(timer),
    level,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(pausedAt === undefined ? {} : { pausedAt }),
    ...(breachedByRegrade === undefined ? {} : { breachedByRegrade }),
  };
}

function stateOf(timer: Case['timers'][number]): CaseView['timers'][number]['state'] {
  if (isBreached(timer)) return 'breached';
  if (timer.endedAt !== undefined) return 'met';
  return timer.pausedAt === undefined ? 'running' : 'paused';
}

function projectTicket({ state, key, url, resolution, tries }: NonNullable<Case['ticket']>): NonNullable<CaseView['ticket']> {
  return {
    state,
    ...(key === undefined ? {} : { key }),
    ...(url === undefined ? {} : { url }),
    ...(resolution === undefined ? {} : { resolution }),
    tries,
  };
}

const runs = ({ endedAt, pausedAt }: Case['timers'][number]) => endedAt === undefined && pausedAt === undefined;
const isOwed = ({ state, keptAt }: Case['promises'][number]) => state !== 'kept' && keptAt === undefined;

function nextDueAt(one: Readonly<Case>): EpochMs | undefined {
  if (!isCaseOpen(one)) return undefined;
  let next: EpochMs | undefined;
  for (const { dueAt } of [...one.timers.filter(runs), ...one.promises.filter(isOwed)]) {
    if (next === undefined || dueAt < next) next = dueAt;
  }
  return next;
}

const isOverdue = (one: Readonly<Case>): boolean =>
  isCaseOpen(one) &&
  (one.isUnownedAlerted ||
    one.timers.some((timer) => runs(timer) && isBreached(timer)) ||
    one.promises.some((each) => each.state === 'broken' && isOwed(each)));
