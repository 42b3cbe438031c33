import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarsOf } from '../../../shared/domain/escalation/calendar.js';
import { escalationConfigSchema } from '../../../shared/domain/escalation/config.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { addDays, atWallClock, wallClock, weekdayOf } from '../../../shared/kernel/zone.js';
import { caseFloor, D, H, LI, M, toAttributing, toResolved } from './case-floor.js';

const at = (iso: string) => epochMs(Date.parse(iso));
const calendars = (zone: string, more: object = {}) => calendarsOf(escalationConfigSchema.parse(more), zone);
const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const SHANGHAI = 'Asia/Shanghai';

describe('on days when the clocks change', () => {
  test.each([
    ['Berlin in autumn', BERLIN, '2026-10-23T10:00+02:00', '2026-10-30T10:00+01:00'],
    ['Berlin in spring', BERLIN, '2026-03-26T10:00+01:00', '2026-04-02T10:00+02:00'],
    ['New York in autumn', NEW_YORK, '2026-10-30T10:00-04:00', '2026-11-06T10:00-05:00'],
    ['New York in spring', NEW_YORK, '2026-03-05T10:00-05:00', '2026-03-12T10:00-04:00'],
    ['Shanghai, where they never do', SHANGHAI, '2026-10-23T10:00+08:00', '2026-10-30T10:00+08:00'],
  ])('five working days end at the same time of day: %s', (_title, zone, from, to) => {
    expect(calendars(zone).workDays.add(at(from), 5)).toBe(at(to));
  });

  test.each([
    // Saturday evening has half an hour left; the other half is at nine on Sunday, whatever happened in the night.
    ['Berlin in autumn', BERLIN, '2026-10-24T20:30+02:00', '2026-10-25T09:30+01:00'],
    ['Berlin in spring', BERLIN, '2026-03-28T20:30+01:00', '2026-03-29T09:30+02:00'],
    ['New York in autumn', NEW_YORK, '2026-10-31T20:30-04:00', '2026-11-01T09:30-05:00'],
    ['New York in spring', NEW_YORK, '2026-03-07T20:30-05:00', '2026-03-08T09:30-04:00'],
  ])('an hour of service is an hour: %s', (_title, zone, from, to) => {
    expect(calendars(zone).service.add(at(from), H)).toBe(at(to));
    expect(calendars(zone).service.between(at(from), at(to))).toBe(H);
  });

  test('a service that never closes counts the hour that comes twice, and not the one that is left out', () => {
    const { service } = calendars(BERLIN, { serviceHours: { from: '00:00', to: '24:00' } });
    expect(service.add(at('2026-10-25T00:00+02:00'), 4 * H)).toBe(at('2026-10-25T03:00+01:00'));
    expect(service.add(at('2026-03-29T00:00+01:00'), 4 * H)).toBe(at('2026-03-29T05:00+02:00'));
    expect(service.between(at('2026-10-25T00:00+02:00'), at('2026-10-26T00:00+01:00'))).toBe(25 * H);
  });

  test.each([
    // 24 hours after 21:30 of summer time it is 20:30 of winter time, and calls are allowed.
    ['Berlin in autumn, due earlier by the clock', BERLIN, '2026-10-24T21:30+02:00', '2026-10-25T20:30+01:00'],
    ['Berlin in spring, due later by the clock and moved', BERLIN, '2026-03-28T20:30+01:00', '2026-03-29T20:59+02:00'],
    ['New York in spring', NEW_YORK, '2026-03-07T20:30-05:00', '2026-03-08T20:59-04:00'],
    ['New York in autumn', NEW_YORK, '2026-10-31T21:30-04:00', '2026-11-01T20:30-05:00'],
    ['Shanghai', SHANGHAI, '2026-10-24T21:30+08:00', '2026-10-25T20:59+08:00'],
  ])('ES-T2 · news of 24 hours: %s', (_title, timeZone, opened, due) => {
    const floor = caseFloor({ timeZone, startAt: at(opened) });
    expect(floor.open(LI).timer('T5')?.dueAt).toBe(at(due));
  });

  test.each([
    ['T1', 5 * M],
    ['T6', 24 * H],
  ])('%s runs on the wall: the night changes nothing', (code, ms) => {
    const floor = caseFloor({ timeZone: BERLIN, startAt: at('2026-10-24T12:00+02:00') });
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.take-in-authority', { entry: 'coupon', amount: 1 });
    expect((one.timer(code)?.dueAt ?? 0) - floor.now).toBe(ms);
  });

  test('T4 waits for Monday, which begins at its own nine o’clock', () => {
    const floor = caseFloor({ timeZone: BERLIN, startAt: at('2026-10-23T17:45+02:00') });
    const one = floor.open(LI);
    toAttributing(one, LI);
    one.do(LI, 'case.hand-off', { department: 'warehouse', text: '请看', evidence: '截图' });
    expect(one.timer('T4')?.dueAt).toBe(at('2026-10-26T09:15+01:00'));
  });

  test('T7 counts the hours in which customers may be called, through the night of the change and a restart in it', () => {
    const floor = caseFloor({ timeZone: NEW_YORK, startAt: at('2026-03-07T10:00-05:00') });
    const one = floor.open(LI);
    toResolved(one, LI, floor, 'P2');
    expect(one.timer('T7')?.dueAt).toBe(at('2026-03-08T21:00-04:00'));
    floor.pass(15 * H);
    floor.restart(2 * D);
    expect(floor.events.find((event) => event.type === 'case.timer-breached' && event.code === 'T7')?.occurredAt).toBe(
      at('2026-03-08T21:00-04:00'),
    );
  });
});

describe('working days', () => {
  const golden = { holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'], extraWorkDays: ['2026-10-10'] };
  test('holidays are left out, and a Saturday that is worked counts (调休)', () => {
    const { workDays, department } = calendars(SHANGHAI, golden);
    expect(workDays.add(at('2026-09-30T10:00+08:00'), 3)).toBe(at('2026-10-10T10:00+08:00'));
    expect(department.add(at('2026-10-09T17:30+08:00'), H)).toBe(at('2026-10-10T09:30+08:00'));
  });

  test('what begins on a day off begins with the next working day', () => {
    const { workDays } = calendars(SHANGHAI);
    expect(workDays.add(at('2026-11-21T15:00+08:00'), 1)).toBe(at('2026-11-24T00:00+08:00'));
    expect(workDays.between(at('2026-11-21T15:00+08:00'), at('2026-11-24T12:00+08:00'))).toBe(1.5);
  });

  test('parts of days are hours of them', () => {
    expect(calendars(SHANGHAI).workDays.add(at('2026-11-20T18:00+08:00'), 7.5)).toBe(at('2026-12-02T06:00+08:00'));
  });
});

const anyZone = fc.constantFrom(BERLIN, NEW_YORK, SHANGHAI, 'Australia/Lord_Howe', 'Asia/Kolkata');
const anyInstant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map(epochMs);
const anyClock = fc.constantFrom('service', 'department', 'contact', 'wall' as const);

test('on every clock, in every zone: what is added has passed', () => {
  fc.assert(
    fc.property(anyZone, anyInstant, anyClock, fc.integer({ min: 0, max: 100 * H }), (zone, from, clock, ms) => {
      const calendar = calendars(zone)[clock];
      const to = calendar.add(from, ms);
      expect(to).toBeGreaterThanOrEqual(from + ms);
      expect(calendar.between(from, to)).toBe(ms);
    }),
    { numRuns: 200 },
  );
});

test('in every zone: so many working days have passed when they are added, and none is a day off', () => {
  fc.assert(
    fc.property(anyZone, anyInstant, fc.integer({ min: 1, max: 30 }), (zone, from, days) => {
      const { workDays } = calendars(zone);
      const to = workDays.add(from, days);
      expect(weekdayOf(wallClock(to, zone).date)).toBeLessThanOrEqual(5);
      // An hour that a change of clocks leaves out moves the end by as much.
      expect(Math.abs(workDays.between(from, to) - days) * D).toBeLessThanOrEqual(H);
    }),
    { numRuns: 200 },
  );
});

test('a wall clock that is read and set again shows the same', () => {
  const shown = { date: '2026-10-25', sinceMidnightMs: 2.5 * H };
  // Of the hour that comes twice, the first.
  expect(atWallClock(shown, BERLIN)).toBe(at('2026-10-25T02:30+02:00'));
  // Of the one that is left out, as long after it.
  expect(atWallClock({ date: '2026-03-29', sinceMidnightMs: 2.5 * H }, BERLIN)).toBe(at('2026-03-29T03:30+02:00'));
  expect(wallClock(at('2026-10-25T02:30+01:00'), BERLIN)).toEqual(shown);
  expect([addDays('2026-02-28', 1), weekdayOf('2026-11-23')]).toEqual(['2026-03-01', 1]);
});

test('hours that end before they begin are refused', () => {
  expect(escalationConfigSchema.safeParse({ serviceHours: { from: '18:00', to: '09:00' } }).success).toBe(false);
  expect(escalationConfigSchema.safeParse({ serviceHours: { from: '9', to: '18:00' } }).success).toBe(false);
});
