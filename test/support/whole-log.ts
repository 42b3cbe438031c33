import { pino } from 'pino';
import type { LogEntry } from '../../server/log/log.js';
import { createRedisLog } from '../../server/log/redis-log.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { Fold } from '../../server/site/fold.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';

/** The whole log of a site, read and folded from its first entry by this process: what every node must agree with. */
export async function foldWholeLog(
  redisUrl: string,
  { siteId = 'demo', upTo }: { siteId?: string; upTo?: string } = {},
): Promise<{ state: SiteState; position: string; entries: LogEntry[] }> {
  const logger = pino({ level: 'silent' });
  const log = createRedisLog({ siteId: siteId as SiteId, redis: createRedisConnections({ url: redisUrl }, logger), logger });
  const fold = new Fold();
  const entries: LogEntry[] = [];
  try {
    await log.open();
    for await (const page of log.read(fold.position)) {
      const good = page.filter((entry) => 'commit' in entry);
      if (good.length !== page.length) throw new Error('an entry of the log can not be read');
      for (const entry of good) {
        if (fold.position === upTo) break;
        fold.apply([entry]);
        entries.push(entry);
      }
    }
  } finally {
    await log.close();
  }
  return { state: fold.state, position: fold.position, entries };
}
