import type { SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../shared/kernel/time.js';
import type { RedisConnection } from '../ops/redis.js';
import { privateKeys } from './keys.js';
import { seal, unseal } from './seal.js';

/** Whatever becomes of the erasing, Redis itself lets go of a record after this (real time). */
const NEVER_LONGER_MS = 130 * 24 * HOUR_MS;
/** A few megabytes; far above what a site of ten thousand hands over in a month. */
const MOST_KEPT = 50_000;

/**
 * Private words, apart from the log: each record encrypted under a random key of its own. What is erased is gone from Redis at once,
 * and from its append-only file with the next rewrite (`erasure.ts`).
 */
export interface PrivateStore {
  /** Takes the place of what had this name. False: the store is full. `eraseAt`: when it is looked at for erasing. */
  put(name: string, text: string, eraseAt: EpochMs): Promise<boolean>;
  /** Null: there is none (any more). */
  get(name: string): Promise<string | null>;
  /** Deletes ciphertext and key; answers how many there were. */
  erase(names: readonly string[]): Promise<number>;
  /** Some of those whose name begins so. */
  named(prefix: string, most: number): Promise<string[]>;
  /** Those to be looked at by now, the longest due first. */
  due(now: EpochMs, most: number): Promise<string[]>;
  /** It is still needed: to be looked at again then. */
  postpone(name: string, eraseAt: EpochMs): Promise<void>;
}

export interface PrivateStoreDeps {
  readonly redis: RedisConnection;
  readonly siteId: SiteId;
}

export function createPrivateStore({ redis, siteId }: PrivateStoreDeps): PrivateStore {
  const keys = privateKeys(siteId);
  const bound = (name: string) => `${siteId}|${name}`;
  return {
    async put(name, text, eraseAt) {
      const [kept, isKnown] = await Promise.all([redis.zcard(keys.due), redis.zscore(keys.due, name)]);
      if (kept >= MOST_KEPT && isKnown === null) return false;
      const { key, body } = seal(text, bound(name));
      const writes = redis
        .multi()
        .set(keys.key(name), key, 'PX', NEVER_LONGER_MS)
        .set(keys.body(name), body, 'PX', NEVER_LONGER_MS)
        .zadd(keys.due, eraseAt, name);
      // What was there before is in the file still.
      if (isKnown !== null) writes.set(keys.rewrite, 'wanted');
      await written(writes);
      return true;
    },
    async get(name) {
      const [key, body] = await redis.mget(keys.key(name), keys.body(name));
      return key == null || body == null ? null : unseal({ key, body }, bound(name));
    },
    async erase(names) {
      if (names.length === 0) return 0;
      const known = names.flatMap((name) => [keys.key(name), keys.body(name)]);
      const answers = await written(
        redis
          .multi()
          .del(...known)
          .zrem(keys.due, ...names)
          .set(keys.rewrite, 'wanted'),
      );
      return Number(answers[1]);
    },
    due: (now, most) => redis.zrange(keys.due, '-inf', String(now), 'BYSCORE', 'LIMIT', 0, most),
    async named(prefix, most) {
      const names = new Set<string>();
      let cursor = '0';
      do {
        const [next, page] = await redis.zscan(keys.due, cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000);
        for (let i = 0; i < page.length; i += 2) names.add(page[i] ?? '');
        cursor = next;
      } while (cursor !== '0' && names.size < most);
      return [...names].slice(0, most);
    },
    async postpone(name, eraseAt) {
      await redis.zadd(keys.due, 'XX', eraseAt, name);
    },
  };
}

/** All of it or none: an answer that is an error is thrown. */
async function written(writes: ReturnType<RedisConnection['multi']>): Promise<unknown[]> {
  const answers = await writes.exec();
  const error = answers?.find(([each]) => each !== null)?.[0];
  if (answers === null || error) throw new Error('private words could not be written', { cause: error });
  return answers.map(([, answer]) => answer);
}
