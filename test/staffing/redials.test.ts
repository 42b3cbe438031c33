import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeErlangA } from '../../shared/staffing/erlang-a.js';
import { computeRedials } from '../../shared/staffing/redials.js';
import { casesOf } from './reference.js';
import { anyTraffic, solved } from './solved.js';

/** 144 calls in half an hour, a third of those who give up call again. */
const queue = { calls: 144, intervalSec: 1_800, ahtSec: 240, patienceSec: 180, agents: 20, targetSec: 15, shortAbandonSec: 5 };
const anyFloor = fc.record({ traffic: anyTraffic, share: fc.double({ min: 0.01, max: 1.5, noNaN: true }) }).map(({ traffic, share }) => ({
  ...traffic,
  agents: Math.round(((traffic.calls * traffic.ahtSec) / traffic.intervalSec) * share),
}));
const anyProbability = fc.double({ min: 0, max: 0.9, noNaN: true });

describe('callers who gave up and call again', () => {
  test('are as many as a simulator has, and wait as long', () => {
    const [reference] = casesOf('simulation.mgng').filter(({ inputs }) => inputs.redialProbability === 0.33);
    const wanted = reference?.outputs as Record<string, { mean: number }>;
    const { totalCalls, pAbandon, slOffered, asaSec } = solved(computeRedials({ ...queue, redialProbability: 0.33 }));
    expect(totalCalls / 1_800 / (wanted.totalArrivalRate?.mean ?? 0)).toBeCloseTo(1, 2);
    expect(pAbandon).toBeCloseTo(wanted.pAbandon?.mean ?? 0, 2);
    expect(Math.abs(slOffered - (wanted.slOffered?.mean ?? 0))).toBeLessThan(0.01);
    // Redials come in bunches, which the model does not know: it tells one to three per cent too little.
    const ratio = (asaSec ?? 0) / (wanted.asaSec?.mean ?? 0);
    expect(ratio).toBeGreaterThan(0.97);
    expect(ratio).toBeLessThan(1);
  });

  test('add up: of all tries, those that were given up and tried again are the redials', () => {
    fc.assert(
      fc.property(anyFloor, anyProbability, (floor, redialProbability) => {
        const { totalCalls, redials, pAbandon } = solved(computeRedials({ ...floor, redialProbability }));
        expect(redials).toBeCloseTo(totalCalls - floor.calls, 6);
        expect(Math.abs(totalCalls * redialProbability * pAbandon - redials)).toBeLessThanOrEqual(1e-8 * totalCalls);
        expect(totalCalls).toBeGreaterThanOrEqual(floor.calls);
        expect(totalCalls).toBeLessThanOrEqual(floor.calls / (1 - redialProbability) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('make it worse for all, the more of them there are', () => {
    fc.assert(
      fc.property(anyFloor, anyProbability, anyProbability, (floor, a, b) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)].map((redialProbability) =>
          solved(computeRedials({ ...floor, redialProbability })),
        );
        expect((more?.pAbandon ?? 0) - (fewer?.pAbandon ?? 0)).toBeGreaterThanOrEqual(-1e-9);
        expect((more?.totalCalls ?? 0) - (fewer?.totalCalls ?? 0)).toBeGreaterThanOrEqual(-1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('who never do so leave the plain model', () => {
    const plain = solved(computeErlangA(queue));
    expect(solved(computeRedials({ ...queue, redialProbability: 0 }))).toEqual({ ...plain, totalCalls: 144, redials: 0 });
  });

  test('find nobody there, and call until chance has them stop', () => {
    expect(solved(computeRedials({ ...queue, agents: 0, redialProbability: 0.5 }))).toMatchObject({ totalCalls: 288, pAbandon: 1 });
    expect(solved(computeRedials({ ...queue, calls: 0, redialProbability: 0.5 }))).toMatchObject({ totalCalls: 0, slOffered: 1 });
  });

  test.each([
    ['redialProbability', { redialProbability: 1 }],
    ['redialProbability', { redialProbability: -0.1 }],
    ['ahtSec', { ahtSec: 0 }],
    ['agents', { agents: 1_000_000 }],
    ['patienceSec', { patienceSec: 1e9, agents: 1 }],
  ])('%s out of range is refused by its name', (field, wrong) => {
    expect(computeRedials({ ...queue, redialProbability: 0.3, ...wrong })).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
});
