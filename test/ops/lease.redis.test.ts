import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keepLease, type Lease, leaseKey, readLease } from '../../server/ops/lease.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { siteIdSchema } from '../../shared/kernel/ids.js';
import { serverPid, silent, until } from '../log/rigs.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());

const started: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

let sites = 0;
const newSite = () => siteIdSchema.parse(`lease-${++sites}`);

function node(siteId: ReturnType<typeof newSite>, holder: string, spanMs = 400) {
  const redis = createRedisConnections({ url: server.url }, silent).general();
  const gained: number[] = [];
  let lost = 0;
  const lease: Lease = keepLease({
    redis,
    siteId,
    connector: 'asterisk',
    holder,
    logger: silent,
    spanMs,
    everyMs: 20,
    onGained: (token) => void gained.push(token),
    onLost: () => void lost++,
  });
  started.push(async () => {
    await lease.stop();
    redis.disconnect();
  });
  return { lease, redis, gained, lostCount: () => lost };
}

describe('the lease of a connector', () => {
  test('one node has it, however many ask', async () => {
    const siteId = newSite();
    const nodes = Array.from({ length: 5 }, (_, i) => node(siteId, `node-${i}`, 60_000));
    await until(() => nodes.some(({ gained }) => gained.length > 0), 'one gains it');
    const view = await readLease(nodes[0]?.redis as Redis, siteId, 'asterisk');
    await until(
      async () => ((await readLease(nodes[0]?.redis as Redis, siteId, 'asterisk'))?.untilAt ?? 0) > (view?.untilAt ?? 0) + 100,
      'it is renewed',
    );
    expect(nodes.filter(({ gained }) => gained.length > 0)).toHaveLength(1);
    expect(nodes.filter(({ lease }) => lease.token() !== null)).toHaveLength(1);
  });

  test('a node that leaves gives it back, and the next has it under a higher token', async () => {
    const siteId = newSite();
    const first = node(siteId, 'node-1', 60_000);
    await until(() => first.gained.length === 1, 'the first gains it');
    const second = node(siteId, 'node-2', 60_000);
    await first.lease.stop();
    await until(() => second.gained.length === 1, 'the second gains it, long before the span is over');
    expect(second.gained[0]).toBe((first.gained[0] as number) + 1);
    expect([first.lease.token(), second.lease.token()]).toEqual([null, second.gained[0]]);
    expect(first.lostCount()).toBe(0);
  });

  test('a node that died without a word is followed when its span is over', async () => {
    const siteId = newSite();
    const hand = new Redis(server.socketPath);
    started.push(() => hand.disconnect());
    await hand.hset(leaseKey(siteId, 'asterisk'), { holder: 'node-dead', token: 7, untilAt: Date.now() + 200, heardAt: 1_000 });
    const next = node(siteId, 'node-2');
    await until(() => next.gained.length > 0, 'it is followed');
    expect(next.gained).toEqual([8]);
    expect(await next.lease.isCurrent(7)).toBe(false);
    expect(await next.lease.isCurrent(8)).toBe(true);
  });

  test('a node that cannot renew stops acting before another may begin', async () => {
    const siteId = newSite();
    const holder = node(siteId, 'node-1');
    await until(() => holder.gained.length === 1, 'it gains it');
    const pid = await serverPid(server.url);
    process.kill(pid, 'SIGSTOP');
    try {
      await until(() => holder.lostCount() === 1, 'it gives up by its own clock');
      expect(holder.lease.token()).toBeNull();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    // It is the only one, so it comes back; never under the old token.
    await until(() => holder.lease.token() !== null, 'it gains it again');
    expect(holder.lease.token()).toBeGreaterThan(holder.gained[0] as number);
  });

  test('a lease whose end lies absurdly far off, as after a clock was set back, binds nobody', async () => {
    const siteId = newSite();
    const hand = new Redis(server.socketPath);
    started.push(() => hand.disconnect());
    await hand.hset(leaseKey(siteId, 'asterisk'), { holder: 'node-dead', token: 3, untilAt: Date.now() + 3_600_000 });
    const next = node(siteId, 'node-2');
    await until(() => next.gained.length > 0, 'it is taken');
    expect(next.gained).toEqual([4]);
  });

  test('every node can see when the holder last heard its source', async () => {
    const siteId = newSite();
    const holder = node(siteId, 'node-1', 60_000);
    const other = node(siteId, 'node-2', 60_000);
    await until(() => holder.gained.length + other.gained.length > 0, 'one gains it');
    const [has, hasNot] = holder.gained.length > 0 ? [holder, other] : [other, holder];
    has.lease.heard(1_763_750_000_000);
    has.lease.heard(1_763_749_000_000); // an older one changes nothing
    await until(async () => (await readLease(hasNot.redis, siteId, 'asterisk'))?.heardAt === 1_763_750_000_000, 'it is seen');
    expect(await readLease(hasNot.redis, newSite(), 'asterisk')).toBeNull();
  });
});
