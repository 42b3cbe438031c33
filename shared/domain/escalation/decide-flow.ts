import { epochMs } from '../../kernel/time.js';
import { calendarsOf } from './calendar.js';
import { type Case, isComplaint, MAX_PROMISES } from './case.js';
import { policyOf } from './policy.js';
import { keepNext, promiseOf } from './promises.js';
import { mustReach, raiseForReturn } from './raise.js';
import { isBarred } from './reach.js';
import { granted, present, type Ruled, type Rules, refused, type Work, wrongState } from './rule.js';
import { NEEDS_EXPLANATION } from './words.js';

/** ES-15…17: so many tries are enough. */
const TRIES = 3;
const REOPEN_WITHIN_MS = 7 * 24 * 3_600_000;
/** How often one case may wait for its customer. */
const MOST_WAITS = 50;

type Flow =
  | 'case.first-response'
  | 'case.attribute'
  | 'case.to-supervisor'
  | 'case.plan'
  | 'case.tell-customer'
  | 'case.customer-answer'
  | 'case.fixed-now'
  | 'case.start-follow-up'
  | 'case.follow-up-result'
  | 'case.close'
  | 'case.reopen'
  | 'case.progress'
  | 'case.cancel';

/** 分级 → 归因 → 解决 → 反馈: the rows of B.3.2 that lead a case from state to state. */
export const FLOW: Rules<Flow> = {
  /** ES-02. As long as nobody has done it: grading first must not make it impossible. */
  'case.first-response': (work, { direction, node, channel }) => {
    const { one, on, now, ask } = work;
    if (one.firstRespondedAt !== undefined) return refused('unchanged');
    if (node.dueAt <= now) return refused('in-the-past', { field: 'node' });
    if (openPromises(one) >= MAX_PROMISES) return refused('limit-reached');
    const promise = promiseOf({ id: ask.actionId, ...node, channel }, on.by, now);
    return granted([
      { type: 'case.first-responded', ...on, direction, channel },
      { type: 'case.promised', ...on, promise },
    ]);
  },

  /** ES-04 */
  'case.attribute': (work, { causeClass, fiveW2H }) => {
    const { one, on } = work;
    if (one.state !== 'graded' && one.state !== 'attributing') return wrongState(work);
    return granted([{ type: 'case.attributed', ...on, causeClass, fiveW2H }], { what: causeClass });
  },

  /** ES-06 */
  'case.to-supervisor': (work, { reason }) => {
    if (work.one.state !== 'attributing') return wrongState(work);
    return granted([{ type: 'case.routed', ...work.on, route: 'supervisor', reason }], { what: 'supervisor', reason });
  },

  /** ES-10; a plan that the customer was not told yet may be bettered. */
  'case.plan': (work, { text, etaAt, explanation }) => {
    const { one, on, now } = work;
    if (one.state !== 'solving' && one.state !== 'proposed') return wrongState(work);
    if (etaAt <= now) return refused('in-the-past', { field: 'etaAt' });
    if (owesExplanation(one) && explanation === undefined) return refused('incomplete', { field: 'explanation' });
    return granted([{ type: 'case.planned', ...on, text, etaAt, ...present('explanation', explanation) }, ...keepNext(one, on)]);
  },

  /** ES-11 */
  'case.tell-customer': (work, { channel, text }) => {
    const { one, on } = work;
    if (one.state !== 'proposed') return wrongState(work);
    if (owesExplanation(one) && one.plan?.explanation === undefined) return refused('incomplete', { field: 'explanation' });
    if (one.pauses.length >= MOST_WAITS) return refused('limit-reached');
    return granted([{ type: 'case.customer-told', ...on, channel, text }, ...keepNext(one, on)], { what: channel });
  },

  /** ES-12; ES-13: what a customer has refused is at least P2. */
  'case.customer-answer': (work, { answer, text }) => {
    const { one, on } = work;
    if (one.state !== 'customer-confirm') return wrongState(work);
    const answered = { type: 'case.customer-answered', ...on, answer, ...present('text', text) } as const;
    if (answer === 'accepted') return granted([{ ...answered, to: 'resolved' }], { what: answer });
    if (answer === 'refused')
      return granted([{ ...answered, to: 'attributing' }, ...mustReach(one, 'P2', { because: 'refused' }, on)], { what: answer });
    const again = tryAgain(work);
    if (!again.ok) return again;
    const more = one.attempts + 1 >= TRIES ? ({ to: 'resolved' } as const) : { tryAgainAt: again.value };
    return granted([{ ...answered, ...more }], { what: answer });
  },

  /** ES-14 */
  'case.fixed-now': (work, { text }) => {
    if (work.one.state !== 'solving') return wrongState(work);
    return granted([{ type: 'case.fixed', ...work.on, text }, ...keepNext(work.one, work.on)]);
  },

  /** ES-15 */
  'case.start-follow-up': (work) => {
    if (work.one.state !== 'resolved') return wrongState(work);
    return granted([{ type: 'case.follow-up-started', ...work.on }]);
  },

  /** ES-16; who is not content has the case back (ES-17). */
  'case.follow-up-result': (work, { result, review }) => {
    const { one, on, now } = work;
    if (one.state !== 'follow-up') return wrongState(work);
    const tried = { type: 'case.followed-up', ...on, result } as const;
    if (result === 'dissatisfied') {
      return granted([tried, { type: 'case.reopened', ...on, reason: review ?? result }, ...raiseForReturn(one, now)], { what: result });
    }
    if (result === 'no-answer') {
      const again = tryAgain(work);
      if (!again.ok) return again;
      if (one.attempts + 1 < TRIES) return granted([{ ...tried, tryAgainAt: again.value }], { what: result });
    }
    return closing(work, review, [tried]);
  },

  'case.close': (work, { review }) => {
    const { one } = work;
    if (one.state !== 'resolved') return wrongState(work);
    // A complaint is followed up, always.
    if (isComplaint(one.caseType)) return refused('incomplete', { field: 'follow-up' });
    return closing(work, review, []);
  },

  /** ES-17 */
  'case.reopen': (work, { reason }) => {
    const { one, on, now } = work;
    if (one.state !== 'follow-up' && one.state !== 'closed') return wrongState(work);
    if (one.closedAt !== undefined && now - one.closedAt > REOPEN_WITHIN_MS) return refused('too-late');
    return granted([{ type: 'case.reopened', ...on, reason }, ...raiseForReturn(one, now)], { reason });
  },

  /** ES-18 */
  'case.progress': ({ one, on }, { text, channel }) =>
    granted([{ type: 'case.progressed', ...on, text, channel }, ...keepNext(one, on)], { what: channel }),

  'case.cancel': ({ on }, { reason }) => granted([{ type: 'case.cancelled', ...on, reason }], { reason }),
};

/** I19: no case is closed with a blank, or with a customer who does not know what came of it. */
function closing(work: Work, review: string | undefined, before: Parameters<typeof granted>[0]): Ruled {
  const field = blankOf(work.one, review);
  if (field !== undefined) return refused('incomplete', { field });
  return granted([...before, { type: 'case.closed', ...work.on, ...present('review', review) }]);
}

export function blankOf(one: Readonly<Case>, review: string | undefined): string | undefined {
  if (one.grade === undefined) return 'grade';
  if (one.causeClass === undefined) return 'causeClass';
  if (one.owner.role === 'system') return 'owner';
  if (one.resolution === undefined || one.resolution === '') return 'resolution';
  if (one.informedAt === undefined) return 'customer-informed';
  if (isComplaint(one.caseType) && (review ?? one.review) === undefined) return 'review';
  return undefined;
}

/** The tracker mended nothing: the customer is owed the reason in plain words. */
const owesExplanation = ({ ticket }: Readonly<Case>): boolean =>
  ticket?.state === 'resolved' && ticket.resolution !== undefined && NEEDS_EXPLANATION.has(ticket.resolution);

/** Tries are four hours apart and inside contact hours; the answer is when the next one may be. */
function tryAgain({ site, one, now }: Work) {
  const { escalation, timeZone } = site.config;
  const { contact } = calendarsOf(escalation, timeZone);
  const isTooSoon = now < (one.tryAgainAt ?? 0) || !contact.isOpenAt(now);
  if (isTooSoon) return { ok: false as const, error: { code: 'too-soon' as const } };
  const gapMs = policyOf(escalation, one.policyVersion).attemptGapMs;
  return { ok: true as const, value: contact.nextOpen(epochMs(now + gapMs)) };
}

const openPromises = ({ promises }: Readonly<Case>) => promises.filter(({ state }) => state === 'open').length;

/** ES-O4: what the people whom a case is about must leave to others. */
export const NOT_OF_ONE_S_OWN: ReadonlySet<string> = new Set([
  'case.attribute',
  'case.start-follow-up',
  'case.follow-up-result',
  'case.close',
  'case.cancel',
  'case.merge',
  'case.accept',
  'case.take',
]);
export const isOwnCase = ({ site, one, ask }: Work): boolean => isBarred(site, one, ask.context.by);
