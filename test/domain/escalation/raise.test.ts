import { describe, expect, test } from 'vitest';
import { POLICY_1 } from '../../../shared/domain/escalation/policy.js';
import {
  type CaseFloor,
  caseFloor,
  D,
  H,
  type Hand,
  LI,
  M,
  SUN,
  TEN,
  toAttributing,
  toConfirm,
  toGraded,
  toResolved,
  ZHOU,
} from './case-floor.js';

/** How the grade went up by itself, as `P3>P2 T3 +60`: minutes since the test began. */
const raises = (floor: CaseFloor, one: Hand) =>
  floor.events.flatMap((event) =>
    event.type === 'case.grade-raised' && event.caseId === one.id
      ? [`${event.from}>${event.grade} ${event.code ?? event.because} +${Math.round((event.occurredAt - TEN) / M)}`]
      : [],
  );
const gradeNow = (one: Hand) => one.view().grade ?? `${one.view().proposedGrade}?`;

describe('B.3.1 · a clock that ran out', () => {
  test('a case without an answer in time is graver, from that very minute on, and says why', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toGraded(one, LI);
    floor.pass(59 * M);
    expect(gradeNow(one)).toBe('P3');
    floor.pass(M);
    expect(raises(floor, one)).toEqual(['P3>P2 T3 +60']);
    expect(one.view()).toMatchObject({ grade: 'P2', raised: { at: TEN + H, from: 'P3', because: 'late', code: 'T3' } });
    expect(one.one().entries.at(-1)).toMatchObject({ kind: 'grade-raised', what: 'P3 P2 T3', by: { role: 'system' } });
  });

  test('what nobody has graded stays to be graded: only the proposal goes up', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    floor.pass(H);
    expect(one.view()).toMatchObject({ state: 'new', proposedGrade: 'P2', grade: undefined });
    expect(one.timer('T2')?.endedAt).toBeUndefined();
    expect(one.refused(LI, 'case.grade', { grade: 'P3', caseType: 'TECH' })).toEqual({ code: 'reason-needed' });
  });

  test('the other clocks are told anew from their beginning; the one that ran out keeps its steps upwards', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toGraded(one, LI);
    floor.pass(H);
    expect(one.timer('T5')).toMatchObject({ startedAt: TEN, dueAt: TEN + 8 * H });
    floor.pass(H);
    expect(one.marks('T3')).toEqual([
      ['T3', 'warned', 48 * M],
      ['T3', 'breached', H],
      ['T3', 'manager', 90 * M],
      ['T3', 'director', 2 * H],
    ]);
  });

  test('lateness alone makes nothing urgent, and what is late only because of it raises nothing', () => {
    const floor = caseFloor();
    const one = floor.open(LI, { caseType: 'SUGGESTION' });
    toGraded(one, LI, 'P4');
    floor.pass(30 * D);
    expect(raises(floor, one)).toEqual(['P4>P3 T3 +240', 'P3>P2 T5 +1440']);
    expect(gradeNow(one)).toBe('P2');
  });

  test('what a supervisor has put down for a reason stays down for the same cause', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toGraded(one, LI);
    floor.pass(H);
    one.do(ZHOU, 'case.grade', { grade: 'P3', caseType: 'TECH', reason: '有替代办法' });
    expect(one.view().raised).toBeUndefined();
    floor.pass(20 * H);
    expect(gradeNow(one)).toBe('P3');
    expect(raises(floor, one)).toHaveLength(1);
  });

  test('a site whose policy raises on no clock has none', () => {
    const floor = caseFloor({ escalation: { policies: [{ ...POLICY_1, version: 2, raiseOn: [] }] } });
    const one = floor.open(LI);
    toGraded(one, LI);
    floor.pass(30 * D);
    expect(raises(floor, one)).toEqual([]);
  });

  test('missed while the site was down, it is raised once, with its true time, and all clocks after it', () => {
    const [watched, slept] = [caseFloor(), caseFloor()].map((floor, at) => {
      const one = floor.open(LI);
      toGraded(one, LI);
      if (at === 0) floor.pass(3 * D);
      else floor.restart(3 * D);
      return { floor, one };
    });
    expect(raises(slept?.floor as CaseFloor, slept?.one as Hand)).toEqual(['P3>P2 T3 +60']);
    expect(slept?.one.marks()).toEqual(watched?.one.marks());
    expect(slept?.one.one().timers).toEqual(watched?.one.one().timers);
  });

  test('on the night the clocks go back, an hour of service is an hour', () => {
    // Berlin, Sunday 25 October 2026, 02:30 the first time; the service opens at 09:00, seven and a half hours later.
    const startAt = Date.UTC(2026, 9, 25, 0, 30);
    const floor = caseFloor({ timeZone: 'Europe/Berlin', startAt });
    const one = floor.open(LI);
    toGraded(one, LI);
    floor.pass(D);
    expect(one.one().raised).toMatchObject([{ because: 'late', code: 'T3', at: Date.UTC(2026, 9, 25, 9, 0) }]);
  });
});

describe('B.3.1 · the same again', () => {
  const complain = (floor: CaseFloor, name: string, more: object = {}) =>
    floor.open(LI, { visitId: floor.call(name), caseType: 'COMPLAINT_BILLING', ...more });

  test('a second complaint of one customer about the same makes the first as grave', () => {
    const floor = caseFloor();
    const first = complain(floor, 'a');
    const other = complain(floor, 'b', { caseType: 'COMPLAINT_SERVICE' });
    toGraded(first, LI);
    complain(floor, 'c');
    expect(raises(floor, first)).toEqual(['P3>P2 again +0']);
    expect(gradeNow(other)).toBe('P3?');
  });

  test('the fifth like case makes all of them an outage, each with the clocks of P1; who was told so already is not told twice', () => {
    const floor = caseFloor();
    const next = (name: string) => floor.open(ZHOU, { visitId: floor.call(name, undefined, { hash: `hash-of-${name}` }) });
    const first = [...'abcd'].map((name) => next(name));
    expect(first.map(gradeNow)).toEqual(['P3?', 'P3?', 'P3?', 'P3?']);
    next('e');
    expect(first.map(gradeNow)).toEqual(['P1?', 'P1?', 'P1?', 'P1?']);
    expect(first.map((one) => one.timer('T3')?.dueAt)).toEqual([1, 2, 3, 4].map(() => TEN + 30 * M));
    toGraded(first[0] as Hand, ZHOU, 'P3', { reason: '另有原因' });
    next('f');
    expect(first.map(gradeNow)).toEqual(['P3', 'P1?', 'P1?', 'P1?']);
  });

  test('a case that is over is left alone', () => {
    const floor = caseFloor();
    const first = complain(floor, 'a');
    first.do(SUN, 'case.cancel', { reason: '开错了' });
    complain(floor, 'b');
    expect(raises(floor, first)).toEqual([]);
  });

  test('what was due of the first comes before it goes up', () => {
    const floor = caseFloor();
    const first = complain(floor, 'a');
    toGraded(first, LI);
    floor.sleep(6 * M);
    complain(floor, 'b');
    expect(first.marks('T1').map(([, level]) => level)).toEqual(['warned', 'breached']);
    expect(raises(floor, first)).toEqual(['P3>P2 again +6']);
    floor.pass(0);
    expect(first.marks('T1').map(([, level]) => level)).toEqual(['warned', 'breached', 'manager', 'director']);
  });
});

describe('B.3.1 · a way out that was none', () => {
  test('a complaint that comes back is a second one; a fault that does goes up by one', () => {
    for (const [caseType, grade, after] of [
      ['COMPLAINT_SERVICE', 'P4', 'P2'],
      ['TECH', 'P4', 'P3'],
      ['TECH', 'P2', 'P2'],
    ] as const) {
      const floor = caseFloor();
      const one = floor.open(LI, { caseType });
      toGraded(one, ZHOU, 'P3', { reason: '先定级' });
      one.do(ZHOU, 'case.grade', { grade, caseType, reason: '影响很小' });
      one.do(LI, 'case.attribute', { causeClass: 'product', fiveW2H: {} });
      one.do(LI, 'case.to-supervisor', { reason: '超出权限' });
      one.do(LI, 'case.fixed-now', { text: '重置了' });
      one.do(LI, 'case.start-follow-up');
      one.do(LI, 'case.reopen', { reason: '又坏了' });
      expect(gradeNow(one)).toBe(after);
    }
  });

  test('ES-13 · each time that a customer refuses it is P2 at least, and its timeline says why', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toConfirm(one, LI, floor);
    one.do(LI, 'case.customer-answer', { answer: 'refused' });
    expect(one.view()).toMatchObject({ grade: 'P2', raised: { from: 'P3', because: 'refused' } });
    one.do(ZHOU, 'case.grade', { grade: 'P3', caseType: 'TECH', reason: '有替代办法' });
    one.do(LI, 'case.to-supervisor', { reason: '超出权限' });
    one.do(LI, 'case.plan', { text: '再试', etaAt: floor.now + H });
    one.do(LI, 'case.tell-customer', { channel: 'phone', text: '再试' });
    one.do(LI, 'case.customer-answer', { answer: 'refused' });
    expect(gradeNow(one)).toBe('P2');
    expect(one.one().raised).toHaveLength(1);
  });

  test('what was resolved in time never goes up', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toAttributing(one, LI);
    const done = floor.open(LI);
    toResolved(done, LI, floor);
    floor.pass(5 * D);
    expect(raises(floor, done)).toEqual([]);
    expect(raises(floor, one)).not.toEqual([]);
  });
});
