import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeErlangA } from '../../shared/staffing/erlang-a.js';
import { computeRequiredAgents, type Requirement } from '../../shared/staffing/erlang-a-required.js';
import { computeErlangB } from '../../shared/staffing/erlang-b.js';
import { computeCapacity, computeRequiredServers } from '../../shared/staffing/erlang-b-sizing.js';
import { computeErlangC } from '../../shared/staffing/erlang-c.js';
import { computeRequiredAgentsPatient } from '../../shared/staffing/erlang-c-required.js';
import { MODELLED_FORMULAS, modelledLevel } from '../../shared/staffing/service-level.js';
import { computeScheduled, scheduledHeads } from '../../shared/staffing/shrinkage.js';
import { smallestEnough } from '../../shared/staffing/smallest-enough.js';
import { casesOf, disagreements } from './reference.js';
import { anyTraffic, NOISE, solved } from './solved.js';

const bound = (min: number) => fc.option(fc.double({ min, max: 0.95, noNaN: true }), { nil: null });
const anyBounds = fc.record({
  slFormula: fc.constantFrom(...MODELLED_FORMULAS),
  slTarget: bound(0.3),
  maxOccupancy: bound(0.3),
  maxAbandon: bound(0.005),
  shrinkage: fc.double({ min: 0, max: 0.6, noNaN: true }),
});
const anyRequirement = fc.tuple(anyTraffic, anyBounds).map(([traffic, bounds]): Requirement => ({ ...traffic, ...bounds }));

function keeps(input: Requirement, agents: number): boolean {
  const model = solved(computeErlangA({ ...input, agents }));
  return (
    (input.slTarget === null || (modelledLevel(model, input.slFormula) ?? 0) >= input.slTarget - NOISE) &&
    (input.maxOccupancy === null || model.occupancy <= input.maxOccupancy + NOISE) &&
    (input.maxAbandon === null || model.pAbandon <= input.maxAbandon + NOISE)
  );
}

describe('the agents that an interval needs', () => {
  test.each(casesOf('erlangA.requiredAgents'))('$id agrees with the reference, wherever the search begins', (reference) => {
    const input = reference.inputs as unknown as Requirement;
    for (const near of [undefined, 0, 1, 5_000]) {
      expect(disagreements(reference, solved(computeRequiredAgents(input, near)))).toEqual([]);
    }
  });

  test('they keep every bound, and one fewer breaks one', () => {
    fc.assert(
      fc.property(anyRequirement, (input) => {
        const { agents } = solved(computeRequiredAgents(input));
        expect(keeps(input, agents)).toBe(true);
        if (agents > 1) expect(keeps({ ...input, slTarget: input.slTarget && input.slTarget + 2 * NOISE }, agents - 1)).toBe(false);
      }),
    );
  });

  test('a looser bound never asks for more people', () => {
    fc.assert(
      fc.property(anyRequirement, fc.double({ min: 0, max: 0.3, noNaN: true }), (input, slack) => {
        const strict = solved(computeRequiredAgents(input)).agents;
        const slTarget = input.slTarget && Math.max(0, input.slTarget - slack);
        const maxAbandon = input.maxAbandon && Math.min(1, input.maxAbandon + slack);
        expect(solved(computeRequiredAgents({ ...input, slTarget, maxAbandon })).agents).toBeLessThanOrEqual(strict);
      }),
    );
  });

  const plain: Requirement = {
    calls: 100,
    intervalSec: 1_800,
    ahtSec: 180,
    patienceSec: 300,
    targetSec: 20,
    shortAbandonSec: 5,
    slFormula: 'slExShort',
    slTarget: 0.8,
    maxOccupancy: 0.88,
    maxAbandon: null,
    shrinkage: 0.3,
  };

  test('where nobody calls, nobody is needed; where anybody does, somebody is', () => {
    expect(solved(computeRequiredAgents({ ...plain, calls: 0 }))).toMatchObject({ agents: 0, scheduled: 0, serviceLevel: 1 });
    expect(solved(computeRequiredAgents({ ...plain, slTarget: null, maxOccupancy: null }))).toMatchObject({ agents: 1 });
  });

  test.each([
    [{ maxOccupancy: 0 }, 'maxOccupancy'],
    [{ calls: 1e11 }, 'calls'],
    [{ slTarget: 1.1 }, 'slTarget'],
    [{ maxAbandon: -0.1 }, 'maxAbandon'],
    [{ shrinkage: 1 }, 'shrinkage'],
    [{ patienceSec: 0 }, 'patienceSec'],
  ])('%j cannot be asked for, and says which field is wrong', (change, field) => {
    expect(computeRequiredAgents({ ...plain, ...change })).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
});

describe('the agents that patient callers need', () => {
  test.each(casesOf('erlangC.requiredAgents'))('$id agrees with the reference', (reference) => {
    const input = reference.inputs as unknown as Parameters<typeof computeRequiredAgentsPatient>[0];
    expect(disagreements(reference, solved(computeRequiredAgentsPatient(input)))).toEqual([]);
  });

  test('they keep the line from growing, and one fewer breaks a bound', () => {
    fc.assert(
      fc.property(anyTraffic, bound(0.3), bound(0.3), (traffic, slTarget, maxOccupancy) => {
        const { agents } = solved(computeRequiredAgentsPatient({ ...traffic, slTarget, maxOccupancy, shrinkage: 0 }));
        const at = (count: number) => solved(computeErlangC({ ...traffic, agents: count }));
        const isEnough = (count: number, noise: number) =>
          at(count).stable && at(count).serviceLevel >= (slTarget ?? 0) - noise && at(count).occupancy <= (maxOccupancy ?? 1) + noise;
        expect(isEnough(agents, NOISE)).toBe(true);
        expect(isEnough(agents - 1, -NOISE)).toBe(false);
      }),
    );
  });
});

describe('lines for calls that are lost when all are busy', () => {
  test.each(casesOf('erlangB.requiredServers'))('$id agrees with the reference', (reference) => {
    const input = reference.inputs as unknown as Parameters<typeof computeRequiredServers>[0];
    expect(disagreements(reference, solved(computeRequiredServers(input)))).toEqual([]);
  });
  test.each(casesOf('erlangB.capacity'))('$id agrees with the reference', (reference) => {
    const input = reference.inputs as unknown as Parameters<typeof computeCapacity>[0];
    expect(disagreements(reference, solved(computeCapacity(input)))).toEqual([]);
  });

  test('what they can carry is what they need', () => {
    const servers = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(servers, fc.double({ min: 1e-6, max: 0.9, noNaN: true }), (count, maxBlocking) => {
        const { offeredErlangs } = solved(computeCapacity({ servers: count, maxBlocking }));
        expect(solved(computeErlangB({ offeredErlangs, servers: count })).blocking / maxBlocking).toBeCloseTo(1, 8);
        const needed = solved(computeRequiredServers({ offeredErlangs: offeredErlangs * (1 - 1e-9), maxBlocking })).servers;
        expect(needed).toBe(count);
      }),
    );
  });

  test('no traffic needs no line, and no line never loses a call', () => {
    expect(computeRequiredServers({ offeredErlangs: 0, maxBlocking: 0 })).toEqual({ ok: true, value: { servers: 0, blocking: 0 } });
    expect(computeRequiredServers({ offeredErlangs: 3, maxBlocking: 0 })).toMatchObject({ error: { field: 'maxBlocking' } });
    expect(computeCapacity({ servers: 0, maxBlocking: 0.01 })).toEqual({ ok: true, value: { offeredErlangs: 0 } });
    expect(computeCapacity({ servers: 2.5, maxBlocking: 0.01 })).toEqual({
      ok: false,
      error: { code: 'not-an-integer', field: 'servers' },
    });
    expect(computeCapacity({ servers: 2, maxBlocking: 1 })).toMatchObject({ error: { field: 'maxBlocking' } });
  });
});

describe('heads on the roster', () => {
  test('doubles do not roster a person nobody needs', () => {
    expect(scheduledHeads(21, 0.3)).toBe(30);
    expect(scheduledHeads(0, 0.3)).toBe(0);
    expect(computeScheduled({ required: 21, shrinkage: 1 })).toMatchObject({ error: { field: 'shrinkage' } });
  });
  test('enough are on the phones, and one head fewer would not be enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (required, shrinkage) => {
        const heads = scheduledHeads(required, shrinkage);
        expect(heads * (1 - shrinkage)).toBeGreaterThan(required - 1e-6);
        expect((heads - 1) * (1 - shrinkage)).toBeLessThan(required);
      }),
    );
  });
});

test('a search finds the smallest that is enough, wherever it starts', () => {
  const at = fc.integer({ min: 0, max: 1_000 });
  fc.assert(
    fc.property(at, at, at, (least, near, length) => {
      const question = { isEnough: (count: number) => count >= least, near, atLeast: 1, atMost: length + 1 };
      expect(smallestEnough(question)).toBe(least > length + 1 ? null : Math.max(1, least));
    }),
  );
});

test('a search that begins near the answer asks little: two questions where the answer is the guess, two more each time the distance doubles', () => {
  const asked = (near: number, least: number) => {
    let questions = 0;
    const isEnough = (count: number) => {
      questions++;
      return count >= least;
    };
    smallestEnough({ isEnough, near, atLeast: 1, atMost: 10_000_000 });
    return questions;
  };
  expect(asked(60, 60)).toBe(2);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }), (near, least) => {
      expect(asked(near, least)).toBeLessThanOrEqual(3 + 2 * Math.ceil(Math.log2(Math.abs(near - least) + 1)));
    }),
  );
});
