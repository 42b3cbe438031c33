import { describe, expect, test } from 'vitest';
import { POLICY_1 } from '../../../shared/domain/escalation/policy.js';
import {
  caseFloor,
  D,
  H,
  type Hand,
  LI,
  M,
  S,
  TEN,
  toAttributing,
  toConfirm,
  toGraded,
  toResolved,
  toSolving,
  ZHOU,
} from './case-floor.js';

const GRADES = ['P1', 'P2', 'P3', 'P4'] as const;
/** A case whose rules propose this grade, so that its timers begin with it. */
const SIGNS = { P1: { signs: ['safety'] }, P2: { signs: ['money-loss'] }, P3: {}, P4: { caseType: 'SUGGESTION' } };
const dueOf = (one: Hand, code: string) => {
  const timer = one.timer(code);
  return timer === undefined ? undefined : timer.dueAt - timer.startedAt;
};

describe('B.3.4 · the allowances, from Monday 10:00 on', () => {
  test.each([
    ['T1', [30 * S, 30 * S, 5 * M, 30 * M]],
    ['T2', [5 * M, 10 * M, 10 * M, 30 * M]],
    ['T3', [30 * M, H, H, 4 * H]],
    ['T5', [2 * H, 8 * H, 24 * H, 24 * H]],
  ])('%s begins when the case is opened', (code, allowances) => {
    expect(GRADES.map((grade) => dueOf(caseFloor().open(LI, SIGNS[grade]), code))).toEqual(allowances);
  });

  test('T4 begins at the send', () => {
    const due = GRADES.map((grade) => {
      const floor = caseFloor();
      const one = floor.open(LI, SIGNS[grade]);
      toAttributing(one, LI, grade);
      floor.pass(10 * M);
      one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
      expect(one.timer('T4')?.startedAt).toBe(TEN + 10 * M);
      return dueOf(one, 'T4');
    });
    expect(due).toEqual([15 * M, 30 * M, 30 * M, 2 * H]);
  });

  test('T6 counts for what is done in authority, T6′ for all else, both from the opening', () => {
    const due = (grade: (typeof GRADES)[number], command: Parameters<Hand['do']>) => {
      const floor = caseFloor();
      const one = floor.open(LI, SIGNS[grade]);
      toAttributing(one, LI, grade);
      floor.pass(20 * M);
      one.do(...command);
      return [dueOf(one, 'T6'), dueOf(one, 'T6P')];
    };
    expect(GRADES.map((grade) => due(grade, [LI, 'case.take-in-authority', { entry: 'coupon', amount: 1 }]))).toEqual(
      GRADES.map(() => [24 * H, undefined]),
    );
    expect(GRADES.map((grade) => due(grade, [LI, 'case.to-supervisor', { reason: '超出' }])[1])).toEqual([24 * H, 72 * H, 7 * D, 14 * D]);
  });

  test('T7 begins when it is resolved, and runs while customers may be called; a suggestion needs none', () => {
    const due = GRADES.map((grade) => {
      const floor = caseFloor();
      const one = floor.open(LI, SIGNS[grade]);
      toResolved(one, LI, floor, grade);
      return dueOf(one, 'T7');
    });
    // 11 hours of Monday and 13 of Tuesday; then 13 of Wednesday and 11 of Thursday.
    expect(due).toEqual([35 * H, 35 * H, 3 * D + 9 * H, undefined]);
  });

  test('T3 of a case that is not urgent waits for the service to open', () => {
    const floor = caseFloor({ startAt: TEN + 10.5 * H });
    expect(floor.open(LI).timer('T3')?.dueAt).toBe(TEN + 23.5 * H);
    expect(floor.open(LI, SIGNS.P2).timer('T3')?.dueAt).toBe(TEN + 11.5 * H);
  });

  test('T4 of a case that is not urgent waits for the department’s day: Friday evening is answered on Monday', () => {
    const floor = caseFloor({ startAt: TEN + 4 * D + 7.75 * H });
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    expect(one.timer('T4')?.dueAt).toBe(TEN + 7 * D - H + 15 * M);
  });
});

test('ES-T1 · a timer warns at 80 %, breaches at 100 %, goes to the manager at 150 % and to the director at 200 %, and is then silent', () => {
  const floor = caseFloor();
  const one = floor.open(LI, SIGNS.P1);
  floor.pass(D);
  expect(one.marks('T1')).toEqual([
    ['T1', 'warned', 24 * S],
    ['T1', 'breached', 30 * S],
    ['T1', 'manager', 45 * S],
    ['T1', 'director', 60 * S],
  ]);
  expect(one.view()).toMatchObject({ isOverdue: true, nextDueAt: TEN + 30 * S });
});

test('ES-T5 · in a live call T1 runs from pressing 升级 to the three ticks; up to the last moment is in time', () => {
  const floor = caseFloor();
  const one = floor.open(LI, { ...SIGNS.P1, visitId: floor.call('a') });
  floor.pass(30 * S - 1);
  one.do(LI, 'case.first-response', { apologised: true, direction: '先核实', node: { dueAt: TEN + H, text: '11 点前' } });
  floor.pass(H);
  expect(one.view().timers[0]).toMatchObject({ code: 'T1', state: 'met', level: 'warned', endedAt: TEN + 30 * S - 1 });
});

test('who answers late is late, even when no clock had been looked at yet', () => {
  const floor = caseFloor();
  const one = floor.open(LI, SIGNS.P1);
  const quiet = floor.now;
  floor.sleep(40 * S);
  one.do(LI, 'case.first-response', { apologised: true, direction: '先核实', node: { dueAt: quiet + H, text: '11 点前' } });
  expect(one.marks('T1')).toEqual([
    ['T1', 'warned', 24 * S],
    ['T1', 'breached', 30 * S],
  ]);
  expect(one.view().timers[0]).toMatchObject({ code: 'T1', state: 'breached', endedAt: TEN + 40 * S });
  floor.pass(H);
  expect(one.marks('T1')).toHaveLength(2);
});

describe('ES-T2 · news are due when the customer may be called', () => {
  const NINE_PM = TEN + 11 * H;
  test.each([
    ['a case of 22:00 is due the day after at 20:59, not at 22:00', NINE_PM + H, {}, NINE_PM + D - M],
    ['a grave case of 18:00 is due at 20:59, not at 02:00', NINE_PM - 3 * H, SIGNS.P2, NINE_PM - M],
    ['a grave case of 21:30 would be due before it began: at 08:00', NINE_PM + 30 * M, SIGNS.P2, NINE_PM + 11 * H],
    ['one that is due while calls are allowed stays', TEN, {}, TEN + D],
    ['an urgent one does not wait for the morning', NINE_PM + H, SIGNS.P1, NINE_PM + 3 * H],
    ['but where the customer asked for it', NINE_PM + H, { ...SIGNS.P1, keepsContactHours: true }, NINE_PM + 11 * H],
  ])('%s', (_title, startAt, more, dueAt) => {
    expect(caseFloor({ startAt }).open(LI, more).timer('T5')?.dueAt).toBe(dueAt);
  });
});

/** A policy under which lateness raises no grade: the clocks of one grade by themselves. */
const CALM = { escalation: { policies: [{ ...POLICY_1, version: 2, raiseOn: [] }] } };

describe('ES-T3 · waiting for the customer', () => {
  test('T6 stands still, T5 goes on', () => {
    const floor = caseFloor(CALM);
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.take-in-authority', { entry: 'coupon', amount: 1 });
    floor.pass(2 * H);
    one.do(LI, 'case.plan', { text: '补券', etaAt: floor.now + H });
    one.do(LI, 'case.tell-customer', { channel: 'phone', text: '补券' });
    expect(one.view().timers.find(({ code }) => code === 'T6')).toMatchObject({ state: 'paused', pausedAt: TEN + 2 * H });
    floor.pass(30 * H);
    expect(one.marks('T6')).toEqual([]);
    expect(one.marks('T5').map(([, level]) => level)).toEqual(['warned', 'breached']);
    one.do(LI, 'case.customer-answer', { answer: 'refused' });
    expect(one.timer('T6')).toMatchObject({ dueAt: TEN + 54 * H });
    expect(one.timer('T6')?.pausedAt).toBeUndefined();
    floor.pass(22 * H);
    expect(one.marks('T6')).toEqual([
      ['T6', 'warned', 30 * H + 0.8 * 24 * H],
      ['T6', 'breached', 54 * H],
    ]);
  });

  test('of working days those that were waited through are given back, not the days off between them', () => {
    const floor = caseFloor(CALM);
    const one = floor.open(LI);
    floor.pass(4 * D);
    toConfirm(one, LI, floor);
    // From Friday 10:00 to Monday 10:00: one working day of five was left, and still is.
    floor.pass(3 * D);
    one.do(LI, 'case.customer-answer', { answer: 'refused' });
    one.do(ZHOU, 'case.grade', { grade: 'P3', caseType: 'TECH', reason: '有替代办法' });
    expect(one.timer('T6P')?.dueAt).toBe(TEN + 8 * D);
  });
});

describe('what ends a timer', () => {
  const handedOff = () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toAttributing(one, LI, 'P2');
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    floor.pass(10 * M);
    return { floor, one };
  };
  test.each([
    ['a plan', 'case.plan', { text: '换货', etaAt: TEN + D }],
    ['a refusal', 'case.department-reject', { reason: '不是我们' }],
  ] as const)('no first judgement is waited for after %s', (_title, type, more) => {
    const { floor, one } = handedOff();
    one.do(LI, type, more);
    floor.pass(D);
    expect(one.marks('T4')).toEqual([]);
    expect(one.timer('T4')?.endedAt).toBe(TEN + 10 * M);
  });

  test('a word to the customer after the case was resolved owes no further news', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toResolved(one, LI, floor);
    floor.pass(H);
    one.do(LI, 'case.progress', { text: '谢谢', channel: 'sms' });
    expect(one.timer('T5')).toMatchObject({ startedAt: TEN, endedAt: TEN });
  });

  test('a reopened case has new news to give, and no second time to be closed in', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.take-in-authority', { entry: 'coupon', amount: 1 });
    one.do(LI, 'case.fixed-now', { text: '补券' });
    one.do(LI, 'case.start-follow-up');
    floor.pass(3 * D);
    one.do(LI, 'case.reopen', { reason: '没收到' });
    one.do(LI, 'case.to-supervisor', { reason: '再补' });
    expect(one.timer('T6P')).toMatchObject({ startedAt: TEN, endedAt: TEN });
    one.do(LI, 'case.fixed-now', { text: '又补了' });
    expect(one.timer('T6P')).toMatchObject({ startedAt: TEN, endedAt: TEN, level: 'none' });
    expect(one.timer('T7')).toMatchObject({ startedAt: TEN + 3 * D });
  });
});

describe('ES-T4 · a regrade', () => {
  test('counts every timer from its own start with the new allowance; a raise may breach at once, and says so', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toGraded(one, LI, 'P3');
    floor.pass(40 * M);
    toGraded(one, LI, 'P1');
    expect(one.timer('T3')).toMatchObject({ startedAt: TEN, dueAt: TEN + 30 * M, breachedByRegrade: true });
    floor.pass(20 * M);
    expect(one.marks('T3')).toEqual([
      ['T3', 'warned', 24 * M],
      ['T3', 'breached', 30 * M],
      ['T3', 'manager', 45 * M],
      ['T3', 'director', 60 * M],
    ]);
    const breach = floor.events.find((event) => event.type === 'case.timer-breached' && event.code === 'T3');
    expect(breach).toMatchObject({ breachedByRegrade: true, occurredAt: TEN + 30 * M });
  });

  test('one that is breached anyway is not called so', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    floor.pass(6 * M);
    toGraded(one, LI, 'P1');
    expect(one.timer('T1')?.breachedByRegrade).toBeUndefined();
  });

  test('downwards gives the time back; what was met stays met', () => {
    const floor = caseFloor();
    const one = floor.open(LI, SIGNS.P1);
    toGraded(one, LI, 'P1');
    floor.pass(35 * M);
    expect(one.view().isOverdue).toBe(true);
    one.do(LI, 'case.first-response', { apologised: true, direction: '先核实', node: { dueAt: TEN + 5 * H, text: '15 点前' } });
    one.do(ZHOU, 'case.grade', { grade: 'P4', caseType: 'TECH', reason: '有替代办法' });
    expect(one.timer('T3')).toMatchObject({ dueAt: TEN + 4 * H, level: 'none' });
    expect(one.timer('T2')).toMatchObject({ endedAt: TEN, dueAt: TEN + 5 * M });
    expect(one.view().isOverdue).toBe(false);
  });
});

describe('ES-T6 · after a restart', () => {
  const busy = () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toSolving(one, LI);
    one.do(LI, 'case.promise', { dueAt: TEN + 2 * H, text: '12 点前回电', channel: 'phone' });
    one.do(LI, 'case.ask-approval', { entry: 'small-refund', amount: 300, reason: '客户在线' });
    one.do(LI, 'case.give', { toUserId: 'u-zhou' });
    return { floor, one };
  };
  const told = ({ floor }: ReturnType<typeof busy>) =>
    floor.events
      .filter(({ type }) => type.startsWith('case.'))
      .map((event) => [event.type, event.occurredAt, 'code' in event ? event.code : '']);

  test('what was missed happens once, with the time at which it was due', () => {
    const [up, down] = [busy(), busy()];
    up.floor.pass(20 * D);
    down.floor.restart(20 * D);
    expect(told(down)).toEqual(told(up));
    expect(told(up).filter(([type]) => type === 'case.timer-escalated').length).toBeGreaterThan(3);
    down.floor.restart();
    down.floor.pass(D);
    expect(told(down)).toEqual(told(up));
  });

  test('one in the middle of everything changes nothing', () => {
    const [through, restarted] = [busy(), busy()];
    through.floor.pass(3 * D);
    for (let i = 0; i < 72; i++) {
      restarted.floor.restart();
      restarted.floor.pass(H);
    }
    expect(told(restarted)).toEqual(told(through));
  });
});

describe('B.3.5 · promises', () => {
  const promised = (dueMs: number) => {
    const floor = caseFloor();
    const one = floor.open(LI);
    const promiseId = one.do(LI, 'case.promise', { dueAt: TEN + dueMs, text: '回电', channel: 'phone' });
    const happened = () =>
      floor.events.flatMap((event) => (event.type.startsWith('case.promise-') ? [[event.type.slice(13), event.occurredAt - TEN]] : []));
    return { floor, one, promiseId, happened };
  };

  test.each([
    ['15 minutes before', 2 * H, 105 * M],
    ['at 80 % where that is later', 10 * M, 8 * M],
  ])('the owner is reminded %s; at the time it is broken, once', (_title, dueMs, remindMs) => {
    const { floor, happened, one } = promised(dueMs);
    floor.pass(D);
    expect(happened()).toEqual([
      ['reminded', remindMs],
      ['broken', dueMs],
    ]);
    expect(one.view()).toMatchObject({ promises: [{ state: 'broken' }], isOverdue: true });
  });

  test('news to the customer keep the one that comes first, a plan too', () => {
    const { floor, one } = promised(2 * H);
    one.do(LI, 'case.promise', { dueAt: TEN + 4 * H, text: '给方案', channel: 'phone' });
    floor.pass(H);
    one.do(LI, 'case.progress', { text: '查到了', channel: 'phone' });
    expect(one.view().promises.map(({ state }) => state)).toEqual(['kept', 'open']);
    toSolving(one, LI, 'P2');
    one.do(LI, 'case.plan', { text: '换货', etaAt: floor.now + D });
    expect(one.view().promises.map(({ state }) => state)).toEqual(['kept', 'kept']);
  });

  test('a broken one is answered before the next is kept, and stays broken', () => {
    const { floor, one } = promised(2 * H);
    one.do(LI, 'case.promise', { dueAt: TEN + 4 * H, text: '给方案', channel: 'phone' });
    floor.pass(2 * H + M);
    one.do(LI, 'case.progress', { text: '抱歉晚了', channel: 'phone' });
    expect(one.view().promises.map(({ state }) => state)).toEqual(['broken', 'open']);
    expect(one.one().promises[0]?.keptAt).toBe(TEN + 2 * H + M);
  });

  test('it may be named as kept; a late word does not make it so', () => {
    const { floor, one, promiseId } = promised(2 * H);
    floor.sleep(2 * H + 1);
    one.do(LI, 'case.keep-promise', { promiseId });
    expect(one.view().promises[0]?.state).toBe('broken');
    expect(one.refused(LI, 'case.keep-promise', { promiseId })).toEqual({ code: 'unchanged' });
    expect(one.refused(LI, 'case.keep-promise', { promiseId: 'x-none' })).toMatchObject({ code: 'not-found' });
    expect(one.refused(LI, 'case.promise', { dueAt: TEN, text: '刚才', channel: 'phone' })).toMatchObject({ code: 'in-the-past' });
  });

  test('the new owner inherits it', () => {
    const { one } = promised(2 * H);
    one.do(ZHOU, 'case.take');
    expect(one.view()).toMatchObject({ owner: { userId: 'u-zhou' }, promises: [{ state: 'open', byName: '李娜' }] });
  });
});

describe('《跨部门协作响应时效表》', () => {
  const sentTo = (escalation: object = {}) => {
    const floor = caseFloor({ escalation });
    const one = floor.open(LI);
    toAttributing(one, LI, 'P2');
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    return { floor, one };
  };
  const happened = (floor: ReturnType<typeof caseFloor>, type: string) =>
    floor.events.flatMap((event) => (event.type === type ? [event.occurredAt - TEN] : []));

  test('a receipt is owed within ten minutes, and its lack is noted once', () => {
    const { floor, one } = sentTo();
    expect(one.view().handOff).toMatchObject({ ackDueAt: TEN + 10 * M });
    floor.pass(D);
    expect(happened(floor, 'case.receipt-overdue')).toEqual([10 * M]);
  });

  test('a department that has seen it owes no receipt', () => {
    const { floor, one } = sentTo();
    one.do(LI, 'case.receive');
    floor.pass(D);
    expect(happened(floor, 'case.receipt-overdue')).toEqual([]);
  });

  test('its own lines feed the clocks: receipt, first judgement, news, target', () => {
    const { floor, one } = sentTo({
      departments: [
        {
          code: 'warehouse',
          name: '仓储部',
          dutyContact: '郭涛 6612',
          response: [
            { types: ['TECH'], grades: ['P2'], ackMin: 5, solveTarget: { ms: 4 * H, clock: 'wall' } },
            { preliminaryMin: 20, updateH: 2 },
          ],
        },
      ],
    });
    expect(one.view().handOff).toMatchObject({ ackDueAt: TEN + 5 * M, dutyContact: '郭涛 6612' });
    expect([dueOf(one, 'T4'), dueOf(one, 'T6P')]).toEqual([20 * M, 4 * H]);
    floor.pass(H);
    one.do(LI, 'case.preliminary', { text: '在查' });
    floor.pass(2 * H - 1);
    expect(happened(floor, 'case.department-update-owed')).toEqual([]);
    floor.pass(10 * H);
    expect(happened(floor, 'case.department-update-owed')).toEqual([3 * H]);
  });
});

describe('the policy has versions', () => {
  test('a case keeps the one that it was opened under', () => {
    const allowance = { ms: 10 * S, clock: 'wall' as const };
    const quick = {
      ...POLICY_1,
      version: 2,
      timers: { ...POLICY_1.timers, T1: { P1: allowance, P2: allowance, P3: allowance, P4: allowance } },
    };
    const floor = caseFloor();
    const before = floor.open(LI);
    floor.append([
      {
        type: 'site.configured',
        ...floor.base(),
        config: { ...floor.site.config, escalation: { ...floor.site.config.escalation, policies: [quick] } },
      },
    ]);
    const after = floor.open(LI);
    toGraded(before, LI, 'P2');
    expect([dueOf(before, 'T1'), dueOf(after, 'T1')]).toEqual([30 * S, 10 * S]);
    expect([before.one().policyVersion, after.one().policyVersion]).toEqual([1, 2]);
  });
});
