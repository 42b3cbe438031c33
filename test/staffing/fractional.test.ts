import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeErlangA, type ErlangAInput } from '../../shared/staffing/erlang-a.js';
import { computeFractional } from '../../shared/staffing/erlang-a-fractional.js';
import { casesOf, disagreements } from './reference.js';
import { anyTraffic, NOISE, solved } from './solved.js';

describe('part of an agent', () => {
  test.each(casesOf('erlangA.fractional'))('$id agrees with the reference', (reference) => {
    expect(disagreements(reference, solved(computeFractional(reference.inputs as unknown as ErlangAInput)))).toEqual([]);
  });
  test.each(casesOf('erlangA'))('$id: a whole number is what Erlang A says', (reference) => {
    const input = reference.inputs as unknown as ErlangAInput;
    expect(computeFractional(input)).toEqual(computeErlangA(input));
  });

  test('helps callers by as much as it is there', () => {
    fc.assert(
      fc.property(anyTraffic, fc.integer({ min: 0, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (traffic, floor, part) => {
        const at = (agents: number) => solved(computeFractional({ ...traffic, agents }));
        const { slOffered, pAbandon } = at(floor + part);
        expect(slOffered).toBeGreaterThanOrEqual(at(floor).slOffered - NOISE);
        expect(slOffered).toBeLessThanOrEqual(at(floor + 1).slOffered + NOISE);
        expect(pAbandon).toBeLessThanOrEqual(at(floor).pAbandon + NOISE);
        expect(pAbandon).toBeGreaterThanOrEqual(at(floor + 1).pAbandon - NOISE);
      }),
    );
  });

  test('with less than one, those who are answered wait as with one', () => {
    const input = { calls: 30, intervalSec: 1_800, ahtSec: 300, patienceSec: 200, targetSec: 15, shortAbandonSec: 5 };
    const { asaSec, slAnswered } = solved(computeErlangA({ ...input, agents: 1 }));
    expect(solved(computeFractional({ ...input, agents: 0.25 }))).toMatchObject({ asaSec, slAnswered });
    expect(solved(computeFractional({ ...input, agents: 0 }))).toMatchObject({ asaSec: null, slAnswered: null, pAbandon: 1 });
  });

  test.each([-0.5, Number.NaN, 1e8])('%d agents are refused', (agents) => {
    const input = { calls: 30, intervalSec: 1_800, ahtSec: 300, patienceSec: 200, targetSec: 15, shortAbandonSec: 5, agents };
    expect(computeFractional(input)).toEqual({ ok: false, error: { code: 'out-of-range', field: 'agents' } });
  });
});
