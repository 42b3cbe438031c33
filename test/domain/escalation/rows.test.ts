import { expect, test } from 'vitest';
import { decideTicket } from '../../../shared/domain/escalation/ticket.js';
import { caseIdOf } from '../../../shared/kernel/ids.js';
import {
  caseFloor,
  D,
  H,
  LI,
  LIU,
  li,
  M,
  S,
  SUN,
  sales,
  TEN,
  TOM,
  toAttributing,
  toConfirm,
  toGraded,
  toProposed,
  toResolved,
  toSolving,
  W2H,
  ZHOU,
} from './case-floor.js';

test('ES-01 · who opens a case out of a live call is its first responder and its owner; the caller comes along without the number', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li, { tier: 'gold' });
  const one = floor.open(LI, { visitId });
  expect(one.view()).toMatchObject({
    no: 1,
    state: 'new',
    firstResponder: { userId: 'u-li' },
    owner: { userId: 'u-li' },
    visitId,
    agentId: li,
    callerMasked: '138****2764',
    tier: 'gold',
    agentIds: [li],
  });
  expect(one.one().timers.map(({ code }) => code)).toEqual(['T1', 'T2', 'T3', 'T5']);
});

test('ES-01 · an agent opens cases on the own call alone, a lead on those of the team, a supervisor on any', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li);
  const open = { type: 'case.open', caseType: 'TECH', text: '登录不上', visitId } as const;
  expect(floor.refused(TOM, open)).toEqual({ code: 'not-permitted' });
  expect(floor.refused({ ...LIU, teamIds: [] }, open)).toEqual({ code: 'not-permitted' });
  floor.do(LIU, open);
  floor.do(ZHOU, { ...open, caseType: 'LOGISTICS' });
  expect([...floor.site.cases.values()].map((one) => one.firstResponder.userId)).toEqual(['u-liu', 'u-zhou']);
});

test('ES-01 · of two who press at the same moment the second sees the first one’s name', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li);
  floor.open(LI, { visitId });
  const again = { type: 'case.open', caseType: 'TECH', text: '登录不上', visitId } as const;
  expect(floor.refused(ZHOU, again)).toMatchObject({ code: 'conflict', byName: '李娜' });
});

test('ES-01 · a call that nobody knows opens no case', () => {
  const floor = caseFloor();
  expect(floor.refused(ZHOU, { type: 'case.open', caseType: 'TECH', text: '登录不上', visitId: 'v-none' })).toMatchObject({
    code: 'not-found',
  });
});

test('when the live call ends the case goes on without its link', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li);
  const one = floor.open(LI, { visitId });
  floor.hangUp(visitId, li);
  expect(one.view()).toMatchObject({ state: 'new', visitId: undefined, agentId: li, callerMasked: '138****2764' });
});

test('a case may be opened out of the call that has just ended, by who had it', () => {
  const floor = caseFloor();
  const visitId = floor.call('a', li);
  floor.hangUp(visitId, li);
  const one = floor.open(LI, { visitId });
  expect(one.view()).toMatchObject({ visitId: undefined, queueId: sales, callerMasked: '138****2764' });
});

test('ES-02 · three parts meet the first response, and the node becomes a promise', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.pass(20 * S);
  const node = { dueAt: TEN + 2 * H, text: '12 点前反馈进展' };
  one.do(LI, 'case.first-response', { apologised: true, direction: '先核实登录日志', node });
  expect(one.view()).toMatchObject({
    state: 'new',
    promises: [{ dueAt: TEN + 2 * H, text: '12 点前反馈进展', byName: '李娜', state: 'open' }],
  });
  expect(one.timer('T1')).toMatchObject({ endedAt: TEN + 20 * S, level: 'none' });
  expect(one.refused(LI, 'case.first-response', { apologised: true, direction: '再来', node })).toEqual({ code: 'unchanged' });
});

test('ES-02 · a node in the past promises nothing', () => {
  const one = caseFloor().open(LI);
  const said = { apologised: true, direction: '先核实', node: { dueAt: TEN, text: '刚才' } };
  expect(one.refused(LI, 'case.first-response', said)).toMatchObject({ code: 'in-the-past' });
});

test('ES-03 · grading meets T2 and makes the case graded', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.pass(3 * M);
  toGraded(one, LI, 'P3');
  expect(one.view()).toMatchObject({ state: 'graded', grade: 'P3' });
  expect(one.timer('T2')?.endedAt).toBe(TEN + 3 * M);
});

test('ES-03 · a grade goes up by anyone on the case, down only by a supervisor who says why', () => {
  const one = caseFloor().open(LI);
  toGraded(one, LI, 'P3');
  toGraded(one, LI, 'P2');
  const lower = { grade: 'P4', caseType: 'TECH' };
  expect(one.refused(LI, 'case.grade', { ...lower, reason: '其实不急' })).toEqual({ code: 'not-permitted' });
  expect(one.refused(ZHOU, 'case.grade', lower)).toEqual({ code: 'reason-needed' });
  one.do(ZHOU, 'case.grade', { ...lower, reason: '有替代办法' });
  expect(one.one().grade).toBe('P4');
  expect(one.refused(ZHOU, 'case.grade', lower)).toEqual({ code: 'unchanged' });
});

test('ES-03 · to grade below what the rules propose takes a reason', () => {
  const one = caseFloor().open(LI, { signs: ['money-loss'] });
  expect(one.one().proposedGrade).toBe('P2');
  expect(one.refused(LI, 'case.grade', { grade: 'P3', caseType: 'TECH' })).toEqual({ code: 'reason-needed' });
});

test('ES-04 · the cause is found, and 5W2H may be filled bit by bit', () => {
  const one = caseFloor().open(LI);
  expect(one.refused(LI, 'case.attribute', { causeClass: 'product', fiveW2H: {} })).toEqual({ code: 'wrong-state', detail: 'new' });
  toGraded(one, LI);
  one.do(LI, 'case.attribute', { causeClass: 'unknown', fiveW2H: { what: '登录失败' } });
  one.do(LI, 'case.attribute', { causeClass: 'product', fiveW2H: { why: '升级' } });
  expect(one.view()).toMatchObject({ state: 'attributing', causeClass: 'product', fiveW2H: { what: '登录失败', why: '升级' } });
});

test('ES-05 · inside the authority list an agent gives at once', () => {
  const one = caseFloor().open(LI);
  toAttributing(one, LI);
  one.do(LI, 'case.take-in-authority', { entry: 'coupon', amount: 50 });
  expect(one.view()).toMatchObject({ state: 'solving', route: 'authority', given: [{ entry: 'coupon', amount: 50 }] });
  expect(one.one().timers.some(({ code }) => code === 'T6')).toBe(true);
});

test('ES-06 · beyond it the supervisor’s way is taken, with the longer target', () => {
  const one = caseFloor().open(LI);
  toSolving(one, LI);
  expect(one.view()).toMatchObject({ state: 'solving', route: 'supervisor' });
  expect(one.one().timers.map(({ code }) => code)).toContain('T6P');
});

test('ES-07 · a hand-off needs all of 5W2H, evidence and a department that exists; T4 runs from the send', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toAttributing(one, LI, 'P2', { ...W2H, why: undefined });
  const sent = { department: 'tech', text: '请看日志', evidence: '截图 3 张' };
  expect(one.refused(LI, 'case.hand-off', sent)).toEqual({ code: 'incomplete', field: 'why' });
  one.do(LI, 'case.attribute', { causeClass: 'product', fiveW2H: W2H });
  expect(one.refused(LI, 'case.hand-off', { ...sent, department: 'nobody' })).toMatchObject({ code: 'not-found' });
  floor.pass(5 * M);
  one.do(LI, 'case.hand-off', sent);
  expect(one.view()).toMatchObject({
    state: 'solving',
    route: 'department',
    department: 'tech',
    departmentState: 'sent',
    ticket: { state: 'queued' },
  });
  expect(one.timer('T4')).toMatchObject({ startedAt: TEN + 5 * M, dueAt: TEN + 35 * M });
});

const handedOff = (grade = 'P2') => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toAttributing(one, LI, grade);
  one.do(LI, 'case.hand-off', { department: 'tech', text: '请看日志', evidence: '截图 3 张' });
  return { floor, one };
};

test('ES-08 · the department’s first judgement meets T4', () => {
  const { floor, one } = handedOff();
  one.do(LI, 'case.receive');
  expect(one.refused(LI, 'case.receive')).toEqual({ code: 'unchanged' });
  floor.pass(12 * M);
  one.do(LI, 'case.preliminary', { text: '缓存失效' });
  expect(one.view()).toMatchObject({ state: 'solving', departmentState: 'judged', handOff: { judgement: '缓存失效' } });
  expect(one.timer('T4')?.endedAt).toBe(TEN + 12 * M);
});

test('ES-09 · a department refuses once; the second time a supervisor decides within 30 minutes, and that is final', () => {
  const { floor, one } = handedOff();
  one.do(LI, 'case.department-reject', { reason: '不是我们', suggestedDepartment: 'product' });
  expect(one.view()).toMatchObject({ state: 'attributing', departmentState: 'refused' });
  const sent = { department: 'product', text: '请看', evidence: '截图' };
  one.do(LI, 'case.hand-off', sent);
  one.do(LI, 'case.department-reject', { reason: '也不是我们' });
  expect(one.view()).toMatchObject({ state: 'attributing', departmentState: 'arbitrate', arbitrateDueAt: TEN + 30 * M });
  expect(one.refused(LI, 'case.hand-off', sent)).toEqual({ code: 'wrong-state', detail: 'arbitrate' });
  expect(one.refused(LI, 'case.arbitrate', { department: 'tech', reason: '技术部' })).toEqual({ code: 'not-permitted' });
  floor.pass(10 * M);
  one.do(ZHOU, 'case.arbitrate', { department: 'tech', reason: '日志在技术部' });
  expect(one.view()).toMatchObject({ state: 'solving', department: 'tech', isArbitrated: true, arbitrateDueAt: undefined });
  expect(one.refused(LI, 'case.department-reject', { reason: '还是不是' })).toEqual({ code: 'wrong-state', detail: 'arbitrated' });
});

test('ES-09 · who does not arbitrate in time is told on', () => {
  const { floor, one } = handedOff();
  one.do(LI, 'case.department-reject', { reason: '不是我们' });
  one.do(LI, 'case.hand-off', { department: 'product', text: '请看', evidence: '截图' });
  one.do(LI, 'case.department-reject', { reason: '也不是我们' });
  floor.pass(2 * H);
  expect(floor.events.filter(({ type }) => type === 'case.arbitration-overdue').map(({ occurredAt }) => occurredAt)).toEqual([
    TEN + 30 * M,
  ]);
});

test('ES-10 · a plan with a time meets T3', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toSolving(one, LI);
  floor.pass(20 * M);
  expect(one.refused(LI, 'case.plan', { text: '重启', etaAt: floor.now })).toMatchObject({ code: 'in-the-past' });
  one.do(LI, 'case.plan', { text: '重启', etaAt: floor.now + H });
  expect(one.view()).toMatchObject({ state: 'proposed', plan: { text: '重启', etaAt: TEN + 20 * M + H } });
  expect(one.timer('T3')?.endedAt).toBe(TEN + 20 * M);
});

test('ES-11 · the customer is told, and what was said is kept', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toProposed(one, LI, floor);
  one.do(LI, 'case.tell-customer', { channel: 'wechat', text: '今天 18 点前恢复，回电 13812345678' });
  expect(one.view()).toMatchObject({
    state: 'customer-confirm',
    lastTold: { at: TEN, channel: 'wechat', text: '今天 18 点前恢复，回电 138****78' },
  });
});

test('ES-12 · a customer who agrees resolves it', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toResolved(one, LI, floor);
  expect(one.view()).toMatchObject({ state: 'resolved', resolution: '今天恢复', resolvedAt: TEN });
});

test('ES-12 · three tries resolve it, four hours apart and inside contact hours', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toConfirm(one, LI, floor);
  const nobody = { answer: 'no-answer' };
  one.do(LI, 'case.customer-answer', nobody);
  expect(one.view()).toMatchObject({ attempts: 1, attemptAgainAt: TEN + 4 * H });
  floor.pass(4 * H - 1);
  expect(one.refused(LI, 'case.customer-answer', nobody)).toEqual({ code: 'too-soon' });
  floor.pass(1);
  one.do(LI, 'case.customer-answer', nobody);
  // 14:00 and eight hours: 22:00, when nobody may be called.
  floor.pass(8 * H);
  expect(one.refused(LI, 'case.customer-answer', nobody)).toEqual({ code: 'too-soon' });
  floor.pass(10 * H);
  one.do(LI, 'case.customer-answer', nobody);
  expect(one.view()).toMatchObject({ state: 'resolved', attempts: 0 });
});

test('ES-13 · a customer who refuses has it looked into again, as P2 at least', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toConfirm(one, LI, floor, 'P3');
  one.do(LI, 'case.customer-answer', { answer: 'refused', text: '太慢' });
  expect(one.view()).toMatchObject({ state: 'attributing', grade: 'P2', route: undefined, plan: undefined });
});

test('ES-14 · what is mended on the spot is resolved, and meets T3', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toSolving(one, LI);
  one.do(LI, 'case.fixed-now', { text: '重置了密码' });
  expect(one.view()).toMatchObject({ state: 'resolved', resolution: '重置了密码' });
  expect(one.timer('T3')?.endedAt).toBe(TEN);
});

test('ES-15 · a complaint is followed up, always; other cases may be closed without', () => {
  const floor = caseFloor();
  const complaint = floor.open(LI, { caseType: 'COMPLAINT_PRODUCT' });
  toResolved(complaint, LI, floor);
  expect(complaint.refused(LI, 'case.close', { review: '已处理' })).toMatchObject({ code: 'incomplete', field: 'follow-up' });
  complaint.do(LI, 'case.start-follow-up');
  expect(complaint.one().state).toBe('follow-up');
  const other = floor.open(LI);
  toResolved(other, LI, floor);
  other.do(LI, 'case.close');
  expect(other.view()).toMatchObject({ state: 'closed', closedAt: TEN });
});

test('ES-16 · a complaint is closed with a review, by a content customer or after three tries', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { caseType: 'COMPLAINT_SERVICE' });
  toResolved(one, LI, floor);
  one.do(LI, 'case.start-follow-up');
  expect(one.refused(LI, 'case.follow-up-result', { result: 'satisfied' })).toEqual({ code: 'incomplete', field: 'review' });
  one.do(LI, 'case.follow-up-result', { result: 'no-answer' });
  floor.pass(4 * H);
  one.do(LI, 'case.follow-up-result', { result: 'no-answer' });
  floor.pass(4 * H);
  expect(one.refused(LI, 'case.follow-up-result', { result: 'no-answer' })).toEqual({ code: 'incomplete', field: 'review' });
  one.do(LI, 'case.follow-up-result', { result: 'no-answer', review: '流程问题，已培训' });
  expect(one.view()).toMatchObject({ state: 'closed', review: '流程问题，已培训' });
});

test('ES-17 · who is not content has the case back, with its ids and clocks', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  toResolved(one, LI, floor);
  one.do(LI, 'case.start-follow-up');
  floor.pass(H);
  one.do(LI, 'case.follow-up-result', { result: 'dissatisfied' });
  expect(one.view()).toMatchObject({ no: 1, state: 'attributing', isReopened: true, openedAt: TEN, resolvedAt: undefined });
  expect(one.timer('T5')).toMatchObject({ startedAt: TEN + H });
});

test('ES-17 · a closed case may be reopened for seven days, and is forgotten after eight', () => {
  const floor = caseFloor();
  const closed = () => {
    const one = floor.open(LI);
    toResolved(one, LI, floor);
    one.do(LI, 'case.close');
    return one;
  };
  const [soon, late, gone] = [closed(), closed(), closed()];
  floor.pass(7 * D);
  soon.do(LI, 'case.reopen', { reason: '又坏了' });
  expect(soon.one().state).toBe('attributing');
  floor.pass(1);
  expect(late.refused(LI, 'case.reopen', { reason: '又坏了' })).toEqual({ code: 'too-late' });
  floor.pass(D);
  floor.open(LI);
  expect(floor.site.cases.has(gone.id)).toBe(false);
  expect(floor.site.cases.has(soon.id)).toBe(true);
});

test('ES-18 · news to the customer start T5 anew, in any open state', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  floor.pass(2 * H);
  one.do(LI, 'case.progress', { text: '还在查', channel: 'sms' });
  expect(one.view()).toMatchObject({ state: 'new', lastTold: { text: '还在查', channel: 'sms' } });
  expect(one.timer('T5')).toMatchObject({ startedAt: TEN + 2 * H, level: 'none' });
});

test('ES-19 · a lead merges cases of one customer, a supervisor those of one incident; open promises go along', () => {
  const floor = caseFloor();
  const a = floor.open(LI, { visitId: floor.call('a', li) });
  const b = floor.open(LI, { visitId: floor.call('b', li), caseType: 'LOGISTICS' });
  const stranger = floor.open(LI, { visitId: floor.call('c', li, { hash: 'hash-of-zhao' }) });
  a.do(LI, 'case.promise', { dueAt: TEN + 2 * H, text: '12 点前回电', channel: 'phone' });
  expect(a.refused(LI, 'case.merge', { intoCaseId: b.id })).toEqual({ code: 'not-permitted' });
  expect(stranger.refused(LIU, 'case.merge', { intoCaseId: b.id })).toEqual({ code: 'not-permitted' });
  a.do(LIU, 'case.merge', { intoCaseId: b.id });
  expect(a.view()).toMatchObject({ state: 'merged', mergedInto: b.id, nextDueAt: undefined });
  expect(b.view()).toMatchObject({ mergedFrom: [a.id], promises: [{ text: '12 点前回电', state: 'open' }] });
  stranger.do(ZHOU, 'case.merge', { intoCaseId: b.id });
  expect(b.one().mergedFrom).toHaveLength(2);
  const c = floor.open(ZHOU);
  expect(c.refused(ZHOU, 'case.merge', { intoCaseId: a.id })).toMatchObject({ code: 'wrong-state', detail: 'merged' });
  expect(c.refused(ZHOU, 'case.merge', { intoCaseId: c.id })).toMatchObject({ code: 'not-found' });
});

const told = (
  floor: ReturnType<typeof caseFloor>,
  caseId: ReturnType<typeof caseIdOf>,
  answer: Parameters<typeof decideTicket>[1]['answer'],
) => floor.append(decideTicket(floor.site, { caseId, answer }, floor.now).events);

test('ES-20 · a tracker that says done proposes; it never resolves or closes', () => {
  const { floor, one } = handedOff();
  told(floor, one.id, { result: 'created', key: 'BUG-7', url: 'https://tracker.example/BUG-7' });
  expect(one.view().ticket).toEqual({ state: 'created', key: 'BUG-7', url: 'https://tracker.example/BUG-7', tries: 0 });
  told(floor, one.id, { result: 'resolved', resolution: 'fixed' });
  expect(one.view()).toMatchObject({ state: 'proposed', ticket: { state: 'resolved', resolution: 'fixed' } });
  expect(told(floor, one.id, { result: 'resolved', resolution: 'fixed' })).toEqual([]);
  one.do(LI, 'case.tell-customer', { channel: 'phone', text: '已经修好' });
  one.do(LI, 'case.customer-answer', { answer: 'accepted' });
  expect(one.view()).toMatchObject({ state: 'resolved', resolution: '已经修好' });
});

test('ES-20 · outside solving the tracker’s word is noted, and moves nothing', () => {
  const { floor, one } = handedOff();
  one.do(LI, 'case.department-reject', { reason: '不是我们' });
  told(floor, one.id, { result: 'resolved', resolution: 'fixed' });
  expect(one.view()).toMatchObject({ state: 'attributing', ticket: { state: 'resolved' } });
});

test.each(['bydesign', 'willnotfix', 'postponed', 'notrepro'] as const)(
  'ES-20 · a ticket that ends as %s owes the customer the reason in plain words',
  (resolution) => {
    const { floor, one } = handedOff();
    told(floor, one.id, { result: 'resolved', resolution });
    const tell = { channel: 'phone', text: '暂不处理' };
    expect(one.refused(LI, 'case.tell-customer', tell)).toEqual({ code: 'incomplete', field: 'explanation' });
    const plan = { text: '提供替代办法', etaAt: floor.now + H };
    expect(one.refused(LI, 'case.plan', plan)).toEqual({ code: 'incomplete', field: 'explanation' });
    one.do(LI, 'case.plan', { ...plan, explanation: '这是设计如此，可以用网页版' });
    one.do(LI, 'case.tell-customer', tell);
    expect(one.one().state).toBe('customer-confirm');
  },
);

test('ES-20 · a ticket that is opened again puts the case back to solving', () => {
  const { floor, one } = handedOff();
  told(floor, one.id, { result: 'resolved', resolution: 'fixed' });
  told(floor, one.id, { result: 'reopened' });
  expect(one.view()).toMatchObject({ state: 'solving', ticket: { state: 'reopened' } });
});

test('a tracker that is down never blocks a case; it can be asked again, or a ticket be linked by hand', () => {
  const { floor, one } = handedOff();
  told(floor, one.id, { result: 'failed', tries: 1 });
  told(floor, one.id, { result: 'failed', tries: 2 });
  expect(told(floor, one.id, { result: 'failed', tries: 2 })).toEqual([]);
  expect(one.view().ticket).toEqual({ state: 'failed', tries: 2 });
  one.do(LI, 'case.preliminary', { text: '缓存失效' });
  one.do(LI, 'case.send-ticket');
  expect(one.view().ticket).toEqual({ state: 'queued', tries: 0 });
  expect(one.refused(LI, 'case.send-ticket')).toEqual({ code: 'unchanged' });
  one.do(LI, 'case.link-ticket', { key: 'BUG-9' });
  expect(one.view().ticket).toEqual({ state: 'linked', key: 'BUG-9', tries: 0 });
});

test('a case that does not exist hears nothing from a tracker', () => {
  const floor = caseFloor();
  expect(decideTicket(floor.site, { caseId: caseIdOf('none'), answer: { result: 'reopened' } }, floor.now).events).toEqual([]);
});

test('cancelling takes a lead or a supervisor, and a reason; after it nothing moves', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  expect(one.refused(LI, 'case.cancel', { reason: '开错了' })).toEqual({ code: 'not-permitted' });
  one.do(LIU, 'case.cancel', { reason: '开错了' });
  expect(one.view()).toMatchObject({ state: 'cancelled', nextDueAt: undefined, isOverdue: false });
  expect(one.refused(LI, 'case.progress', { text: '还在查', channel: 'sms' })).toEqual({ code: 'wrong-state', detail: 'cancelled' });
  floor.pass(3 * D);
  expect(one.marks()).toEqual([]);
});

test.each([
  ['case.plan', { text: '重启', etaAt: TEN + D }],
  ['case.fixed-now', { text: '好了' }],
  ['case.tell-customer', { channel: 'phone', text: '好了' }],
  ['case.customer-answer', { answer: 'accepted' }],
  ['case.start-follow-up', {}],
  ['case.follow-up-result', { result: 'satisfied' }],
  ['case.close', {}],
  ['case.reopen', { reason: '又坏了' }],
  ['case.hand-off', { department: 'tech', text: '请看', evidence: '截图' }],
  ['case.receive', {}],
  ['case.preliminary', { text: '缓存' }],
  ['case.department-reject', { reason: '不是' }],
  ['case.arbitrate', { department: 'tech', reason: '技术' }],
  ['case.to-supervisor', { reason: '超出' }],
  ['case.take-in-authority', { entry: 'coupon', amount: 1 }],
] as const)('%s is refused on a new case', (type, more) => {
  expect(caseFloor().open(ZHOU).refused(ZHOU, type, more)).toEqual({ code: 'wrong-state', detail: 'new' });
});

test('the rest of the floor has no say: a case of somebody else is not theirs to work on', () => {
  const floor = caseFloor();
  const one = floor.open(LI);
  const news = { text: '还在查', channel: 'sms' };
  expect(one.refused(TOM, 'case.progress', news)).toEqual({ code: 'not-permitted' });
  expect(floor.refused(SUN, { type: 'case.progress', caseId: caseIdOf('none'), ...news })).toEqual({ code: 'not-found' });
});
