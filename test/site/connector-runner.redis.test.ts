import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectorHost } from '../../server/connectors/connector.js';
import { createRedisLog } from '../../server/log/redis-log.js';
import { createMeasures } from '../../server/ops/measures.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { ConnectorRunner } from '../../server/site/connector-runner.js';
import { SOURCE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type EffectNode, Pbx, request, startEffectNode, stateOf } from './effect-rig.js';
import { eventually, SITE } from './rig.js';

const logger = pino({ level: 'silent' });
let redis: TestRedis;
const clean: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const stop of clean.splice(0).reverse()) await stop();
  await redis.stop();
});

/** A phone system on whichever node has its lease. */
class LeasedPbx extends Pbx {
  isRunning = false;
  start(_: ConnectorHost): void {
    this.isRunning = true;
  }
  async stop(): Promise<void> {
    this.isRunning = false;
  }
}

async function node(name: string): Promise<{ node: EffectNode; pbx: LeasedPbx; runner: ConnectorRunner }> {
  const log = createRedisLog({ siteId: SITE, redis: createRedisConnections({ url: redis.url }, logger), logger });
  const started = await startEffectNode(log);
  clean.push(() => started.stop());
  const client = new Redis({ path: redis.socketPath });
  clean.push(() => client.disconnect());
  const pbx = new LeasedPbx();
  const runner = new ConnectorRunner({
    site: started.site,
    siteId: SITE,
    redis: client,
    create: () => pbx,
    source: SOURCE,
    nodeId: name,
    logger,
    measures: createMeasures(),
  });
  clean.push(() => runner.stop());
  return { node: started, pbx, runner };
}

test('what people want of a source is asked by the node that has it, and by the next one when that goes', async () => {
  const first = await node('first');
  await eventually(() => first.pbx.isRunning, 'the first has the source');
  const second = await node('second');
  const one = await request(second.node.site, 'one');
  await eventually(() => first.pbx.asked.length === 1, 'the first is asked');
  // What is asked right now is waited for; what comes after it is the next one's.
  first.pbx.answersAtOnce = undefined;
  const two = await request(second.node.site, 'two');
  await eventually(() => first.pbx.asked.length === 2, 'the first is asked again');
  const stopping = first.runner.stop();
  const three = await request(second.node.site, 'three');
  first.pbx.asked[1]?.answer({ ok: false, failure: { code: 'busy' } });
  await stopping;
  await eventually(() => second.pbx.asked.length === 1, 'the second is asked');
  expect(first.pbx.asked.map(({ request: asked }) => asked.actionId)).toEqual([one, two]);
  expect(second.pbx.asked.map(({ request: asked }) => asked.actionId)).toEqual([three]);
  expect([one, two, three].map((action) => stateOf(second.node, action))).toEqual(['started', 'failed', 'started']);
});
