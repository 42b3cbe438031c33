import { describe, expect, test } from 'vitest';
import { chen, day, HOUR, LI, li, MONDAY, NOW, rosterFloor, SALES, TOM, ZOE, zhou } from './roster-floor.js';

const add = (more: object = {}) => ({
  type: 'exception.add' as const,
  agentId: LI,
  startAt: NOW - HOUR,
  endAt: NOW,
  exceptionType: 'outage',
  reason: '话机故障',
  ...more,
});

describe('an exception', () => {
  test('takes time out of the plan, with who entered it and why, and the pages of that day read it again', () => {
    const floor = rosterFloor();
    floor.do(chen, add());
    expect(floor.duty(LI).exceptions).toMatchObject([{ type: 'outage', by: { name: '陈静' }, reason: '话机故障', at: NOW }]);
    expect(floor.site.rosterDays.get('2026-11-21')).toMatchObject({ version: 1, publishedVersion: 1, unpublished: 0 });
    const exceptionId = floor.duty(LI).exceptions[0]?.id;
    floor.do(chen, { type: 'exception.remove', agentId: LI, exceptionId });
    expect(floor.duty(LI).exceptions).toEqual([]);
    expect(floor.refusal(chen, { type: 'exception.remove', agentId: LI, exceptionId })).toMatchObject({ code: 'not-found' });
  });

  test('for sickness keeps no word about it, neither in the log nor in the record', () => {
    const floor = rosterFloor();
    const events = floor.do(chen, add({ exceptionType: 'sick', reason: '偏头痛' }));
    expect(JSON.stringify(events)).not.toContain('偏头痛');
    expect(floor.duty(LI).exceptions[0]?.reason).toBeUndefined();
  });

  test.each([
    ['older than a week', { startAt: NOW - 8 * 24 * HOUR }, { code: 'in-the-past' }],
    ['that ends before it begins', { endAt: NOW - 2 * HOUR }, { code: 'out-of-range', field: 'endAt' }],
    ['without a reason', { reason: undefined }, { code: 'reason-needed', field: 'reason' }],
    ['for nobody', { agentId: 'a-nobody' }, { code: 'not-found', field: 'agentId' }],
    ['for somebody of another team', { agentId: ZOE }, { code: 'not-permitted' }],
    [
      'more than sixty days ahead',
      { startAt: NOW + 70 * 24 * HOUR, endAt: NOW + 71 * 24 * HOUR },
      { code: 'out-of-range', field: 'startAt' },
    ],
  ])('%s is refused', (_, more, rejection) => {
    expect(rosterFloor().refusal(chen, add(more))).toEqual(rejection);
  });

  test('is not entered twice, nor by whom it excuses', () => {
    const floor = rosterFloor();
    floor.do(chen, add());
    expect(floor.refusal(chen, add({ startAt: NOW - 30 * 60_000 }))).toEqual({ code: 'overlap' });
    expect(floor.refusal({ ...chen, agentId: TOM }, add({ agentId: TOM }))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(li, add())).toEqual({ code: 'not-permitted' });
  });
});

describe('a forecast', () => {
  const quarters = (count: number, value: number) => Array.from({ length: count }, () => value);
  const set = (more: object = {}) => ({
    type: 'forecast.set' as const,
    queueId: SALES,
    date: MONDAY,
    intervalMs: 1_800_000,
    calls: quarters(48, 12),
    ahtMs: quarters(48, 300_000),
    ...more,
  });

  test('of a day begins at the local midnight, and a later one takes its place', () => {
    const floor = rosterFloor();
    floor.do(zhou, set());
    floor.do(zhou, set({ calls: quarters(48, 20) }));
    const [one, ...others] = floor.site.forecasts.values();
    expect(others).toEqual([]);
    expect(one).toMatchObject({ startAt: Date.parse('2026-11-23T00:00+08:00'), intervalMs: 1_800_000 });
    expect(one?.calls).toEqual(quarters(48, 20));
  });

  test('has as many entries as the day has hours: fifty half-hours when the clocks go back', () => {
    const floor = rosterFloor();
    floor.site.config = { ...floor.site.config, timeZone: 'America/New_York' };
    floor.after(Date.parse('2027-11-01T12:00Z') - NOW);
    const back = { date: '2027-11-07', ahtMs: quarters(50, 300_000) };
    expect(floor.refusal(zhou, set({ ...back, calls: quarters(48, 12) }))).toEqual({ code: 'out-of-range', field: 'calls', detail: '50' });
    expect(floor.ask(zhou, set({ ...back, calls: quarters(50, 12) })).ok).toBe(true);
  });

  test('is a supervisor’s, from yesterday to two weeks ahead, of a queue that is there; old ones leave', () => {
    const floor = rosterFloor();
    expect(floor.refusal(chen, set())).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(zhou, set({ queueId: 'q-none' }))).toMatchObject({ code: 'queue-gone' });
    expect(floor.refusal(zhou, set({ date: '2026-11-19' }))).toEqual({ code: 'in-the-past' });
    expect(floor.refusal(zhou, set({ date: '2026-12-06' }))).toEqual({ code: 'out-of-range', field: 'date' });
    floor.do(zhou, set({ date: '2026-11-20' }));
    floor.after(4 * 24 * HOUR);
    floor.do(zhou, set({ date: day(2) }));
    expect([...floor.site.forecasts.values()].map(({ date }) => date)).toEqual([day(2)]);
  });
});
