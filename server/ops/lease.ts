import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import type { SiteId } from '../../shared/kernel/ids.js';
import type { Logger } from './logger.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    breakwaterLease(...keysAndArguments: (string | number)[]): Result<readonly ['held' | 'other', number], Context>;
  }
}

const script = { lua: readFileSync(new URL('./lease.lua', import.meta.url), 'utf8'), numberOfKeys: 1 };

export const leaseKey = (siteId: SiteId, connector: string): string => `{site:${siteId}}:lease:${connector}`;

export interface LeaseOptions {
  readonly redis: Redis;
  readonly siteId: SiteId;
  readonly connector: string;
  /** Names this node; unique for each start of a process. */
  readonly holder: string;
  readonly logger: Logger;
  /** Called when this node may run the connector. The token goes with every effect. */
  readonly onGained: (token: number) => void;
  /** Called when it may no longer; another node may be running it already. */
  readonly onLost: () => void;
  /** How long a dead node keeps the lease. */
  readonly spanMs?: number;
  /** How often it is renewed, or asked for. */
  readonly everyMs?: number;
}

export interface Lease {
  /** The fencing token, or null when not held. A node that was stopped and woke up has null, whatever it believed before. */
  token(): number | null;
  /** Asks Redis whether a token is the current one: before an effect that must not happen twice. */
  isCurrent(token: number): Promise<boolean>;
  /** Good news from the source, epoch ms; written with the next renewal, for the other nodes to see. */
  heard(at: number): void;
  /** Gives the lease back at once, so that another node need not wait for its end. `onLost` is not called. */
  stop(): Promise<void>;
}

/** What any node may know of a lease. */
export interface LeaseView {
  readonly holder: string;
  readonly token: number;
  readonly untilAt: number;
  /** When the holder last heard its source, epoch ms; null: never. */
  readonly heardAt: number | null;
}

const SPAN_MS = 5_000;
const EVERY_MS = 1_000;

/**
 * Holds a connector's lease, or waits for it. A holder that can't renew counts it as lost before Redis does: its own
 * span runs, on the monotonic clock, from before the last renewal was sent.
 */
export function keepLease(options: LeaseOptions): Lease {
  const { redis, siteId, connector, holder, logger, onGained, onLost, spanMs = SPAN_MS, everyMs = EVERY_MS } = options;
  redis.defineCommand('breakwaterLease', script);
  const key = leaseKey(siteId, connector);
  let held: { token: number; untilMs: number } | null = null;
  let heardAt: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let runsOut: NodeJS.Timeout | undefined;
  let isStopped = false;
  let beating: Promise<void> = Promise.resolve();

  const drop = (why: string) => {
    if (!held) return;
    held = null;
    clearTimeout(runsOut);
    if (isStopped) return;
    logger.warn({ connector, why }, 'connector lease lost');
    onLost();
  };

  const beat = async (): Promise<void> => {
    const sentMs = performance.now();
    const mine = held;
    const [word, token] = await redis.breakwaterLease(key, mine ? 'renew' : 'take', holder, mine?.token ?? 0, spanMs, heardAt ?? '');
    if (word === 'other') return drop('another node holds it');
    const leftMs = sentMs + spanMs - performance.now();
    // It ran out while the answer was on its way: the next beat takes it anew, under a new token.
    if (leftMs <= 0 || (mine && held === null)) return;
    held = { token, untilMs: sentMs + spanMs };
    clearTimeout(runsOut);
    runsOut = setTimeout(() => drop('not renewed in time'), leftMs);
    if (mine || isStopped) return;
    logger.info({ connector, fence: token }, 'connector lease gained');
    onGained(token);
  };

  const tick = () => {
    timer = null;
    beating = beat()
      .catch((error: unknown) => logger.warn({ connector, err: error }, 'connector lease could not be renewed'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(tick, everyMs);
      });
  };
  tick();

  return {
    token: () => (held && performance.now() < held.untilMs ? held.token : null),
    async isCurrent(token) {
      const view = await readLease(redis, siteId, connector);
      return view !== null && view.holder === holder && view.token === token && this.token() === token;
    },
    heard(at) {
      heardAt = Math.max(heardAt ?? 0, at);
    },
    async stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await beating;
      clearTimeout(runsOut);
      const last = held;
      held = null;
      if (!last) return;
      await redis.breakwaterLease(key, 'release', holder, last.token, spanMs, heardAt ?? '').catch((error: unknown) => {
        logger.warn({ connector, err: error }, 'connector lease not given back; it runs out by itself');
      });
    },
  };
}

export async function readLease(redis: Redis, siteId: SiteId, connector: string): Promise<LeaseView | null> {
  const [holder, token, untilAt, heardAt] = await redis.hmget(leaseKey(siteId, connector), 'holder', 'token', 'untilAt', 'heardAt');
  if (!holder || !token || !untilAt) return null;
  return { holder, token: Number(token), untilAt: Number(untilAt), heardAt: heardAt ? Number(heardAt) : null };
}
