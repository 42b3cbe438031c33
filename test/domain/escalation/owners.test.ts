import { expect, test } from 'vitest';
import { decide } from '../../../shared/domain/decide.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import type { CommitId } from '../../../shared/kernel/ids.js';
import { viewsFor } from '../../../shared/protocol/redact-views.js';
import { ADMIN, caseFloor, H, LI, LIU, li, M, PEOPLE, SUN, TEN, TOM, toAttributing, tom, toResolved, WU, ZHOU } from './case-floor.js';

const give = (toUserId: string) => ({ toUserId, note: '请接手' });

test('ES-O1 · a case stays with its owner until the other one has accepted; the first responder never changes', () => {
  const one = caseFloor().open(LI);
  one.do(LI, 'case.give', give('u-zhou'));
  expect(one.view()).toMatchObject({ owner: { userId: 'u-li' }, offeredTo: { person: { userId: 'u-zhou' }, since: TEN } });
  one.do(ZHOU, 'case.accept');
  expect(one.view()).toMatchObject({ owner: { userId: 'u-zhou' }, offeredTo: undefined, firstResponder: { userId: 'u-li' } });
  // Who registered it sees it through.
  one.do(LI, 'case.progress', { text: '还在查', channel: 'sms' });
});

test('ES-O1 · who declines leaves it where it was', () => {
  const one = caseFloor().open(LI);
  one.do(LI, 'case.give', give('u-zhou'));
  expect(one.refused(SUN, 'case.accept')).toEqual({ code: 'conflict', byName: '周敏' });
  one.do(ZHOU, 'case.decline', { reason: '在开会' });
  expect(one.view()).toMatchObject({ owner: { userId: 'u-li' }, offeredTo: undefined });
  expect(one.refused(ZHOU, 'case.accept')).toEqual({ code: 'too-late' });
});

test('a case is given by its owner, a lead of theirs or a supervisor, to somebody of this site', () => {
  const one = caseFloor().open(LI);
  one.do(LIU, 'case.give', give('u-wu'));
  expect(one.refused(WU, 'case.give', give('u-tom'))).toEqual({ code: 'not-permitted' });
  expect(one.refused(LI, 'case.give', give('u-wu'))).toEqual({ code: 'unchanged' });
  expect(one.refused(LI, 'case.give', give('u-nobody'))).toEqual({ code: 'not-found', field: 'toUserId' });
  expect(one.refused(LI, 'case.give', give('u-li'))).toEqual({ code: 'unchanged' });
  one.do(ZHOU, 'case.take');
  expect(one.refused(LI, 'case.give', give('u-tom'))).toEqual({ code: 'not-permitted' });
});

test('ES-O3 · an urgent hand-over that nobody accepts alarms after ten minutes, another after an hour, once', () => {
  const floor = caseFloor();
  const urgent = floor.open(LI, { signs: ['safety'] });
  const other = floor.open(LI);
  for (const one of [urgent, other]) one.do(LI, 'case.give', give('u-zhou'));
  floor.pass(3 * H);
  const alarms = floor.events.flatMap((event) => (event.type === 'case.offer-unanswered' ? [[event.caseId, event.occurredAt - TEN]] : []));
  expect(alarms).toEqual([
    [urgent.id, 10 * M],
    [other.id, H],
  ]);
});

test('ES-O1 · a supervisor takes over what lies with somebody who is away, and the board shows that it does', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  expect(one.view().isOwnerAway).toBe(false);
  const rev = one.one().rev;
  floor.leaves(li);
  expect(one.view().isOwnerAway).toBe(true);
  expect(one.one().rev).not.toBe(rev);
  one.do(ZHOU, 'case.take');
  expect(one.view()).toMatchObject({ owner: { userId: 'u-zhou' }, isOwnerAway: false });
  expect(one.refused(ZHOU, 'case.take')).toEqual({ code: 'unchanged' });
});

test('ES-O1 · whoever signed out for ten minutes has no open cases: who is on duty keeps them, is told, and gives them back by hand', () => {
  const floor = caseFloor();
  const [one, other] = [floor.open(LI), floor.open(LI)];
  toResolved(other, LI, floor);
  other.do(LI, 'case.close');
  floor.pass(M);
  floor.leaves(li);
  floor.pass(10 * M - 1);
  expect(one.view().owner.userId).toBe('u-li');
  floor.pass(1);
  expect(one.view()).toMatchObject({ owner: { userId: 'u-liu' }, firstResponder: { userId: 'u-li' }, isOwnerAway: false });
  expect(
    one
      .view()
      .notices?.filter(({ userId }) => userId === 'u-liu')
      .map(({ kind }) => kind),
  ).toContain('owner-changed');
  expect(other.view().owner.userId).toBe('u-li');
  floor.pauses(li, 'MEAL');
  floor.pass(H);
  expect(one.view().owner.userId).toBe('u-liu');
  one.do(LIU, 'case.give', give('u-li'));
  one.do(LI, 'case.accept');
  expect(one.view().owner.userId).toBe('u-li');
});

test('ES-O1 · a phone that signs out for a moment takes nobody’s cases; a night without a node is counted from when they left', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.leaves(li);
  floor.pass(9 * M);
  floor.pauses(li, 'MEAL');
  floor.pass(H);
  expect(one.view().owner.userId).toBe('u-li');
  floor.leaves(li);
  const leftAt = floor.now;
  floor.restart(9 * H);
  expect(one.view()).toMatchObject({ owner: { userId: 'u-liu' } });
  expect(one.one().ownerSince - leftAt).toBe(10 * M);
});

test('ES-O1, ES-O4 · what is about their own team is not kept by its lead: it is nobody’s, and told', () => {
  const floor = caseFloor();
  const one = floor.open(TOM, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  floor.leaves(tom);
  floor.pass(10 * M);
  expect(one.view().owner.role).toBe('system');
  floor.pass(10 * M);
  expect(one.view().notices?.some(({ kind, userId, teamId }) => kind === 'unowned' && userId === undefined && teamId === undefined)).toBe(
    true,
  );
});

test('ES-O1 · on a buffer shift nobody carries or accepts cases; a break is no reason', () => {
  const floor = caseFloor();
  const one = floor.open(ZHOU);
  one.do(ZHOU, 'case.give', give('u-li'));
  floor.pauses(li, 'BUFFER');
  expect(one.refused(LI, 'case.accept')).toEqual({ code: 'wrong-state', detail: 'away' });
  floor.pauses(li, 'MEAL');
  one.do(LI, 'case.accept');
  expect(one.view()).toMatchObject({ owner: { userId: 'u-li' }, isOwnerAway: false });
  floor.pauses(li, 'BUFFER');
  expect(one.view().isOwnerAway).toBe(true);
});

test('ES-O2 · the first responder may register a complaint about themselves; then nobody owns it until a supervisor takes it', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  expect(one.view()).toMatchObject({ firstResponder: { userId: 'u-li' }, owner: { role: 'system' }, isOwnerAway: true });
  one.do(ZHOU, 'case.take');
  expect(one.view().isOwnerAway).toBe(false);
});

test.each([
  ['the person', LI],
  ['their direct lead', LIU],
] as const)('ES-O4 · a complaint is not owned, attributed, followed up or ended by %s', (_who, barred) => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  one.do(ZHOU, 'case.take');
  expect(one.refused(ZHOU, 'case.give', give(barred.userId))).toEqual({ code: 'own-case' });
  toAttributing(one, ZHOU);
  expect(one.refused(barred, 'case.attribute', { causeClass: 'unknown', fiveW2H: {} })).toEqual({ code: 'own-case' });
  one.do(ZHOU, 'case.to-supervisor', { reason: '投诉坐席' });
  one.do(ZHOU, 'case.fixed-now', { text: '已致歉' });
  expect(one.refused(barred, 'case.start-follow-up')).toEqual({ code: 'own-case' });
  one.do(ZHOU, 'case.start-follow-up');
  expect(one.refused(barred, 'case.follow-up-result', { result: 'satisfied', review: '没事' })).toEqual({ code: 'own-case' });
});

test('ES-O1 · only agents sign out: a supervisor whose own phone is in no queue is not away for it', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.leaves(li);
  const zhou = { ...ZHOU, agentId: li };
  one.do(zhou, 'case.take');
  expect(one.view()).toMatchObject({ owner: { userId: 'u-zhou', agentId: li }, isOwnerAway: false });
});

test('ES-O4 · the direct lead neither takes, cancels nor merges it away; the lead of another team may take it', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  const other = floor.open(LI);
  expect(one.refused(LIU, 'case.take')).toEqual({ code: 'own-case' });
  expect(one.refused(LIU, 'case.cancel', { reason: '没事' })).toEqual({ code: 'own-case' });
  expect(one.refused(LIU, 'case.merge', { intoCaseId: other.id })).toEqual({ code: 'own-case' });
  one.do(ZHOU, 'case.give', give('u-wu'));
  one.do(WU, 'case.accept');
  expect(one.one().owner.userId).toBe('u-wu');
});

test('ES-O4 · a lead whose own agent is complained about opens the case, and does not own it', () => {
  const one = caseFloor().open(LIU, { caseType: 'COMPLAINT_SERVICE', aboutAgentId: li });
  expect(one.view()).toMatchObject({ firstResponder: { userId: 'u-liu' }, owner: { role: 'system' } });
});

test('ES-O4 · a case that turns out to be about its owner is taken from them', () => {
  const one = caseFloor().open(LI, { aboutAgentId: tom });
  one.do(ZHOU, 'case.give', give('u-wu'));
  one.do(WU, 'case.accept');
  one.do(ZHOU, 'case.grade', { grade: 'P2', caseType: 'COMPLAINT_SERVICE' });
  expect(one.one().owner.role).toBe('system');
});

test('ES-O5 · whom an abusive call hit is the witness, never the owner', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'ABUSE', visitId: floor.call('a', li) });
  expect(one.view()).toMatchObject({ aboutAgentId: li, owner: { role: 'system' }, firstResponder: { userId: 'u-li' } });
  // The witness's lead looks after it.
  one.do(LIU, 'case.take');
  expect(one.refused(LIU, 'case.give', give('u-li'))).toEqual({ code: 'own-case' });
});

test('ES-O5 · a call that turns out to be abusive makes its agent the witness', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { visitId: floor.call('a', li) });
  one.do(LI, 'case.grade', { grade: 'P3', caseType: 'ABUSE' });
  expect(one.view()).toMatchObject({ aboutAgentId: li, owner: { role: 'system' } });
});

test.each([
  ['urgent', { signs: ['threat'] }, 30_000],
  ['other', {}, 10 * M],
])('I19 · that nobody owns a case is told, once: %s', (_title, more, afterMs) => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'ABUSE', visitId: floor.call('a', li), ...more });
  floor.pass(H);
  const told = floor.events.filter(({ type }) => type === 'case.unowned');
  expect(told.map(({ occurredAt }) => occurredAt - TEN)).toEqual([afterMs]);
  expect(one.view().isOverdue).toBe(true);
  one.do(ZHOU, 'case.take');
  floor.pass(H);
  expect(floor.events.filter(({ type }) => type === 'case.unowned')).toHaveLength(1);
});

test('I19 · a case that nobody owns is not closed', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { visitId: floor.call('a', li), caseType: 'ABUSE' });
  toResolved(one, ZHOU, floor);
  expect(one.refused(ZHOU, 'case.close')).toEqual({ code: 'incomplete', field: 'owner' });
  one.do(ZHOU, 'case.take');
  one.do(ZHOU, 'case.close');
});

test('who is mentioned may comment, and no more; a stranger may not be mentioned', () => {
  const one = caseFloor().open(LI);
  expect(one.refused(TOM, 'case.comment', { text: '我知道' })).toEqual({ code: 'not-permitted' });
  expect(one.refused(LI, 'case.comment', { text: '@', mentions: ['u-nobody'] })).toEqual({ code: 'not-found', field: 'mentions' });
  one.do(LI, 'case.comment', { text: '@汤姆 见过吗', mentions: ['u-tom', 'u-tom'] });
  one.do(TOM, 'case.comment', { text: '见过' });
  expect(one.view()).toMatchObject({ comments: 2, agentIds: [li, tom] });
  expect(one.one().entries.at(-2)).toMatchObject({ kind: 'commented', what: '汤姆' });
  expect(one.refused(TOM, 'case.progress', { text: '还在查', channel: 'sms' })).toEqual({ code: 'not-permitted' });
});

test('a lead works on the cases that the team’s agents have, and not on others', () => {
  const one = caseFloor().open(LI);
  one.do(LIU, 'case.progress', { text: '还在查', channel: 'sms' });
  expect(one.refused(WU, 'case.progress', { text: '还在查', channel: 'sms' })).toEqual({ code: 'not-permitted' });
});

test('two decisions about one call, one case or one customer’s sum see each other in the log', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li);
  const decided = (said: object) =>
    decide(floor.site, said as never, {
      now: floor.now,
      commitId: 'other/commit' as CommitId,
      by: LI,
      person: (userId) => PEOPLE.find((each) => each.userId === userId),
    });
  const reads = (said: object) => {
    const answer = decided(said);
    return answer.ok ? answer.value.reads : [];
  };
  const touches = (said: object) => {
    const answer = decided(said);
    return answer.ok ? answer.value.events.flatMap(entitiesOf) : [];
  };
  const open = { type: 'case.open', caseType: 'TECH', text: '登录不上', visitId, signs: [] };
  expect(reads(open)).toContain(`visit:${visitId}`);
  expect(touches(open)).toContain(`visit:${visitId}`);
  const one = floor.open(LI, { visitId });
  toAttributing(one, LI);
  const take = { type: 'case.take-in-authority', caseId: one.id, entry: 'coupon', amount: 10 };
  for (const key of [`case:${one.id}`, 'case:customer-hash-of-wang']) {
    expect(reads(take)).toContain(key);
    expect(touches(take)).toContain(key);
  }
});

test('a lead whom a case is given to has it on the board, whoever’s agents and queue it is of', () => {
  const one = caseFloor().open(ZHOU);
  const seenBy = (by: typeof WU) => viewsFor({ kind: 'lead', teamIds: by.teamIds }, [['case', one.view()]]).size;
  expect([seenBy(WU), seenBy(LIU)]).toEqual([0, 0]);
  one.do(ZHOU, 'case.give', give('u-wu'));
  expect([seenBy(WU), seenBy(LIU)]).toEqual([1, 0]);
});

test('an admin may do what a supervisor may', () => {
  const one = caseFloor().open(LI);
  one.do(ADMIN, 'case.take');
  expect(one.one().owner.userId).toBe('u-admin');
});
