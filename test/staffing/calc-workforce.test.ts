import { describe, expect, test } from 'vitest';
import { answerAll } from '../../server/cli/calc.js';

async function answer(model: string, inputs: object): Promise<unknown> {
  for await (const line of answerAll(JSON.stringify({ id: 'x', model, inputs }))) return JSON.parse(line);
}
const refused = (code: string, field: string) => ({ id: 'x', error: { code, field } });

const RULES = {
  minRestHours: 11,
  maxShiftHours: 11,
  maxConsecutiveDays: 6,
  maxWeekHours: 40,
  breakRequiredAfterHours: 6,
  minMealBreakMin: 30,
};
const day = { start: '2026-03-02T09:00', end: '2026-03-02T18:00', unpaidBreakMin: 60 };
const labour = { timeZone: 'Europe/Berlin', rules: RULES, shifts: [day] };

describe('time and labour', () => {
  test.each([
    [{ ...labour, timeZone: 'Mars/Base' }, refused('invalid', 'timeZone')],
    [{ ...labour, rules: { ...RULES, minRestHours: -1 } }, refused('out-of-range', 'rules.minRestHours')],
    [{ ...labour, rules: { ...RULES, maxWeekHours: undefined } }, refused('missing', 'rules.maxWeekHours')],
    [{ ...labour, shifts: [day, { ...day, start: '2026-02-30T09:00' }] }, refused('invalid', 'shifts.1.start')],
    [{ ...labour, shifts: [day, { ...day, end: day.start }] }, refused('out-of-range', 'shifts.1.end')],
    [{ ...labour, shifts: [{ ...day, unpaidBreakMin: 600 }] }, refused('out-of-range', 'shifts.0.unpaidBreakMin')],
    [labour, { id: 'x', outputs: { violations: [] } }],
    [
      { ...labour, shifts: [] },
      { id: 'x', outputs: { violations: [] } },
    ],
  ])('labour.violations %#', async (inputs, expected) => {
    expect(await answer('labour.violations', inputs)).toEqual(expected);
  });

  test('eleven hours on the wall are ten where the clocks go forward', async () => {
    const shifts = [
      { start: '2026-03-28T13:00', end: '2026-03-28T22:30', unpaidBreakMin: 30 },
      { start: '2026-03-29T09:30', end: '2026-03-29T15:00', unpaidBreakMin: 0 },
    ];
    const inputs = { ...labour, shifts };
    expect(await answer('labour.violations', inputs)).toEqual({ id: 'x', outputs: { violations: [{ code: 'REST_DAILY', shift: 1 }] } });
    expect(await answer('labour.violations', { ...inputs, timeZone: 'Asia/Shanghai' })).toEqual({ id: 'x', outputs: { violations: [] } });
  });

  test.each([
    [{ startLocal: 'noon', endLocal: day.end, timeZone: 'UTC' }, refused('invalid', 'startLocal')],
    [{ startLocal: day.end, endLocal: day.start, timeZone: 'UTC' }, refused('out-of-range', 'endLocal')],
    [{ startLocal: day.start, endLocal: day.end, timeZone: 'Nowhere' }, refused('invalid', 'timeZone')],
    [{ startLocal: day.start, timeZone: 'UTC' }, refused('missing', 'endLocal')],
  ])('time.shiftDuration %#', async (inputs, expected) => {
    expect(await answer('time.shiftDuration', inputs)).toEqual(expected);
  });
});

describe('forecasts', () => {
  test('of a day go to its half-hours as earlier weeks had them', async () => {
    const outputs = { calls: [50, 150, 40].map((calls) => expect.closeTo(calls, 9)), weeksUsed: 1 };
    expect(await answer('forecast.day', { dayCalls: 240, history: [[10, 30, 8]] })).toEqual({ id: 'x', outputs });
    expect(await answer('forecast.day', { dayCalls: 240, history: [[0, 0]] })).toEqual(refused('out-of-range', 'history'));
    expect(await answer('forecast.day', { dayCalls: 240, history: [[1, -1]] })).toEqual(refused('out-of-range', 'history.0.1'));
  });

  test('are held against what came, beside what even the best would miss', async () => {
    const intervals = [
      { forecastCalls: 90, actualCalls: 100 },
      { forecastCalls: 120, actualCalls: 100 },
    ];
    expect(await answer('forecast.accuracy', { intervals })).toEqual({ id: 'x', outputs: { wape: 0.15, bias: 0.05, floor: 0.08 } });
    expect(await answer('forecast.accuracy', { intervals: [] })).toEqual({ id: 'x', outputs: { wape: null, bias: null, floor: null } });
    expect(await answer('forecast.accuracy', { intervals: [{ forecastCalls: 1 }] })).toEqual(refused('missing', 'intervals.0.actualCalls'));
  });
});
