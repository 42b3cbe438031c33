import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { localWindowMs, nightMsOf, resolveShift } from '../../shared/staffing/shift-times.js';

const NEW_YORK = 'America/New_York';
const BERLIN = 'Europe/Berlin';
const LORD_HOWE = 'Australia/Lord_Howe';

function resolved(startLocal: string, endLocal: string, timeZone: string) {
  const result = resolveShift({ startLocal, endLocal, timeZone });
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

describe('a shift is planned by the clock on the wall and worked in real time', () => {
  test.each([
    ['the night the clocks go forward is an hour shorter', '2026-03-28T22:00', '2026-03-29T06:00', BERLIN, 7],
    ['the night they go back is an hour longer', '2026-10-24T22:00', '2026-10-25T06:00', BERLIN, 9],
    ['half an hour on Lord Howe Island', '2026-10-03T22:00', '2026-10-04T06:00', LORD_HOWE, 7.5],
    ['no change in Shanghai', '2026-03-28T22:00', '2026-03-29T06:00', 'Asia/Shanghai', 8],
    ['from within the repeated hour: its first time', '2026-10-25T02:30', '2026-10-25T10:30', BERLIN, 9],
    ['from within the hour that is skipped: an hour later on the wall', '2026-03-29T02:30', '2026-03-29T10:30', BERLIN, 7],
  ])('%s', (_, startLocal, endLocal, timeZone, hours) => {
    expect(resolved(startLocal, endLocal, timeZone).elapsedMs / HOUR_MS).toBe(hours);
  });

  test('a shift over midnight belongs to the day it begins on', () => {
    expect(resolved('2026-11-21T22:00', '2026-11-22T06:00', 'Asia/Shanghai').businessDate).toBe('2026-11-21');
  });

  test.each([
    [
      { startLocal: '2026-02-30T09:00', endLocal: '2026-03-01T09:00', timeZone: NEW_YORK },
      { code: 'invalid', field: 'startLocal' },
    ],
    [
      { startLocal: '2026-02-20T09:00', endLocal: '2026-02-20T24:30', timeZone: NEW_YORK },
      { code: 'invalid', field: 'endLocal' },
    ],
    [
      { startLocal: '2026-02-20T09:00', endLocal: 'noon', timeZone: NEW_YORK },
      { code: 'invalid', field: 'endLocal' },
    ],
    [
      { startLocal: '2026-02-20T09:00', endLocal: '2026-02-20T09:00', timeZone: NEW_YORK },
      { code: 'out-of-range', field: 'endLocal' },
    ],
    [
      { startLocal: '2026-02-20T09:00', endLocal: '2026-02-20T10:00', timeZone: 'Mars/Base' },
      { code: 'invalid', field: 'timeZone' },
    ],
  ])('a shift that cannot be is refused by the name of the field: %j', (input, error) => {
    expect(resolveShift(input)).toEqual({ ok: false, error });
  });
});

describe('hours of the night', () => {
  test('are counted by the local clock, from both sides of midnight', () => {
    expect(nightMsOf(resolved('2026-11-21T22:00', '2026-11-22T07:00', 'Asia/Shanghai'), 'Asia/Shanghai') / HOUR_MS).toBe(7);
    expect(nightMsOf(resolved('2026-11-21T04:00', '2026-11-21T12:00', 'Asia/Shanghai'), 'Asia/Shanghai') / HOUR_MS).toBe(2);
    expect(nightMsOf(resolved('2026-11-21T06:00', '2026-11-21T23:00', 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(0);
  });

  test('are an hour more in the night that has one more', () => {
    expect(nightMsOf(resolved('2026-10-24T22:00', '2026-10-25T06:00', BERLIN), BERLIN) / HOUR_MS).toBe(8);
  });

  test('a window and the rest of the day make up the whole of any span', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(
        fc.constantFrom(BERLIN, NEW_YORK, LORD_HOWE),
        minute,
        minute,
        fc.nat(600_000),
        fc.integer({ min: 1, max: 2_000 }),
        (zone, a, b, start, minutes) => {
          fc.pre(a !== b);
          const startAt = Date.UTC(2026, 0, 1) + start * MINUTE_MS;
          const span = { startAt, endAt: startAt + minutes * MINUTE_MS };
          const inside = localWindowMs(span, { fromMinute: a, toMinute: b }, zone);
          expect(inside + localWindowMs(span, { fromMinute: b, toMinute: a }, zone)).toBe(span.endAt - span.startAt);
        },
      ),
      { numRuns: 200 },
    );
  });
});
