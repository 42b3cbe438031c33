import { describe, expect, test } from 'vitest';
import { blankPlan, inputOf, localTime, moved, type Plan, withStart } from '../../../client/roster/plan.js';
import { onDate } from '../../../client/roster/week-plan.js';
import { moveOf, spanOf } from '../../../client/roster/week-selection.js';
import { withEnd, withoutPart, withPart, withPartMoved } from '../../../shared/domain/roster/parts.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { gapsOf, worstGap } from '../../../shared/metrics/gaps.js';

const SHANGHAI = 'Asia/Shanghai';
const day = (zone = SHANGHAI, businessDate = '2026-11-24') => blankPlan({ businessDate, zone, startLocal: '09:00', lengthMin: 540 });
const pause = (plan: Plan, activity: 'meal' | 'break', fromMin: number, lengthMin: number) =>
  withPart(plan, {
    activity,
    startAt: epochMs(plan.startAt + fromMin * MINUTE_MS),
    endAt: epochMs(plan.startAt + (fromMin + lengthMin) * MINUTE_MS),
  });
const parts = ({ segments, startAt }: Plan) => segments.map((one) => `${one.activity} ${(one.startAt - startAt) / MINUTE_MS}`);

describe('a shift on the drawing board', () => {
  test('is moved with all that is in it, and stays on its own day', () => {
    const later = moved(pause(day(), 'meal', 180, 30), HOUR_MS);
    expect(inputOf(later)).toMatchObject({ startLocal: '10:00', endLocal: '19:00' });
    expect(parts(later)).toEqual(['phone 0', 'meal 180', 'phone 210']);
    expect(moved(later, 16 * HOUR_MS)).toBe(later);
  });
  test('loses what lies beyond a new end, and gains work up to a later one', () => {
    const plan = pause(pause(day(), 'meal', 180, 30), 'break', 480, 15);
    expect(parts(withEnd(plan, plan.startAt + 8 * HOUR_MS))).toEqual(['phone 0', 'meal 180', 'phone 210']);
    const longer = withEnd(plan, plan.endAt + HOUR_MS);
    expect(parts(longer)).toEqual(['phone 0', 'meal 180', 'phone 210', 'break 480', 'phone 495']);
    expect(localTime(longer.endAt, SHANGHAI)).toBe('19:00');
    expect(localTime(withStart(plan, plan.startAt - HOUR_MS).startAt, SHANGHAI)).toBe('08:00');
  });
  test('a break goes as far as the next one lets it, and leaves work behind', () => {
    const plan = pause(pause(day(), 'break', 90, 15), 'meal', 180, 30);
    expect(parts(withPartMoved(plan, 1, 3 * HOUR_MS))).toEqual(['phone 0', 'break 165', 'meal 180', 'phone 210']);
    expect(parts(withoutPart(plan, 1))).toEqual(['phone 0', 'meal 180', 'phone 210']);
  });
  test('copied over a change of clocks, it begins when the wall says so', () => {
    const before = day('Europe/London', '2026-10-19');
    const after = onDate(before, '2026-10-26');
    expect(inputOf(after)).toMatchObject({ businessDate: '2026-10-26', startLocal: '09:00', endLocal: '18:00' });
    expect(after.startAt - before.startAt).toBe(7 * 24 * HOUR_MS + HOUR_MS);
  });
  test('at night it ends on the next day', () => {
    const night = blankPlan({ businessDate: '2026-11-24', zone: SHANGHAI, startLocal: '22:00', lengthMin: 480 });
    expect(inputOf(night)).toMatchObject({ businessDate: '2026-11-24', startLocal: '22:00', endLocal: '06:00' });
  });
});

test('a gap is as deep as where most are missing; part of a person is none, and no forecast asks for nobody', () => {
  const gaps = gapsOf([3, 3, 3, null, 2], [3, 2, 0.6, 0, 1.7]);
  expect(gaps).toEqual([{ from: 1, to: 3, missing: 2 }]);
  expect(worstGap(gaps)?.missing).toBe(2);
});

test('days are chosen from where it began, and never beyond the last row', () => {
  const start = { from: { row: 2, day: 3 }, to: { row: 2, day: 3 } };
  const key = (name: string, shiftKey = false, ctrlKey = false) => ({ key: name, shiftKey, ctrlKey, metaKey: false });
  const grown = moveOf(key('ArrowUp', true), start, 10) ?? start;
  expect(spanOf(moveOf(key('ArrowLeft', true), grown, 10) ?? grown, 10)).toEqual({ fromRow: 1, toRow: 2, fromDay: 2, toDay: 3 });
  expect(moveOf(key('ArrowDown'), start, 3)?.to).toEqual({ row: 2, day: 3 });
  expect(spanOf(moveOf(key('a', false, true), start, 5) ?? start, 3)).toEqual({ fromRow: 0, toRow: 2, fromDay: 0, toDay: 6 });
  expect(moveOf(key('x'), start, 5)).toBeNull();
});
