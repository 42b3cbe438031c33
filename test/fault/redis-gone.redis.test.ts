import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAfter, type Position } from '../../shared/kernel/position.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';
import { expectEverythingOnce, expectSameFloor } from './agreement.js';

let redis: TestRedis;
let server: TestServer;
let watcher: TestSupervisor;

beforeAll(async () => {
  redis = await startTestRedis();
  server = await startTestServer({
    redisUrl: redis.url,
    env: { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '30', SIM_SEED: '11' },
  });
  watcher = new TestSupervisor(server, await signIn(server, 'zhoumin', 'harbour-demo-2026'));
  await isLive();
});
afterAll(async () => {
  watcher.close();
  await server.kill9();
  await redis.stop();
});

const isLive = (after = '0-0' as Position) =>
  watcher.until(() => isAfter((watcher.position ?? '0-0') as Position, after) && watcher.beat?.stale.length === 0, 'a live floor');
const isUnreachable = () =>
  watcher.until(() => watcher.beat?.stale.some(({ because }) => because === 'log-unreachable') ?? false, 'that the log is unreachable');
const readiness = async () => {
  const answer = await fetch(`${server.origin}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { checks: { check: string; ok: boolean }[] } };
};

test('a Redis that answers nothing for a while: the screen is stale with the reason, then live again, and nothing is lost or doubled', async () => {
  const before = await foldWholeLog(redis.url);
  redis.freeze();
  try {
    await isUnreachable();
    const { status, body } = await readiness();
    expect(status).toBe(503);
    expect(body.checks).toContainEqual(expect.objectContaining({ check: 'log', ok: false }));
    // The process itself is well: whoever runs it must not restart it for this.
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  } finally {
    redis.thaw();
  }
  await isLive(watcher.position as Position);
  expect((await readiness()).status).toBe(200);
  const entries = await expectEverythingOnce(redis.url);
  expect(entries.slice(0, before.entries.length).map(({ position }) => position)).toEqual(before.entries.map(({ position }) => position));
  await expectSameFloor(watcher, redis.url);
});

test('a Redis that is killed and started again: same epoch, every commit still there, the floor goes on without a restart', async () => {
  const { epoch } = watcher;
  const before = await foldWholeLog(redis.url);
  await redis.kill9();
  await isUnreachable();
  const stoodAt = watcher.position as Position;
  expect((await readiness()).status).toBe(503);
  await redis.restart();
  await isLive(stoodAt);
  // What was shown had been written: nothing of it went with the crash, and so nobody starts over.
  expect(watcher.epoch).toBe(epoch);
  const entries = await expectEverythingOnce(redis.url);
  expect(entries.slice(0, before.entries.length).map(({ position }) => position)).toEqual(before.entries.map(({ position }) => position));
  expect(entries.map(({ position }) => position as string)).toContain(stoodAt);
  await expectSameFloor(watcher, redis.url);
  expect((await readiness()).status).toBe(200);
});

test('a session outlives the crash of Redis, and a new sign-in works', async () => {
  await signIn(server, 'linfeng', 'harbour-demo-2026');
  expect(watcher.goodbye).toBeUndefined();
});

test('a Redis that comes back empty is a new history: nobody mixes the two, no zero is shown as live, and the site has its name again', async () => {
  const other = await startTestServer({
    redisUrl: redis.url,
    env: { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '30', SIM_SEED: '11' },
  });
  const [site] = watcher.all('site');
  const old = watcher.epoch;
  const lies: string[] = [];
  watcher.socket.on('heartbeat', (beat) => {
    if (beat.epoch !== old && beat.stale.length === 0 && watcher.all('agent').length === 0) lies.push(beat.position);
  });
  try {
    await redis.kill9();
    for (const file of await readdir(redis.dir)) if (file !== 'redis.sock') await rm(join(redis.dir, file), { recursive: true });
    await redis.restart();
    await watcher.until(() => watcher.epoch !== old, 'the new history');
    expect(watcher.frames.find(({ epoch }) => epoch !== old)?.from).toBeNull();
    // Its session went with the rest; the demonstration's accounts are there again.
    await watcher.until(() => watcher.goodbye?.because === 'signed-out', 'the end of a session that is not known any more');
    const again = await untilSignedIn();
    await again.until(() => again.all('agent').length === 40 && again.beat?.stale.length === 0, 'a live floor');
    expect(again.epoch).not.toBe(old);
    expect(again.all('site')[0]).toMatchObject({ name: site?.name, demo: true });
    expect(lies).toEqual([]);
    await expectEverythingOnce(redis.url);
    await expectSameFloor(again, redis.url);
    again.close();
  } finally {
    await other.kill9();
  }
});

/** The accounts come back a moment after Redis does. */
async function untilSignedIn(): Promise<TestSupervisor> {
  for (let attempt = 0; ; attempt++) {
    try {
      return new TestSupervisor(server, await signIn(server, 'zhoumin', 'harbour-demo-2026'));
    } catch (error) {
      if (attempt === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
