import { describe, expect, test } from 'vitest';
import { answerAll } from '../../server/cli/calc.js';

async function answer(model: string, inputs: object): Promise<unknown> {
  for await (const line of answerAll(JSON.stringify({ id: 'x', model, inputs }))) return JSON.parse(line);
}
const refused = (code: string, field: string) => ({ id: 'x', error: { code, field } });

const callers = { intervalSec: 1_800, patienceSec: 180, targetSec: 15, shortAbandonSec: 5 };
const queue = { ...callers, calls: 144, ahtSec: 240, agents: 20 };
const skills = [
  { calls: 60, ahtSec: 240 },
  { calls: 90, ahtSec: 300 },
];
const several = { ...callers, slFormula: 'slExShort', slTarget: 0.8, maxOccupancy: null, maxAbandon: null, skills };

describe('what a floor does to its callers', () => {
  test('redials come on top of the calls', async () => {
    const outputs = expect.objectContaining({ totalCalls: expect.closeTo(148.4, 1), pAbandon: expect.closeTo(0.0905, 3) });
    expect(await answer('erlangA.redials', { ...queue, redialProbability: 0.33 })).toEqual({ id: 'x', outputs });
  });

  test('a rising morning is planned with the calls of a handling time ago', async () => {
    const intervals = [60, 120].map((calls) => ({ calls, ahtSec: 300 }));
    const outputs = { intervals: [expect.objectContaining({ calls: 60, isLagged: false }), { calls: 110, isLagged: true }] };
    expect(await answer('sipp.lagged', { intervalSec: 1_800, intervals })).toEqual({ id: 'x', outputs });
  });

  test('a line that is there now is followed to its end', async () => {
    const intervals = [{ calls: 120, ahtSec: 240, agents: 20 }];
    expect(await answer('fluid.backlog', { ...callers, queueNow: 30, intervals })).toMatchObject({
      outputs: { intervals: [{ use: 'fluid', queueAtEnd: 0, emptyAfterSec: expect.any(Number) }] },
    });
  });

  test('shared agents are told as an interval', async () => {
    const groups = [
      { agents: 8, skills: [0] },
      { agents: 19, skills: [0, 1] },
    ];
    expect(await answer('multiSkill.bounds', { ...several, groups })).toMatchObject({
      outputs: { components: [{ agents: 27, coverageRatio: expect.any(Number), goal: 'open' }] },
    });
  });
});

test.each([
  ['erlangA.redials', { ...queue }, refused('missing', 'redialProbability')],
  ['erlangA.redials', { ...queue, redialProbability: 1 }, refused('out-of-range', 'redialProbability')],
  ['sipp.lagged', { intervalSec: 1_800, intervals: [{ calls: 1 }] }, refused('missing', 'intervals.0.ahtSec')],
  ['sipp.lagged', { intervalSec: 1, intervals: Array.from({ length: 3_000 }, () => skills[0]) }, refused('out-of-range', 'intervals')],
  ['fluid.backlog', { ...callers, queueNow: -1, intervals: [] }, refused('out-of-range', 'queueNow')],
  ['multiSkill.bounds', { ...several, groups: [{ agents: 1, skills: [2] }] }, refused('out-of-range', 'groups.0.skills.0')],
  ['multiSkill.bounds', { ...several, groups: [{ agents: 1, skills: [0.5] }] }, refused('invalid', 'groups.0.skills.0')],
  ['bufferImpact', { ...several, slGoal: 0.8, intervals: [], kValues: [1] }, refused('out-of-range', 'intervals')],
])('%s refuses by name: %#', async (model, inputs, error) => {
  expect(await answer(model, inputs)).toEqual(error);
});
