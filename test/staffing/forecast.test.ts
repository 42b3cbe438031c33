import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../shared/kernel/result.js';
import { computeDayForecast } from '../../shared/staffing/forecast-day.js';
import { computeHoltWinters, computeSes, type HoltWintersInput } from '../../shared/staffing/forecast-series.js';
import { computeAccuracy, computeReforecast } from '../../shared/staffing/reforecast.js';

function solved<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
const refused = (code: string, field: string) => ({ ok: false, error: { code, field } });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const WEEK = [100, 115, 98, 102, 120, 60, 45];
const usual: HoltWintersInput = {
  series: [...WEEK, ...WEEK],
  season: 7,
  alpha: 0.2,
  beta: 0.05,
  gamma: 0.15,
  multiplicative: false,
  horizon: 14,
};

describe('days to come', () => {
  test.each([false, true])('weeks that are all alike are forecast as they are (multiplicative: %s)', (multiplicative) => {
    const { forecast, trend } = solved(computeHoltWinters({ ...usual, multiplicative }));
    expect(trend).toBeCloseTo(0, 9);
    for (const [day, calls] of forecast.entries()) expect(calls).toBeCloseTo(WEEK[day % 7] ?? 0, 9);
  });

  test('a series that stops in mid-week goes on with the day that comes next', () => {
    const { forecast, season } = solved(computeHoltWinters({ ...usual, series: [...WEEK, ...WEEK, ...WEEK.slice(0, 3)] }));
    expect(forecast[0]).toBeCloseTo(102, 9);
    expect(season[0]).toBeCloseTo(102 - sum(WEEK) / 7, 9);
  });

  test.each([
    [{ series: WEEK }, refused('out-of-range', 'series')],
    [{ series: [...WEEK, ...WEEK.slice(1), -1] }, refused('out-of-range', 'series.13')],
    [{ season: 0 }, refused('out-of-range', 'season')],
    [{ season: 3.5 }, refused('not-an-integer', 'season')],
    [{ gamma: 1.1 }, refused('out-of-range', 'gamma')],
    [{ horizon: 1e6 }, refused('out-of-range', 'horizon')],
  ])('what it cannot forecast from is named: %j', (changed, expected) => {
    expect(computeHoltWinters({ ...usual, ...changed })).toEqual(expected);
  });

  test('a centre that is closed on Sundays has no factor for them', () => {
    const closed = { ...usual, series: [...WEEK.slice(0, 6), 0, ...WEEK.slice(0, 6), 0] };
    expect(computeHoltWinters({ ...closed, multiplicative: true })).toEqual(refused('out-of-range', 'series'));
    expect(solved(computeHoltWinters(closed)).forecast[6]).toBeCloseTo(0, 9);
  });

  test('smoothing stays within what was seen', () => {
    const series = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 1, noNaN: true }), (values, alpha) => {
        const { level } = solved(computeSes({ series: values, alpha }));
        expect(level).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(level).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      }),
    );
    expect(computeSes({ series: [], alpha: 0.3 })).toEqual(refused('out-of-range', 'series'));
  });
});

describe('a day over its half-hours', () => {
  const shape = [10, 30, 40, 20];

  test('has the shape that the same weekdays had, whatever their size', () => {
    const history = [shape, shape.map((calls) => calls * 3), shape];
    expect(solved(computeDayForecast({ dayCalls: 1_000, history }))).toEqual({ calls: [100, 300, 400, 200], weeksUsed: 3 });
  });

  test('is not moved by one outage in five weeks', () => {
    const history = [shape, shape, [0, 0, 500, 0], shape, shape];
    expect(solved(computeDayForecast({ dayCalls: 100, history })).calls).toEqual(shape);
  });

  test('looks back eight weeks and no further', () => {
    const history = [...Array.from({ length: 8 }, () => shape), ...Array.from({ length: 20 }, () => [1, 0, 0, 0])];
    expect(solved(computeDayForecast({ dayCalls: 100, history }))).toEqual({ calls: shape, weeksUsed: 8 });
  });

  test('is two half-hours shorter where the clocks go forward, and holds all its calls', () => {
    const calls = solved(computeDayForecast({ dayCalls: 70, history: [shape, shape], halfHours: [0, 2, 3] })).calls;
    expect(calls).toHaveLength(3);
    expect(sum(calls)).toBeCloseTo(70, 9);
    expect(calls[0]).toBeCloseTo(10, 9);
  });

  test('cannot be told from weeks without a call', () => {
    expect(computeDayForecast({ dayCalls: 100, history: [] })).toEqual(refused('out-of-range', 'history'));
    expect(computeDayForecast({ dayCalls: 100, history: [[0, 0]] })).toEqual(refused('out-of-range', 'history'));
    expect(computeDayForecast({ dayCalls: 100, history: [shape, [1, -1]] })).toEqual(refused('out-of-range', 'history.1.1'));
  });

  test('sums up to the day', () => {
    const week = fc.array(fc.option(fc.integer({ min: 0, max: 500 })), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(fc.array(week, { minLength: 1, maxLength: 10 }), fc.integer({ min: 0, max: 20_000 }), (history, dayCalls) => {
        const result = computeDayForecast({ dayCalls, history });
        fc.pre(result.ok);
        expect(sum(solved(result).calls)).toBeCloseTo(dayCalls, 6);
      }),
    );
  });
});

describe('the rest of the day', () => {
  const forecastCalls = [80, 95, 120, 140, 150, 145];

  test('a quiet first half-hour moves it less than a quiet morning', () => {
    const early = solved(computeReforecast({ forecastCalls, actualCalls: [40] }));
    const later = solved(computeReforecast({ forecastCalls, actualCalls: [40, 48, 60, 70] }));
    expect(early.rawRatio).toBe(0.5);
    expect(early.ratio).toBeGreaterThan(later.ratio);
    expect(later.ratio).toBeLessThan(1);
    expect(later.sd).toBeLessThan(early.sd);
  });

  test('before the first interval is over, it is as forecast', () => {
    const { ratio, rawRatio, remaining } = solved(computeReforecast({ forecastCalls, actualCalls: [] }));
    expect([ratio, rawRatio]).toEqual([1, null]);
    expect(remaining.map(({ calls }) => calls)).toEqual(forecastCalls);
  });

  test('with decay, the next interval has all of the deviation and the evening little', () => {
    const { ratio, remaining } = solved(computeReforecast({ forecastCalls, actualCalls: [160], decay: 0.9 }));
    expect(remaining[0]?.calls).toBeCloseTo(95 * ratio, 9);
    expect(remaining[4]?.calls).toBeCloseTo(145 * (1 + (ratio - 1) * 0.9 ** 4), 9);
  });

  test('what comes lies within the band, which is never below nothing', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 48 });
    fc.assert(
      fc.property(counts, fc.nat(48), fc.double({ min: 0.01, max: 2, noNaN: true }), (forecast, passed, cv) => {
        const actualCalls = forecast.slice(0, passed).map((calls) => calls * 2);
        for (const { calls, low, high } of solved(computeReforecast({ forecastCalls: forecast, actualCalls, cv })).remaining) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(calls).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(calls);
        }
      }),
    );
  });

  test('more intervals over than the day has are refused', () => {
    expect(computeReforecast({ forecastCalls: [1], actualCalls: [1, 2] })).toEqual(refused('out-of-range', 'actualCalls'));
    expect(computeReforecast({ forecastCalls: [1], actualCalls: [], cv: 0 })).toEqual(refused('out-of-range', 'cv'));
  });
});

test('accuracy weighs calls, not intervals, and says what chance alone would miss', () => {
  const intervals = [
    { forecastCalls: 110, actualCalls: 100 },
    { forecastCalls: 4, actualCalls: 1 },
    { forecastCalls: 90, actualCalls: 99 },
    { forecastCalls: 0, actualCalls: 0 },
  ];
  expect(computeAccuracy(intervals)).toEqual({ wape: 22 / 200, bias: 4 / 200, floor: 0.8 / Math.sqrt(50) });
  expect(computeAccuracy([{ forecastCalls: 5, actualCalls: 0 }])).toEqual({ wape: null, bias: null, floor: null });
});
