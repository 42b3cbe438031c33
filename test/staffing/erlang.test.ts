import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../shared/kernel/result.js';
import { computeErlangA, type ErlangAInput } from '../../shared/staffing/erlang-a.js';
import { computeErlangB, type ErlangBInput } from '../../shared/staffing/erlang-b.js';
import { computeErlangC, type ErlangCInput } from '../../shared/staffing/erlang-c.js';
import { casesOf, disagreements } from './reference.js';

function solved<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

const solve = {
  erlangB: (inputs: unknown) => solved(computeErlangB(inputs as ErlangBInput)),
  erlangC: (inputs: unknown) => solved(computeErlangC(inputs as ErlangCInput)),
  erlangA: (inputs: unknown) => solved(computeErlangA(inputs as ErlangAInput)),
};

describe.each(['erlangB', 'erlangC', 'erlangA'] as const)('%s', (model) => {
  test.each(casesOf(model))('$id agrees with the 80-digit reference', (reference) => {
    expect(disagreements(reference, { ...solve[model](reference.inputs) })).toEqual([]);
  });
});

const traffic = {
  calls: fc.integer({ min: 1, max: 5_000 }),
  intervalSec: fc.constantFrom(900, 1_800, 3_600),
  ahtSec: fc.integer({ min: 10, max: 1_200 }),
  agents: fc.integer({ min: 1, max: 400 }),
  targetSec: fc.integer({ min: 0, max: 120 }),
};
const impatient = fc.record({
  ...traffic,
  patienceSec: fc.integer({ min: 5, max: 3_600 }),
  shortAbandonSec: fc.integer({ min: 0, max: 10 }),
});
/** Rounding in absurd overload: the sums themselves are exact to about 1e-11. */
const NOISE = 1e-9;

describe('laws', () => {
  test('one more agent never makes callers wait longer or abandon more', () => {
    fc.assert(
      fc.property(impatient, (input) => {
        const now = solved(computeErlangA(input));
        const more = solved(computeErlangA({ ...input, agents: input.agents + 1 }));
        expect(more.pWait).toBeLessThanOrEqual(now.pWait + NOISE);
        expect(more.pAbandon).toBeLessThanOrEqual(now.pAbandon + NOISE);
        expect(more.avgWaitAllSec).toBeLessThanOrEqual(now.avgWaitAllSec + NOISE * input.patienceSec);
        expect(more.slOffered).toBeGreaterThanOrEqual(now.slOffered - NOISE);
        expect(more.slExShort).toBeGreaterThanOrEqual(now.slExShort - NOISE);
        expect(more.occupancy).toBeLessThanOrEqual(now.occupancy + NOISE);
      }),
    );
  });

  test('every probability lies between 0 and 1, and nothing is ever NaN', () => {
    fc.assert(
      fc.property(impatient, (input) => {
        const answer = solved(computeErlangA(input));
        for (const [name, value] of Object.entries(answer)) {
          if (value === null) continue;
          expect(Number.isFinite(value), name).toBe(true);
          expect(value, name).toBeGreaterThanOrEqual(0);
          if (/^(p|sl|occ)/.test(name)) expect(value, name).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('waits of the answered and of the abandoned add up to the waits of all', () => {
    fc.assert(
      fc.property(impatient, (input) => {
        const { pAbandon, asaSec, avgWaitAbandonedSec, avgWaitAllSec } = solved(computeErlangA(input));
        const sum = (1 - pAbandon) * (asaSec ?? 0) + pAbandon * (avgWaitAbandonedSec ?? 0);
        expect(Math.abs(sum - avgWaitAllSec)).toBeLessThanOrEqual(1e-6 * Math.max(1, avgWaitAllSec));
      }),
    );
  });

  test('those who abandon have waited, however few they are', () => {
    // Patience of thirty years: one in a hundred million abandons. The difference of two waits would be noise.
    const patient = { calls: 14, intervalSec: 1_800.5, ahtSec: 300, patienceSec: 1e9, agents: 3, targetSec: 15, shortAbandonSec: 5 };
    expect(solved(computeErlangA(patient)).avgWaitAbandonedSec).toBeCloseTo(449.56072463973, 9);
    // So many agents that no double tells how rarely all are busy.
    const idle = { ...patient, calls: 0.1002975758113687, intervalSec: 900, ahtSec: 3_600, patienceSec: 60, agents: 400 };
    expect(solved(computeErlangA(idle))).toMatchObject({ pAbandon: 0, avgWaitAbandonedSec: expect.closeTo(7.83073336, 7) });
  });

  test('traffic too small for a double to hold is no traffic, and takes no time', () => {
    const trace = { calls: 5e-324, intervalSec: 1_800, ahtSec: 1_800, patienceSec: 60, agents: 10, targetSec: 15, shortAbandonSec: 5 };
    expect(solved(computeErlangA(trace))).toMatchObject({ pWait: 0, pAbandon: 0, slOffered: 1, asaSec: 0, avgWaitAbandonedSec: null });
  });

  test('callers with endless patience wait as Erlang C says', () => {
    fc.assert(
      fc.property(fc.record(traffic), (input) => {
        const load = (input.calls * input.ahtSec) / input.intervalSec;
        fc.pre(load < input.agents * 0.9);
        const patient = solved(computeErlangC(input));
        const impatientCase = solved(computeErlangA({ ...input, patienceSec: 1e9, shortAbandonSec: 5 }));
        expect(impatientCase.pWait).toBeCloseTo(patient.pWait, 4);
        expect(impatientCase.slOffered).toBeCloseTo(patient.serviceLevel, 4);
      }),
    );
  });

  test('blocking falls with every server and rises with the load', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), fc.integer({ min: 0, max: 600 }), (load, servers) => {
        const here = solved(computeErlangB({ offeredErlangs: load, servers })).blocking;
        expect(solved(computeErlangB({ offeredErlangs: load, servers: servers + 1 })).blocking).toBeLessThanOrEqual(here);
        if (load > 0) expect(solved(computeErlangB({ offeredErlangs: load * 1.1, servers })).blocking).toBeGreaterThanOrEqual(here - 1e-12);
      }),
    );
  });
});

describe('input that makes no sense is refused by name', () => {
  const good = { calls: 100, intervalSec: 1_800, ahtSec: 180, patienceSec: 300, agents: 14, targetSec: 20, shortAbandonSec: 5 };
  test.each([
    ['calls', -1, 'out-of-range'],
    ['calls', Number.NaN, 'out-of-range'],
    ['intervalSec', 0, 'out-of-range'],
    ['ahtSec', 0, 'out-of-range'],
    ['patienceSec', 0, 'out-of-range'],
    ['agents', 2.5, 'not-an-integer'],
    ['agents', Number.POSITIVE_INFINITY, 'out-of-range'],
    ['agents', 1e9, 'out-of-range'],
    ['targetSec', -5, 'out-of-range'],
  ])('%s = %d', (field, value, code) => {
    expect(computeErlangA({ ...good, [field]: value })).toEqual({ ok: false, error: { code, field } });
    if (field === 'patienceSec') return;
    expect(computeErlangC({ ...good, [field]: value })).toEqual({ ok: false, error: { code, field } });
  });

  test('an overload whose queue would never end is refused, not computed for minutes', () => {
    const error = { code: 'out-of-range', field: 'patienceSec' };
    expect(computeErlangA({ ...good, calls: 100_000, patienceSec: 1e12 })).toEqual({ ok: false, error });
  });

  test('servers of Erlang B must be whole', () => {
    expect(computeErlangB({ offeredErlangs: 3, servers: 1.5 })).toEqual({ ok: false, error: { code: 'not-an-integer', field: 'servers' } });
  });
});
