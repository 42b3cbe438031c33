import type { Redis } from 'ioredis';
import { bad, type Check, good, reasonOf } from './check.js';

/** Streams, functions' `#!lua` headers and `XAUTOCLAIM` as we use them: Redis 7.0, or Valkey, which began from 7.2. */
const NEEDED = { redis: [7, 0], valkey: [7, 2] } as const;
/** Appends are refused when the log's newest id is 2 s ahead of Redis's clock; half of that is the time to act. */
const MAX_CLOCK_MS = 1_000;
const MEMORY_WARNING_RATIO = 0.8;

export async function checkRedis(redis: Redis, now: () => number): Promise<Check[]> {
  try {
    await redis.ping();
  } catch (error) {
    return [bad('redis', `not reachable (${reasonOf(error)})`, 'start it, or correct REDIS_URL')];
  }
  const info = parseInfo(await redis.info());
  return [
    checkVersion(info),
    await checkClock(redis, now),
    ...(await checkSettings(redis, info)),
    checkMemoryUse(info),
    ...checkWrites(info),
  ];
}

function checkVersion(info: ReadonlyMap<string, string>): Check {
  const kind = info.has('valkey_version') ? 'valkey' : 'redis';
  const version = info.get(`${kind}_version`) ?? '?';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = NEEDED[kind];
  const detail = `${kind === 'redis' ? 'Redis' : 'Valkey'} ${version}`;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return good('redis-version', detail);
  return bad('redis-version', detail, `update to ${wantedMajor}.${wantedMinor} or newer`);
}

/** Half of the way there and back is taken as the time of the answer. */
async function checkClock(redis: Redis, now: () => number): Promise<Check> {
  const before = now();
  const [seconds, micros] = await redis.time();
  const after = now();
  const apartMs = Math.round(Number(seconds) * 1_000 + Number(micros) / 1_000 - (before + after) / 2);
  const detail = `Redis is ${Math.abs(apartMs)} ms ${apartMs < 0 ? 'behind' : 'ahead of'} this machine`;
  return Math.abs(apartMs) <= MAX_CLOCK_MS ? good('clock', detail) : bad('clock', detail, 'run a time service (NTP) on both machines');
}

async function checkSettings(redis: Redis, info: ReadonlyMap<string, string>): Promise<Check[]> {
  let settings: ReadonlyMap<string, string>;
  try {
    settings = await readSettings(redis);
  } catch (error) {
    return [
      bad('redis-settings', `cannot be read (${reasonOf(error)})`, 'allow CONFIG GET, or compare them by hand with the operators’ guide'),
    ];
  }
  const check = (name: string, wanted: string, why: string): Check => {
    const value = settings.get(name) ?? '?';
    return value === wanted ? good(name, value) : bad(name, value, `set ${name} to ${wanted}: ${why}`);
  };
  return [
    check('appendonly', 'yes', 'without it a restart loses the log'),
    check('appendfsync', 'always', 'else a power cut loses what was confirmed'),
    check('no-appendfsync-on-rewrite', 'no', 'else a rewrite of the file loses what was confirmed meanwhile'),
    check('maxmemory-policy', 'noeviction', 'else Redis throws away sessions and the log to make room'),
    checkMaxMemory(settings, info),
  ];
}

async function readSettings(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const settings = new Map<string, string>();
  for (const pattern of ['append*', 'no-appendfsync*', 'maxmemory*']) {
    const flat = (await redis.config('GET', pattern)) as string[];
    for (let i = 0; i + 1 < flat.length; i += 2) settings.set(flat[i] ?? '', flat[i + 1] ?? '');
  }
  return settings;
}

function checkMaxMemory(settings: ReadonlyMap<string, string>, info: ReadonlyMap<string, string>): Check {
  const bytes = Number(settings.get('maxmemory') ?? 0);
  if (bytes > 0) return good('maxmemory', megabytes(bytes));
  const total = Number(info.get('total_system_memory') ?? 0);
  const half = total > 0 ? ` (such as ${megabytes(total / 2)})` : '';
  return bad('maxmemory', 'no limit', `set maxmemory${half}: else the system kills Redis when memory runs out`);
}

function checkMemoryUse(info: ReadonlyMap<string, string>): Check {
  const used = Number(info.get('used_memory') ?? 0);
  const max = Number(info.get('maxmemory') ?? 0);
  const detail = max > 0 ? `${megabytes(used)} of ${megabytes(max)}` : megabytes(used);
  const isFull = max > 0 && used / max > MEMORY_WARNING_RATIO;
  return isFull ? bad('redis-memory', detail, 'raise maxmemory: when it is full nothing can be written') : good('redis-memory', detail);
}

function checkWrites(info: ReadonlyMap<string, string>): Check[] {
  if (info.get('loading') === '1') return [bad('redis-writes', 'still loading its file', 'wait')];
  const failed = ['aof_last_write_status', 'aof_last_bgrewrite_status'].filter((name) => info.has(name) && info.get(name) !== 'ok');
  if (info.get('role') === 'slave')
    return [bad('redis-writes', 'this is a replica', 'point REDIS_URL to the master, or name the Sentinels')];
  return [
    failed.length === 0
      ? good('redis-writes', 'the last ones succeeded')
      : bad('redis-writes', failed.join(', '), 'look at the disk, and at Redis’s log'),
  ];
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;

function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const));
}
