import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isAfter, type Position } from '../../shared/kernel/position.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';
import { expectEverythingOnce, expectSameFloor, leasesOf } from './agreement.js';

const env = { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '30', SIM_SEED: '7' };

let redis: TestRedis;
const running: TestServer[] = [];
const watchers: TestSupervisor[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const watcher of watchers.splice(0)) watcher.close();
  // Told to stop they give the source back: the next test's first node need not wait until its lease has run out.
  for (const server of running) server.thaw();
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(() => redis.stop());

async function start(redisUrl = redis.url): Promise<TestServer> {
  const server = await startTestServer({ redisUrl, env });
  running.push(server);
  return server;
}

/** Alone, it has the source before another is there to be quicker; what earlier tests left in the log is no sign of that. */
async function startWithSource(redisUrl = redis.url): Promise<TestServer> {
  const before = await newestLease();
  const server = await start(redisUrl);
  await untilLog(({ leases }) => (leases.at(-1) ?? 0) > before, 'a first commit of the source');
  return server;
}

/** The first one up has the source; the second stands by. */
const startTwo = async (): Promise<[first: TestServer, second: TestServer]> => [await startWithSource(), await start()];

async function watch(server: TestServer): Promise<TestSupervisor> {
  const watcher = new TestSupervisor(server, await signIn(server, 'zhoumin', 'harbour-demo-2026'));
  watchers.push(watcher);
  await watcher.until(() => watcher.position !== undefined && watcher.beat?.stale.length === 0, 'a live floor');
  return watcher;
}

/** Reads the log until something is in it; the bound only guards against hanging. */
async function untilLog(holds: (log: { leases: number[]; length: number }) => boolean, what: string): Promise<void> {
  const giveUpAt = Date.now() + 45_000;
  for (;;) {
    const { entries } = await foldWholeLog(redis.url);
    if (holds({ leases: leasesOf(entries), length: entries.length })) return;
    if (Date.now() > giveUpAt) throw new Error(`never in the log: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const newestLease = async () => Math.max(0, ...leasesOf((await foldWholeLog(redis.url)).entries));
const neverBack = (leases: readonly number[]) => leases.every((lease, at) => at === 0 || lease >= (leases[at - 1] ?? 0));
const isReady = async (server: TestServer) => (await fetch(`${server.origin}/readyz`)).ok;

test('the node that runs the source is killed: the other takes it over, and everybody is on the floor once', async () => {
  const [first, second] = await startTwo();
  const [atFirst, atSecond] = [await watch(first), await watch(second)];
  const before = await newestLease();
  await first.kill9();
  await untilLog(({ leases }) => (leases.at(-1) ?? 0) > before, 'the next holder’s commits');
  const reached = atSecond.position as Position;
  await atSecond.until(() => isAfter(atSecond.position as Position, reached), 'the floor going on');

  // The dead node's browsers go on at the other one from where they stood.
  const back = atFirst.returnTo(second, await signIn(second, 'zhoumin', 'harbour-demo-2026'));
  watchers.push(back);
  await back.until(() => back.frames.length > 0, 'what it missed');
  expect(back.frames[0]?.from).toBe(atFirst.position);

  const entries = await expectEverythingOnce(redis.url);
  expect(neverBack(leasesOf(entries))).toBe(true);
  await expectSameFloor(atSecond, redis.url);
  await expectSameFloor(back, redis.url);
});

test('the node that runs the source hangs and wakes: it never speaks for the source again, and never calls its old floor live', async () => {
  const [first, second] = await startTwo();
  const [atFirst, atSecond] = [await watch(first), await watch(second)];
  const before = await newestLease();
  const heard = { beats: atFirst.beats, position: atFirst.position as Position };
  first.freeze();
  await untilLog(({ leases }) => (leases.at(-1) ?? 0) > before, 'the next holder’s commits');
  // Its browsers heard nothing meanwhile: no heartbeat for this long is shown as behind, then stale.
  expect(atFirst.beats - heard.beats).toBeLessThanOrEqual(1);
  const { position: logStoodAt } = await foldWholeLog(redis.url);

  const lies: string[] = [];
  atFirst.socket.on('heartbeat', (beat) => {
    if (beat.stale.length === 0 && !isAfter(beat.position, heard.position)) lies.push(`live at ${beat.position}`);
  });
  const alreadyThere = atFirst.beats;
  first.thaw();
  await atFirst.until(() => isAfter(atFirst.position as Position, logStoodAt as Position), 'the hung node catching up');
  await atFirst.until(() => atFirst.beats > alreadyThere && atFirst.beat?.stale.length === 0, 'its floor live again');
  expect(lies).toEqual([]);

  const entries = await expectEverythingOnce(redis.url);
  expect(neverBack(leasesOf(entries))).toBe(true);
  await expectSameFloor(atFirst, redis.url);
  await expectSameFloor(atSecond, redis.url);
});

test('a node cut off from Redis says so and asks for no visitors, while the other goes on; then it catches up by itself', async () => {
  const proxy = await startFaultProxy({ path: redis.socketPath });
  try {
    const cut = await startWithSource(`redis://127.0.0.1:${proxy.port}`);
    const whole = await start();
    const [atCut, atWhole] = [await watch(cut), await watch(whole)];
    const before = await newestLease();

    // No end of connection is told: bytes just vanish, both ways.
    proxy.faults.dropUp = true;
    proxy.faults.dropDown = true;
    await atCut.until(() => atCut.beat?.stale.some(({ because }) => because === 'log-unreachable') ?? false, 'that the log is unreachable');
    expect(await isReady(cut)).toBe(false);
    const stoodAt = atCut.position as Position;
    await untilLog(({ leases }) => (leases.at(-1) ?? 0) > before, 'the other node’s commits');
    expect(await isReady(whole)).toBe(true);
    expect(atWhole.beat?.stale).toEqual([]);
    // What it shows is old, and it goes on saying so.
    expect(atCut.position).toBe(stoodAt);
    expect(atCut.beat?.stale).not.toEqual([]);

    proxy.faults.dropUp = false;
    proxy.faults.dropDown = false;
    proxy.resetOpen();
    await atCut.until(() => isAfter(atCut.position as Position, stoodAt) && atCut.beat?.stale.length === 0, 'the floor live again');
    expect(await isReady(cut)).toBe(true);
    const entries = await expectEverythingOnce(redis.url);
    expect(neverBack(leasesOf(entries))).toBe(true);
    await expectSameFloor(atCut, redis.url);
    await expectSameFloor(atWhole, redis.url);
  } finally {
    await proxy.close();
  }
});

test('a node told to stop sends its browsers on; at the other one each gets just what it missed', async () => {
  const [first, second] = await startTwo();
  const cookie = await signIn(first, 'zhoumin', 'harbour-demo-2026');
  const here = Array.from({ length: 15 }, () => new TestSupervisor(first, cookie));
  watchers.push(...here);
  for (const one of here) await one.until(() => one.position !== undefined, 'a first frame');
  const whole = JSON.stringify(here[0]?.frames[0]).length;

  const code = await first.stop();
  expect(code).toBe(0);
  for (const one of here) {
    await one.until(() => one.socket.disconnected, 'the end of the connection');
    expect(one.goodbye?.because).toBe('moving');
    expect(one.goodbye?.retryAfterMs).toBeLessThanOrEqual(3_000);
  }

  // The session is the same on every node.
  const there = here.map((one) => one.returnTo(second, cookie));
  watchers.push(...there);
  for (const [at, one] of there.entries()) {
    await one.until(() => one.frames.length > 0, 'what it missed');
    expect(one.welcome?.resumed).toBe(true);
    expect(one.frames[0]?.from).toBe(here[at]?.position);
    expect(JSON.stringify(one.frames[0]).length).toBeLessThan(whole);
  }
  // The source is given back on the way out, not left to run out.
  expect(first.output()).not.toMatch(/did not stop in time/);
  for (const one of there.slice(0, 3)) await expectSameFloor(one, redis.url);
  await expectEverythingOnce(redis.url);
});
