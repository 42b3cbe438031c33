import { randomBytes } from 'node:crypto';
import type { DomainEvent } from '../shared/domain/events.js';
import type { SiteConfig } from '../shared/domain/site-config.js';
import type { SiteId } from '../shared/kernel/ids.js';
import type { EpochMs } from '../shared/kernel/time.js';
import { MINUTE_MS } from '../shared/kernel/time.js';
import type { Config } from './config.js';
import { createAsteriskConnector } from './connectors/asterisk/connector.js';
import { createCallerMask } from './connectors/asterisk/mask.js';
import type { Connector } from './connectors/connector.js';
import { simulatedSiteConfig } from './connectors/simulator/centre.js';
import { demoRoster } from './connectors/simulator/demo-roster.js';
import { createSimulator, SIMULATOR } from './connectors/simulator/simulator.js';
import type { RedisConnection } from './ops/redis.js';

/** A source as it was configured: how to connect it, and what it says of the site where no site file does. */
export interface Source {
  readonly name: string;
  readonly create: () => Connector;
  /** How many times faster than real time its clock runs. */
  readonly rate: number;
  readonly siteConfig?: SiteConfig;
  /** A roster for a site that never had one, in portions; of a demonstration alone. */
  readonly firstRoster?: (config: SiteConfig, now: EpochMs) => DomainEvent[][];
}

export async function sourceOf(config: Config, redis: RedisConnection): Promise<Source | null> {
  const { source } = config;
  switch (source.kind) {
    case 'none':
      return null;
    case 'simulator': {
      const { seed, agents, speed, hasShifts, historyMin } = source;
      const past = historyMin === null ? {} : { historyMs: historyMin * MINUTE_MS };
      return {
        name: SIMULATOR,
        rate: speed,
        create: () => createSimulator({ seed, agents, hasShifts, ...past }),
        siteConfig: simulatedSiteConfig({ agents, seed, timeZone: config.siteTimeZone }),
        firstRoster: (siteConfig, now) => demoRoster({ agents, seed, config: siteConfig, now }),
      };
    }
    case 'asterisk': {
      const { host, port, user, secret, queues } = source;
      const contexts = { agent: source.contexts.agent ?? undefined, queue: source.contexts.queue ?? undefined };
      const maskCaller = createCallerMask(await callerKey(redis, config.siteId));
      return {
        name: 'asterisk',
        rate: 1,
        create: () => createAsteriskConnector({ host, port, user, secret, maskCaller, contexts, ...(queues === null ? {} : { queues }) }),
      };
    }
  }
}

/** By it callers are recognised without their numbers; the site's own, so that two sites can't compare theirs. */
async function callerKey(redis: RedisConnection, siteId: SiteId): Promise<Uint8Array> {
  const key = `{site:${siteId}}:caller-key`;
  await redis.set(key, randomBytes(32).toString('base64'), 'NX');
  return Buffer.from((await redis.get(key)) ?? '', 'base64');
}
