import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockDataDir } from '../../server/cli/launch/data-lock.mjs';
import { isRunning, noteOf } from '../../server/cli/launch/processes.mjs';
import { findRedis } from '../../server/cli/launch/redis-binary.mjs';
import { openPrivateRedis, servedAt, socketPathOf, watchEnd } from '../../server/cli/launch/redis-private.mjs';

let dataDir: string;
const cache = fileURLToPath(new URL('../../.cache/redis', import.meta.url));
const said: string[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'breakwater-data-'));
  said.length = 0;
  const made = dataDir;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

async function open() {
  const { found } = findRedis({ env: process.env, cache });
  const answer = lockDataDir(dataDir, 'test');
  if (!found || !('lock' in answer)) throw new Error('no Redis, or the folder is held');
  const redis = await openPrivateRedis({ dataDir, binary: found, lock: answer.lock, say: (line) => said.push(line) });
  return { redis, lock: answer.lock };
}
async function withClient<T>(use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(socketPathOf(dataDir));
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

test('what the floor wrote before a stop is there after the next start', async () => {
  const first = await open();
  await withClient((client) => client.set('floor', 'as it was'));
  await first.redis.stop();
  first.lock.release();
  expect(await servedAt(dataDir)).toBeNull();

  const second = await open();
  expect(await withClient((client) => client.get('floor'))).toBe('as it was');
  await second.redis.stop();
});

test('a Redis that outlived its owner is taken over, not doubled, and is stopped by who took it over', async () => {
  const first = await open();
  await withClient((client) => client.set('floor', 'alive'));
  const info = await withClient((client) => client.info('server'));
  const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
  // The owner is gone, and its lock with it; the server it started is not.
  first.lock.release();

  const second = await open();
  expect(said.at(-1)).toMatch(/^Taking over/);
  expect(await withClient((client) => client.info('server'))).toContain(`process_id:${pid}`);
  expect(await withClient((client) => client.get('floor'))).toBe('alive');
  await second.redis.stop();
  await first.redis.ended;
  expect(await servedAt(dataDir)).toBeNull();
});

test('a Redis left behind whose socket was removed is ended first: two never write one file', async () => {
  const first = await open();
  await withClient((client) => client.set('floor', 'kept'));
  const info = await withClient((client) => client.info('server'));
  const left = noteOf(Number(/process_id:(\d+)/.exec(info)?.[1]));
  rmSync(socketPathOf(dataDir));
  first.lock.release();

  const { found } = findRedis({ env: process.env, cache });
  const answer = lockDataDir(dataDir, 'test');
  if (!found || !('lock' in answer)) throw new Error('no Redis, or the folder is held');
  const lock = { ...answer.lock, orphans: { redis: left } };
  const redis = await openPrivateRedis({ dataDir, binary: found, lock, say: () => {} });
  expect(isRunning(left)).toBe(false);
  expect(await withClient((client) => client.get('floor'))).toBe('kept');
  await redis.stop();
});

test('Ctrl-C while Redis is still starting leaves no Redis behind', async () => {
  const { found } = findRedis({ env: process.env, cache });
  const answer = lockDataDir(dataDir, 'test');
  if (!found || !('lock' in answer)) throw new Error('no Redis, or the folder is held');
  const opened = openPrivateRedis({ dataDir, binary: found, lock: answer.lock, say: () => {}, isUnwanted: () => true });
  const outcome = await opened.then(
    (redis) => redis.stop().then(() => 'had started already'),
    (error: Error) => error.message,
  );
  expect(['had started already', 'Stopped before the server was started.']).toContain(outcome);
  expect(await servedAt(dataDir)).toBeNull();
});

test('a Redis that cannot start says why', async () => {
  const answer = lockDataDir(dataDir, 'test');
  if (!('lock' in answer)) throw new Error('held');
  const refusing = {
    bin: '/bin/false',
    env: process.env,
    how: 'system' as const,
    version: { name: 'Redis' as const, version: [7, 0, 0] as const },
  };
  await expect(openPrivateRedis({ dataDir, binary: refusing, lock: answer.lock, say: () => {} })).rejects.toThrow(/Redis did not start/);
});

test('a socket that nobody listens at is not taken for a Redis', async () => {
  const dead = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(socketPathOf(dataDir))}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]);
  await new Promise((resolve) => dead.once('exit', resolve));
  expect(await servedAt(dataDir)).toBeNull();
  const { redis } = await open();
  expect(await servedAt(dataDir)).toBe(redis.url);
  await redis.stop();
});

test('a Redis that was taken over and then dies is noticed, as one of our own is', async () => {
  const first = await open();
  const pid = Number(await withClient(async (client) => /process_id:(\d+)/.exec(await client.info('server'))?.[1]));
  const watch = watchEnd(socketPathOf(dataDir), noteOf(pid), 20);
  process.kill(pid, 'SIGKILL');
  expect(await watch.ended).toBe('ended');
  await first.redis.ended;
  first.lock.release();
});
