import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskBook, desksKey } from '../../server/ops/desks.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { DeskPresence } from '../../server/site/desk-presence.js';
import { type AgentId, agentIdOf } from '../../shared/kernel/ids.js';
import { serverPid, silent } from '../log/rigs.js';
import { member, queueSeen, SOURCE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { foldWholeLog } from '../support/whole-log.js';
import { eventually, SITE, startRig } from './rig.js';

const LI = 'PJSIP/1001';
const TOM = 'PJSIP/1002';
const li = agentIdOf(SOURCE, LI);
const tom = agentIdOf(SOURCE, TOM);

let redis: TestRedis;
let hand: Redis;
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  redis = await startTestRedis();
  hand = new Redis({ path: redis.socketPath, maxRetriesPerRequest: null });
  hand.on('error', () => undefined);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  hand.disconnect();
  await redis.stop();
});

let nodes = 0;
/** A node with its desks: its clock stands still, and each tick is asked for. Entries count for `spanMs` of Redis's time. */
async function node(spanMs = 60_000) {
  const rig = await startRig(redis.url);
  const general = createRedisConnections({ url: redis.url }, silent).general();
  ends.push(() => rig.stop());
  ends.push(() => general.disconnect());
  const nodeId = `desk-node-${++nodes}`;
  const open = new Set<AgentId>();
  const clock = { ms: 0 };
  const presence = new DeskPresence({
    site: rig.site,
    book: createDeskBook({ redis: general, siteId: SITE, nodeId, spanMs }),
    openDesks: () => open,
    monotonicMs: () => clock.ms,
    idPrefix: `desks/${nodeId}`,
    logger: silent,
  });
  const tick = async (ms = 1_000) => {
    clock.ms += ms;
    await presence.tick();
  };
  const desk = (id = li) => rig.site.state().agents.get(id)?.desk?.isOpen ?? false;
  return { ...rig, open, tick, desk, nodeId };
}
type Node = Awaited<ReturnType<typeof node>>;

/** Li and Tom are known to the floor. */
async function floorOn(one: Node) {
  one.inbox.deliver([queueSeen(0, 'sales'), member(0, LI, 'sales'), member(0, TOM, 'sales')], 0);
  await one.inbox.drained();
}
const sameFold = (...all: Node[]) =>
  eventually(() => all.every(({ site }) => site.position === all[0]?.site.position), 'all nodes fold the same');
const changesInLog = async () =>
  (await foldWholeLog(redis.url, { siteId: SITE })).entries
    .flatMap(({ commit }) => commit.events)
    .flatMap((event) => (event.type === 'desk.changed' ? [[event.agentId, event.isOpen]] : []));

test('a desk that opens on one node is open for all of them, and is written once', async () => {
  const [one, two] = [await node(), await node()];
  await floorOn(one);
  await sameFold(one, two);
  one.open.add(li);
  await one.tick();
  expect([one.desk(), one.desk(tom)]).toEqual([true, false]);
  await sameFold(one, two);
  expect(two.desk()).toBe(true);
  await Promise.all([one.tick(), two.tick()]);
  expect(await changesInLog()).toEqual([[li, true]]);
});

test('two nodes that notice at the same moment write it once', async () => {
  const [one, two] = [await node(), await node()];
  await floorOn(one);
  await sameFold(one, two);
  one.open.add(li);
  two.open.add(li);
  await Promise.all([one.tick(), two.tick()]);
  await sameFold(one, two);
  expect(await changesInLog()).toEqual([[li, true]]);
});

test('a page that is loaded anew within three seconds was never away; one that stays away closes the desk at once', async () => {
  const one = await node();
  await floorOn(one);
  one.open.add(li);
  await one.tick();
  one.open.delete(li);
  await one.tick(2_000);
  one.open.add(li);
  await one.tick(500);
  one.open.delete(li);
  await one.tick(2_999);
  expect(one.desk()).toBe(true);
  await one.tick(1);
  expect(one.desk()).toBe(false);
  expect(await changesInLog()).toEqual([
    [li, true],
    [li, false],
  ]);
  expect(await hand.zcard(desksKey(SITE))).toBe(0);
});

test('a page that moves to the other node keeps the desk open', async () => {
  const [one, two] = [await node(), await node()];
  await floorOn(one);
  one.open.add(li);
  await one.tick();
  await sameFold(one, two);
  one.open.delete(li);
  two.open.add(li);
  await two.tick();
  await one.tick(3_000);
  await two.tick();
  await sameFold(one, two);
  expect([one.desk(), two.desk()]).toEqual([true, true]);
  expect(await changesInLog()).toEqual([[li, true]]);
});

test('the desks of a node that died close when their time is over, and only those', async () => {
  const [dead, alive] = [await node(2_000), await node(2_000)];
  await floorOn(dead);
  dead.open.add(li);
  alive.open.add(tom);
  await dead.tick();
  await sameFold(dead, alive);
  await alive.tick();
  expect([alive.desk(li), alive.desk(tom)]).toEqual([true, true]);
  // It says nothing more; the other one goes on, refreshing its own.
  await eventually(async () => {
    await alive.tick(5_000);
    return !alive.desk(li);
  }, 'the dead node’s desk closes');
  expect(alive.desk(tom)).toBe(true);
  expect(await changesInLog()).toEqual([
    [li, true],
    [tom, true],
    [li, false],
  ]);
});

test('what is told counts for fifteen seconds of Redis’s clock, and is told again every five', async () => {
  const one = await node(15_000);
  await floorOn(one);
  one.open.add(li);
  await one.tick();
  const entry = `${li}|${one.nodeId}`;
  const until = async () => Number(await hand.zscore(desksKey(SITE), entry));
  const redisNow = async () => {
    const [seconds, micros] = await hand.time();
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  };
  const first = await until();
  expect(first - (await redisNow())).toBeGreaterThan(10_000);
  expect(first - (await redisNow())).toBeLessThanOrEqual(15_000);
  await hand.zadd(desksKey(SITE), first - 5_000, entry);
  for (let i = 0; i < 4; i++) await one.tick();
  expect(await until()).toBe(first - 5_000);
  await one.tick();
  expect(await until()).toBeGreaterThanOrEqual(first);
});

test('an entry from a clock that was set back counts for nothing', async () => {
  const one = await node(1_000);
  await floorOn(one);
  await hand.zadd(desksKey(SITE), Date.now() + 3_600_000, `${li}|somebody`);
  await one.tick();
  expect(one.desk()).toBe(false);
  expect(await hand.zcard(desksKey(SITE))).toBe(0);
});

test('a Redis that forgot the desks does not close those that are open here', async () => {
  const one = await node();
  await floorOn(one);
  one.open.add(li);
  await one.tick();
  await hand.del(desksKey(SITE));
  await one.tick();
  expect(one.desk()).toBe(true);
  await one.tick(5_000);
  expect(await hand.zcard(desksKey(SITE))).toBe(1);
});

test('while Redis does not answer the desks stay as they were, and are told when it does', async () => {
  const one = await node();
  await floorOn(one);
  one.open.add(li);
  await one.tick();
  const pid = await serverPid(redis.url);
  process.kill(pid, 'SIGSTOP');
  one.open.add(tom);
  one.open.delete(li);
  const waiting = one.tick(3_000);
  try {
    expect([one.desk(li), one.desk(tom)]).toEqual([true, false]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await waiting;
  await eventually(async () => {
    await one.tick();
    return !one.desk(li) && one.desk(tom);
  }, 'the desks are as they are');
});

test('somebody whom the floor does not know has no desk to open', async () => {
  const one = await node();
  await floorOn(one);
  one.open.add(agentIdOf(SOURCE, 'PJSIP/7777'));
  await one.tick();
  expect(await changesInLog()).toEqual([]);
});
