import type { Redis } from 'ioredis';
import type { Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { Logger } from '../ops/logger.js';
import { retryDelayMs } from '../ops/redis.js';
import { decodeEntries } from './entry.js';
import type { LogKeys } from './keys.js';
import { ALIVE_EVERY_MS, PAGE_ENTRIES } from './limits.js';
import { locate } from './locate.js';
import { LogGap, type LostReason, NewerVersion, type TailHandler } from './log.js';

/** What this node believes of the site; shared with the log it belongs to. */
export interface KnownSite {
  epoch: Epoch | null;
  /** Null until somebody asked. */
  dead: Set<string> | null;
}

export interface TailOptions {
  /** A connection of the tail's own: one that blocks can't serve others. */
  readonly connect: () => Redis;
  readonly keys: LogKeys;
  readonly known: KnownSite;
  readonly logger: Logger;
}

const READY_WITHIN_MS = 3_000;

/** Ends the tail: the node must rebuild. */
class Lost extends Error {
  readonly reason: LostReason;
  constructor(reason: LostReason, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/**
 * Follows the log on a connection of its own, and builds a new one whenever that fails or falls silent. An empty reply
 * of a blocking read proves nothing: a read from a place that a fail-over ate would sleep, or skip, without an error. So
 * once a second, and after every reconnect, it asks whether its last entry is still there, whether the epoch is the
 * same, and whether the set of dead entries is.
 */
export class RedisTail {
  readonly #options: TailOptions;
  readonly #handler: TailHandler;
  readonly #epoch: Epoch | null;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #position: Position;
  #redis: Redis | null = null;
  #probedAt = 0;
  #failures = 0;

  constructor(options: TailOptions, from: Position, handler: TailHandler) {
    this.#options = options;
    this.#handler = handler;
    this.#position = from;
    this.#epoch = options.known.epoch;
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#redis?.disconnect();
    await this.#ended;
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // the caller holds the tail before it hears from it
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (error) {
        if (this.#stopped) return;
        if (error instanceof Lost) return this.#end(error);
        // Once for an outage, not once for each of its tries.
        const level = this.#failures === 0 ? 'warn' : 'debug';
        this.#options.logger[level]({ err: error }, 'tail connection failed');
      } finally {
        this.#redis?.disconnect();
        this.#redis = null;
      }
      await this.#pause(retryDelayMs(this.#failures++));
    }
  }

  async #follow(): Promise<void> {
    const { connect, keys } = this.#options;
    const redis = connect();
    this.#redis = redis;
    await within(READY_WITHIN_MS, redis.connect());
    await this.#probe(redis);
    while (!this.#stopped) {
      const reply = await redis.xread('COUNT', PAGE_ENTRIES, 'BLOCK', ALIVE_EVERY_MS, 'STREAMS', keys.log, this.#position);
      if (this.#stopped) return;
      const raw = reply?.[0]?.[1];
      if (raw) await this.#deliver(redis, raw);
      if (!raw || performance.now() - this.#probedAt >= ALIVE_EVERY_MS) await this.#probe(redis);
      if (this.#stopped) return;
      if (this.#failures > 0) this.#options.logger.info({ position: this.#position }, 'tail follows again');
      this.#failures = 0;
      this.#handler.onAlive();
    }
  }

  async #deliver(redis: Redis, raw: [id: string, fields: string[]][]): Promise<void> {
    const entries = await this.#decode(redis, raw);
    try {
      await this.#handler.onEntries(entries);
    } catch (cause) {
      // A bug in the fold: what it made of these entries is unknown, so the node begins anew.
      throw new Lost('forked', cause);
    }
    this.#position = entries.at(-1)?.position ?? this.#position;
  }

  async #decode(redis: Redis, raw: [id: string, fields: string[]][]) {
    try {
      return decodeEntries(raw, this.#position);
    } catch (error) {
      if (error instanceof NewerVersion) throw new Lost('newer-version', error);
      if (!(error instanceof LogGap)) throw error;
      const where = await locate(redis, this.#options.keys, this.#position);
      throw new Lost(where === 'trimmed' ? 'trimmed' : 'forked', error);
    }
  }

  async #probe(redis: Redis): Promise<void> {
    const { keys, known } = this.#options;
    const [epoch, dead, where] = await Promise.all([redis.get(keys.epoch), redis.hkeys(keys.dead), locate(redis, keys, this.#position)]);
    if (this.#stopped) return;
    if (this.#epoch !== null && epoch !== this.#epoch) throw new Lost('forked');
    if (where !== 'here') throw new Lost(where);
    known.dead ??= new Set(dead);
    const isSame = dead.length === known.dead.size && dead.every((position) => known.dead?.has(position));
    if (!isSame) throw new Lost('dead-changed');
    this.#probedAt = performance.now();
  }

  #end(lost: Lost): void {
    this.#options.logger.warn({ reason: lost.reason, position: this.#position, err: lost.cause }, 'tail lost its place');
    this.#stopping.abort();
    this.#handler.onLost(lost.reason, lost.cause);
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
