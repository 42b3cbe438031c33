import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrival, ArrivalStream, demoDay, SLOT_MS, SPAN_MS, steady, wholeDay } from '../../../server/connectors/simulator/arrivals.js';
import { diceOf, KIND, uniform } from '../../../server/connectors/simulator/draws.js';
import { HOUR_MS } from '../../../shared/kernel/time.js';

const FROM = Date.UTC(2025, 10, 21);
const seeds = fc.integer({ min: 0, max: 4_294_967_295 });

function arrivals(seed: number, after: number, until: number, perHour = 200, factor = steady): Arrival[] {
  const stream = new ArrivalStream({ seed, queueKey: 'q', code: 'Q', meanPerMs: perHour / HOUR_MS, factor, after });
  const list: Arrival[] = [];
  for (let next = stream.next(); next.at <= until; next = stream.next()) list.push(next);
  return list;
}

describe('the callers of a day', () => {
  test('are the same from wherever the day is taken up', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 3 * HOUR_MS }), (seed, later) => {
        const whole = arrivals(seed, FROM - 1, FROM + 4 * HOUR_MS);
        const rest = arrivals(seed, FROM + later, FROM + 4 * HOUR_MS);
        expect(rest).toEqual(whole.filter(({ at }) => at > FROM + later));
      }),
      { numRuns: 50 },
    );
  });

  test('come in order, and no two have one name', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const list = arrivals(seed, FROM, FROM + 6 * HOUR_MS, 500);
        expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
        expect(list.every(({ at }, i) => i === 0 || at >= (list[i - 1]?.at ?? 0))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('stay away in half-hours without any, and come again after them', () => {
    const nightOff = (slotAt: number) => (slotAt < FROM + 3 * HOUR_MS ? 0 : 1);
    const list = arrivals(5, FROM, FROM + 5 * HOUR_MS, 60, nightOff);
    expect(list.at(0)?.at).toBeGreaterThanOrEqual(FROM + 3 * HOUR_MS);
    expect(list.length).toBeGreaterThan(60);
  });
});

describe('the shape of a day', () => {
  test('a whole day has its calls in the daytime, and Monday more than Sunday', () => {
    const monday = Date.UTC(2025, 10, 17);
    const mean = (from: number, hours: number) => {
      let sum = 0;
      for (let seed = 0; seed < 20; seed++) {
        for (let at = from; at < from + hours * HOUR_MS; at += SLOT_MS) sum += wholeDay(seed, 0)(at, 'q');
      }
      return sum / (20 * hours * 2);
    };
    expect(mean(monday + 10 * HOUR_MS, 2)).toBeGreaterThan(10 * mean(monday + 2 * HOUR_MS, 2));
    expect(mean(monday, 24)).toBeGreaterThan(1.3 * mean(monday + 6 * 24 * HOUR_MS, 24));
  });

  test('whenever the demonstration is opened, it is working hours', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 300 * 48 }), (seed, slots) => {
        const factor = demoDay(seed)(FROM + slots * SLOT_MS, 'q');
        expect(factor).toBeGreaterThan(0.5);
        expect(factor).toBeLessThan(1.8);
      }),
      { numRuns: 300 },
    );
    let sum = 0;
    for (let i = 0; i < 1_600; i++) sum += demoDay(i >> 4)(FROM + i * SLOT_MS, 'q');
    expect(sum / 1_600).toBeCloseTo(1, 1);
    expect(SPAN_MS % SLOT_MS).toBe(0);
  });
});

test('a dice shows every face alike, and two kinds of one call have nothing to do with each other', () => {
  const n = 20_000;
  const faces = Array.from({ length: 20 }, () => 0);
  let product = 0;
  for (let i = 0; i < n; i++) {
    const dice = diceOf(3, `call-${i}`);
    const u = uniform(dice, KIND.patience);
    faces[Math.floor(u * 20)] = (faces[Math.floor(u * 20)] ?? 0) + 1;
    product += (u - 0.5) * (uniform(dice, KIND.handle) - 0.5);
  }
  const chiSquare = faces.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
  // 19 degrees of freedom: beyond 43.8 once in a thousand.
  expect(chiSquare).toBeLessThan(43.8);
  // Correlation: product / n over 1/12, with a standard error of 1/√n.
  expect(Math.abs((12 * product) / n)).toBeLessThan(4 / Math.sqrt(n));
});
