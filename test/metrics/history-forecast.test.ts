import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumberOf, weekNumberOf } from '../../shared/kernel/calendar-date.js';
import { forecastFromHistory, type PastDay } from '../../shared/metrics/history-forecast.js';

const FIRST = dayNumberOf('2026-09-28');
const PLACES = Array.from({ length: 48 }, (_, i) => i);
const isWeekend = (day: number) => day - (weekNumberOf(day) * 7 - 3) >= 5;

/** Office hours: 10 calls a half-hour from nine to five, half of that at weekends; five minutes each, in the evening ten. */
function pastDay(day: number, factor = 1): PastDay {
  const calls = PLACES.map((place) => (place >= 18 && place < 34 ? (isWeekend(day) ? 5 : 10) * factor : 0));
  return { date: dateOfDay(day), calls, handled: calls, handleMs: calls.map((count, place) => count * (place >= 30 ? 600_000 : 300_000)) };
}
const weeks = (count: number) => Array.from({ length: count * 7 }, (_, i) => pastDay(FIRST + i));
const asked = (offset: number, length: number) => ({ date: dateOfDay(FIRST + length + offset), places: PLACES });
const never = () => false;
const total = (calls: readonly number[] | undefined) => Math.round((calls ?? []).reduce((sum, value) => sum + value, 0));

describe('what the weeks before say of the days to come', () => {
  test('a weekday is as its kind was, a weekend too, hour by hour', () => {
    const [monday, , , , , saturday] =
      forecastFromHistory(
        weeks(6),
        [0, 1, 2, 3, 4, 5].map((offset) => asked(offset, 42)),
        never,
      ) ?? [];
    expect([total(monday?.calls), total(saturday?.calls)]).toEqual([160, 80]);
    expect(monday?.calls.slice(16, 20)).toEqual([0, 0, 10, 10]);
    expect([monday?.ahtMs[20], monday?.ahtMs[32]]).toEqual([300_000, 600_000]);
    // Nobody ever called then: as long as calls usually are.
    expect(monday?.ahtMs[2]).toBe(375_000);
  });

  test('under two weeks nothing is said', () => {
    expect(forecastFromHistory(weeks(2).slice(1), [asked(0, 14)], never)).toBeNull();
    expect(forecastFromHistory([], [asked(0, 14)], never)).toBeNull();
  });

  test('growth goes on', () => {
    const growing = Array.from({ length: 56 }, (_, i) => pastDay(FIRST + i, 1 + i / 56));
    const [next] = forecastFromHistory(growing, [asked(0, 56)], never) ?? [];
    expect(total(next?.calls)).toBeGreaterThan(290);
  });

  test('a holiday teaches nothing, and neither does a day that is missing', () => {
    const days = weeks(6);
    const quiet = days.map((day, i) => (i === 35 ? pastDay(FIRST + 35, 0.1) : day));
    const [monday] = forecastFromHistory(quiet, [asked(0, 42)], (date) => date === dateOfDay(FIRST + 35)) ?? [];
    expect(total(monday?.calls)).toBe(160);
    const gap = days.filter((_, i) => i !== 36);
    const [, tuesday] = forecastFromHistory(gap, [asked(0, 42), asked(1, 42)], never) ?? [];
    expect(total(tuesday?.calls)).toBe(160);
  });

  test('a day of 23 hours has the half-hours that it has', () => {
    const places = PLACES.filter((place) => place !== 4 && place !== 5);
    const [day] = forecastFromHistory(weeks(4), [{ date: dateOfDay(FIRST + 28), places }], never) ?? [];
    expect([day?.calls.length, total(day?.calls)]).toEqual([46, 160]);
  });

  test('a queue that nobody calls is forecast nothing', () => {
    const none = weeks(4).map((day) => ({ ...day, calls: day.calls.map(() => 0), handled: [], handleMs: [] }));
    expect(forecastFromHistory(none, [asked(0, 28)], never)).toEqual([]);
  });
});
