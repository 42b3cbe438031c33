import { PACE } from '../../../server/realtime/pace.js';
import { type Goal, using } from '../goal.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import { lossesIn, startBare, startMemoryRedis, startProduct } from './pipe.js';

const FLOOR = { agents: 1_000, queues: 20 };
const LOAD = { perSecond: 500, seconds: 3, leadSeconds: 1.2 };
/** What the product may add to the bare pipe's slowest hundredth, besides its gap. */
const TIMES_BARE = 1.5;

/** The same at 500 events a second, where frames are gathered: how late that makes them, and how much work it saves. */
export const rated: Goal = {
  figures: ['P3.p99', 'P3.cpu'],
  run: (bench) =>
    using(async (keep) => {
      const { socketPath } = keep(await startMemoryRedis());
      const product = await startProduct(keep, socketPath, 'p3', FLOOR);
      const bare = await startBare(keep, socketPath, 'p3-bare', FLOOR);
      const load = { ...LOAD, seconds: bench.seconds(LOAD.seconds) };
      const compared = await compare({
        rounds: bench.rounds,
        say: bench.say,
        steady: ['cpuPerEvent'],
        reference: () => bare.window(load),
        product: () => product.window(load),
      });
      const late = medianOf(compared, (round) => round.product.p99 / (PACE.gapMs + TIMES_BARE * round.reference.p99));
      const p99 = medianOf(compared, (round) => round.product.p99);
      const cpu = medianOf(compared, (round) => round.product.cpuPerEvent);
      const bareCpu = medianOf(compared, (round) => round.reference.cpuPerEvent);
      const bareP99 = medianOf(compared, (round) => round.reference.p99);
      const frames = medianOf(compared, (round) => round.product.framesPerSecond);
      return [
        rowOf(
          'P3.p99',
          late,
          1,
          compared.isSteady,
          `${p99.toFixed(1)} ms against ${PACE.gapMs} ms + ${TIMES_BARE} × ${bareP99.toFixed(1)} ms of the bare pipe`,
        ),
        rowOf(
          'P3.cpu',
          medianRatio(compared, 'cpuPerEvent', 'cpuPerEvent'),
          0.6,
          compared.isSteady,
          `${cpu.toFixed(0)} µs an event in ${frames.toFixed(0)} frames/s, bare ${bareCpu.toFixed(0)} µs; 500 events/s, 100 clients${lossesIn(compared.rounds.map(({ product }) => product))}`,
        ),
      ];
    }),
};
