import { Redis } from 'ioredis';
import { logKeys } from '../../../server/log/keys.js';
import { PAGE_ENTRIES } from '../../../server/log/limits.js';
import { createRedisLog } from '../../../server/log/redis-log.js';
import { createLogger } from '../../../server/ops/logger.js';
import { createMeasures } from '../../../server/ops/measures.js';
import { createRedisConnections } from '../../../server/ops/redis.js';
import { RedisClock } from '../../../server/site/redis-clock.js';
import { Site } from '../../../server/site/site.js';
import type { SiteId } from '../../../shared/kernel/ids.js';
import { cpuMicros, nowMicros } from '../harness/clock.js';
import { serve } from '../harness/serve.js';

/** One start each: nothing is compiled yet, as when a server starts. */
const api = {
  /** The product: snapshot, then everything after it, folded. */
  async site({ redisPath, siteId }: { redisPath: string; siteId: SiteId }) {
    const logger = createLogger({ level: 'warn' });
    const log = createRedisLog({ siteId, redis: createRedisConnections({ url: `unix://${redisPath}` }, logger), logger });
    const clock = new RedisClock(() => log.time());
    let events = 0;
    const folded = (_commits: number, count: number) => {
      events += count;
    };
    const measures = { ...createMeasures(), folded };
    const site = new Site({ log, clock, logger, measures });
    const took = await timed(() => site.start());
    const { agents, visits } = site.state();
    await site.stop();
    return { ...took, events, agents: agents.size, visits: visits.size };
  },

  /** Reference R: reads the same pages and parses their JSON. Keeps nothing. */
  async reference({ redisPath, siteId, from }: { redisPath: string; siteId: SiteId; from: string }) {
    const redis = new Redis({ path: redisPath });
    await redis.ping();
    const { log } = logKeys(siteId);
    let events = 0;
    const took = await timed(async () => {
      for (let last = from; ; ) {
        const page = await redis.xrange(log, `(${last}`, '+', 'COUNT', PAGE_ENTRIES);
        for (const [, fields] of page) {
          const text = fields[fields.indexOf('commit') + 1] as string;
          events += (JSON.parse(text) as { events: unknown[] }).events.length;
        }
        if (page.length < PAGE_ENTRIES) return;
        last = page.at(-1)?.[0] ?? last;
      }
    });
    redis.disconnect();
    return { ...took, events };
  },
};

/** Time, CPU time, and the longest that the event loop was held, as far as a timer can tell. */
async function timed(run: () => Promise<void>): Promise<{ wallMs: number; cpuMs: number; stallMs: number }> {
  let stallMs = 0;
  let beatAt = nowMicros();
  const beat = setInterval(() => {
    stallMs = Math.max(stallMs, (nowMicros() - beatAt) / 1_000);
    beatAt = nowMicros();
  }, 1);
  const before = { wall: nowMicros(), cpu: cpuMicros() };
  await run();
  clearInterval(beat);
  return { wallMs: (nowMicros() - before.wall) / 1_000, cpuMs: (cpuMicros() - before.cpu) / 1_000, stallMs };
}

export type ColdStart = typeof api;
serve(api);
