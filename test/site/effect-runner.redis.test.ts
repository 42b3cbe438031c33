import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRedisLog } from '../../server/log/redis-log.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type EffectNode, Pbx, request, startEffectNode, stateOf } from './effect-rig.js';
import { effectSuite } from './effect-suite.js';
import { eventually, SITE } from './rig.js';

const logger = pino({ level: 'silent' });
const logOn = (redis: TestRedis) => createRedisLog({ siteId: SITE, redis: createRedisConnections({ url: redis.url }, logger), logger });

describe('actions towards a phone system, on a real Redis', () => {
  effectSuite(async () => {
    const redis = await startTestRedis();
    return { node: () => logOn(redis), close: () => redis.stop() };
  });
});

describe('when the log loses its end', () => {
  let redis: TestRedis;
  let node: EffectNode;
  beforeEach(async () => {
    redis = await startTestRedis();
    node = await startEffectNode(logOn(redis));
  });
  afterEach(async () => {
    await node.stop();
    await redis.stop();
  });

  test('what was asked for in the lost part is not asked for again: it is marked as started, and its time-out tells', async () => {
    const pbx = new Pbx();
    const runner = node.run(pbx, 1);
    const action = await request(node.site, 'twice');
    await eventually(() => pbx.asked.length === 1, 'asked');
    const epoch = node.site.epoch;
    const witness = new Redis({ path: redis.socketPath });
    await witness.xdel(`{site:${SITE}}:log`, node.site.position);
    witness.disconnect();
    await eventually(() => node.site.epoch !== epoch, 'a new epoch');
    await eventually(() => stateOf(node, action) === 'started', 'started again');
    await runner.stop();
    node.run(pbx, 2);
    const next = await request(node.site, 'next');
    await eventually(() => pbx.asked.length > 1, 'the next one');
    expect(pbx.asked.map(({ request: asked }) => asked.actionId)).toEqual([action, next]);
  });
});
