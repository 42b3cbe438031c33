import { z } from 'zod';
import type { SiteId } from '../../shared/kernel/ids.js';
import { positionSchema } from '../../shared/kernel/position.js';
import type { RedisConnection } from '../ops/redis.js';
import type { TargetName } from './delivery.js';

/** How far one receiver has come. */
const courierStateSchema = z.strictObject({
  /** All that the log holds up to here is settled. */
  position: positionSchema,
  /** Settled beyond it; by id, the entry before each. */
  done: z.record(z.string(), positionSchema),
  /** Tried in vain so far. */
  progress: z.record(z.string(), z.strictObject({ tries: z.number().int().nonnegative(), nextAt: z.number() })),
  /** Real time of the oldest delivery that was tried in vain; null: none. */
  failingSince: z.number().nullable(),
  /** Given up, ever. */
  dead: z.number().int().nonnegative(),
});
export type CourierState = z.infer<typeof courierStateSchema>;

export interface OutboxStore {
  /** Null: it never ran. What can't be read counts as that. */
  read(target: TargetName): Promise<CourierState | null>;
  write(target: TargetName, state: CourierState): Promise<void>;
}

export const outboxKey = (siteId: SiteId): string => `{site:${siteId}}:outbox`;

export function createOutboxStore(redis: RedisConnection, siteId: SiteId): OutboxStore {
  const key = outboxKey(siteId);
  return {
    async read(target) {
      const text = await redis.hget(key, target);
      if (text === null) return null;
      const parsed = courierStateSchema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : null;
    },
    async write(target, state) {
      await redis.hset(key, target, JSON.stringify(state));
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
