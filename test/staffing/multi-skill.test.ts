import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeErlangA } from '../../shared/staffing/erlang-a.js';
import { type Crew, fairShares } from '../../shared/staffing/fair-shares.js';
import { computeMultiSkill, type MultiSkillInput } from '../../shared/staffing/multi-skill.js';
import { solved } from './solved.js';

const SKILLS = 5;
const anyNeeds = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: SKILLS, maxLength: SKILLS });
const anyCrews: fc.Arbitrary<Crew[]> = fc.array(
  fc.record({ agents: fc.double({ min: 0, max: 60, noNaN: true }), skills: fc.subarray([0, 1, 2, 3, 4]) }),
  { maxLength: 8 },
);

/** All sets of skills. */
const sets = Array.from({ length: 2 ** SKILLS - 1 }, (_, i) => [0, 1, 2, 3, 4].filter((skill) => ((i + 1) >> skill) % 2 === 1));
const knowing = (crews: readonly Crew[], skills: readonly number[]) =>
  crews.filter((crew) => crew.skills.some((skill) => skills.includes(skill))).reduce((sum, crew) => sum + crew.agents, 0);
const total = (values: readonly number[], of: readonly number[]) => of.reduce((sum, skill) => sum + (values[skill] ?? 0), 0);

describe('agents split between skills', () => {
  test('cover the worst covered skill as well as any split could', () => {
    fc.assert(
      fc.property(anyNeeds, anyCrews, (needs, crews) => {
        const shares = fairShares(needs, crews);
        const worst = Math.min(...needs.flatMap((need, skill) => (need > 0 ? [(shares[skill] ?? 0) / need] : [])));
        const bound = Math.min(...sets.flatMap((set) => (total(needs, set) > 0 ? [knowing(crews, set) / total(needs, set)] : [])));
        if (Number.isFinite(bound)) expect(worst).toBeCloseTo(bound, 6);
        else expect(shares).toEqual([0, 0, 0, 0, 0]);
      }),
    );
  });

  test('are no more than there are, whoever knows what; and nobody who could help is left over', () => {
    fc.assert(
      fc.property(anyNeeds, anyCrews, (needs, crews) => {
        const shares = fairShares(needs, crews);
        for (const set of sets) expect(total(shares, set)).toBeLessThanOrEqual(knowing(crews, set) + 1e-6);
        const needed = needs.flatMap((need, skill) => (need > 0 ? [skill] : []));
        expect(total(shares, needed)).toBeCloseTo(knowing(crews, needed), 6);
      }),
    );
  });

  test('leave those who are served by the others to go on with', () => {
    // Everybody knows both, five know only the first: the first has more, and the second all who know it.
    const crews = [
      { agents: 4, skills: [0, 1] },
      { agents: 16, skills: [0] },
    ];
    expect(fairShares([10, 10], crews)).toEqual([16, 4]);
  });
});

const input: MultiSkillInput = {
  intervalSec: 1_800,
  patienceSec: 180,
  targetSec: 15,
  shortAbandonSec: 5,
  slFormula: 'slExShort',
  slTarget: 0.8,
  maxOccupancy: null,
  maxAbandon: null,
  skills: [
    { calls: 90, ahtSec: 240 },
    { calls: 60, ahtSec: 300 },
  ],
  groups: [],
};

describe('the bounds of several skills', () => {
  test('with one skill each meet in the plain model', () => {
    const groups = [
      { agents: 14, skills: [0] },
      { agents: 12.5, skills: [1] },
    ];
    const { components } = solved(computeMultiSkill({ ...input, groups }));
    expect(components.map(({ agents }) => agents)).toEqual([14, 12.5]);
    const alone = solved(computeErlangA({ ...input, calls: 90, ahtSec: 240, agents: 14 }));
    expect(components[0]).toMatchObject({ optimistic: alone.slExShort, pessimistic: alone.slExShort });
    expect(components[1]?.optimistic).toBe(components[1]?.pessimistic);
  });

  test('grow apart where agents serve both: sharing is worth something', () => {
    const groups = [{ agents: 26, skills: [0, 1] }];
    const [component] = solved(computeMultiSkill({ ...input, groups })).components;
    expect(component?.optimistic).toBeGreaterThan((component?.pessimistic ?? 1) + 0.05);
    expect(component?.skills.reduce((sum, { agents }) => sum + agents, 0)).toBeCloseTo(26, 9);
    expect(component?.goal).toBe('open');
  });

  test('say that a goal is met or missed where a simulation would add nothing', () => {
    const goalWith = (agents: number) => solved(computeMultiSkill({ ...input, groups: [{ agents, skills: [0, 1] }] })).components[0]?.goal;
    expect([goalWith(14), goalWith(26), goalWith(40)]).toEqual(['missed', 'open', 'met']);
    expect(solved(computeMultiSkill({ ...input, slTarget: null, groups: [{ agents: 9, skills: [0] }] })).components[0]?.goal).toBe('none');
  });

  test('know a skill that nobody has, and one that nobody calls', () => {
    const skills = [...input.skills, { calls: 0, ahtSec: 100 }];
    const { components } = solved(computeMultiSkill({ ...input, skills, groups: [{ agents: 20, skills: [0, 2] }] }));
    expect(components).toMatchObject([
      {
        skills: [
          { skill: 0, agents: 20 },
          { skill: 2, required: 0, agents: 0 },
        ],
        coverageRatio: expect.any(Number),
      },
      { skills: [{ skill: 1, agents: 0 }], agents: 0, coverageRatio: 0, pessimistic: 0, optimistic: 0, goal: 'missed' },
    ]);
    const idle = solved(computeMultiSkill({ ...input, skills: [{ calls: 0, ahtSec: 1 }], groups: [] })).components;
    expect(idle).toMatchObject([{ coverageRatio: null, pessimistic: null, optimistic: null, goal: 'none' }]);
  });

  test('hold for anyone: more people never cover less, and where all is covered a pool is never worse than separate teams', () => {
    const anyInput = fc.record({
      skills: fc.array(fc.record({ calls: fc.integer({ min: 0, max: 300 }), ahtSec: fc.constant(240) }), { minLength: 1, maxLength: 4 }),
      groups: fc.array(fc.record({ agents: fc.integer({ min: 0, max: 30 }), skills: fc.subarray([0, 1, 2, 3]) }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(anyInput, ({ skills, groups }) => {
        const known = groups.map((group) => ({ ...group, skills: group.skills.filter((skill) => skill < skills.length) }));
        const boundsOf = (more: number) =>
          solved(
            computeMultiSkill({ ...input, slFormula: 'slOffered', skills, groups: known.map((g) => ({ ...g, agents: g.agents + more })) }),
          ).components;
        const before = boundsOf(0);
        for (const [i, after] of boundsOf(1).entries()) {
          expect(before[i]?.optimistic ?? 0).toBeLessThanOrEqual((after.optimistic ?? 0) + 1e-9);
          expect(before[i]?.coverageRatio ?? 0).toBeLessThanOrEqual((after.coverageRatio ?? 0) + 1e-9);
        }
        // In an overload it can be: who serves few well and the others badly may answer more in time than who serves all badly.
        for (const { optimistic, pessimistic, coverageRatio } of before) {
          if ((coverageRatio ?? 0) >= 1) expect(pessimistic ?? 0).toBeLessThanOrEqual((optimistic ?? 0) + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['skills.1.ahtSec', { skills: [input.skills[0], { calls: 1, ahtSec: 0 }] }],
    ['patienceSec', { patienceSec: 0 }],
    ['groups.0.agents', { groups: [{ agents: -1, skills: [0] }] }],
    [
      'groups.1.skills.1',
      {
        groups: [
          { agents: 1, skills: [0] },
          { agents: 1, skills: [1, 2] },
        ],
      },
    ],
  ])('refuse %s by its name', (field, wrong) => {
    expect(computeMultiSkill({ ...input, ...wrong } as MultiSkillInput)).toEqual({ ok: false, error: { code: 'out-of-range', field } });
  });
});
