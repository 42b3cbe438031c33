import { type Goal, using } from '../goal.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import { lossesIn, startMemoryRedis, startProduct } from './pipe.js';

const LOAD = { perSecond: 500, seconds: 3, leadSeconds: 1.2 };

/** What an event costs on a floor of 10,000 agents against one of 100, at the same rate: nothing may grow with the floor. */
export const size: Goal = {
  figures: ['P4'],
  run: (bench) =>
    using(async (keep) => {
      const { socketPath } = keep(await startMemoryRedis());
      const small = await startProduct(keep, socketPath, 'p4-small', { agents: 100, queues: 20 });
      const large = await startProduct(keep, socketPath, 'p4-large', { agents: 10_000, queues: 20 });
      const load = { ...LOAD, seconds: bench.seconds(LOAD.seconds) };
      const compared = await compare({
        rounds: bench.rounds,
        say: bench.say,
        steady: ['cpuPerEvent'],
        reference: () => small.window(load),
        product: () => large.window(load),
      });
      const of = (name: 'product' | 'reference') => medianOf(compared, (round) => round[name].cpuPerEvent).toFixed(0);
      const note = `${of('product')} µs an event with 10,000 agents, ${of('reference')} µs with 100; 500 events/s, 100 clients${lossesIn(compared.rounds.map(({ product }) => product))}`;
      return [rowOf('P4', medianRatio(compared, 'cpuPerEvent', 'cpuPerEvent'), 1.3, compared.isSteady, note)];
    }),
};
