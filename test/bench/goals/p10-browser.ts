import { type Goal, using } from '../goal.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import { openScreen, withoutBrowser } from './screen-rig.js';

const FLOOR = { agents: 10_000, queues: 50 };
const SECONDS = 4;
const IDLE_PER_SECOND = 1;
const BUSY_PER_SECOND = 500;
const PLAIN = '/floor';
/** Everybody who is signed in, grouped by what they do; queues by their longest wait. */
const SORTED = '/floor?agents=states&states=ready,ringing,talking,holding,acw&sort=-longest';
const FIGURES = ['P10.cpu', 'P10.longtasks', 'P11'];

/** The browser's main thread with 10,000 agents on the floor screen: 500 changes a second against 1 (I), and sorted and filtered against plain. */
export const browser: Goal = {
  figures: FIGURES,
  run: async (bench) =>
    withoutBrowser(FIGURES, 1.5) ??
    using(async (keep) => {
      const screen = await openScreen(keep, FLOOR);
      const seconds = bench.seconds(SECONDS);
      const compared = await compare({
        rounds: bench.rounds,
        say: bench.say,
        steady: ['cpu'],
        async reference() {
          await screen.show(PLAIN);
          return screen.work({ perSecond: IDLE_PER_SECOND, seconds });
        },
        async product() {
          const plain = await screen.work({ perSecond: BUSY_PER_SECOND, seconds });
          await screen.show(SORTED);
          const sorted = await screen.work({ perSecond: BUSY_PER_SECOND, seconds });
          return { cpu: plain.cpu, longTasks: plain.longTasks, sorted: sorted.cpu };
        },
      });
      const of = (name: 'cpu' | 'sorted') => medianOf(compared, (round) => round.product[name]).toFixed(0);
      const idle = medianOf(compared, (round) => round.reference.cpu).toFixed(0);
      const long = compared.rounds.reduce((sum, { product }) => sum + product.longTasks, 0);
      const sorted = medianOf(compared, (round) => round.product.sorted / round.product.cpu);
      return [
        rowOf(
          'P10.cpu',
          medianRatio(compared, 'cpu', 'cpu'),
          1.5,
          compared.isSteady,
          `${of('cpu')} ms of main thread a second at 500 changes/s, ${idle} ms at 1/s`,
        ),
        rowOf('P10.longtasks', long, 0, true, `tasks over 50 ms in ${(seconds * compared.rounds.length).toFixed(0)} s`),
        rowOf(
          'P11',
          sorted,
          1.5,
          compared.isSteady,
          `${of('sorted')} ms a second by state, filtered, queues by longest wait; plain ${of('cpu')} ms`,
        ),
      ];
    }),
};
