import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import type { TestSupervisor } from '../support/supervisor.js';
import { expectEverythingOnce, leasesOf } from './agreement.js';
import { actionSeen, eventsIn, storyOf, toQueue, untilSettled, untouchedCall, watchAs, wish } from './commanding.js';

/** At its real pace: a move takes the simulated distributor some tenths of a second, and there are calls enough to move. */
const env = { SOURCE: 'simulator', SIM_AGENTS: '60', SIM_SPEED: '1', SIM_SEED: '21' };

let redis: TestRedis;
const running: TestServer[] = [];
const watchers: TestSupervisor[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const watcher of watchers.splice(0)) watcher.close();
  await Promise.all(running.splice(0).map((server) => server.kill9()));
});
afterAll(() => redis.stop());

async function start(): Promise<TestServer> {
  const server = await startTestServer({ redisUrl: redis.url, env });
  running.push(server);
  return server;
}

async function watch(server: TestServer, login = 'zhoumin'): Promise<TestSupervisor> {
  const watcher = await watchAs(login, server);
  watchers.push(watcher);
  return watcher;
}

/** The first one up has the phone system; the second stands by. */
async function startTwo(): Promise<[holder: TestServer, other: TestServer]> {
  const holder = await start();
  await untouchedCall(await watch(holder));
  return [holder, await start()];
}

test('a node killed right after a command reached it: sent again to the other one, the call is moved once and recorded once', async () => {
  const [holder, other] = await startTwo();
  // The person is the same on every node.
  const [back, colleague] = [await watch(holder, 'admin'), await watch(holder)];
  let doomed = other;
  // From before it was read, over while it was being written, to after it was written but before anybody was told.
  for (const afterMs of [0, 4, 30]) {
    const there = await watch(doomed, 'admin');
    const { visit, queueId } = await untouchedCall(there);
    const request = wish(toQueue(visit.id, queueId));
    const lost = there.command(request, 3_000);
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    await doomed.kill9();
    // The browser asks again under the same id.
    const answer = await back.command(request);
    const first = await lost;
    expect(['accepted', 'not-confirmed']).toContain(first.outcome);
    expect(answer.outcome, JSON.stringify(answer)).toBe('accepted');
    if (first.outcome === 'accepted') expect(answer).toEqual(first);
    const story = await untilSettled(redis.url, request);
    expect(story).toEqual({ taken: 1, started: 1, results: ['confirmed'], moves: 1 });
    // And once more, when all is over: the first answer stands, nothing happens.
    expect(await back.command(request)).toEqual(answer);
    expect(storyOf(await eventsIn(redis.url), request)).toEqual(story);
    const { actionId } = answer as Extract<typeof answer, { outcome: 'accepted' }>;
    await colleague.until(() => actionSeen(colleague, actionId)?.state === 'confirmed', 'confirmed on a colleague’s screen');
    if (afterMs < 30) doomed = await start();
  }
  await expectEverythingOnce(redis.url);
});

test('the node that has the phone system is killed between its word that it is about to act and the act: it ends, and is never done twice', async () => {
  const [holder, other] = await startTwo();
  const [asking, witness] = [await watch(other, 'admin'), await watch(other)];
  const { visit, queueId } = await untouchedCall(asking);
  const request = wish(toQueue(visit.id, queueId));
  const answer = await asking.command(request);
  if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer));
  await witness.until(() => actionSeen(witness, answer.actionId)?.state !== 'requested', 'that the phone system is being asked');
  await holder.kill9();

  const story = await untilSettled(redis.url, request);
  expect(story).toMatchObject({ taken: 1, started: 1 });
  expect(story.results).toHaveLength(1);
  expect(['confirmed', 'timed-out']).toContain(story.results[0]);
  expect(story.moves).toBe(story.results[0] === 'confirmed' ? 1 : 0);
  // Who asked is told the same end, and the floor goes on under the next holder: a new wish comes true.
  await witness.until(() => actionSeen(witness, answer.actionId)?.state === story.results[0], 'its end on screen');
  const next = await untouchedCall(witness);
  const again = wish(toQueue(next.visit.id, next.queueId));
  expect((await witness.command(again)).outcome).toBe('accepted');
  expect(await untilSettled(redis.url, again)).toEqual({ taken: 1, started: 1, results: ['confirmed'], moves: 1 });
  expect(storyOf(await eventsIn(redis.url), request)).toEqual(story);
  const leases = leasesOf(await expectEverythingOnce(redis.url));
  expect(new Set(leases).size).toBeGreaterThan(1);
});
