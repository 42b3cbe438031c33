import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRedisLog } from '../../../server/log/redis-log.js';
import { createLogger } from '../../../server/ops/logger.js';
import { createMeasures } from '../../../server/ops/measures.js';
import { createRedisConnections } from '../../../server/ops/redis.js';
import { createRealtime } from '../../../server/realtime/realtime.js';
import { liveSource } from '../../../server/realtime/site-source.js';
import { DeadlineRunner } from '../../../server/site/deadline-runner.js';
import { FigureBook } from '../../../server/site/figure-book.js';
import { RedisClock } from '../../../server/site/redis-clock.js';
import { Site } from '../../../server/site/site.js';
import type { SiteId } from '../../../shared/kernel/ids.js';
import { cpuMicros, pause, TAIL_MS } from '../harness/clock.js';
import { serve } from '../harness/serve.js';
import { noLimits, supervisorSessions } from './supervisor-sessions.js';

let running: { readonly site: Site; readonly server: Server } | undefined;
let startedMicros = 0;

/** The product's node between Redis and the sockets: site, deadlines, clock, figures and live view, without HTTP routes. */
const api = {
  async start({ redisUrl, siteId }: { redisUrl: string; siteId: SiteId }) {
    const logger = createLogger({ level: 'warn' });
    const measures = createMeasures();
    const log = createRedisLog({ siteId, redis: createRedisConnections({ url: redisUrl }, logger), logger });
    const clock = new RedisClock(() => log.time());
    const site = new Site({ log, clock, logger, measures });
    await site.start();
    setInterval(() => void clock.sync(), 1_000);
    new DeadlineRunner(site, `deadline/${siteId}`);
    const book = new FigureBook(site);
    const server = createServer();
    createRealtime({
      server,
      source: liveSource(site, [], { get: () => undefined }, clock.now()),
      sessions: supervisorSessions,
      figures: (scope, window, now) => book.figures(scope, window, now),
      noteRefusal: () => undefined,
      logger,
      measures,
      options: { publicOrigin: null, limits: noLimits },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    running = { site, server };
    return { port: (server.address() as AddressInfo).port };
  },

  /** Resolves when the log up to this position is folded. */
  async reach({ position }: { position: string }) {
    for (let i = 0; i < 3_000; i++) {
      if (running?.site.position === position) return;
      await pause(10);
    }
    throw new Error(`never reached ${position}, stands at ${running?.site.position}`);
  },

  begin() {
    startedMicros = cpuMicros();
  },

  /** CPU time since `begin`, what is still under way included. */
  async end() {
    await pause(TAIL_MS);
    return { cpuMicros: cpuMicros() - startedMicros };
  },
};

export type LiveServer = typeof api;
serve(api);
