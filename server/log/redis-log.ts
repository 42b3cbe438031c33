import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Redis, Result } from 'ioredis';
import type { CommitId, Epoch, SiteId } from '../../shared/kernel/ids.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import type { Logger } from '../ops/logger.js';
import type { RedisConnections } from '../ops/redis.js';
import { createAppender, type ReplicaPolicy } from './append.js';
import { decodeEntries, type RawEntry, type ReadEntry } from './entry.js';
import { type LogKeys, logKeys } from './keys.js';
import { KEEP_SNAPSHOTS, MAX_IN_FLIGHT, PAGE_ENTRIES } from './limits.js';
import { locate } from './locate.js';
import { type AppendAnswer, type AppendRequest, LogGap, type SiteLog, type Snapshot, type TailHandler } from './log.js';
import { type KnownSite, RedisTail } from './redis-tail.js';
import { createSnapshots, type OnDamaged, type Snapshots } from './snapshots.js';
import { presentOnly, trimBelow } from './trim.js';
import { newEpoch } from './ulid.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    breakwaterRenewEpoch(...keysAndArguments: string[]): Result<string, Context>;
  }
}

export interface RedisLogOptions {
  readonly siteId: SiteId;
  readonly redis: RedisConnections;
  readonly logger: Logger;
  /** Replicas that must hold a commit before it is confirmed. Absent: the server's own disk is enough. */
  readonly replicas?: ReplicaPolicy;
  readonly onDamaged?: OnDamaged;
  readonly keepSnapshots?: number;
  readonly maxInFlight?: number;
}

const READY_WITHIN_MS = 10_000;

const renewScript = { lua: readFileSync(new URL('./renew-epoch.lua', import.meta.url), 'utf8'), numberOfKeys: 4 };

export const createRedisLog = (options: RedisLogOptions): SiteLog => new RedisLog(options);

/** The site's log in a Redis stream. One writer connection, one for all that reads, and one for each tail. */
class RedisLog implements SiteLog {
  readonly #keys: LogKeys;
  readonly #connections: RedisConnections;
  readonly #logger: Logger;
  readonly #writer: Redis;
  readonly #reader: Redis;
  readonly #append: (request: AppendRequest) => Promise<AppendAnswer>;
  readonly #snapshots: Snapshots;
  readonly #known: KnownSite = { epoch: null, dead: null };
  readonly #tails = new Set<RedisTail>();

  constructor({
    siteId,
    redis,
    logger,
    replicas,
    onDamaged,
    keepSnapshots = KEEP_SNAPSHOTS,
    maxInFlight = MAX_IN_FLIGHT,
  }: RedisLogOptions) {
    this.#keys = logKeys(siteId);
    this.#connections = redis;
    this.#logger = logger;
    this.#writer = redis.writer();
    this.#reader = redis.general();
    this.#reader.defineCommand('breakwaterRenewEpoch', renewScript);
    this.#append = createAppender(this.#writer, this.#keys, { replicas: replicas ?? null, maxInFlight });
    const report: OnDamaged = (position, problem) => {
      logger.error({ position, problem }, 'snapshot skipped');
      onDamaged?.(position, problem);
    };
    this.#snapshots = createSnapshots(this.#reader, this.#keys, { keep: keepSnapshots, onDamaged: report });
  }

  async open() {
    await untilReady(this.#writer);
    await this.#reader.set(this.#keys.epoch, newEpoch(Date.now()), 'NX');
    const [epoch, first, last] = await Promise.all([
      this.#reader.get(this.#keys.epoch),
      this.#reader.xrange(this.#keys.log, '-', '+', 'COUNT', 1),
      this.#reader.xrevrange(this.#keys.log, '+', '-', 'COUNT', 1),
    ]);
    if (epoch === null) throw new Error('the epoch vanished while the site was opened');
    this.#known.epoch = epoch as Epoch;
    return {
      epoch: epoch as Epoch,
      first: (first[0]?.[0] ?? null) as Position | null,
      last: (last[0]?.[0] ?? ORIGIN) as Position,
    };
  }

  append(request: AppendRequest): Promise<AppendAnswer> {
    return this.#append(request);
  }

  async *read(from: Position): AsyncGenerator<ReadEntry[]> {
    const where = await locate(this.#reader, this.#keys, from);
    if (where !== 'here') throw new LogGap(where, `${from} is not in the log`);
    let last = from;
    let coming = this.#page(last);
    for (;;) {
      const raw = await coming;
      const end = raw.at(-1)?.[0] as Position | undefined;
      if (!end) return;
      const isLast = raw.length < PAGE_ENTRIES;
      if (!isLast) {
        // The next page travels while this one is parsed and folded.
        coming = this.#page(end);
        coming.catch(() => {}); // seen when it is awaited, or never if the reader leaves
      }
      yield await this.#decode(raw, last);
      if (isLast) return;
      last = end;
      await nextTurn(); // sockets and timers get their turn between pages
    }
  }

  #page(after: Position): Promise<RawEntry[]> {
    return this.#reader.xrange(this.#keys.log, `(${after}`, '+', 'COUNT', PAGE_ENTRIES);
  }

  async #decode(raw: RawEntry[], last: Position): Promise<ReadEntry[]> {
    try {
      return decodeEntries(raw, last);
    } catch (error) {
      // A trim that overtook the reader looks like a broken chain.
      if (error instanceof LogGap && (await locate(this.#reader, this.#keys, last)) === 'trimmed')
        throw new LogGap('trimmed', error.message);
      throw error;
    }
  }

  tail(from: Position, handler: TailHandler): { stop(): Promise<void> } {
    const tail = new RedisTail(
      { connect: () => this.#connections.tailer(), keys: this.#keys, known: this.#known, logger: this.#logger },
      from,
      handler,
    );
    this.#tails.add(tail);
    return {
      stop: async () => {
        this.#tails.delete(tail);
        await tail.stop();
      },
    };
  }

  async holds(epoch: Epoch, position: Position): Promise<boolean> {
    const [current, where] = await Promise.all([this.#reader.get(this.#keys.epoch), locate(this.#reader, this.#keys, position)]);
    return current === epoch && where === 'here';
  }

  saveSnapshot(snapshot: Snapshot): Promise<void> {
    return this.#snapshots.save(snapshot);
  }

  loadSnapshot(accepts: (stateVersion: number) => boolean = () => true): Promise<Snapshot | null> {
    return this.#snapshots.load(accepts);
  }

  async trim({ retentionMs, checkpoints }: { retentionMs: number; checkpoints: readonly Position[] }): Promise<number> {
    const [nowMs, kept] = await Promise.all([this.time(), this.#snapshots.kept()]);
    const snapshots = await presentOnly(this.#reader, this.#keys, kept);
    const below = trimBelow({ nowMs, retentionMs, snapshots, checkpoints });
    return below ? this.#reader.xtrim(this.#keys.log, 'MINID', below) : 0;
  }

  async markDead(position: Position, problem: string): Promise<void> {
    // Known before it is written, so that this node's own tail does not take it for news.
    this.#known.dead?.add(position);
    await this.#reader.hsetnx(this.#keys.dead, position, problem.slice(0, 500));
  }

  async revive(position: Position): Promise<void> {
    await this.#reader.hdel(this.#keys.dead, position);
  }

  async dead(): Promise<ReadonlyMap<Position, string>> {
    const dead = new Map(Object.entries(await this.#reader.hgetall(this.#keys.dead))) as Map<Position, string>;
    this.#known.dead = new Set(dead.keys());
    return dead;
  }

  async renewEpoch(seen: Epoch, position: Position): Promise<Epoch> {
    const { epoch, log, touched, floor } = this.#keys;
    const now = await this.#reader.breakwaterRenewEpoch(epoch, log, touched, floor, seen, position, newEpoch(Date.now()));
    this.#known.epoch = now as Epoch;
    return now as Epoch;
  }

  async time(): Promise<number> {
    const [seconds, micros] = await this.#reader.time();
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  }

  async find(id: CommitId): Promise<Position | null> {
    const position = (await this.#reader.get(this.#keys.commit(id))) as Position | null;
    // An id outlives its entry when a fail-over ate the log's tail.
    return position && (await locate(this.#reader, this.#keys, position)) !== 'forked' ? position : null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tails].map((tail) => tail.stop()));
    this.#tails.clear();
    this.#writer.disconnect();
    this.#reader.disconnect();
  }
}

/** The writer never queues: what is sent before it is connected is refused. It goes on trying by itself meanwhile. */
function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      redis.off('ready', onReady);
      reject(new Error(`Redis cannot be reached: no connection within ${READY_WITHIN_MS} ms`));
    }, READY_WITHIN_MS);
    redis.once('ready', onReady);
  });
}
