import { Redis, type RedisOptions } from 'ioredis';
import { createClient, createSentinel } from 'redis';
import type { Logger } from './logger.js';

/** As configured: one server by its URL (`redis://`, `rediss://`, `unix:///path`), or a master watched by Sentinels. */
export interface RedisSettings {
  readonly url?: string | undefined;
  /** `host:port,host:port`. The URL, if given too, then only tells user, password and database. */
  readonly sentinels?: string | undefined;
  readonly sentinelName?: string | undefined;
}

/** A connection, for the signatures of those who pass one on and know nothing of the library. */
export type RedisConnection = Redis;
/** npm `redis`, the only client that the session store accepts. */
export type SessionClient = ReturnType<typeof createClient>;

/** Makes connections, each for one kind of work. Whoever asks for one closes it. */
export interface RedisConnections {
  /**
   * For appends. A command whose reply is lost is never sent again by the client: the caller, who knows its id, decides.
   * Nothing waits for a connection that is not there.
   */
  writer(): Redis;
  /** For a blocking read, one each. It never reconnects: whoever tails drops it and makes the next one. */
  tailer(): Redis;
  /** For everything else: reads, leases, limits, snapshots. Commands wait a short while for a connection. */
  general(): Redis;
  /** For sessions. Connects by itself, in the background. */
  sessions(): SessionClient;
}

/** No completed command for this long on a busy connection: the peer is taken for dead and the socket is destroyed. */
const SOCKET_TIMEOUT_MS = 3_000;
/** A write that is not answered by then is reported as not confirmed. */
const WRITE_TIMEOUT_MS = 1_000;
const GENERAL_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;
const MAX_RETRY_DELAY_MS = 1_000;

/** Doubles from 25 ms up to a second, with half of it left to chance so that nodes don't return in step. */
export const retryDelayMs = (attempt: number, dice = Math.random): number =>
  Math.min(MAX_RETRY_DELAY_MS, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + dice() / 2);

/** A replica that was a master a moment ago: look for the new master. */
const leaveReplica = (error: Error): boolean => error.message.startsWith('READONLY') || error.message.startsWith('UNBLOCKED');

const COMMON: RedisOptions = {
  protocol: 2, // replies in one known shape, whatever the server speaks
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  retryStrategy: retryDelayMs,
  reconnectOnError: leaveReplica,
};
const WRITER: RedisOptions = {
  ...COMMON,
  commandTimeout: WRITE_TIMEOUT_MS,
  // All three together: with fewer, the client repeats the write, or its promise never settles.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
};
const TAILER: RedisOptions = {
  ...WRITER,
  commandTimeout: SOCKET_TIMEOUT_MS,
  retryStrategy: null,
  // It is asked for once it is ready; until then nothing is sent.
  lazyConnect: true,
};
const GENERAL: RedisOptions = { ...COMMON, commandTimeout: GENERAL_TIMEOUT_MS };

export function createRedisConnections(settings: RedisSettings, logger: Logger): RedisConnections {
  const target = redisTarget(settings);
  const open = (options: RedisOptions, role: string): Redis => {
    const redis = new Redis({ ...target, ...options, connectionName: `breakwater-${role}`, replyMapping: 'legacy' });
    if (options === TAILER)
      redis.on('error', () => {}); // one connection, one life: its owner tells
    else noteOutages(redis, role, logger);
    return redis;
  };
  return {
    writer: () => open(WRITER, 'writer'),
    tailer: () => open(TAILER, 'tailer'),
    general: () => open(GENERAL, 'general'),
    sessions() {
      const client = createSessionClient(target);
      noteOutages(client, 'sessions', logger);
      client.connect().catch(() => {}); // told by its `error` event
      return client;
    },
  };
}

/** Tells of an outage once, and when it is over; each try in between is only for who looks closely. */
function noteOutages(client: Pick<Redis | SessionClient, 'on'>, role: string, logger: Logger): void {
  let isOut = false;
  client.on('error', (error: Error) => {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 200);
    logger[isOut ? 'debug' : 'warn']({ role, code }, 'redis connection failed');
    isOut = true;
  });
  client.on('ready', () => {
    if (isOut) logger.info({ role }, 'redis connection is back');
    isOut = false;
  });
}

/** What the settings point to, in ioredis's words. */
export function redisTarget({ url, sentinels, sentinelName }: RedisSettings): RedisOptions {
  const single = url ? parseRedisUrl(url) : {};
  if (!sentinels) {
    if (!url) throw new Error('REDIS_URL or REDIS_SENTINELS is needed');
    return single;
  }
  if (!sentinelName) throw new Error('REDIS_SENTINEL_NAME is needed beside REDIS_SENTINELS');
  const { host: _host, port: _port, path: _path, tls, ...login } = single;
  return {
    ...login,
    ...(tls ? { tls, enableTLSForSentinelMode: true } : {}),
    name: sentinelName,
    sentinels: sentinels.split(',').map(parseHostPort),
    failoverDetector: true,
    sentinelRetryStrategy: retryDelayMs,
  };
}

function parseHostPort(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':');
  const host = (colon < 0 ? text : text.slice(0, colon)).trim().replace(/^\[|\]$/g, '');
  const port = colon < 0 ? 26_379 : Number(text.slice(colon + 1));
  if (!host || !Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('REDIS_SENTINELS: expected host:port,host:port');
  return { host, port };
}

function parseRedisUrl(text: string): RedisOptions {
  // A socket's path may hold characters that an URL's may not, so it is taken as written.
  if (text.startsWith('unix://')) {
    const [path = '', query] = text.slice('unix://'.length).split('?', 2);
    return { path, ...databaseOf(new URLSearchParams(query).get('db')) };
  }
  if (!URL.canParse(text)) throw new Error('REDIS_URL: not a URL');
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new Error('REDIS_URL: expected redis://, rediss:// or unix://');
  const host = url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  return {
    host,
    port: url.port ? Number(url.port) : 6_379,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...databaseOf(url.pathname.slice(1) || null),
    ...(url.protocol === 'rediss:' ? { tls: { servername: host } } : {}),
  };
}

function databaseOf(text: string | null): { db?: number } {
  if (text === null) return {};
  if (!/^\d{1,4}$/.test(text)) throw new Error('REDIS_URL: the database must be a number');
  return { db: Number(text) };
}

function createSessionClient(target: RedisOptions): SessionClient {
  const login = {
    ...(target.username ? { username: target.username } : {}),
    ...(target.password ? { password: target.password } : {}),
    ...(target.db ? { database: target.db } : {}),
  };
  const reconnectStrategy = (attempt: number) => retryDelayMs(attempt);
  const common = { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy };
  if (target.sentinels) {
    const nodeClientOptions = { ...login, socket: { ...common, ...(target.tls ? { tls: true as const } : {}) } };
    const sentinelRootNodes = target.sentinels.map(({ host = '', port = 26_379 }) => ({ host, port }));
    // The commands that a session store uses are the same on both kinds of client.
    return createSentinel({ name: target.name ?? '', sentinelRootNodes, nodeClientOptions }) as unknown as SessionClient;
  }
  const { path, host = '127.0.0.1', port = 6_379, tls } = target;
  if (path) return createClient({ ...login, socket: { ...common, path } }) as SessionClient;
  const tcp = { ...common, host, port };
  return createClient({ ...login, socket: tls ? { ...tcp, tls: true as const, servername: host } : tcp }) as SessionClient;
}
