import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createRedisConnections, type RedisConnection } from '../ops/redis.js';
import { ANY_PRIVATE_KEY } from '../private/keys.js';
import type { CommandIo, RunCommand } from './command.js';
import { findRedis } from './launch/redis-binary.mjs';
import { servedAt } from './launch/redis-private.mjs';
import { pingUntilReady } from './launch/redis-socket.mjs';

const USAGE = 'Usage: breakwater backup strip <copied append-only folder>\n';
const CACHE = fileURLToPath(new URL('../../.cache/redis', import.meta.url));
const WITHIN_MS = 15 * 60_000;

/**
 * `backup strip <folder>`: takes all that is private out of a copied append-only folder, so that what somebody has erased since can not
 * be brought back from it. The copy is loaded, cleaned, and written anew; nothing that runs is touched.
 */
export const run: RunCommand = async (args, io) => {
  const [verb, given, ...rest] = args;
  if (verb !== 'strip' || given === undefined || rest.length > 0) {
    io.stderr.write(USAGE);
    return 2;
  }
  const folder = resolve(given);
  const problem = await whyNot(folder);
  if (problem !== null) {
    io.stderr.write(`${given}: ${problem}\n`);
    return 1;
  }
  try {
    const count = await strip(folder, io);
    io.stdout.write(`${given}: ${count} private keys left out\n`);
    return 0;
  } catch (error) {
    io.stderr.write(`${given}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

const manifestIn = (folder: string): string | undefined =>
  existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.manifest')) : undefined;

async function whyNot(folder: string): Promise<string | null> {
  if (manifestIn(folder) === undefined) return 'is not an append-only folder';
  // As `npm start` lays it out: DATA_DIR/redis/appendonlydir.
  const isServed = (await servedAt(dirname(dirname(folder)))) !== null;
  return isServed ? 'is in use: copy it first, and strip the copy' : null;
}

async function strip(folder: string, { env }: CommandIo): Promise<number> {
  const { found } = findRedis({ env: env as NodeJS.ProcessEnv, cache: CACHE });
  if (found === null) throw new Error('no redis-server was found: set REDIS_SERVER_BIN');
  const scratch = await mkdtemp(join(tmpdir(), 'breakwater-strip-'));
  const socketPath = join(scratch, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700', '--save', '', '--daemonize', 'no'];
  const place = ['--dir', dirname(folder), '--appenddirname', basename(folder), '--appendfilename', fileNameIn(folder)];
  const child = spawn(found.bin, [...settings, ...place, '--appendonly', 'yes', '--logfile', ''], { env: found.env, stdio: 'ignore' });
  const gone = once(child, 'exit');
  try {
    await pingUntilReady(socketPath, { within: WITHIN_MS, isGone: () => child.exitCode !== null });
    const connections = createRedisConnections({ url: `unix://${socketPath}` }, pino({ level: 'silent' }));
    const redis = connections.general();
    try {
      const count = await removePrivate(redis);
      await rewritten(redis, folder);
      return count;
    } finally {
      redis.disconnect();
    }
  } finally {
    child.kill('SIGTERM');
    await gone;
    await rm(scratch, { recursive: true, force: true });
  }
}

/** `appendonly.aof.manifest` is the list of `appendonly.aof`. */
const fileNameIn = (folder: string): string => (manifestIn(folder) ?? '').replace(/\.manifest$/, '');

async function removePrivate(redis: RedisConnection): Promise<number> {
  let count = 0;
  for await (const page of redis.scanStream({ match: ANY_PRIVATE_KEY, count: 1_000 })) {
    const keys = page as string[];
    if (keys.length > 0) count += await redis.unlink(...keys);
  }
  return count;
}

/** Until the new file is the only one: the old ones, in which it still was, are deleted a moment after. */
async function rewritten(redis: RedisConnection, folder: string): Promise<void> {
  await redis.bgrewriteaof();
  const giveUpAt = Date.now() + WITHIN_MS;
  for (;;) {
    const info = await redis.info('persistence');
    const isWriting = /aof_rewrite_(in_progress|scheduled):1/.test(info);
    if (!isWriting && !/aof_last_bgrewrite_status:ok/.test(info)) throw new Error('could not be written anew');
    if (!isWriting && holdsNoMore(folder)) return;
    if (Date.now() > giveUpAt) throw new Error('was not written anew in time');
    await new Promise((done) => setTimeout(done, 50));
  }
}

function holdsNoMore(folder: string): boolean {
  const manifest = readFileSync(join(folder, manifestIn(folder) ?? ''), 'utf8');
  return readdirSync(folder).every((name) => name.endsWith('.manifest') || manifest.includes(`file ${name} `)) && !/ type h/.test(manifest);
}
