import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeWaitEstimate, type QueuePlace } from '../../shared/staffing/wait-estimate.js';
import { casesOf, disagreements } from './reference.js';
import { solved } from './solved.js';

const place: QueuePlace = { agents: 14, ahtSec: 180, patienceSec: 300, callersAhead: 5 };
const announced = (change: Partial<QueuePlace>) => solved(computeWaitEstimate({ ...place, patienceSec: null, ...change })).announceSec;

describe('the wait of one caller', () => {
  test.each(casesOf('ewt.queueLength'))('$id agrees with the reference', (reference) => {
    expect(disagreements(reference, solved(computeWaitEstimate(reference.inputs as unknown as QueuePlace)))).toEqual([]);
  });

  test('grows with every caller ahead, and shrinks with every agent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.double({ min: 0.2, max: 90, noNaN: true }), (callersAhead, agents) => {
        const here = solved(computeWaitEstimate({ ...place, callersAhead, agents })).meanSec!;
        expect(solved(computeWaitEstimate({ ...place, callersAhead: callersAhead + 1, agents })).meanSec).toBeGreaterThan(here);
        expect(solved(computeWaitEstimate({ ...place, callersAhead, agents: agents + 1 })).meanSec).toBeLessThan(here);
      }),
    );
  });

  test('with nobody to answer there is no estimate', () => {
    const none = { meanSec: null, sdSec: null, announceSec: null };
    expect(computeWaitEstimate({ ...place, agents: 0 })).toEqual({ ok: true, value: none });
    expect(computeWaitEstimate({ ...place, agents: 0, patienceSec: null })).toEqual({ ok: true, value: none });
  });

  // One agent and nobody ahead: mean and deviation are both the handling time, so 1.84 times that is announced.
  test.each([
    ['nothing under half a minute', 29.9, null],
    ['half a minute when it is just that', 30, 30],
    ['half minutes, rounded up', 30.1, 60],
    ['half minutes below five', 299.9, 300],
    ['whole minutes from five on', 300, 300],
    ['whole minutes, rounded up', 300.1, 360],
  ])('the caller is told %s', (_, likelySec, told) => {
    expect(announced({ agents: 1, callersAhead: 0, ahtSec: likelySec / 1.84 })).toBe(told);
  });

  test.each([
    [{ agents: -1 }, 'out-of-range', 'agents'],
    [{ ahtSec: 0 }, 'out-of-range', 'ahtSec'],
    [{ patienceSec: 0 }, 'out-of-range', 'patienceSec'],
    [{ callersAhead: 1.5 }, 'not-an-integer', 'callersAhead'],
    [{ callersAhead: 1e9 }, 'out-of-range', 'callersAhead'],
  ] as const)('%j is refused by name', (change, code, field) => {
    expect(computeWaitEstimate({ ...place, ...change })).toEqual({ ok: false, error: { code, field } });
  });
});
