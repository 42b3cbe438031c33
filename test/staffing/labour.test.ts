import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumberOf } from '../../shared/kernel/calendar-date.js';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import type { Activity } from '../../shared/staffing/activities.js';
import { checkLabour, type LabourViolation } from '../../shared/staffing/labour.js';
import { type LabourRules, RULE_SETS, withoutNights } from '../../shared/staffing/labour-rules.js';
import { measureShift, type PlannedShift } from '../../shared/staffing/shift.js';

const MONDAY = dayNumberOf('2026-11-16');

/** Hours count from midnight of the Monday plus `day`; the clocks stand still in this zone, UTC. */
function shift(day: number, from: number, to: number, ...parts: [Activity, number, number][]): PlannedShift {
  const midnight = (MONDAY + day) * 24 * HOUR_MS;
  const at = (hour: number) => midnight + hour * HOUR_MS;
  const segments = parts.map(([activity, start, end]) => ({ activity, startAt: at(start), endAt: at(end) }));
  return { startAt: at(from), endAt: at(to), businessDate: dateOfDay(MONDAY + day), segments };
}
const eightHours = (day: number, from = 9) => shift(day, from, from + 9, ['meal', from + 4, from + 5]);

const codes = (violations: readonly LabourViolation[]) => violations.map(({ code, index }) => `${index} ${code}`);
const check = (shifts: PlannedShift[], rules: LabourRules = RULE_SETS.default) => codes(checkLabour(shifts, rules));

describe('rest and hours', () => {
  test('eleven hours of rest are enough, a minute less is not, and the rule says by how much', () => {
    expect(check([eightHours(0), eightHours(1, 5)])).toEqual([]);
    const late = { ...eightHours(0), endAt: eightHours(0).endAt + MINUTE_MS };
    expect(checkLabour([late, eightHours(1, 5)], RULE_SETS.default)).toEqual([
      { index: 1, severity: 'hard', code: 'REST_DAILY', restMs: 11 * HOUR_MS - MINUTE_MS, minRestMs: 11 * HOUR_MS, afterIndex: 0 },
    ]);
  });

  test('somebody booked twice over the same time has less than no rest', () => {
    expect(checkLabour([eightHours(0), eightHours(0, 12)], RULE_SETS.default)).toContainEqual(
      expect.objectContaining({ code: 'REST_DAILY', restMs: -6 * HOUR_MS }),
    );
  });

  test('a shift is named by its place in the list that was given, in whatever order that is', () => {
    expect(check([eightHours(1, 4), eightHours(0)])).toEqual(['0 REST_DAILY']);
  });

  test('a meal is not paid, and a shift of more than six hours has one', () => {
    expect(measureShift(eightHours(0))).toMatchObject({ elapsedMs: 9 * HOUR_MS, paidMs: 8 * HOUR_MS, mealMs: HOUR_MS });
    expect(check([shift(0, 8, 14)])).toEqual([]);
    expect(check([shift(0, 8, 14.25)])).toEqual(['0 MEAL_BREAK']);
  });

  test('going home early makes the rest longer, and a day of leave is no work', () => {
    const cutShort = shift(0, 13, 22, ['meal', 17, 18], ['vto', 20, 22]);
    expect(check([shift(0, 13, 22, ['meal', 17, 18]), eightHours(1, 7)])).toEqual(['1 REST_DAILY']);
    expect(check([cutShort, eightHours(1, 7)])).toEqual([]);
    expect(check([shift(0, 13, 22, ['leave', 13, 22]), eightHours(1, 7)])).toEqual([]);
  });
});

describe('days and weeks', () => {
  const week = [0, 1, 2, 3, 4, 5].map((day) => shift(day, 9, 15));

  test('the seventh day in a row is one too many, and each one after it', () => {
    expect(check([...week, shift(6, 9, 10)])).toEqual(['6 CONSECUTIVE_DAYS']);
    expect(check([...week, shift(6, 9, 10), shift(7, 9, 10)])).toEqual(['6 CONSECUTIVE_DAYS', '7 CONSECUTIVE_DAYS']);
    expect(check([...week, shift(7, 9, 10)])).toEqual([]);
  });

  test('a day of leave ends the run; a second shift on one day is no second day', () => {
    const run = [0, 1, 2, 3, 4, 5, 6].map((day) => (day === 3 ? shift(3, 9, 15, ['leave', 9, 15]) : shift(day, 9, 15)));
    expect(check(run)).toEqual([]);
    expect(check([...week, shift(5, 23, 24)]).filter((code) => /DAYS/.test(code))).toEqual([]);
  });

  test('a night shift belongs to the week it begins in, all of it', () => {
    const nights = [2, 3, 4, 5, 6].map((day) => shift(day, 22, 31, ['meal', 26, 27]));
    expect(check(nights)).toEqual([]);
    expect(check([shift(1, 6, 6.5), ...nights])).toEqual(['5 WEEK_HOURS']);
  });

  test('overtime is beyond the forty hours and has limits of its own: three a day, thirty-six a month', () => {
    const long = (day: number, overtime: number) => shift(day, 8, 17 + overtime, ['meal', 12, 13], ['ot', 17, 17 + overtime]);
    expect(check([0, 1, 2, 3, 4].map((day) => long(day, 2)))).toEqual([]);
    expect(check([long(0, 3.25)])).toEqual(['0 OVERTIME_DAY', '0 SHIFT_HOURS']);
    const month = [-14, -13, -12, -11, -10, -7, -6, -5, -4, -3, 0, 1, 2];
    expect(check(month.map((day) => long(day, 3)))).toEqual(['12 OVERTIME_MONTH']);
  });
});

describe('rule sets', () => {
  const quick = [eightHours(0), eightHours(1, 4)];

  test('what blocks under one contract only warns under another', () => {
    expect(checkLabour(quick, RULE_SETS.default)[0]?.severity).toBe('hard');
    expect(checkLabour(quick, RULE_SETS['cn-standard'])[0]?.severity).toBe('soft');
  });

  test('in Europe a long week is balanced by shorter ones', () => {
    const longWeek = (week: number) => [0, 1, 2, 3, 4].map((day) => shift(week * 7 + day, 8, 19, ['meal', 12, 13]));
    expect(check(longWeek(0), RULE_SETS['eu-wtd'])).toEqual([]);
    const weeks = Array.from({ length: 17 }, (_, week) => longWeek(week)).flat();
    expect(check(weeks, RULE_SETS['eu-wtd'])).toEqual(['84 AVERAGE_WEEK_HOURS']);
  });

  test('a long night is one too many only on average', () => {
    const night = (day: number, hours: number) => ({ ...shift(day, 21, 21 + hours, ['meal', 24, 24.5]), nightMs: 6.5 * HOUR_MS });
    expect(check([night(0, 9.5), night(2, 7)])).toEqual([]);
    expect(checkLabour([night(0, 9.5), night(2, 8.5)], RULE_SETS.default)).toEqual([
      { index: 1, severity: 'soft', code: 'NIGHT_HOURS', averagePaidMs: 8.5 * HOUR_MS, maxAveragePaidMs: 8 * HOUR_MS },
    ]);
  });

  test('who does no nights may work an evening', () => {
    const evening = { ...shift(0, 18, 24), nightMs: HOUR_MS };
    const night = { ...shift(2, 22, 27), nightMs: 4 * HOUR_MS };
    expect(check([evening, night], withoutNights(RULE_SETS.default))).toEqual(['1 NIGHT_NOT_ALLOWED']);
  });
});

test('a rule set finds the same, whatever the order in which shifts are given', () => {
  const anyShift = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 14 }))
    .map(([day, from, hours]) => shift(day, from, from + hours));
  const shifts = fc.uniqueArray(anyShift, { selector: ({ startAt }) => startAt, maxLength: 25 });
  fc.assert(
    fc.property(shifts, (given) => {
      const backwards = given.toReversed();
      const found = (list: PlannedShift[]) =>
        checkLabour(list, RULE_SETS.default).map(({ index, code }) => `${list[index]?.startAt} ${code}`);
      expect(found(backwards)).toEqual(found(given));
    }),
  );
});
