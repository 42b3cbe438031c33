import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowFor, waitBehind } from '../../shared/staffing/fluid.js';
import { type BacklogInput, computeFluidBacklog } from '../../shared/staffing/fluid-backlog.js';
import { computeLaggedCalls } from '../../shared/staffing/lagged.js';
import { solved } from './solved.js';

const AHT = { ahtSec: 300 };
const calm = (...calls: number[]) => ({ intervalSec: 1_800, intervals: calls.map((each) => ({ calls: each, ...AHT })) });
const planned = (input: Parameters<typeof computeLaggedCalls>[0]) => solved(computeLaggedCalls(input)).intervals.map(({ calls }) => calls);

describe('calls to plan an interval with', () => {
  test('are its own while they hardly change', () => {
    expect(planned(calm(100, 105, 100, 110))).toEqual([100, 105, 100, 110]);
  });

  test('come in part from the interval before where they rise or fall: who is helped now called a handling time ago', () => {
    // 300 of 1,800 s are those of the interval before.
    const [, rising = 0, falling = 0] = planned(calm(60, 120, 60));
    expect(rising).toBeCloseTo(110, 9);
    expect(falling).toBeCloseTo(70, 9);
  });

  test('reach as far back as handling takes', () => {
    const input = { intervalSec: 900, intervals: [10, 40, 100].map((calls) => ({ calls, ahtSec: 2_250 })) };
    // Two and a half intervals back, half of it before the first: calls came then as they did in the first.
    expect(planned(input)).toEqual([10, 10, 10]);
  });

  test('are as many in the long run as came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 50 }), (calls) => {
        const all = planned(calm(...calls));
        for (const each of all) {
          expect(each).toBeGreaterThanOrEqual(Math.min(...calls));
          expect(each).toBeLessThanOrEqual(Math.max(...calls));
        }
      }),
    );
  });

  test.each([
    ['intervalSec', { intervalSec: 0 }],
    [
      'intervals.1.calls',
      {
        intervals: [
          { calls: 1, ...AHT },
          { calls: -1, ...AHT },
        ],
      },
    ],
    ['intervals.0.ahtSec', { intervals: [{ calls: 1, ahtSec: 0 }] }],
  ])('%s out of range is refused by its name', (field, wrong) => {
    expect(computeLaggedCalls({ ...calm(1), ...wrong })).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
});

describe('a line as it flows', () => {
  /** The differential equation in small steps. */
  function integrated({ queue, growthPerSec, abandonPerSec }: Parameters<typeof flowFor>[0], sec: number) {
    const steps = 20_000;
    const dt = sec / steps;
    let line = queue;
    let waitedSec = 0;
    for (let i = 0; i < steps; i++) {
      const slope = (at: number) => (at <= 0 && growthPerSec < 0 ? 0 : growthPerSec - abandonPerSec * at);
      const middle = Math.max(0, line + (slope(line) * dt) / 2);
      waitedSec += middle * dt;
      line = Math.max(0, line + slope(middle) * dt);
    }
    return { queue: line, waitedSec };
  }

  test('is what its equation says, rising and falling, with patient and impatient callers', () => {
    const anyFlow = fc.record({
      queue: fc.double({ min: 0, max: 100, noNaN: true }),
      growthPerSec: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      abandonPerSec: fc.constantFrom(1 / 60, 1 / 180, 1 / 1_000, 1e-9),
    });
    fc.assert(
      fc.property(anyFlow, fc.constantFrom(60, 900, 1_800), (flow, sec) => {
        const got = flowFor(flow, sec);
        const want = integrated(flow, sec);
        expect(Math.abs(got.queue - want.queue)).toBeLessThan(0.05);
        expect(Math.abs(got.waitedSec - want.waitedSec)).toBeLessThan(0.01 * want.waitedSec + 2);
      }),
      { numRuns: 40 },
    );
  });

  test('goes the same way in one step or in two', () => {
    const flow = { queue: 30, growthPerSec: -0.03, abandonPerSec: 1 / 180 };
    const half = flowFor(flow, 200);
    const both = flowFor({ ...flow, queue: half.queue }, 200);
    expect(both.queue).toBeCloseTo(flowFor(flow, 400).queue, 9);
    expect(half.waitedSec + both.waitedSec).toBeCloseTo(flowFor(flow, 400).waitedSec, 6);
  });

  test('is waited behind for ever where nobody serves, and not at all where there is none', () => {
    expect([waitBehind(0, 0, 1 / 180), waitBehind(5, 0, 1 / 180)]).toEqual([0, null]);
    // Nobody gives up: five callers, one served in ten seconds.
    expect(waitBehind(5, 0.1, 1e-12)).toBeCloseTo(50, 6);
  });
});

describe('an overload that carries over', () => {
  const hour: BacklogInput = {
    intervalSec: 1_800,
    patienceSec: 180,
    targetSec: 15,
    shortAbandonSec: 5,
    queueNow: 0,
    intervals: [
      { calls: 200, ahtSec: 240, agents: 20 },
      { calls: 120, ahtSec: 240, agents: 20 },
    ],
  };

  test('is seen in the interval that has agents enough of its own', () => {
    const [first, second] = solved(computeFluidBacklog(hour)).intervals;
    expect(first?.use).toBe('fluid');
    // Where arrivals, answers and hang-ups balance: 50 too many in half an hour, each for three minutes of patience.
    expect(first?.queueAtEnd).toBeCloseTo(5, 1);
    expect(second).toMatchObject({ use: 'fluid', queueAtEnd: 0 });
    expect(second?.emptyAfterSec).toBeGreaterThan(60);
  });

  test('starts from the line that is there now', () => {
    const [first] = solved(computeFluidBacklog({ ...hour, queueNow: 40, intervals: hour.intervals.slice(1) })).intervals;
    expect(first).toMatchObject({ use: 'fluid' });
    expect(first?.abandons).toBeGreaterThan(5);
    const [usual] = solved(computeFluidBacklog({ ...hour, intervals: hour.intervals.slice(1) })).intervals;
    expect(usual).toMatchObject({ use: 'erlang-a', queueAtEnd: 0, abandons: 0 });
  });

  test('without anybody at work leaves those who have the patience', () => {
    const [first] = solved(computeFluidBacklog({ ...hour, intervals: [{ calls: 180, ahtSec: 240, agents: 0 }] })).intervals;
    expect(first).toMatchObject({ waitAtEndSec: null, emptyAfterSec: null, erlangAsaSec: null });
    expect(first?.queueAtEnd).toBeCloseTo(18, 2);
    // Whoever came and is not there any more has given up.
    expect(first?.abandons).toBeCloseTo(180 - (first?.queueAtEnd ?? 0), 6);
  });

  test('loses nobody: who came was served, gave up or is in line', () => {
    const anyHour = fc.array(fc.record({ calls: fc.integer({ min: 0, max: 500 }), agents: fc.integer({ min: 0, max: 40 }) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(anyHour, fc.integer({ min: 0, max: 100 }), (intervals, queueNow) => {
        let queue = queueNow;
        const { intervals: flowed } = solved(
          computeFluidBacklog({ ...hour, queueNow, intervals: intervals.map((each) => ({ ...each, ahtSec: 240 })) }),
        );
        for (const [i, { queueAtEnd, abandons, meanQueue }] of flowed.entries()) {
          const { calls = 0, agents = 0 } = intervals[i] ?? {};
          const served = queue + calls - abandons - queueAtEnd;
          expect(served).toBeGreaterThanOrEqual(-1e-6);
          expect(served).toBeLessThanOrEqual((agents * 1_800) / 240 + 1e-6);
          expect(meanQueue).toBeGreaterThanOrEqual(0);
          queue = queueAtEnd;
        }
      }),
    );
  });

  test.each([
    ['queueNow', { queueNow: -1 }],
    ['patienceSec', { patienceSec: 0 }],
    ['intervals.0.agents', { intervals: [{ calls: 1, ahtSec: 1, agents: -1 }] }],
  ])('%s out of range is refused by its name', (field, wrong) => {
    expect(computeFluidBacklog({ ...hour, ...wrong })).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
});
