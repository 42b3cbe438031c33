import { type Goal, using } from '../goal.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import { lossesIn, startBare, startMemoryRedis, startProduct } from './pipe.js';

const FLOOR = { agents: 1_000, queues: 20 };
const LOAD = { perSecond: 50, seconds: 4 };

/** From the source's write to each of 100 clients, at a rate at which each change goes out at once, against the bare pipe (P). */
export const latency: Goal = {
  figures: ['P2.p50', 'P2.p99'],
  run: (bench) =>
    using(async (keep) => {
      const { socketPath } = keep(await startMemoryRedis());
      const product = await startProduct(keep, socketPath, 'p2', FLOOR);
      const bare = await startBare(keep, socketPath, 'p2-bare', FLOOR);
      const load = { ...LOAD, seconds: bench.seconds(LOAD.seconds) };
      const compared = await compare({
        rounds: bench.rounds,
        say: bench.say,
        steady: ['p50'],
        reference: () => bare.window(load),
        product: () => product.window(load),
      });
      const note = (name: 'p50' | 'p99') => {
        const [own, reference] = [medianOf(compared, (round) => round.product[name]), medianOf(compared, (round) => round.reference[name])];
        return `${own.toFixed(1)} ms, bare pipe ${reference.toFixed(1)} ms; ${LOAD.perSecond} events/s, 100 clients${lossesIn(compared.rounds.map(({ product }) => product))}`;
      };
      return [
        rowOf('P2.p50', medianRatio(compared, 'p50', 'p50'), 1.3, compared.isSteady, note('p50')),
        rowOf('P2.p99', medianRatio(compared, 'p99', 'p99'), 1.5, compared.isSteady, note('p99')),
      ];
    }),
};
