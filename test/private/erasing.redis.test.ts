import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run as backup } from '../../server/cli/backup.js';
import { createCheckIns } from '../../server/private/check-ins.js';
import { eraseDue } from '../../server/private/erasing.js';
import { privateKeys } from '../../server/private/keys.js';
import { createPrivateStore } from '../../server/private/private-store.js';
import { rewriteErased } from '../../server/private/rewrite.js';
import { createStrainSwitches, SWITCHES_PREFIX } from '../../server/private/strain-switches.js';
import { createPrivateWords, WORDS_PREFIX } from '../../server/private/words.js';
import type { BufferRecord } from '../../shared/domain/buffer/buffer.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { AgentId, SiteId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

const DAY_MS = 24 * HOUR_MS;
const siteId = 'kept' as SiteId;
const SECRET = '今天连续三通投诉，我快撑不住了';
const lin = 'a-lin' as AgentId;

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

/** A site whose days a test can let go by: real time and the site clock go together. */
function siteAt(startMs: number) {
  const site = emptySite();
  const clock = { nowMs: startMs };
  const now = () => epochMs(clock.nowMs);
  const store = createPrivateStore({ redis, siteId });
  const words = createPrivateWords({ redis, siteId, store, now, site: () => site, siteNow: now });
  const checkIns = createCheckIns(store, now);
  const switches = createStrainSwitches(store, now);
  const needed = { [WORDS_PREFIX]: words.restMs, [SWITCHES_PREFIX]: switches.restMs };
  return { site, clock, store, words, checkIns, switches, erase: () => eraseDue(store, needed, now()) };
}
/** As a node does it, each hour rather than each minute. */
async function letGoBy(days: number, { clock, erase }: ReturnType<typeof siteAt>): Promise<void> {
  const until = clock.nowMs + days * DAY_MS;
  for (; clock.nowMs < until; clock.nowMs += HOUR_MS) await erase();
}
const record = (reasonRef: string, closedAt?: number): BufferRecord =>
  ({ bufferId: 'b-1', agentId: lin, reasonRef, ...(closedAt === undefined ? {} : { closedAt }) }) as unknown as BufferRecord;

const onDisk = (dir: string): string =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1'))
    .join('\n');
const rewritten = async () => {
  const logger = { error: () => {} } as never;
  while (!(await rewriteErased({ redis, siteId, now: () => 0, logger, gapMs: 1 }))) await redis.blpop('never', 0.05);
};

test('a reason is kept while its request is open, and thirty days beyond', async () => {
  const kept = siteAt(1_000 * DAY_MS);
  const ref = (await kept.words.handOver('u-lin', SECRET)) ?? ('' as never);
  kept.site.bufferRecords = [record(ref)];
  await letGoBy(40, kept);
  expect((await kept.words.read(ref))?.text).toBe(SECRET);
  kept.site.bufferRecords = [record(ref, kept.clock.nowMs)];
  await letGoBy(29, kept);
  expect((await kept.words.read(ref))?.text).toBe(SECRET);
  await letGoBy(2.1, kept);
  expect(await kept.words.read(ref)).toBeNull();
});

test('words that no request ever named are gone the day after', async () => {
  const left = siteAt(2_000 * DAY_MS);
  const ref = (await left.words.handOver('u-lin', SECRET)) ?? ('' as never);
  await letGoBy(0.9, left);
  expect(await left.words.read(ref)).not.toBeNull();
  await letGoBy(0.2, left);
  expect(await left.words.read(ref)).toBeNull();
});

test('how somebody said they were is gone after a day; what they switched off stays off', async () => {
  const day = siteAt(3_000 * DAY_MS);
  await day.checkIns.put(lin, { value: 5, at: epochMs(day.clock.nowMs) });
  await day.switches.put(lin, { isOff: true, snoozedUntil: epochMs(day.clock.nowMs + HOUR_MS) });
  await day.switches.put('a-mei' as AgentId, { sharedUntil: epochMs(day.clock.nowMs + HOUR_MS) });
  await letGoBy(1.1, day);
  expect(await day.checkIns.get(lin)).toBeNull();
  expect(await day.switches.get('a-mei' as AgentId)).toEqual({});
  await letGoBy(200, day);
  expect(await day.switches.get(lin)).toEqual({ isOff: true });
}, 60_000);

test('erased on request, neither Redis, nor its file, nor a dump, nor a backup from before opens it again', async () => {
  const { words, store } = siteAt(4_000 * DAY_MS);
  const keys = privateKeys(siteId);
  const ref = (await words.handOver('u-lin', SECRET)) ?? ('' as never);
  const [key = '', body = ''] = (await redis.mget(keys.key(ref), keys.body(ref))) as string[];
  const before = join(await mkdtemp(join(tmpdir(), 'breakwater-backup-')), 'appendonlydir');
  cpSync(join(server.dir, 'appendonlydir'), before, { recursive: true });
  expect(onDisk(before)).toContain(key);

  // As the guide has it: what is kept of the copy is what `backup strip` leaves.
  const said = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: process.env };
  expect([await backup(['strip', before], said), String(said.stderr.read() ?? '')]).toEqual([0, '']);
  expect(String(said.stdout.read())).toMatch(/[1-9]\d* private keys left out/);
  expect(onDisk(before)).not.toContain(key);
  expect(onDisk(before)).not.toContain(body);

  expect(await words.takeBack(ref, 'u-mei')).toBe(false);
  expect(await words.takeBack(ref, 'u-lin')).toBe(true);
  await rewritten();
  expect(await store.get(ref)).toBeNull();
  expect(onDisk(server.dir)).not.toContain(key);
  await redis.call('BGSAVE');
  while ((await redis.info('persistence')).includes('rdb_bgsave_in_progress:1')) await redis.blpop('never', 0.05);
  const all = onDisk(server.dir);
  expect([all.includes(key), all.includes(body), all.includes(Buffer.from(SECRET).toString('latin1'))]).toEqual([false, false, false]);
  await rm(join(before, '..'), { recursive: true, force: true });
});

test('a folder that is none, or that is in use, is left alone', async () => {
  const said = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: process.env };
  expect(await backup(['strip', server.dir], said)).toBe(1);
  expect(await backup(['strip'], said)).toBe(2);
  expect(String(said.stderr.read())).toMatch(/is not an append-only folder\nUsage/);
});
