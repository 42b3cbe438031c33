import { expect, test } from 'vitest';
import { ADMIN, type CaseFloor, caseFloor, D, H, type Hand, LI, LIU, li, M, SUN, TEN, toAttributing, WU, ZHOU } from './case-floor.js';

const take = (amount: number, entry = 'small-refund', more: object = {}) => ({ entry, amount, ...more });
/** A case of the customer 138****2764, with its cause known. */
function ofWang(floor: CaseFloor, name: string, by = LI): Hand {
  const one = floor.open(by, { visitId: floor.call(name, li), caseType: 'COMPLAINT_BILLING' });
  toAttributing(one, by, 'P2');
  return one;
}

test('an agent gives up to the limit of one case; the refusal says how much is left', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  expect(one.refused(LI, 'case.take-in-authority', take(100.01))).toEqual({ code: 'outside-authority', detail: '100' });
  one.do(LI, 'case.take-in-authority', take(100));
  expect(one.view().given).toEqual([{ entry: 'small-refund', amount: 100 }]);
});

test('what a case was given counts when the case comes back', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  one.do(LI, 'case.take-in-authority', take(60));
  one.do(LI, 'case.plan', { text: '退款', etaAt: floor.now + H });
  one.do(LI, 'case.tell-customer', { channel: 'phone', text: '退 60 元' });
  one.do(LI, 'case.customer-answer', { answer: 'refused' });
  expect(one.refused(LI, 'case.take-in-authority', take(41))).toEqual({ code: 'outside-authority', detail: '40' });
  one.do(LI, 'case.take-in-authority', take(40));
  expect(one.view().given).toEqual([{ entry: 'small-refund', amount: 100 }]);
});

test('one customer’s sum of 30 days counts over all cases, each thing apart, and is free again after that', () => {
  const floor = caseFloor();
  ofWang(floor, 'a').do(LI, 'case.take-in-authority', take(100));
  floor.pass(D);
  ofWang(floor, 'b').do(LI, 'case.take-in-authority', take(60));
  const third = ofWang(floor, 'c');
  expect(third.refused(LI, 'case.take-in-authority', take(41))).toEqual({ code: 'outside-authority', detail: '40' });
  third.do(LI, 'case.take-in-authority', take(30, 'coupon'));
  floor.pass(29 * D - 1);
  const before = ofWang(floor, 'd');
  expect(before.refused(LI, 'case.take-in-authority', take(41))).toEqual({ code: 'outside-authority', detail: '40' });
  floor.pass(1);
  before.do(LI, 'case.take-in-authority', take(100));
});

test('another customer has a sum of their own; a caller who can’t be recognised has the case’s', () => {
  const floor = caseFloor();
  ofWang(floor, 'a').do(LI, 'case.take-in-authority', take(100));
  ofWang(floor, 'b').do(LI, 'case.take-in-authority', take(100));
  const zhao = floor.open(LI, { visitId: floor.call('c', li, { hash: 'hash-of-zhao' }) });
  const unknown = [floor.open(LI, { visitId: floor.call('d', li, { hash: undefined }) }), floor.open(LI)];
  for (const one of [zhao, ...unknown]) {
    toAttributing(one, LI, 'P2');
    one.do(LI, 'case.take-in-authority', take(100));
  }
  expect([...floor.site.given.keys()]).toEqual(['hash-of-wang', 'hash-of-zhao', ...unknown.map(({ id }) => id)]);
});

test('sums survive a restart, and those of long ago are forgotten', () => {
  const floor = caseFloor();
  ofWang(floor, 'a').do(LI, 'case.take-in-authority', take(100));
  floor.restart();
  ofWang(floor, 'b').do(LI, 'case.take-in-authority', take(100));
  floor.restart(31 * D);
  const zhao = floor.open(LI, { visitId: floor.call('c', li, { hash: 'hash-of-zhao' }) });
  toAttributing(zhao, LI);
  zhao.do(LI, 'case.take-in-authority', take(1));
  expect([...floor.site.given.keys()]).toEqual(['hash-of-zhao']);
});

test('evidence, validity and role are each asked for', () => {
  const entry = { code: 'gold-gift', name: '金卡礼', roles: ['agent'], maxAmountPerCase: 10, maxPerCustomer30d: 10 };
  const floor = caseFloor({
    escalation: {
      authority: [
        { ...entry, requiresEvidence: true },
        { ...entry, code: 'spring', validFrom: TEN + H, validTo: TEN + 2 * H },
        { ...entry, code: 'for-leads', roles: ['lead'] },
      ],
    },
  });
  const one = floor.open(LI);
  toAttributing(one, LI);
  expect(one.refused(LI, 'case.take-in-authority', take(1, 'gold-gift'))).toEqual({ code: 'incomplete', field: 'evidence' });
  expect(one.refused(LI, 'case.take-in-authority', take(1, 'spring'))).toEqual({ code: 'outside-authority', detail: '0' });
  expect(one.refused(LI, 'case.take-in-authority', take(1, 'for-leads'))).toEqual({ code: 'outside-authority', detail: '0' });
  expect(one.refused(LI, 'case.take-in-authority', take(1, 'unheard-of'))).toEqual({ code: 'not-found', field: 'entry' });
  floor.pass(2 * H);
  expect(one.refused(LI, 'case.take-in-authority', take(1, 'spring'))).toEqual({ code: 'outside-authority', detail: '0' });
  one.do(LI, 'case.take-in-authority', take(1, 'gold-gift', { evidence: '截图' }));
});

test('within its dates an entry counts', () => {
  const entry = {
    code: 'spring',
    name: '春节礼',
    roles: ['agent'],
    maxAmountPerCase: 10,
    maxPerCustomer30d: 10,
    validFrom: TEN,
    validTo: TEN + 1,
  };
  const one = caseFloor({ escalation: { authority: [entry] } }).open(LI);
  toAttributing(one, LI);
  one.do(LI, 'case.take-in-authority', take(10, 'spring'));
});

const ask = (amount: number) => ({ entry: 'small-refund', amount, reason: '客户在线等' });

test('beyond the limit an agent asks while the customer is on the line; a lead grants within the lead’s own', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  const approvalId = one.do(LI, 'case.ask-approval', ask(300));
  expect(one.view().approvals).toMatchObject([{ id: approvalId, amount: 300, askedByName: '李娜', state: 'asked' }]);
  expect(one.refused(LI, 'case.ask-approval', ask(300))).toEqual({ code: 'unchanged' });
  expect(one.refused(LI, 'case.answer-approval', { approvalId, granted: true, reason: '好' })).toEqual({ code: 'not-permitted' });
  one.do(LIU, 'case.answer-approval', { approvalId, granted: true, reason: '老客户' });
  expect(one.view()).toMatchObject({
    state: 'solving',
    route: 'supervisor',
    given: [{ entry: 'small-refund', amount: 300 }],
    approvals: [{ state: 'granted', byName: '刘组长' }],
  });
  expect(one.refused(ZHOU, 'case.answer-approval', { approvalId, granted: false, reason: '不' })).toEqual({
    code: 'too-late',
    detail: 'granted',
  });
});

test('what is granted counts against the customer’s sum, too', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  const approvalId = one.do(LI, 'case.ask-approval', ask(500));
  one.do(LIU, 'case.answer-approval', { approvalId, granted: true, reason: '老客户' });
  const next = ofWang(floor, 'b');
  expect(next.refused(LI, 'case.take-in-authority', take(1))).toEqual({ code: 'outside-authority', detail: '0' });
});

test('the chain goes on: what is beyond a lead is a supervisor’s, what is beyond a supervisor an admin’s', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  const approvalId = one.do(LI, 'case.ask-approval', { ...ask(6_000), evidence: '合同' });
  const yes = { approvalId, granted: true, reason: '好' };
  expect(one.refused(LIU, 'case.answer-approval', yes)).toEqual({ code: 'outside-authority', detail: '500' });
  expect(one.refused(ZHOU, 'case.answer-approval', yes)).toEqual({ code: 'outside-authority', detail: '5000' });
  one.do(ADMIN, 'case.answer-approval', yes);
  expect(one.view().given).toEqual([{ entry: 'small-refund', amount: 6_000 }]);
});

test('nobody grants their own wish, a lead of another team none at all; a no gives nothing', () => {
  const floor = caseFloor();
  const one = ofWang(floor, 'a');
  const asked = one.do(ZHOU, 'case.ask-approval', ask(300));
  const yes = { approvalId: asked, granted: true, reason: '好' };
  expect(one.refused(ZHOU, 'case.answer-approval', yes)).toEqual({ code: 'not-permitted' });
  expect(one.refused(WU, 'case.answer-approval', yes)).toEqual({ code: 'not-permitted' });
  one.do(SUN, 'case.answer-approval', { ...yes, granted: false });
  expect(one.view()).toMatchObject({ state: 'attributing', given: [], approvals: [{ state: 'refused', byName: '孙浩' }] });
});

test.each([
  ['P2', 15 * M],
  ['P3', 2 * H],
] as const)('silence grants nothing: %s is late after its time, and only a supervisor answers then', (grade, dueMs) => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toAttributing(one, LI, grade);
  const approvalId = one.do(LI, 'case.ask-approval', ask(300));
  const yes = { approvalId, granted: true, reason: '好' };
  floor.pass(dueMs - 1);
  expect(one.view().approvals[0]?.state).toBe('asked');
  floor.pass(1);
  expect(one.view()).toMatchObject({ state: 'attributing', given: [], approvals: [{ state: 'late', dueAt: TEN + dueMs }] });
  expect(one.refused(LIU, 'case.answer-approval', yes)).toEqual({ code: 'too-late', detail: 'late' });
  one.do(ADMIN, 'case.answer-approval', yes);
  expect(one.view().approvals[0]?.state).toBe('granted');
});
