import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.js';
import { computeStrain, moveStrainBand, type ShownBand, type StrainInputs } from '../../shared/staffing/strain.js';

const CALM: StrainInputs = {
  hardCalls: [],
  hardRun: 0,
  minutesSinceBreak: 20,
  occ60: 0.7,
  occ120: 0.7,
  longCalls120: 0,
  hoursWorked: 3,
  consecutiveDays: 2,
  restHoursBefore: 15,
  nightMinutes: 0,
  checkIn: null,
};
const abusive = (ageMin: number) => ({ type: 'abusive' as const, ageMin });
const pointsOf = (inputs: Partial<StrainInputs>, part: string) =>
  computeStrain({ ...CALM, ...inputs }).parts.find((each) => each.part === part)?.points;

describe('the score', () => {
  test('is explained by its parts: each says its weight, and the numbers in its sentence', () => {
    const { parts, objective } = computeStrain({ ...CALM, hardCalls: [abusive(12)], minutesSinceBreak: 95 });
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(objective);
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(parts.slice(0, 3)).toMatchObject([
      { part: 'abuse', facts: { ageMin: 12 } },
      { part: 'hardLoad', facts: { calls: 1 } },
      { part: 'sinceBreak', facts: { minutes: 95 } },
    ]);
  });

  test('a break after an abusive call halves what is left of it; one before it does not', () => {
    const before = pointsOf({ hardCalls: [abusive(30)], minutesSinceBreak: 40 }, 'abuse') ?? 0;
    expect(before).toBeCloseTo(11, 9);
    expect(pointsOf({ hardCalls: [abusive(30)], minutesSinceBreak: 10 }, 'abuse')).toBeCloseTo(before / 2, 9);
  });

  test('a call of more than two hours ago counts no more', () => {
    expect(pointsOf({ hardCalls: [abusive(120)], minutesSinceBreak: 130 }, 'abuse')).toBeGreaterThan(0);
    expect(pointsOf({ hardCalls: [abusive(121)], minutesSinceBreak: 130 }, 'abuse')).toBe(0);
  });

  test('what is not known counts nothing, and is said to be missing', () => {
    const { objective, incomplete, parts } = computeStrain({ ...CALM, occ60: null, restHoursBefore: null });
    expect({ objective, incomplete }).toEqual({ objective: 0, incomplete: true });
    expect(parts.find(({ part }) => part === 'occupancy')?.facts).toEqual({ ratio120: 0.7 });
    expect(computeStrain(CALM).incomplete).toBe(false);
  });

  test.each([
    [1, 0.8 * 25.6, []],
    [2, 0.8 * 25.6, []],
    [3, 25.6, []],
    [4, 50, ['checkIn']],
    [5, 70, ['checkIn']],
  ])('the agent’s own word of %i outweighs the sum upwards', (value, expected, first) => {
    const inputs = { ...CALM, hardCalls: [abusive(0)], checkIn: { value, ageMin: 120 } };
    const { score, topReasons } = computeStrain(inputs);
    expect(score).toBe(Math.floor(expected + 0.5));
    expect(topReasons).toEqual([...first, 'abuse', 'hardLoad']);
    expect(computeStrain({ ...inputs, checkIn: { value, ageMin: 121 } }).score).toBe(26);
  });

  const anyInputs: fc.Arbitrary<StrainInputs> = fc.record({
    hardCalls: fc.array(fc.record({ type: fc.constantFrom('abusive', 'escalated', 'complaint'), ageMin: fc.nat(200) }), { maxLength: 12 }),
    hardRun: fc.option(fc.nat(10)),
    minutesSinceBreak: fc.option(fc.nat(300)),
    occ60: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    occ120: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    longCalls120: fc.option(fc.nat(10)),
    hoursWorked: fc.option(fc.nat(14)),
    consecutiveDays: fc.option(fc.nat(10)),
    restHoursBefore: fc.option(fc.nat(20)),
    nightMinutes: fc.option(fc.nat(400)),
    checkIn: fc.option(fc.record({ value: fc.integer({ min: 1, max: 5 }), ageMin: fc.nat(200) })),
  });

  test('lies in 0..100 and gives at most three reasons, the strongest first', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const { score, parts, topReasons } = computeStrain(inputs);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(Number.isInteger(score)).toBe(true);
        for (const { points, weight } of parts) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(weight);
        }
        const points = topReasons.flatMap((reason) => parts.find(({ part }) => part === reason)?.points ?? []);
        expect(topReasons.length).toBeLessThanOrEqual(3);
        expect(points).toEqual(points.toSorted((a, b) => b - a));
      }),
    );
  });

  test('what is not known never raises it', () => {
    fc.assert(
      fc.property(
        anyInputs,
        fc.constantFrom('hardRun', 'occ60', 'occ120', 'longCalls120', 'hoursWorked', 'nightMinutes'),
        (inputs, name) => {
          expect(computeStrain({ ...inputs, [name]: null }).score).toBeLessThanOrEqual(computeStrain(inputs).score);
        },
      ),
    );
  });
});

describe('the band that is shown', () => {
  const at = (minute: number) => minute * MINUTE_MS;
  const shown = (band: ShownBand['band'], sinceMinute = 0): ShownBand => ({ band, sinceAt: at(sinceMinute) });

  test.each([
    [0, 'calm'],
    [29, 'calm'],
    [30, 'watch'],
    [49, 'watch'],
    [50, 'elevated'],
    [70, 'high'],
    [100, 'high'],
  ] as const)('%i is %s for somebody who has just begun', (score, band) => {
    expect(moveStrainBand(null, score, at(3))).toEqual(shown(band, 3));
  });

  test('rises at once, as far as the score does', () => {
    expect(moveStrainBand(shown('calm'), 70, at(1))).toEqual(shown('high', 1));
  });

  test('falls only five points below where it begins', () => {
    expect(moveStrainBand(shown('elevated'), 46, at(60))).toEqual(shown('elevated'));
    expect(moveStrainBand(shown('elevated'), 45, at(60))).toEqual(shown('watch', 60));
  });

  test('falls through bands that are five points above it, and stops at one that is not', () => {
    expect(moveStrainBand(shown('high'), 10, at(60))).toEqual(shown('calm', 60));
    expect(moveStrainBand(shown('high'), 47, at(60))).toEqual(shown('elevated', 60));
  });

  test('stays five minutes before it falls', () => {
    expect(moveStrainBand(shown('watch', 10), 0, at(15) - 1)).toEqual(shown('watch', 10));
    expect(moveStrainBand(shown('watch', 10), 0, at(15))).toEqual(shown('calm', 15));
  });

  test('never flickers: a score that trembles around a threshold changes it once', () => {
    let band: ShownBand | null = null;
    let changes = -1;
    for (let minute = 0; minute < 120; minute++) {
      const next: ShownBand = moveStrainBand(band, minute % 2 === 0 ? 49 : 51, at(minute));
      if (next.band !== band?.band) changes++;
      band = next;
    }
    expect(changes).toBe(1);
  });
});
