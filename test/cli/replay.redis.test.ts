import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../server/cli/replay.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

async function report(...args: string[]): Promise<unknown> {
  const stdout = new PassThrough();
  let out = '';
  stdout.on('data', (text) => (out += text));
  const busyHour = fileURLToPath(new URL('../fixtures/ami/11-busy-hour.jsonl.gz', import.meta.url));
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: { REDIS_URL: redis.url } };
  expect(await run([busyHour, '--report', 'json', ...args], io)).toBe(0);
  return JSON.parse(out);
}

test('the busy hour comes to the same on Redis as in memory, and leaves nothing behind', async () => {
  expect(await report()).toEqual(await report('--log', 'memory'));
  const client = new Redis(redis.socketPath);
  expect(await client.dbsize()).toBe(0);
  client.disconnect();
}, 60_000);
