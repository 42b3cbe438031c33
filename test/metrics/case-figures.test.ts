import { describe, expect, test } from 'vitest';
import { caseFigureDetail, caseFigures, spanOf } from '../../server/http/case-figures.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { CASE_FIGURES, type CaseFigure, countedIn, talliesBy, tallyOf } from '../../shared/metrics/case-figures.js';
import {
  type CaseFloor,
  caseFloor,
  D,
  H,
  type Hand,
  LI,
  M,
  S,
  SUN,
  TEN,
  toAttributing,
  toConfirm,
  toGraded,
  toResolved,
  toSolving,
  ZHOU,
} from '../domain/escalation/case-floor.js';

const counted = (floor: CaseFloor, figure: CaseFigure, from: EpochMs = epochMs(TEN - D)) =>
  countedIn(floor.site.cases.values(), figure, from, epochMs(floor.now + 1));
const tally = (floor: CaseFloor, figure: CaseFigure, from?: EpochMs) => tallyOf(counted(floor, figure, from));
const respond = (floor: CaseFloor, one: Hand) =>
  one.do(LI, 'case.first-response', {
    apologised: true,
    direction: '马上核实',
    node: { dueAt: floor.now + H, text: '回电' },
  });

describe('M-37 · clocks', () => {
  test('met and missed are counted once they are decided; what still runs in time is neither', () => {
    const floor = caseFloor();
    const [quick, slow] = [floor.open(LI), floor.open(LI)];
    floor.open(LI);
    floor.pass(20 * S);
    respond(floor, quick);
    expect(tally(floor, 'T1')).toMatchObject({ met: 1, missed: 0, medianMs: 20 * S });
    floor.pass(6 * M);
    expect(tally(floor, 'T1')).toMatchObject({ met: 1, missed: 2, medianMs: 20 * S });
    respond(floor, slow);
    expect(tally(floor, 'T1')).toMatchObject({ met: 1, missed: 2, medianMs: 20 * S, p90Ms: 6 * M + 20 * S });
    expect(tally(floor, 'T3')).toMatchObject({ met: 0, missed: 0, medianMs: null });
  });

  test('median and P90 are times that some case really took', () => {
    const floor = caseFloor();
    for (let n = 1; n <= 10; n++) {
      const one = floor.open(LI);
      floor.pass(n * S);
      respond(floor, one);
      one.do(SUN, 'case.cancel', { reason: '演练' });
    }
    expect(tally(floor, 'T1')).toMatchObject({ met: 10, meanMs: 5_500, medianMs: 5 * S, p90Ms: 9 * S });
  });

  test('a clock counts on the day on which it was decided, a missed one when it was due', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    floor.pass(H);
    const then = floor.now;
    respond(floor, one);
    floor.pass(M);
    expect(tally(floor, 'T1', then)).toMatchObject({ met: 0, missed: 0 });
    expect(tally(floor, 'T1')).toMatchObject({ missed: 1 });
  });

  test('every piece of news that was owed counts, not the last alone', () => {
    const floor = caseFloor();
    const one = floor.open(LI, { signs: ['money-loss'] });
    toGraded(one, LI, 'P2');
    for (const afterMs of [H, 2 * H, 9 * H]) {
      floor.pass(afterMs);
      one.do(LI, 'case.progress', { text: '在查', channel: 'phone' });
    }
    expect(tally(floor, 'T5')).toMatchObject({ met: 2, missed: 1, medianMs: 2 * H, p90Ms: 9 * H });
    floor.restart();
    expect(tally(floor, 'T5')).toMatchObject({ met: 2, missed: 1 });
  });

  test('each department answers for its own first judgement', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    floor.pass(40 * M);
    one.do(LI, 'case.department-reject', { reason: '不是我们' });
    one.do(LI, 'case.attribute', { causeClass: 'logistics', fiveW2H: {} });
    one.do(LI, 'case.hand-off', { department: 'logistics', text: '请看', evidence: '截图' });
    floor.pass(10 * M);
    one.do(LI, 'case.preliminary', { text: '线路合并' });
    const byDepartment = talliesBy(counted(floor, 'T4'), ({ department }) => department);
    expect(byDepartment.map(([name, { met, missed, medianMs }]) => [name, met, missed, medianMs])).toEqual([
      ['logistics', 1, 0, 10 * M],
      ['warehouse', 0, 1, 40 * M],
    ]);
  });

  test('what nobody had to do any more is neither met nor missed', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    one.do(LI, 'case.plan', { text: '换货', etaAt: floor.now + D });
    one.do(SUN, 'case.cancel', { reason: '重复' });
    for (const figure of ['T1', 'T4', 'T5', 'T6P', 'T7'] as const) expect(tally(floor, figure)).toMatchObject({ met: 0, missed: 0 });
    expect(tally(floor, 'T3')).toMatchObject({ met: 1 });
  });

  test('what is late only because the grade went up is told apart', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    floor.pass(2 * M);
    toGraded(one, ZHOU, 'P1');
    floor.pass(0);
    expect(tally(floor, 'T1')).toMatchObject({ missed: 1, byRegrade: 1 });
  });

  test('a follow-up is met when the case is closed, and stays met when it is opened again', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    toResolved(one, LI, floor);
    floor.pass(3 * H);
    one.do(LI, 'case.start-follow-up');
    one.do(LI, 'case.follow-up-result', { result: 'satisfied' });
    expect(tally(floor, 'T7')).toMatchObject({ met: 1, missed: 0, medianMs: 3 * H });
    one.do(LI, 'case.reopen', { reason: '又坏了' });
    expect(tally(floor, 'T7')).toMatchObject({ met: 1, missed: 0 });
  });

  test('on time is all of them together, and a grade has its own share', () => {
    const floor = caseFloor();
    const urgent = floor.open(LI, { signs: ['safety'] });
    toGraded(urgent, LI, 'P1');
    const other = floor.open(LI);
    floor.pass(M);
    respond(floor, other);
    toGraded(other, LI);
    const { met, missed } = tally(floor, 'on-time');
    expect([met, missed]).toEqual([3, 1]);
    expect(talliesBy(counted(floor, 'on-time'), ({ grade }) => grade).map(([grade, each]) => [grade, each.met, each.missed])).toEqual([
      ['P1', 1, 1],
      ['P3', 2, 0],
    ]);
  });
});

describe('M-38 · promises', () => {
  test('those whose time has come, kept or broken; late or not at all is broken', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    for (const hours of [1, 2, 3, 9]) one.do(LI, 'case.promise', { dueAt: TEN + hours * H, text: '回电', channel: 'phone' });
    floor.pass(30 * M);
    one.do(LI, 'case.progress', { text: '查到了', channel: 'phone' });
    expect(tally(floor, 'promises')).toMatchObject({ met: 0, missed: 0 });
    floor.pass(4 * H);
    expect(tally(floor, 'promises')).toMatchObject({ met: 1, missed: 2 });
    one.do(LI, 'case.progress', { text: '抱歉晚了', channel: 'phone' });
    expect(tally(floor, 'promises')).toMatchObject({ met: 1, missed: 2 });
  });

  test('one that went along with a merged case is counted there alone', () => {
    const floor = caseFloor();
    const call = () => floor.call(`c${floor.events.length}`);
    const [from, into] = [floor.open(LI, { visitId: call() }), floor.open(LI, { visitId: call() })];
    from.do(LI, 'case.promise', { dueAt: TEN + H, text: '回电', channel: 'phone' });
    from.do(ZHOU, 'case.merge', { intoCaseId: into.id });
    floor.pass(2 * H);
    expect(counted(floor, 'promises').map(({ caseId, isMissed }) => [caseId, isMissed])).toEqual([[into.id, true]]);
  });
});

describe('M-35 · to the resolution', () => {
  test('from opening, by the wall clock; a reopened case counts once, as it was resolved last', () => {
    const floor = caseFloor();
    const one = floor.open(LI);
    floor.pass(30 * M);
    toResolved(one, LI, floor);
    const other = floor.open(LI);
    toConfirm(other, LI, floor);
    expect(tally(floor, 'resolved')).toMatchObject({ met: 1, meanMs: 30 * M });
    one.do(LI, 'case.start-follow-up');
    one.do(LI, 'case.reopen', { reason: '又坏了' });
    expect(tally(floor, 'resolved')).toMatchObject({ met: 0, meanMs: null });
    floor.pass(H);
    one.do(LI, 'case.to-supervisor', { reason: '超出权限' });
    one.do(LI, 'case.fixed-now', { text: '换了主板' });
    expect(tally(floor, 'resolved')).toMatchObject({ met: 1, meanMs: 90 * M, medianMs: 90 * M, p90Ms: 90 * M });
  });

  test('nothing resolved is no time, never nought', () => {
    const floor = caseFloor();
    toSolving(floor.open(LI), LI);
    expect(tally(floor, 'resolved')).toEqual({ met: 0, missed: 0, byRegrade: 0, meanMs: null, medianMs: null, p90Ms: null });
  });
});

describe('of a site with tens of thousands of cases', () => {
  const floor = caseFloor();
  toResolved(floor.open(LI), LI, floor);
  floor.open(LI);
  floor.pass(3 * D);
  const cases = [...floor.site.cases.values()];
  const span = spanOf(floor.site, '7d', floor.now);

  test('all figures at once count what each counts alone', async () => {
    const { figures } = await caseFigures(cases, span);
    for (const figure of CASE_FIGURES) expect(figures[figure]).toEqual(tallyOf(countedIn(cases, figure, span.from, span.to)));
    expect(figures['on-time'].met).toBeGreaterThan(0);
    expect(figures['on-time'].missed).toBeGreaterThan(0);
  });

  test('what is counted is parted by grade without going through it again for each', () => {
    const [one] = countedIn(cases, 'on-time', span.from, span.to);
    if (one === undefined) throw new Error('something is counted');
    const many = Array.from({ length: 60_000 }, () => one);
    expect(talliesBy(many, ({ grade }) => grade).map(([, { met, missed }]) => met + missed)).toEqual([60_000]);
  });

  test('others are served while a figure is reckoned', async () => {
    const many = Array.from({ length: 10_000 }, () => cases).flat();
    let served = 0;
    const others = setInterval(() => served++, 0);
    await caseFigureDetail(many, 'on-time', span);
    clearInterval(others);
    expect(served).toBeGreaterThan(0);
  });
});
