import { pino } from 'pino';
import { createRedisLog } from '../../server/log/redis-log.js';
import { createMeasures } from '../../server/ops/measures.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { DeadlineRunner } from '../../server/site/deadline-runner.js';
import { FactInbox } from '../../server/site/inbox.js';
import { RedisClock } from '../../server/site/redis-clock.js';
import { Site } from '../../server/site/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import { SOURCE } from '../support/floor.js';

export const SITE = 'rig' as SiteId;
let nodes = 0;

/** A node's running site on a real Redis, without HTTP, sockets or connectors. */
export async function startRig(redisUrl: string) {
  const logger = pino({ level: 'silent' });
  const connections = createRedisConnections({ url: redisUrl }, logger);
  const log = createRedisLog({ siteId: SITE, redis: connections, logger });
  const clock = new RedisClock(() => log.time());
  const site = new Site({ log, clock, logger, measures: createMeasures() });
  await site.start();
  const nodeId = `node${++nodes}`;
  const deadlines = new DeadlineRunner(site, `deadline/${nodeId}`);
  const dropped: string[] = [];
  const lease = { isHeld: true };
  const inbox = new FactInbox({
    site,
    source: SOURCE,
    idPrefix: `${SOURCE}/${nodeId}`,
    isHolder: () => lease.isHeld,
    logger,
    onDropped: (reason) => dropped.push(reason),
  });
  const resets: string[] = [];
  site.onReset(() => resets.push(site.epoch));
  return {
    site,
    log,
    inbox,
    lease,
    dropped,
    resets,
    async stop() {
      await deadlines.stop();
      await inbox.stop();
      await site.stop();
      await log.close();
    },
  };
}

/** Waits for what must come to pass; the bound only guards against hanging. */
export async function eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 1_500; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came to pass: ${what}`);
}
