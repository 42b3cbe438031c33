import { type Goal, using } from '../goal.js';
import { rowOf } from '../harness/rounds.js';
import { startMemoryRedis, startProduct } from './pipe.js';

const FLOOR = { agents: 1_000, queues: 20 };
const SECONDS = 3;

/**
 * Bytes that a client gets in frames, all framing included, against the fewest that would have told the same: ids, one version, and the
 * fields that changed. Counted, not timed: one window is enough.
 */
export const bytes: Goal = {
  figures: ['P5', 'P5.50'],
  run: (bench) =>
    using(async (keep) => {
      const { socketPath } = keep(await startMemoryRedis());
      const product = await startProduct(keep, socketPath, 'p5', FLOOR);
      const row = async (goal: string, perSecond: number) => {
        const window = await product.window({ perSecond, seconds: bench.seconds(SECONDS), leadSeconds: 1.2 });
        const kilobytes = (window.bytesPerClientSecond / 1_000).toFixed(0);
        const note = `${kilobytes} KB/s a client in ${window.framesPerSecond.toFixed(0)} frames/s; ${perSecond} events/s, 1,000 agents`;
        return rowOf(goal, window.bytesPerNews, 1.3, true, note);
      };
      return [await row('P5', 500), await row('P5.50', 50)];
    }),
};
