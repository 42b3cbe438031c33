import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startTestRedis } from './redis.js';

test('what a test wrote is there after the power went: every write is on disk before its answer', async () => {
  const server = await startTestRedis();
  try {
    const before = new Redis(server.socketPath, { retryStrategy: null });
    before.on('error', () => {});
    await before.set('floor', 'kept');
    await server.kill9();
    before.disconnect();
    await server.restart();
    const after = new Redis(server.socketPath);
    expect(await after.get('floor')).toBe('kept');
    after.disconnect();
  } finally {
    await server.stop();
  }
});
