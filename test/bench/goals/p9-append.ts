import { Redis } from 'ioredis';
import { type Goal, using } from '../goal.js';
import { type Child, startChild } from '../harness/child.js';
import { pause, TAIL_MS } from '../harness/clock.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import type { Loader } from '../processes/loader.js';
import { startMemoryRedis } from './pipe.js';

const FLOOR = { agents: 10_000, queues: 50 };
/** As many as an inbox gathers in five milliseconds at this rate. */
const BATCH = 25;
const LOAD = { perSecond: 5_000, seconds: 2.5 };

/** What Redis spends on an append, with all that it checks and remembers, against a plain XADD of the same text. No file, as in the reference's own measurement. */
export const append: Goal = {
  figures: ['P9', 'P9.batched'],
  run: (bench, isWanted) =>
    using(async (keep) => {
      const { socketPath: redisPath } = keep(await startMemoryRedis());
      const admin = new Redis({ path: redisPath });
      keep({ stop: async () => admin.disconnect() });
      const [toLog, toStream] = [keep(startChild<Loader>('loader')), keep(startChild<Loader>('loader'))];
      await toLog.call('start', { redisPath, into: 'log', site: 'p9', seed: 1, ...FLOOR });
      await toStream.call('start', { redisPath, into: 'stream', site: 'p9-bare', seed: 1, ...FLOOR });
      const load = { ...LOAD, seconds: bench.seconds(LOAD.seconds) };
      const window = async (loader: Child<Loader>, facts: number) => {
        const before = await redisCpuMicros(admin);
        const { positions, again } = await loader.call('run', { perSecond: load.perSecond / facts, seconds: load.seconds, facts });
        await pause(TAIL_MS);
        return { redis: ((await redisCpuMicros(admin)) - before) / (positions.length * facts), again };
      };
      const row = async (goal: string, bar: number, facts: number) => {
        const compared = await compare({
          rounds: bench.rounds,
          say: bench.say,
          steady: ['redis'],
          reference: () => window(toStream, 1),
          product: () => window(toLog, facts),
        });
        const of = (name: 'product' | 'reference') => medianOf(compared, (round) => round[name].redis).toFixed(1);
        const note = `${of('product')} µs of Redis an event, ${of('reference')} µs an XADD; ${LOAD.perSecond} events/s, ${facts} a commit`;
        return rowOf(goal, medianRatio(compared, 'redis', 'redis'), bar, compared.isSteady, note);
      };
      return [
        ...(isWanted('P9') ? [await row('P9', 3.5, 1)] : []),
        ...(isWanted('P9.batched') ? [await row('P9.batched', 2.5, BATCH)] : []),
      ];
    }),
};

/** User and system time that the server used so far, in microseconds. */
async function redisCpuMicros(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = (name: string) => Number(new RegExp(`^${name}:([0-9.]+)`, 'm').exec(info)?.[1] ?? Number.NaN);
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6;
}
