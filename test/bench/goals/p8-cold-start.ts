import type { SiteId } from '../../../shared/kernel/ids.js';
import { type Bench, type Goal, using } from '../goal.js';
import { startChild } from '../harness/child.js';
import { compare, medianOf, medianRatio, rowOf } from '../harness/rounds.js';
import type { ColdStart } from '../processes/cold-start.js';
import type { Loader } from '../processes/loader.js';
import { startMemoryRedis } from './pipe.js';

const SITE = 'p8' as SiteId;
const FLOOR = { agents: 10_000, queues: 50 };
/** Each call is about six events, and closed ones stay in the state for an hour: about 5,000 calls. */
const BEFORE_SNAPSHOT_EVENTS = 29_000;
const TAIL_EVENTS = 100_000;

/** From a new process to a folded floor: a snapshot of 10,000 agents and 5,000 calls, and 100,000 events after it. Against reading those (R). */
export const coldStart: Goal = {
  figures: ['P8'],
  run: (bench) =>
    using(async (keep) => {
      const { socketPath: redisPath } = keep(await startMemoryRedis());
      const loader = keep(startChild<Loader>('loader'));
      await loader.call('start', { redisPath, into: 'log', site: SITE, seed: 1, ...FLOOR });
      await loader.call('fill', { events: BEFORE_SNAPSHOT_EVENTS });
      const { position, visits } = await loader.call('snapshot', { redisPath, site: SITE });
      await loader.call('fill', { events: TAIL_EVENTS });
      await loader.stop();
      const compared = await starts(bench, redisPath, position);
      const wall = medianOf(compared, ({ product }) => product.wallMs);
      const bare = medianOf(compared, ({ reference }) => reference.wallMs);
      const stall = medianOf(compared, ({ product }) => product.stallMs);
      const events = medianOf(compared, ({ product }) => product.events);
      const cpu = medianOf(compared, ({ product }) => product.cpuMs);
      const bareCpu = medianOf(compared, ({ reference }) => reference.cpuMs);
      const note = `${cpu.toFixed(0)} ms of CPU against ${bareCpu.toFixed(0)}; ${wall.toFixed(0)} ms for 10,000 agents, ${visits} calls and ${events} events; bare read ${bare.toFixed(0)} ms; longest stall ${stall.toFixed(0)} ms`;
      return [rowOf('P8', medianRatio(compared, 'cpuMs', 'cpuMs'), 2, compared.isSteady, note)];
    }),
};

const starts = (bench: Bench, redisPath: string, from: string) =>
  compare({
    rounds: bench.rounds,
    say: bench.say,
    steady: ['cpuMs'],
    reference: () => inNewProcess((process) => process.call('reference', { redisPath, siteId: SITE, from })),
    product: () => inNewProcess((process) => process.call('site', { redisPath, siteId: SITE })),
  });

async function inNewProcess<T>(run: (process: ReturnType<typeof startChild<ColdStart>>) => Promise<T>): Promise<T> {
  const process = startChild<ColdStart>('cold-start');
  try {
    return await run(process);
  } finally {
    await process.stop();
  }
}
