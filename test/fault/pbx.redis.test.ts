import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import type { SiteState } from '../../shared/domain/site.js';
import { isOpen } from '../../shared/domain/visit/leg.js';
import { recordingOf } from '../connectors/asterisk/recordings.js';
import { ACCOUNT_PASSWORD, addAccount } from '../support/account.js';
import { AmiServer, liveEvents } from '../support/ami-server.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';
import { expectEverythingOnce, expectSameFloor } from './agreement.js';

const busyHour = recordingOf('11-busy-hour');
let redis: TestRedis;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
  await addAccount(redis.url, 'chief', '--role', 'supervisor');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => redis.stop());

const siteId = 'main';
async function startOn(port: number, secret = 'secret'): Promise<TestServer> {
  const server = await startTestServer({
    redisUrl: redis.url,
    env: { SOURCE: 'asterisk', AMI_HOST: '127.0.0.1', AMI_PORT: String(port), AMI_USER: 'console', AMI_SECRET: secret },
  });
  closing.push(() => server.kill9());
  return server;
}

async function watch(server: TestServer): Promise<TestSupervisor> {
  const watcher = new TestSupervisor(server, await signIn(server, 'chief', ACCOUNT_PASSWORD));
  closing.push(() => watcher.close());
  await watcher.until(() => watcher.position !== undefined && watcher.beat !== undefined, 'a first frame');
  return watcher;
}

const life = (state: SiteState) =>
  Object.fromEntries([...state.queues.values()].map(({ key, life: { answered, abandoned } }) => [key, { answered, abandoned }]));

test('a wrong secret: the source is lost with the reason, and the floor stays up to say so', async () => {
  const pbx = await AmiServer.start({ recording: busyHour, secret: 'another' });
  closing.push(() => pbx.stop());
  const server = await startOn(pbx.port);
  const watcher = await watch(server);
  await watcher.until(() => watcher.all('source')[0]?.status === 'lost', 'that the source is lost');
  expect(watcher.all('source')).toEqual([
    expect.objectContaining({ id: 'asterisk', detail: 'login refused: user or secret is wrong, or this address is not permitted' }),
  ]);
  await watcher.until(() => watcher.beat?.stale[0]?.because === 'connector-lost', 'that its figures are stale');
  expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  // It can be looked at: the log and the page are well, only the PBX is not.
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
  expect(server.output()).not.toContain('"secret"');
});

test('Asterisk restarts in the middle of calls: stale while it is away, no ghosts after, and nobody counts as abandoned for it', async () => {
  const pbx = await AmiServer.start({ recording: busyHour });
  const server = await startOn(pbx.port);
  const watcher = await watch(server);
  await watcher.until(() => watcher.all('queue').length === 4 && watcher.beat?.stale.length === 0, 'the queues of a connected PBX');

  const events = liveEvents(busyHour);
  pbx.send(events.slice(0, Math.round(events.length / 3)).join(''));
  await watcher.until(
    () => watcher.all('visit').length > 3 && watcher.all('visit').some(({ state }) => state === 'talking'),
    'calls in progress',
  );
  await watcher.until(() => watcher.all('visit').some(({ state }) => state === 'queued'), 'somebody who waits');
  const port = pbx.port;
  await pbx.stop();
  await watcher.until(() => watcher.beat?.stale.some(({ because }) => because === 'connector-lost') ?? false, 'stale at once');
  // What was read before the end is written first; then the log says that the source is lost, and the screen stands there.
  let away = await foldWholeLog(redis.url, { siteId });
  const isWritten = async () => {
    away = await foldWholeLog(redis.url, { siteId });
    return away.state.sources.get('asterisk')?.status === 'lost' && watcher.position === away.position;
  };
  await expect.poll(isWritten, { timeout: 45_000, interval: 250 }).toBe(true);
  const inProgress = [...away.state.visits.values()].filter(isOpen).length;
  expect(inProgress).toBeGreaterThan(3);
  // Not known to be over: they stay where they were, under the mark.
  expect(watcher.all('visit')).toHaveLength(inProgress);

  const again = await AmiServer.start({ recording: busyHour }, port);
  closing.push(() => again.stop());
  await watcher.until(() => watcher.all('visit').length === 0 && watcher.beat?.stale.length === 0, 'an empty floor, live');
  const { state } = await foldWholeLog(redis.url, { siteId });
  expect(brokenInvariants(state)).toEqual([]);
  expect([...state.visits.values()].filter(isOpen)).toEqual([]);
  expect([...state.agents.values()].filter(({ state: now }) => now === 'talking' || now === 'ringing')).toEqual([]);
  expect(life(state)).toEqual(life(away.state));
  await expectEverythingOnce(redis.url, siteId);
  await expectSameFloor(watcher, redis.url, siteId);
});
