import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { expectEverythingOnce } from './agreement.js';
import { eventsIn, storyOf, toQueue, untilSettled, untouchedCall, watchAs, wish } from './commanding.js';

let redis: TestRedis;
let node: TestServer;
beforeAll(async () => {
  redis = await startTestRedis();
  node = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '60', SIM_SPEED: '1', SIM_SEED: '22' } });
});
afterAll(async () => {
  await node?.kill9();
  await redis?.stop();
});

test('Redis stands still while a command is under way: not confirmed, and settled later under the same id, once', async () => {
  const watcher = await watchAs('zhoumin', node);
  const { visit, queueId } = await untouchedCall(watcher);
  const request = wish(toQueue(visit.id, queueId));
  redis.freeze();
  try {
    expect(await watcher.command(request)).toEqual({ outcome: 'not-confirmed', commitId: request.id });
    // Asked again while nothing has changed: no more certain than before, and no second wish.
    expect((await watcher.command(request)).outcome).toBe('not-confirmed');
  } finally {
    redis.thaw();
  }
  await watcher.until(() => watcher.beat?.stale.length === 0, 'a live floor again');
  const answer = await watcher.command(request);
  // The caller may have gone meanwhile: then it is refused, with nothing in the log. Never both.
  if (answer.outcome === 'refused') {
    expect(['call-ended', 'not-found', 'wrong-state']).toContain(answer.rejection.code);
    expect(storyOf(await eventsIn(redis.url), request)).toMatchObject({ taken: 0, started: 0, results: [] });
    return;
  }
  expect(answer.outcome).toBe('accepted');
  const story = await untilSettled(redis.url, request);
  expect(story.taken).toBe(1);
  expect(story.started).toBeLessThanOrEqual(1);
  expect(story.results).toHaveLength(1);
  expect(story.moves).toBe(story.results[0] === 'confirmed' ? 1 : 0);
  expect(await watcher.command(request)).toEqual(answer);
  await expectEverythingOnce(redis.url);
  watcher.close();
});
