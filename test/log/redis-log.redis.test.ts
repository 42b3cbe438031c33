import { afterAll, beforeAll } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { redisRig } from './rigs.js';
import { describeLog } from './suite.js';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());

describeLog('the log in Redis', () => redisRig(server.url));
