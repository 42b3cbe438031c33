import { epochMs } from '../../kernel/time.js';
import { personOf } from '../person.js';
import { entityKey } from '../site.js';
import { gradeOf, isCaseOpen, MAX_MERGED, MAX_PROMISES } from './case.js';
import { customerOf } from './ledger.js';
import { isReader } from './notice-reader.js';
import { readerOf } from './notices.js';
import { isUrgent, policyOf } from './policy.js';
import { promiseOf } from './promises.js';
import { isAway, isBarred, isLeadOn, mayWork } from './reach.js';
import { granted, present, type Rules, refused, type Work } from './rule.js';

type People =
  | 'case.give'
  | 'case.accept'
  | 'case.decline'
  | 'case.take'
  | 'case.comment'
  | 'case.promise'
  | 'case.keep-promise'
  | 'case.merge'
  | 'case.note'
  | 'case.send-ticket'
  | 'case.link-ticket';

/** Who has the case (B.3.3), and what people tell each other and the customer about it. */
export const PEOPLE: Rules<People> = {
  /** ES-O1: it stays with the owner until the other one has accepted. */
  'case.give': (work, { toUserId, note }) => {
    const { site, one, on, now, ask } = work;
    if (ask.relation !== 'site' && one.owner.userId !== on.by.userId && !isLeadOn(site, one, ask.context.by))
      return refused('not-permitted');
    const to = ask.context.person(toUserId);
    if (to === undefined) return refused('not-found', { field: 'toUserId' });
    if (to.userId === one.owner.userId || to.userId === one.offered?.to.userId) return refused('unchanged');
    if (isBarred(site, one, to)) return refused('own-case');
    const { acceptMs } = policyOf(site.config.escalation, one.policyVersion);
    const answerDueAt = epochMs(now + (isUrgent(gradeOf(one)) ? acceptMs.urgent : acceptMs.other));
    return granted([{ type: 'case.offered', ...on, to: personOf(to), ...present('note', note), answerDueAt }], { what: to.name });
  },

  'case.accept': (work) => {
    const { site, one, on } = work;
    if (one.offered?.to.userId !== on.by.userId) return notOffered(work);
    if (isAway(site, on.by)) return refused('wrong-state', { detail: 'away' });
    return granted([{ type: 'case.owner-changed', ...on, owner: on.by, how: 'accepted' }], readsAgent(work));
  },

  'case.decline': (work, { reason }) => {
    const { one, on } = work;
    if (one.offered?.to.userId !== on.by.userId) return notOffered(work);
    return granted([{ type: 'case.offer-declined', ...on, reason }], { reason });
  },

  'case.take': (work) => {
    const { one, on } = work;
    if (one.owner.userId === on.by.userId) return refused('unchanged');
    return granted([{ type: 'case.owner-changed', ...on, owner: on.by, how: 'taken' }], { what: one.owner.name });
  },

  'case.comment': ({ on, ask }, { text, mentions }) => {
    const people = [...new Set(mentions)].map((userId) => ask.context.person(userId));
    const known = people.filter((person) => person !== undefined).map(personOf);
    if (known.length < people.length) return refused('not-found', { field: 'mentions' });
    return granted([{ type: 'case.commented', ...on, text, mentions: known }]);
  },

  'case.promise': ({ one, on, now, ask }, { dueAt, text, channel }) => {
    if (dueAt <= now) return refused('in-the-past', { field: 'dueAt' });
    if (one.promises.filter(({ state }) => state === 'open').length >= MAX_PROMISES) return refused('limit-reached');
    return granted([{ type: 'case.promised', ...on, promise: promiseOf({ id: ask.actionId, dueAt, text, channel }, on.by, now) }]);
  },

  'case.keep-promise': ({ one, on }, { promiseId }) => {
    const promise = one.promises.find(({ id }) => id === promiseId);
    if (promise === undefined) return refused('not-found', { field: 'promiseId' });
    return promise.keptAt === undefined ? granted([{ type: 'case.promise-kept', ...on, promiseId }]) : refused('unchanged');
  },

  /** ES-19: one customer's, or, as a supervisor sees it, one incident's. Open promises go along. */
  'case.merge': (work, { intoCaseId }) => {
    const { site, one, on, ask } = work;
    const into = site.cases.get(intoCaseId);
    if (into === undefined || into.id === one.id) return refused('not-found', { field: 'intoCaseId' });
    if (!isCaseOpen(into)) return refused('wrong-state', { field: 'intoCaseId', detail: into.state });
    if (!mayWork(site, into, ask.context.by, ask.relation)) return refused('not-permitted');
    const isOneCustomer = customerOf(one) === customerOf(into);
    if (!isOneCustomer && ask.relation !== 'site') return refused('not-permitted');
    if (isBarred(site, into, ask.context.by)) return refused('own-case');
    if (into.mergedFrom.length >= MAX_MERGED) return refused('limit-reached');
    const moving = one.promises.filter(({ state }) => state === 'open');
    const room = MAX_PROMISES - into.promises.filter(({ state }) => state === 'open').length;
    if (moving.length > room) return refused('limit-reached');
    const promises = moving.map(({ id, dueAt, remindAt, text, byName, channel }) => ({ id, dueAt, remindAt, text, byName, channel }));
    return granted(
      [
        { type: 'case.merged', ...on, intoCaseId },
        { type: 'case.merged-in', ...on, caseId: intoCaseId, fromCaseId: one.id, promises },
      ],
      { what: `E-${into.no}`, reads: [entityKey('case', intoCaseId)] },
    );
  },

  /** What came due this very moment has not been seen yet: only what the case held is noted. */
  'case.note': ({ site, one, on, ask }, { upTo }) => {
    const mine = site.cases.get(one.id)?.notices?.filter((notice) => {
      const reader = readerOf(site, one, notice);
      return notice.at <= upTo && reader !== undefined && isReader(reader, ask.context.by);
    });
    if (mine === undefined || mine.length === 0) return refused('unchanged');
    return granted([{ type: 'case.noted', ...on, noticeIds: mine.map(({ id }) => id) }]);
  },

  'case.send-ticket': ({ one, on, ask }) => {
    if (one.ticket !== undefined && one.ticket.state !== 'failed') return refused('unchanged');
    return granted([{ type: 'case.ticket-requested', ...on, actionId: ask.actionId }]);
  },

  'case.link-ticket': ({ one, on }, { key, url }) => {
    if (one.ticket?.key === key) return refused('unchanged');
    return granted([{ type: 'case.ticket-changed', ...on, state: 'linked', key, ...present('url', url), tries: one.ticket?.tries ?? 0 }], {
      what: key,
    });
  },
};

const notOffered = ({ one }: Work) =>
  one.offered === undefined ? refused('too-late') : refused('conflict', { byName: one.offered.to.name });

const readsAgent = ({ on }: Work) => (on.by.agentId === undefined ? {} : { reads: [entityKey('agent', on.by.agentId)] });
