import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRefusalBook } from '../../server/history/action-refusals.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import type { CommitId, SiteId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { FakeSessions } from '../realtime/live-node.js';
import { loggerThatCollects } from '../realtime/quiet.js';
import { NINE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.socketPath);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

const li = new FakeSessions().add('li', 'agent');
const counted: string[] = [];
const { logger, errors } = loggerThatCollects();
const book = (connection: Redis = redis) =>
  createRefusalBook({
    redis: connection,
    siteId: 'test' as SiteId,
    now: () => epochMs(NINE),
    measures: { commandRefused: (role) => void counted.push(role) },
    logger,
  });
const request = (id: string, raw: object) => ({ id: id as CommitId, issuedAt: epochMs(0), command: commandSchema.parse(raw) as Command });
const cut = { type: 'call.disconnect', visitId: 'v-1', reason: 'canary-reason' };
const until = (look: () => Promise<unknown>) => expect.poll(look, { timeout: 5_000 });
const listed = async () => (await book().read({ limit: 50 })).refusals;

test('who tried what on what is in the list, newest first, without a word of what they wrote', async () => {
  const refusals = book();
  refusals.note(request('commit-0001', cut), li);
  await until(listed).toHaveLength(1);
  refusals.note(request('commit-0002', { type: 'rule.remove', ruleId: 'r-1' }), li);
  await until(listed).toMatchObject([
    { kind: 'rule.remove', targetId: 'r-1' },
    { kind: 'call.disconnect', targetId: 'v-1', at: NINE, userId: 'u-li', name: 'li', role: 'agent', code: 'not-permitted' },
  ]);
  const keys = await redis.keys('*');
  const stored = JSON.stringify([keys, await redis.xrange('{site:test}:refusals', '-', '+')]);
  expect(stored).not.toContain('canary');
  expect(counted).toEqual(['agent', 'agent']);
});

test('one command has one entry, however often and on however many nodes its browser asks', async () => {
  const another = redis.duplicate();
  const nodes = [book(), book(another)];
  for (let n = 0; n < 50; n++) nodes[n % 2]?.note(request('commit-0001', cut), li);
  await until(listed).toHaveLength(1);
  // The same id with another command under it hides nothing.
  nodes[0]?.note(request('commit-0001', { ...cut, visitId: 'v-2' }), li);
  nodes[0]?.note(request('commit-0002', cut), li);
  await until(listed).toHaveLength(3);
  expect((await listed()).map(({ targetId }) => targetId).sort()).toEqual(['v-1', 'v-1', 'v-2']);
  await another.quit();
});

test('pages hold each refusal once', async () => {
  const refusals = book();
  for (let n = 10; n < 33; n++) refusals.note(request(`commit-00${n}`, { ...cut, visitId: `v-${n}` }), li);
  await until(listed).toHaveLength(23);
  const seen: (string | undefined)[] = [];
  let cursor: Awaited<ReturnType<typeof refusals.read>>['next'] | undefined;
  do {
    const page = await refusals.read({ limit: 5, ...(cursor ? { cursor } : {}) });
    seen.push(...page.refusals.map(({ targetId }) => targetId));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen).toHaveLength(23);
  expect(new Set(seen).size).toBe(23);
});

test('where Redis does not answer, the refusal is counted, an error logged, and nobody waits', async () => {
  const away = new Redis(server.socketPath, { lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
  counted.length = 0;
  expect(book(away).note(request('commit-0009', cut), li)).toBeUndefined();
  await until(async () => errors.length).toBe(1);
  expect(counted).toEqual(['agent']);
  expect(await listed()).toEqual([]);
  away.disconnect();
});
