import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionIdOf, type CommitId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { UserView } from '../../shared/protocol/http.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';

const password = 'harbour-demo-2026';
const env = { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '30', SIM_SEED: '3' };
let redis: TestRedis;
let one: TestServer;
let two: TestServer;

beforeAll(async () => {
  redis = await startTestRedis();
  [one, two] = await Promise.all([startTestServer({ redisUrl: redis.url, env }), startTestServer({ redisUrl: redis.url, env })]);
});
afterAll(async () => {
  await Promise.all([one?.kill9(), two?.kill9()]);
  await redis.stop();
});

const call = (server: TestServer, cookie: string, method: string, path: string, body?: unknown) =>
  fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Origin: server.origin, Cookie: cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function live(server: TestServer, cookie: string): Promise<TestSupervisor> {
  const watcher = new TestSupervisor(server, cookie);
  await watcher.until(() => watcher.position !== undefined && watcher.beats > 0, 'a live view');
  return watcher;
}

/** Waits for the goodbye, then for the floor to move on elsewhere: not a frame more may have come here. */
async function nothingMore(watcher: TestSupervisor, because: string, witness: TestSupervisor): Promise<void> {
  await watcher.until(() => watcher.goodbye !== undefined && watcher.socket.disconnected, 'the goodbye');
  expect(watcher.goodbye?.because).toBe(because);
  const [frames, seen] = [watcher.frames.length, witness.frames.length];
  await witness.until(() => witness.frames.length > seen + 2, 'frames for those who may see them');
  expect(watcher.frames).toHaveLength(frames);
}

test('a session ended on one node closes its sockets on both, and opens none anywhere', async () => {
  const [stolen, own] = [await signIn(one, 'zhoumin', password), await signIn(two, 'zhoumin', password)];
  const [here, there, witness] = await Promise.all([live(one, stolen), live(two, stolen), live(two, own)]);
  const { sessions } = (await (await call(two, stolen, 'GET', '/sessions')).json()) as {
    sessions: { sessionHash: string; current: boolean }[];
  };
  const mine = sessions.find(({ current }) => current)?.sessionHash;
  expect((await call(two, own, 'DELETE', `/sessions/${mine}`)).status).toBe(204);
  await Promise.all([nothingMore(here, 'signed-out', witness), nothingMore(there, 'signed-out', witness)]);
  for (const server of [one, two]) {
    expect((await call(server, stolen, 'GET', '/me')).status).toBe(401);
    const refused = new TestSupervisor(server, stolen);
    const message = await new Promise<string>((resolve) => refused.socket.once('connect_error', (error) => resolve(error.message)));
    expect(message).toBe('signed-out');
    expect(refused.frames).toEqual([]);
  }
  witness.close();
});

test('a lead whose account an admin closes sees nothing more from that moment, whichever node the browser is at', async () => {
  const [admin, lead, own] = [
    await signIn(one, 'admin', password),
    await signIn(two, 'linfeng', password),
    await signIn(one, 'zhoumin', password),
  ];
  const [watcher, witness] = await Promise.all([live(two, lead), live(one, own)]);
  expect(watcher.all('agent').length).toBeGreaterThan(1);
  const { users } = (await (await call(one, admin, 'GET', '/users')).json()) as { users: UserView[] };
  const userId = users.find(({ login }) => login === 'linfeng')?.userId;
  expect((await call(one, admin, 'PATCH', `/users/${userId}`, { disabled: true })).status).toBe(200);
  await nothingMore(watcher, 'signed-out', witness);
  expect((await call(two, lead, 'GET', '/me')).status).toBe(401);
  witness.close();
});

test('guesses at a password count on all nodes together', async () => {
  const guess = (server: TestServer) =>
    fetch(`${server.origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.origin },
      body: JSON.stringify({ login: 'nobody-here', password: 'not-this-one-either' }),
    });
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await guess(i % 2 === 0 ? one : two)).status);
  // Eight an account and address, wherever they are tried.
  expect(statuses).toEqual([...Array(8).fill(401), ...Array(4).fill(429)]);
});

test('a command whose node dies before it answers is repeated at the other one, and gets the first answer', async () => {
  const slow = await startFaultProxy({ path: redis.socketPath });
  const third = await startTestServer({ redisUrl: `redis://127.0.0.1:${slow.port}`, env });
  const cookie = await signIn(third, 'admin', password);
  const [before, after] = [await live(third, cookie), await live(two, cookie)];
  try {
    const { config } = (await foldWholeLog(redis.url)).state;
    const request = {
      id: `test/${Date.now()}/rename` as CommitId,
      issuedAt: epochMs(Date.now()),
      command: { type: 'site.configure' as const, config: { ...config, name: '东湾客服中心 · 二楼' } },
    };
    // What it writes is written; that it was, it never hears.
    slow.faults.dropDown = true;
    const asked = before.command(request, 60_000);
    await after.until(() => after.all('site')[0]?.name === '东湾客服中心 · 二楼', 'the new name at the other node');
    await third.kill9();
    slow.faults.dropDown = false;
    before.close();
    await asked;
    const answer = await after.command(request);
    const { entries } = await foldWholeLog(redis.url);
    const written = entries.filter(({ commit }) => commit.id === request.id);
    expect(written).toHaveLength(1);
    expect(answer).toEqual({ outcome: 'accepted', epoch: after.epoch, position: written[0]?.position, actionId: actionIdOf(request.id) });
  } finally {
    after.close();
    await third.kill9();
    await slow.close();
  }
});
