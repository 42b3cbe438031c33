import type { SiteId } from '../../shared/kernel/ids.js';
import type { Logger } from '../ops/logger.js';
import type { RedisConnection } from '../ops/redis.js';
import { privateKeys } from './keys.js';

/** A rewrite copies the whole file, so several erasures wait for one. */
export const REWRITE_GAP_MS = 10 * 60_000;
/** A rewrite that was begun and has left no trace by then is begun again. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

export interface RewriteDeps {
  readonly redis: RedisConnection;
  readonly siteId: SiteId;
  readonly now: () => number;
  readonly logger: Logger;
  readonly gapMs?: number;
}

/**
 * Has Redis write its file anew without what was erased: the append-only file holds every command ever given, erased words and their
 * keys too, until then. Called now and then by every node; one of them does it. Resolves to whether nothing is left to do.
 */
export async function rewriteErased({ redis, siteId, now, logger, gapMs = REWRITE_GAP_MS }: RewriteDeps): Promise<boolean> {
  const keys = privateKeys(siteId);
  const state = await redis.get(keys.rewrite);
  if (state === null) return true;
  const info = parseInfo(await redis.info('persistence'));
  if (state !== 'wanted') {
    if (info.get('aof_rewrite_in_progress') === '1' || info.get('aof_rewrite_scheduled') === '1') return false;
    const isDone = info.get('aof_enabled') !== '1' || info.get('aof_last_bgrewrite_status') === 'ok';
    if (isDone) return (await clearIf(redis, keys.rewrite, state)) && (await redis.get(keys.rewrite)) === null;
    if (now() - Number(state) < FORGOTTEN_AFTER_MS) logger.error({}, 'the file without what was erased could not be written');
  }
  // One that runs already may have begun before the erasing.
  if (info.get('aof_rewrite_in_progress') === '1') return false;
  if ((await redis.set(keys.rewriteTurn, '1', 'PX', Math.max(1, gapMs), 'NX')) === null) return false;
  await redis.set(keys.rewrite, String(now()));
  if (info.get('aof_enabled') === '1') await redis.bgrewriteaof();
  else await redis.bgsave();
  return false;
}

/** Something may have been erased meanwhile: then it is wanted still. */
async function clearIf(redis: RedisConnection, key: string, state: string): Promise<boolean> {
  const cleared = await redis.eval(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end",
    1,
    key,
    state,
  );
  return cleared === 1;
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const));
}
