import { type EpochMs, epochMs } from '../../kernel/time.js';
import type { CaseEvent, EventOf } from '../events.js';
import { type Case, isCaseOpen, MAX_MENTIONS, MAX_PROMISES } from './case.js';
import { keepJudgement, keepPast } from './past-clocks.js';
import type { CaseState } from './words.js';

type Later = Exclude<CaseEvent, { type: 'case.opened' }>;
type Apply<T extends Later['type']> = (one: Case, event: EventOf<T>) => void;

/** What each event makes of its case: the rows of B.3.2, and all around them. Changes the case in place and keeps nothing of the event. */
const APPLY: { readonly [T in Later['type']]: Apply<T> } = {
  'case.first-responded': (one, { occurredAt, direction, channel }) => {
    one.firstRespondedAt = occurredAt;
    one.lastTold = { at: occurredAt, text: direction, channel };
  },
  'case.graded': (one, { occurredAt, grade, caseType, aboutAgentId }) => {
    one.grade = grade;
    one.caseType = caseType;
    one.gradedAt ??= occurredAt;
    if (aboutAgentId !== undefined) one.aboutAgentId = aboutAgentId;
    if (one.state === 'new') enter(one, 'graded', occurredAt);
  },
  'case.grade-raised': (one, { occurredAt: at, from, grade: to, because, code }) => {
    if (one.grade === undefined) one.proposedGrade = to;
    else one.grade = to;
    const others = (one.raised ?? []).filter((each) => each.because !== because || each.code !== code);
    one.raised = [...others, { at, from, to, because, ...(code === undefined ? {} : { code }) }];
  },
  'case.attributed': (one, { occurredAt, causeClass, fiveW2H }) => {
    one.causeClass = causeClass;
    Object.assign(one.fiveW2H, fiveW2H);
    enter(one, 'attributing', occurredAt);
  },
  'case.routed': (one, { occurredAt, route }) => {
    one.route = route;
    one.closure = route === 'authority' ? 'T6' : 'T6P';
    delete one.arbitration;
    enter(one, 'solving', occurredAt);
  },
  'case.handed-off': (one, event) => {
    const { occurredAt, department, text, evidence, ackDueAt, updateMs } = event;
    keepJudgement(one);
    one.route = 'department';
    one.closure = 'T6P';
    one.handOff = {
      department,
      sentAt: occurredAt,
      text,
      ackDueAt,
      isAckAlerted: false,
      state: 'sent',
      ...(evidence === undefined ? {} : { evidence }),
      ...(updateMs === undefined ? {} : { updateMs, updateDueAt: epochMs(occurredAt + updateMs) }),
    };
    if (event.isArbitrated) one.isArbitrated = true;
    delete one.arbitration;
    enter(one, 'solving', occurredAt);
  },
  'case.department-received': (one, { occurredAt }) => {
    if (one.handOff === undefined) return;
    one.handOff.receivedAt = occurredAt;
    one.handOff.state = 'received';
  },
  'case.department-judged': (one, { occurredAt, text }) => {
    if (one.handOff === undefined) return;
    one.handOff.receivedAt ??= occurredAt;
    one.handOff.judgedAt ??= occurredAt;
    one.handOff.judgement = text;
    one.handOff.state = 'judged';
    expectNews(one, occurredAt);
  },
  'case.department-rejected': (one, { occurredAt, arbitrateDueAt }) => {
    one.rejections += 1;
    if (arbitrateDueAt !== undefined) one.arbitration = { dueAt: arbitrateDueAt, isAlerted: false };
    if (one.handOff !== undefined) {
      one.handOff.state = arbitrateDueAt === undefined ? 'refused' : 'arbitrate';
      delete one.handOff.updateDueAt;
    }
    delete one.route;
    enter(one, 'attributing', occurredAt);
  },
  'case.receipt-overdue': (one) => {
    if (one.handOff !== undefined) one.handOff.isAckAlerted = true;
  },
  'case.department-update-owed': (one) => {
    delete one.handOff?.updateDueAt;
  },
  'case.arbitration-overdue': (one) => {
    if (one.arbitration !== undefined) one.arbitration.isAlerted = true;
  },
  'case.authority-used': (one, { entry, amount }) => {
    const before = one.given.find((given) => given.entry === entry);
    one.given = [...one.given.filter((given) => given !== before), { entry, amount: (before?.amount ?? 0) + amount }];
  },
  'case.approval-asked': (one, { by, approvalId, entry, amount, reason, evidence, dueAt }) => {
    const more = evidence === undefined ? {} : { evidence };
    one.approvals.push({ id: approvalId, entry, amount, reason, ...more, askedBy: { ...by }, dueAt, state: 'asked' });
  },
  'case.approval-answered': (one, { by, approvalId, granted }) => {
    const approval = one.approvals.find(({ id }) => id === approvalId);
    if (approval !== undefined) Object.assign(approval, { state: granted ? 'granted' : 'refused', by: { ...by } });
  },
  'case.approval-late': (one, { approvalId }) => {
    const approval = one.approvals.find(({ id }) => id === approvalId);
    if (approval !== undefined) approval.state = 'late';
  },
  'case.planned': (one, { occurredAt, text, etaAt, explanation }) => {
    one.plan = { text, etaAt, ...(explanation === undefined ? {} : { explanation }) };
    one.answeredAt ??= occurredAt;
    enter(one, 'proposed', occurredAt);
  },
  'case.customer-told': (one, { occurredAt, text, channel }) => {
    told(one, occurredAt, text, channel);
    one.informedAt = occurredAt;
    enter(one, 'customer-confirm', occurredAt);
  },
  'case.customer-answered': (one, { occurredAt, answer, to, tryAgainAt }) => {
    if (answer === 'no-answer') tried(one, tryAgainAt);
    if (to === 'attributing') startAnew(one, occurredAt);
    if (to === 'resolved') resolve(one, one.plan?.text ?? one.lastTold?.text ?? '', occurredAt);
  },
  'case.fixed': (one, { occurredAt, text }) => {
    one.answeredAt ??= occurredAt;
    // On the spot, with the customer there.
    one.lastTold = { at: occurredAt, text, channel: 'phone' };
    one.informedAt = occurredAt;
    resolve(one, text, occurredAt);
  },
  'case.follow-up-started': (one, { occurredAt }) => enter(one, 'follow-up', occurredAt),
  'case.followed-up': (one, { result, tryAgainAt }) => {
    if (result === 'no-answer') tried(one, tryAgainAt);
  },
  'case.closed': (one, { occurredAt, review }) => {
    if (review !== undefined) one.review = review;
    end(one, 'closed', occurredAt);
  },
  'case.reopened': (one, { occurredAt }) => {
    one.reopens += 1;
    one.updateSince = occurredAt;
    delete one.closedAt;
    delete one.resolvedAt;
    delete one.resolution;
    delete one.review;
    startAnew(one, occurredAt);
  },
  'case.progressed': (one, { occurredAt, text, channel }) => told(one, occurredAt, text, channel),
  'case.promised': (one, { promise }) => addPromise(one, promise),
  'case.promise-kept': (one, { occurredAt, promiseId }) => {
    const promise = one.promises.find(({ id }) => id === promiseId);
    if (promise === undefined) return;
    if (promise.state === 'open') promise.state = 'kept';
    promise.keptAt = occurredAt;
  },
  'case.promise-reminded': (one, { promiseId }) => {
    const promise = one.promises.find(({ id }) => id === promiseId);
    if (promise !== undefined) promise.isReminded = true;
  },
  'case.promise-broken': (one, { promiseId }) => {
    const promise = one.promises.find(({ id }) => id === promiseId);
    if (promise?.state === 'open') promise.state = 'broken';
  },
  'case.merged': (one, { occurredAt, intoCaseId }) => {
    one.mergedInto = intoCaseId;
    end(one, 'merged', occurredAt);
  },
  'case.merged-in': (one, { fromCaseId, promises }) => {
    one.mergedFrom.push(fromCaseId);
    for (const promise of promises) addPromise(one, promise);
  },
  'case.cancelled': (one, { occurredAt }) => end(one, 'cancelled', occurredAt),
  'case.commented': (one, { mentions }) => {
    one.comments += 1;
    const known = new Set(one.mentions.map(({ userId }) => userId));
    one.mentions.push(...mentions.filter(({ userId }) => !known.has(userId)).map((person) => ({ ...person })));
    if (one.mentions.length > MAX_MENTIONS) one.mentions.splice(0, one.mentions.length - MAX_MENTIONS);
  },
  'case.offered': (one, { occurredAt, to, answerDueAt }) => {
    one.offered = { to: { ...to }, since: occurredAt, answerDueAt, isAlerted: false };
  },
  'case.offer-declined': (one) => {
    delete one.offered;
  },
  'case.offer-unanswered': (one) => {
    if (one.offered !== undefined) one.offered.isAlerted = true;
  },
  'case.owner-changed': (one, { occurredAt, owner }) => {
    one.owner = { ...owner };
    one.ownerSince = occurredAt;
    one.isUnownedAlerted = false;
    delete one.offered;
  },
  'case.unowned': (one) => {
    one.isUnownedAlerted = true;
  },
  'case.ticket-requested': (one, { occurredAt, actionId }) => {
    one.ticket = { actionId, requestedAt: occurredAt, state: 'queued', tries: 0 };
  },
  'case.ticket-changed': (one, { occurredAt, state, key, url, resolution, tries, to }) => {
    const before = one.ticket ?? { requestedAt: occurredAt };
    one.ticket = { ...before, state, tries };
    if (key !== undefined) one.ticket.key = key;
    if (url !== undefined) one.ticket.url = url;
    if (resolution !== undefined) one.ticket.resolution = resolution;
    if (state === 'reopened') delete one.ticket.resolution;
    if (to !== undefined) enter(one, to, occurredAt);
  },
  'case.call-ended': (one) => {
    delete one.visitId;
  },
  'case.noted': (one, { noticeIds }) => {
    const left = one.notices?.filter(({ id }) => !noticeIds.includes(id)) ?? [];
    if (left.length === 0) delete one.notices;
    else one.notices = left;
  },
  'case.timers-set': (one, { timers, dropped }) => {
    keepPast(one, { timers, dropped });
    const gone = new Set<string>([...dropped, ...timers.map(({ code }) => code)]);
    one.timers = [...one.timers.filter(({ code }) => !gone.has(code)), ...timers.map((timer) => ({ ...timer }))];
    one.timers.sort((a, b) => (a.code < b.code ? -1 : 1));
  },
  'case.timer-warned': (one, { code }) => level(one, code, 'warned'),
  'case.timer-breached': (one, { code }) => level(one, code, 'breached'),
  'case.timer-escalated': (one, event) => level(one, event.code, event.level),
};

export const applyToCase = (one: Case, event: Later): void => (APPLY[event.type] as (one: Case, event: Later) => void)(one, event);

export const isLater = (event: CaseEvent): event is Later => event.type !== 'case.opened';

/** A state is entered with no tries made in it; T6 stands still for as long as the customer is waited for (ES-T3). */
function enter(one: Case, state: CaseState, at: EpochMs): void {
  if (one.state === state) return;
  const pause = one.pauses.at(-1);
  if (one.state === 'customer-confirm' && pause !== undefined) pause.to = at;
  if (state === 'customer-confirm') one.pauses.push({ from: at });
  if (one.state === 'solving' && one.handOff !== undefined) one.handOff.leftAt ??= at;
  one.state = state;
  one.attempts = 0;
  delete one.tryAgainAt;
}

function resolve(one: Case, resolution: string, at: EpochMs): void {
  one.resolution = resolution;
  one.resolvedAt = at;
  one.firstResolvedAt ??= at;
  enter(one, 'resolved', at);
}

/** Back to its causes: what was proposed did not do. */
function startAnew(one: Case, at: EpochMs): void {
  delete one.route;
  delete one.plan;
  delete one.informedAt;
  enter(one, 'attributing', at);
}

function end(one: Case, state: 'closed' | 'merged' | 'cancelled', at: EpochMs): void {
  if (isCaseOpen(one)) one.closedAt = at;
  delete one.offered;
  enter(one, state, at);
}

function told(one: Case, at: EpochMs, text: string, channel: NonNullable<Case['lastTold']>['channel']): void {
  one.lastTold = { at, text, channel };
  if (one.resolvedAt === undefined) one.updateSince = at;
  if (one.state === 'resolved' || one.state === 'follow-up') one.informedAt = at;
}

function tried(one: Case, tryAgainAt: EpochMs | undefined): void {
  one.attempts += 1;
  if (tryAgainAt !== undefined) one.tryAgainAt = tryAgainAt;
}

function expectNews({ handOff }: Case, at: EpochMs): void {
  if (handOff?.updateMs !== undefined) handOff.updateDueAt = epochMs(at + handOff.updateMs);
}

/** The oldest that are settled make room. */
function addPromise(one: Case, promise: EventOf<'case.promised'>['promise']): void {
  one.promises.push({ ...promise, state: 'open', isReminded: false });
  const settled = one.promises.findIndex(({ state }) => state !== 'open');
  if (one.promises.length > MAX_PROMISES) one.promises.splice(Math.max(0, settled), 1);
}

function level(one: Case, code: Case['timers'][number]['code'], to: Case['timers'][number]['level']): void {
  const timer = one.timers.find((each) => each.code === code);
  if (timer !== undefined) timer.level = to;
}
