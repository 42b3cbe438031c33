import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedisConnections } from '../../server/ops/redis.js';
import { silent } from '../log/rigs.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());

test('both clients see the same Redis: what one wrote for a session the other can revoke', async () => {
  const connections = createRedisConnections({ url: server.url }, silent);
  const sessions = connections.sessions();
  const general = connections.general();
  await sessions.set('auth:session:one', 'lin', { expiration: { type: 'EX', value: 60 } });
  expect(await general.get('auth:session:one')).toBe('lin');
  await general.del('auth:session:one');
  expect(await sessions.get('auth:session:one')).toBeNull();
  sessions.destroy();
  general.disconnect();
});

test('a writer that has lost Redis says so at once; one for other work waits until it is back', async () => {
  const own = await startTestRedis();
  const connections = createRedisConnections({ url: own.url }, silent);
  const [writer, general] = [connections.writer(), connections.general()];
  try {
    await general.set('floor', 'kept');
    await own.kill9();
    await expect(writer.set('floor', 'lost')).rejects.toThrow();
    const asked = general.get('floor');
    await own.restart();
    expect(await asked).toBe('kept');
  } finally {
    writer.disconnect();
    general.disconnect();
    await own.stop();
  }
});
