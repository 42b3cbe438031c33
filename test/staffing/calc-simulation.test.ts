import { describe, expect, test } from 'vitest';
import { answerAll } from '../../server/cli/calc.js';
import { casesOf } from './reference.js';

type Figures = Readonly<
  Record<string, { readonly mean: number | null; readonly ci95: number | null; readonly sigmaPerCall: number | null }>
>;

async function answer(model: string, inputs: object): Promise<{ outputs?: Figures; error?: object }> {
  for await (const line of answerAll(JSON.stringify({ id: 'x', model, inputs }))) return JSON.parse(line);
  throw new Error('no answer');
}

const seed = 1;
/** The product's own run has 500,000 calls; this is the form that runs every time. */
const calls = 100_000;

/** How far a figure is from the wanted one, in the standard errors of both. */
function errors(got: Figures[string] | undefined, want: { mean: number; ci95: number }): number {
  const se = Math.hypot((got?.ci95 ?? 0) / 1.96, want.ci95 / 1.96);
  const off = Math.abs((got?.mean ?? Number.NaN) - want.mean);
  return off === 0 ? 0 : off / se;
}

describe(`a queue as the simulator plays it, ${calls} calls, seed ${seed}`, () => {
  test.each(casesOf('simulation.mgng'))('$id: every figure is within three standard errors of the reference', async (reference) => {
    const { outputs } = await answer('simulation.mgng', { ...reference.inputs, calls, seed });
    const wanted = reference.outputs as Record<string, { mean: number; ci95: number }>;
    const far = Object.entries(wanted).filter(([name, want]) => !(errors(outputs?.[name], want) <= 3));
    expect(far.map(([name, want]) => ({ name, want, got: outputs?.[name] }))).toEqual([]);
  });
});

const scenario = {
  arrivalsPerSec: 0.1,
  ahtSec: 240,
  service: 'exponential',
  serviceCv: 1,
  patience: 'exponential',
  patienceMeanSec: 180,
  weibullShape: null,
  agents: 20,
  targetSec: 15,
  shortAbandonSec: 5,
  redialProbability: 0,
  redialMeanSec: null,
  discipline: 'FCFS',
  calls,
  seed,
};
const erlang = { calls: 180, intervalSec: 1_800, ahtSec: 240, patienceSec: 180, agents: 20, targetSec: 15, shortAbandonSec: 5 };

describe('calc and the simulator agree', () => {
  test('on an overload, figure by figure', async () => {
    const simulated = (await answer('simulation.mgng', scenario)).outputs ?? {};
    const { outputs: model } = await answer('erlangA', erlang);
    const shared = Object.entries(model ?? {}).filter(([name, value]) => name in simulated && value !== null);
    expect(shared.length).toBeGreaterThan(10);
    const far = shared.filter(([name, value]) => !(errors(simulated[name], { mean: Number(value), ci95: 0 }) <= 3));
    expect(far.map(([name]) => name)).toEqual([]);
  });

  test('that one agent more is a difference', async () => {
    const simulated = (await answer('simulation.mgng', scenario)).outputs ?? {};
    const { outputs: model } = await answer('erlangA', { ...erlang, agents: 21 });
    expect(errors(simulated.pAbandon, { mean: Number(model?.pAbandon), ci95: 0 })).toBeGreaterThan(3);
  });

  test('the same seed is the same answer, another another', async () => {
    const few = { ...scenario, calls: 10_000 };
    const first = await answer('simulation.mgng', few);
    expect(await answer('simulation.mgng', few)).toEqual(first);
    expect(await answer('simulation.mgng', { ...few, seed: 2 })).not.toEqual(first);
  });

  test('calls that all take as long wait about half as long as random ones', async () => {
    // M/D/1 at 80 %: the mean wait is ρ ÷ 2μ(1 − ρ), by Pollaczek and Khinchine.
    const one = {
      ...scenario,
      arrivalsPerSec: 0.02,
      ahtSec: 40,
      agents: 1,
      patience: 'infinite',
      service: 'deterministic',
      serviceCv: null,
    };
    const { outputs } = await answer('simulation.mgng', one);
    expect(errors(outputs?.asaSec, { mean: 80, ci95: 0 })).toBeLessThan(3);
  });

  test('nobody’s wait has no mean, and is no error', async () => {
    const patient = { ...scenario, agents: 30, patience: 'infinite', patienceMeanSec: null, calls: 10_000 };
    expect((await answer('simulation.mgng', patient)).outputs).toMatchObject({
      pAbandon: { mean: 0, ci95: 0 },
      avgWaitAbandonedSec: { mean: null, ci95: null, sigmaPerCall: null },
    });
  });
});

test.each([
  ['missing', 'patienceMeanSec', { patienceMeanSec: null }],
  ['missing', 'serviceCv', { service: 'lognormal', serviceCv: null }],
  ['missing', 'weibullShape', { patience: 'weibull' }],
  ['missing', 'redialMeanSec', { redialProbability: 0.3 }],
  ['out-of-range', 'agents', { patience: 'infinite' }],
  ['out-of-range', 'agents', { agents: 0 }],
  ['out-of-range', 'arrivalsPerSec', { arrivalsPerSec: 0 }],
  ['out-of-range', 'redialProbability', { redialProbability: 1 }],
  ['out-of-range', 'patienceMeanSec', { patienceMeanSec: 1e7, arrivalsPerSec: 10 }],
  ['out-of-range', 'calls', { calls: 5_000_000, redialProbability: 0.9, redialMeanSec: 60 }],
  ['invalid', 'discipline', { discipline: 'LIFO' }],
  ['invalid', 'service', { service: 'gamma' }],
])('%s: %s of a simulation is named', async (code, field, wrong) => {
  expect(await answer('simulation.mgng', { ...scenario, ...wrong })).toEqual({ id: 'x', error: { code, field } });
});
