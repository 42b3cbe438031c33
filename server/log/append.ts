import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import type { Position } from '../../shared/kernel/position.js';
import type { LogKeys } from './keys.js';
import { COMMIT_ID_TTL_MS, MAX_AHEAD_MS } from './limits.js';
import type { AppendAnswer, AppendRequest } from './log.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    breakwaterAppend(...keysAndArguments: (string | number)[]): Result<readonly [string, string?], Context>;
  }
}

const script = { lua: readFileSync(new URL('./append.lua', import.meta.url), 'utf8'), numberOfKeys: 5 };

/** How many replicas must hold a commit before it counts as written, and how long to wait for them. */
export interface ReplicaPolicy {
  readonly count: number;
  readonly waitMs: number;
}

export interface AppenderOptions {
  readonly replicas: ReplicaPolicy | null;
  /** Beyond this many appends without an answer, more would only wait behind them: they are not sent. */
  readonly maxInFlight: number;
}

/** The one way into a site's log. `redis` must be a writer connection: see `server/ops/redis.ts`. */
export function createAppender(redis: Redis, keys: LogKeys, { replicas, maxInFlight }: AppenderOptions) {
  redis.defineCommand('breakwaterAppend', script);
  let inFlight = 0;

  const run = async (request: AppendRequest): Promise<AppendAnswer> => {
    const { commit, epoch, readAt, reads, touches } = request;
    const commitKey = keys.commit(commit.id);
    const answer = redis.breakwaterAppend(
      keys.log,
      commitKey,
      keys.epoch,
      keys.touched,
      keys.floor,
      COMMIT_VERSION,
      JSON.stringify(commit),
      epoch,
      readAt,
      COMMIT_ID_TTL_MS,
      MAX_AHEAD_MS,
      reads.length,
      ...reads,
      ...touches,
    );
    if (!replicas) return parseAnswer(await answer);
    // Sent in one go on one connection, so that the wait covers this very write.
    const [reply, held] = await Promise.all([answer, confirmOnReplicas(commitKey, replicas)]);
    const parsed = parseAnswer(reply);
    if (parsed.outcome !== 'appended' && parsed.outcome !== 'duplicate') return parsed;
    if (held.position === parsed.position && held.replicas >= replicas.count) return parsed;
    // A server that did not know the script yet got it sent a second time, after the wait: ask once more.
    const again = held.position === parsed.position ? held : await confirmOnReplicas(commitKey, replicas);
    if (again.position === parsed.position && again.replicas >= replicas.count) return parsed;
    return notConfirmed(`written, but on ${again.replicas} of ${replicas.count} replicas`);
  };

  /** The id is read first: after a fail-over to a server that never had the write, the wait alone would say yes. */
  const confirmOnReplicas = async (commitKey: string, { count, waitMs }: ReplicaPolicy) => {
    const [position, held] = await Promise.all([redis.get(commitKey), redis.wait(count, waitMs)]);
    return { position, replicas: held };
  };

  return async (request: AppendRequest): Promise<AppendAnswer> => {
    if (inFlight >= maxInFlight) return notConfirmed('too many appends in flight; not sent');
    inFlight++;
    try {
      return await run(request);
    } catch (error) {
      return notConfirmed(error instanceof Error ? error.message.slice(0, 200) : 'unknown');
    } finally {
      inFlight--;
    }
  };
}

const notConfirmed = (reason: string): AppendAnswer => ({ outcome: 'not-confirmed', reason });

function parseAnswer([outcome, detail = '']: readonly [string, string?]): AppendAnswer {
  switch (outcome) {
    case 'appended':
    case 'duplicate':
      return { outcome, position: detail as Position };
    case 'stale':
      return { outcome, entity: detail };
    case 'forked':
    case 'trimmed':
      return { outcome };
    case 'ahead':
      return { outcome, byMs: Number(detail) };
    default:
      throw new Error('append answered in an unknown word');
  }
}
