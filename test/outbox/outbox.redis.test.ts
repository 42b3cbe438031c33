import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRedisConnections, type RedisConnection } from '../../server/ops/redis.js';
import { alertTarget } from '../../server/outbox/alert-target.js';
import type { Target } from '../../server/outbox/delivery.js';
import { Outbox } from '../../server/outbox/outbox.js';
import { createOutboxStore } from '../../server/outbox/store.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { alertIdOf, type CommitId } from '../../shared/kernel/ids.js';
import { comparePositions } from '../../shared/kernel/position.js';
import { type SALES, waitingRule } from '../domain/alert/alert-floor.js';
import { eventually, SITE, startRig } from '../site/rig.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { HandTimers, settled } from './hand-timers.js';
import { broken, ok, SECRET, startReceiver } from './receiver.js';

let redisServer: TestRedis;
let redis: RedisConnection;
let rig: Awaited<ReturnType<typeof startRig>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let timers: HandTimers;
let running: Outbox[] = [];
const logger = pino({ level: 'silent' });

beforeEach(async () => {
  redisServer = await startTestRedis();
  redis = createRedisConnections({ url: redisServer.url }, logger).general();
  rig = await startRig(redisServer.url);
  timers = new HandTimers(Date.now());
  receiver = await startReceiver(() => timers.now());
  await say({ type: 'rule.set', occurredAt: rig.site.siteNow(), rule: waitingRule({ webhook: true }) });
});
afterEach(async () => {
  await Promise.all(running.map((outbox) => outbox.stop()));
  running = [];
  await rig.stop();
  redis.disconnect();
  await receiver.stop();
  await redisServer.stop();
});

let commits = 0;
const say = (...events: DomainEvent[]) =>
  rig.site.propose({
    id: `test/commit/${++commits}` as CommitId,
    by: { kind: 'clock' },
    cause: 'test',
    decide: () => ({ events, reads: [] }),
  });

/** Alerts of different queues: each is a thing of its own. */
const raise = (...numbers: number[]) =>
  say(
    ...numbers.map((n): DomainEvent => {
      const { id: ruleId, metric, remedy } = waitingRule();
      const subject = { kind: 'queue', id: `q-${n}`, queueId: `q-${n}` as typeof SALES } as const;
      const alertId = alertIdOf(ruleId, subject.id, n);
      return {
        type: 'alert.raised',
        occurredAt: rig.site.siteNow(),
        alertId,
        ruleId,
        subject,
        metric,
        level: 'warn',
        value: n,
        limit: 10,
        evidence: {},
        remedy,
      };
    }),
  );

async function startOutbox(name: string, targets: Target[] = [toReceiver()]): Promise<Outbox> {
  const outbox = new Outbox({
    targets,
    siteId: SITE,
    redis,
    nodeId: name,
    logger,
    timers,
    log: rig.log,
    site: () => rig.site.state(),
    onEntries: (listener) => rig.site.onEntries(listener),
  });
  running.push(outbox);
  outbox.start();
  return outbox;
}
const toReceiver = (): Target => alertTarget({ url: receiver.url, secrets: [SECRET] }, () => timers.now());
const stopOutbox = async (outbox: Outbox) => {
  running = running.filter((other) => other !== outbox);
  await outbox.stop();
};

const state = () => createOutboxStore(redis, SITE).read('alerts');
/** It has read the log's end, and noted so: from now on it tells. */
const isWatching = () => eventually(async () => (await state()) !== null, 'the outbox is there');
const values = () => receiver.heard.map(({ data }) => data.value);
const settledUpTo = (position: string) =>
  eventually(async () => {
    await timers.pass(5_000);
    return comparePositions((await state())?.position ?? ('0-0' as never), position as never) >= 0;
  }, 'everything is settled');

test('an alert reaches the receiver signed, with its place in the log as its id', async () => {
  await startOutbox('one');
  await isWatching();
  const { position } = (await raise(12)) as { position: string };
  await eventually(() => receiver.heard.length === 1, 'the receiver is told');
  expect(receiver.heard).toMatchObject([
    { id: `rig_${position}_0`, type: 'alert.raised', verdict: 'good', data: { value: 12, level: 'warn' } },
  ]);
  await settledUpTo(position);
  expect(await state()).toMatchObject({ done: {}, progress: {}, failingSince: null, dead: 0 });
});

test('what happened before anybody wanted to be told is not told', async () => {
  await raise(1);
  await startOutbox('one');
  await isWatching();
  await raise(2);
  await eventually(() => receiver.heard.length > 0, 'the receiver is told');
  expect(values()).toEqual([2]);
});

test('a receiver that fails gets the same delivery again, under the same id, until it takes it; then once', async () => {
  receiver.answers(broken);
  const outbox = await startOutbox('one');
  await isWatching();
  await raise(12);
  await eventually(() => receiver.heard.length === 1, 'the first try');
  await eventually(async () => (await state())?.failingSince != null, 'the failure is noted');
  await outbox.refresh();
  timers.nowMs += 400;
  expect([...(outbox.undeliveredMs() ?? [])]).toEqual([['webhook:alerts', expect.any(Number)]]);
  expect(outbox.undeliveredMs()?.get('webhook:alerts')).toBeGreaterThan(0);
  receiver.answers(ok);
  await eventually(async () => {
    await timers.pass(1_000);
    return receiver.heard.length === 2;
  }, 'the second try');
  await timers.pass(60_000);
  expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(1);
  expect(receiver.heard).toHaveLength(2);
  await outbox.refresh();
  expect(outbox.undeliveredMs()?.get('webhook:alerts')).toBe(0);
});

test('a node that dies in the middle leaves what was not taken to the next, which tells it under the same ids', async () => {
  receiver.answers((heard, response) => (heard.data.value === 2 ? broken : ok)(heard, response));
  const first = await startOutbox('one');
  await isWatching();
  const { position } = (await raise(1, 2, 3)) as { position: string };
  await eventually(() => receiver.heard.length === 3, 'each was tried');
  await eventually(async () => Object.keys((await state())?.progress ?? {}).length === 1, 'one is noted as failing');
  const [id] = receiver.heard.filter(({ data }) => data.value === 2).map((heard) => heard.id);
  expect(comparePositions((await state())?.position ?? ('0-0' as never), position as never)).toBeLessThan(0);
  await stopOutbox(first);
  await raise(4);

  receiver.answers(ok);
  receiver.heard.length = 0;
  await startOutbox('two');
  await eventually(async () => {
    await timers.pass(1_000);
    return receiver.heard.length === 2;
  }, 'the next one tells the rest');
  await timers.pass(60_000);
  expect(values().sort()).toEqual([2, 4]);
  expect(receiver.heard.find(({ data }) => data.value === 2)?.id).toBe(id);
});

test('a crash between the receiver’s yes and our note of it brings the delivery once more, under its id', async () => {
  await startOutbox('one');
  await isWatching();
  const before = await redis.hget('{site:rig}:outbox', 'alerts');
  await raise(12);
  await eventually(() => receiver.heard.length === 1, 'the receiver is told');
  const [first] = running;
  await stopOutbox(first as Outbox);
  // As a node leaves it that was killed before it could write.
  await redis.hset('{site:rig}:outbox', 'alerts', before ?? '');
  await startOutbox('two');
  await eventually(() => receiver.heard.length === 2, 'it is told again');
  expect(receiver.heard[0]?.id).toBe(receiver.heard[1]?.id);
});

test('of two nodes one tells; when it stops the other goes on, and nothing is told twice', async () => {
  const [one] = [await startOutbox('one'), await startOutbox('two')];
  await isWatching();
  await raise(1);
  await eventually(() => receiver.heard.length === 1, 'the receiver is told');
  await stopOutbox(one);
  await raise(2);
  await eventually(() => receiver.heard.length === 2, 'the other node tells');
  await settled();
  expect(values()).toEqual([1, 2]);
});

test('how far the receivers are is where the log must not be trimmed', async () => {
  receiver.answers(broken);
  const outbox = await startOutbox('one');
  await isWatching();
  const { position } = (await raise(12)) as { position: string };
  await eventually(async () => (await state())?.failingSince != null, 'it is noted');
  const [checkpoint] = await outbox.checkpoints();
  expect(comparePositions(checkpoint as never, position as never)).toBeLessThan(0);
  let kept = 0;
  for await (const page of rig.log.read(checkpoint as never)) kept += page.length;
  expect(kept).toBeGreaterThan(0);
});
