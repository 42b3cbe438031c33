import type { Redis } from 'ioredis';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import { type Whereabouts, whereaboutsOf } from './chain.js';
import { prevOf } from './entry.js';
import type { LogKeys } from './keys.js';

/** Asks Redis where a position stands. The two questions go out together. */
export async function locate(redis: Redis, keys: LogKeys, position: Position): Promise<Whereabouts> {
  const [found, first] = await Promise.all([
    position === ORIGIN ? [] : redis.xrange(keys.log, position, position, 'COUNT', 1),
    redis.xrange(keys.log, '-', '+', 'COUNT', 1),
  ]);
  return whereaboutsOf(position, found.length > 0, first[0] ? { prev: prevOf(first[0]) } : null);
}
