import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { privateKeys } from '../../server/private/keys.js';
import { createPrivateStore } from '../../server/private/private-store.js';
import { rewriteErased } from '../../server/private/rewrite.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

const siteId = 'secret' as SiteId;
const SECRET = '今天连续三通投诉，我快撑不住了';
const later = epochMs(10_000);
const logger = { error: () => {} } as never;

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis({ path: server.socketPath, replyMapping: 'legacy' });
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const newStore = () => createPrivateStore({ redis, siteId });

/** Every file that Redis has written, as one text. */
function onDisk(): string {
  const files = readdirSync(server.dir, { recursive: true, encoding: 'utf8' }).map((name) => join(server.dir, name));
  return files
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1'))
    .join('\n');
}

const rewrite = async () => {
  const options = { redis, siteId, now: () => 0, logger, gapMs: 1 };
  while (!(await rewriteErased(options))) await redis.blpop('never', 0.05);
};

test('what an agent wrote can be read, and is nowhere in plain words', async () => {
  const store = newStore();
  await store.put('pt-one', SECRET, later);
  expect(await store.get('pt-one')).toBe(SECRET);
  const disk = onDisk();
  expect(disk).toContain('private:pt-one');
  expect(disk).not.toContain(Buffer.from(SECRET, 'utf8').toString('latin1'));
});

test('each record has a key of its own, and opens under its own name alone', async () => {
  const store = newStore();
  const keys = privateKeys(siteId);
  await store.put('pt-a', SECRET, later);
  await store.put('pt-b', SECRET, later);
  const [keyA, keyB] = await redis.mget(keys.key('pt-a'), keys.key('pt-b'));
  expect(keyA).not.toEqual(keyB);
  await redis.set(keys.body('pt-b'), (await redis.get(keys.body('pt-a'))) ?? '');
  expect(await store.get('pt-b')).toBeNull();
  await redis.set(keys.key('pt-b'), keyA ?? '');
  expect(await store.get('pt-b')).toBeNull();
});

test('what is erased is gone, and so are ciphertext and key from every file of Redis', async () => {
  const store = newStore();
  const keys = privateKeys(siteId);
  await store.put('pt-gone', SECRET, later);
  const [key, body] = await redis.mget(keys.key('pt-gone'), keys.body('pt-gone'));
  expect(onDisk()).toContain(key);
  expect(await store.erase(['pt-gone'])).toBe(1);
  expect(await store.get('pt-gone')).toBeNull();
  await rewrite();
  const disk = onDisk();
  expect(disk).not.toContain(key);
  expect(disk).not.toContain(body);
});

test('a record that takes the place of another leaves nothing of that one behind', async () => {
  const store = newStore();
  const keys = privateKeys(siteId);
  await store.put('pt-twice', SECRET, later);
  const [key] = await redis.mget(keys.key('pt-twice'));
  await store.put('pt-twice', 'better now', later);
  await rewrite();
  expect(await store.get('pt-twice')).toBe('better now');
  expect(onDisk()).not.toContain(key);
});

test('a file that was being rewritten before the erasing is rewritten once more', async () => {
  const store = newStore();
  await store.put('pt-race', SECRET, later);
  const began = { redis, siteId, now: () => 0, logger, gapMs: 1 };
  await store.erase(['pt-race']);
  await rewriteErased(began);
  // Erased while the rewrite runs: its end does not count for this one.
  await store.put('pt-race-2', SECRET, later);
  await store.erase(['pt-race-2']);
  await redis.blpop('never', 0.3);
  expect(await rewriteErased(began)).toBe(false);
  await rewrite();
  expect(await redis.exists(privateKeys(siteId).rewrite)).toBe(0);
});

test('what is due is found in order, and not again once it is erased or put off', async () => {
  const store = newStore();
  await store.put('pt-late', 'x', epochMs(900));
  await store.put('pt-early', 'x', epochMs(100));
  expect(await store.due(epochMs(1_000), 10)).toEqual(['pt-early', 'pt-late']);
  await store.postpone('pt-early', epochMs(2_000));
  await store.erase(['pt-late']);
  expect(await store.due(epochMs(1_000), 10)).toEqual([]);
  await store.postpone('pt-late', epochMs(1));
  expect(await store.due(epochMs(1_000), 10)).toEqual([]);
});
