import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { PrivateRef } from '../../shared/domain/buffer/words.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import type { RedisConnection } from '../ops/redis.js';
import { privateKeys } from './keys.js';
import type { PrivateStore } from './private-store.js';

const DAY_MS = 24 * HOUR_MS;
/** Words that nobody's request names were typed and left. */
const UNUSED_KEPT_MS = DAY_MS;
/** B.4.4: after the shift is over, or the request. */
const KEPT_AFTER_MS = 30 * DAY_MS;
/** Of one person: nobody asks as often. */
const MOST_A_DAY = 40;

/** The reasons that agents hand over before they ask: only named in the log, and read by whom they allow. */
export interface PrivateWords {
  /** Null: too many today, or the store is full. */
  handOver(userId: string, text: string): Promise<PrivateRef | null>;
  /** Null: erased, or never there. */
  read(ref: PrivateRef): Promise<{ userId: string; text: string } | null>;
  /** Taken back by who wrote it; false: it is not theirs, or gone. */
  takeBack(ref: PrivateRef, userId: string): Promise<boolean>;
  /** For erasing: how much longer this record is needed. */
  restMs(name: string): number;
}

export interface PrivateWordsDeps {
  readonly redis: RedisConnection;
  readonly siteId: SiteId;
  readonly store: PrivateStore;
  /** Real time. */
  readonly now: () => EpochMs;
  readonly site: () => Readonly<SiteState>;
  /** The site clock. */
  readonly siteNow: () => EpochMs;
}

export const WORDS_PREFIX = 'pt-';
const wordsSchema = z.strictObject({ userId: z.string(), text: z.string() });

export function createPrivateWords({ redis, siteId, store, now, site, siteNow }: PrivateWordsDeps): PrivateWords {
  const keys = privateKeys(siteId);
  const read: PrivateWords['read'] = async (ref) => {
    const stored = await store.get(ref);
    return stored === null ? null : wordsSchema.parse(JSON.parse(stored));
  };
  return {
    read,
    async handOver(userId, text) {
      const counter = keys.handedOver(userId);
      const [counted] = (await redis.multi().incr(counter).pexpire(counter, DAY_MS, 'NX').exec()) ?? [];
      if (Number(counted?.[1]) > MOST_A_DAY) return null;
      const ref = `${WORDS_PREFIX}${randomBytes(18).toString('hex')}` as PrivateRef;
      const isKept = await store.put(ref, JSON.stringify({ userId, text }), epochMs(now() + UNUSED_KEPT_MS));
      return isKept ? ref : null;
    },
    async takeBack(ref, userId) {
      const words = await read(ref);
      return words?.userId === userId && (await store.erase([ref])) > 0;
    },
    restMs(name) {
      const record = site().bufferRecords.findLast(({ reasonRef }) => reasonRef === name);
      if (record === undefined) return 0;
      // A site clock may run faster than the days by which it is looked at.
      return record.closedAt === undefined ? DAY_MS : Math.min(DAY_MS, record.closedAt + KEPT_AFTER_MS - siteNow());
    },
  };
}
