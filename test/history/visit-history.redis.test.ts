import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Follower } from '../../server/history/follow.js';
import { createVisitHistory, type VisitQuery } from '../../server/history/visit-history.js';
import { createVisitProjector } from '../../server/history/visit-projector.js';
import type { SiteLog } from '../../server/log/log.js';
import { createLifecycle } from '../../server/ops/lifecycle.js';
import { COMMIT_VERSION, type NewCommit } from '../../shared/domain/commit.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { durationMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { type LogRig, memoryRig, silent } from '../log/rigs.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { answers, chen, enters, hangsUp, leaves, NINE, sales, site, support, visit, wang } from './floor-events.js';

let server: TestRedis;
let redis: Redis;
let rig: LogRig;
let siteNow: number;
const projectors: Follower[] = [];
beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.socketPath);
});
beforeEach(async () => {
  await redis.flushall();
  rig = await memoryRig();
  siteNow = NINE + HOUR_MS;
});
afterEach(async () => {
  for (const each of projectors.splice(0)) await each.stop();
  await rig.close();
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

const settings = { formula: 'slExShort', thresholdMs: durationMs(15_000), shortAbandonMs: durationMs(5_000), goalRatio: 0.8 } as const;
const history = () => createVisitHistory({ redis, siteId: site, now: () => epochMs(siteNow), settingsAt: () => settings });
const ask = (query: Partial<VisitQuery> = {}) =>
  history().query({ measure: 'offered', from: epochMs(0), to: epochMs(siteNow), mayRead: () => true, limit: 50, ...query });
const namesOf = async (query: Partial<VisitQuery> = {}) => (await ask(query)).visits.map((each) => each.visitId);

async function projector(log: SiteLog = rig.log): Promise<Follower> {
  const clock = { now: () => epochMs(siteNow), rate: () => 1 };
  const made = createVisitProjector({ redis, log, siteId: site, logger: silent, lifecycle: createLifecycle(silent), clock });
  projectors.push(made);
  await made.start();
  return made;
}

let commits = 0;
async function append(log: SiteLog, ...events: DomainEvent[]): Promise<void> {
  const { epoch, last } = await log.open();
  const commit: NewCommit = {
    v: COMMIT_VERSION,
    id: `test/history/${++commits}` as CommitId,
    by: { kind: 'clock' },
    cause: 'facts',
    events,
  };
  const answer = await log.append({ epoch, commit, readAt: last, reads: [], touches: [] });
  expect(answer.outcome).toBe('appended');
}
/** Redis's own contents, to see that nothing was added. */
const contents = async () => {
  const found: Record<string, unknown> = {};
  for (const key of (await redis.keys('{site:test}:visits:2*')).sort()) {
    if ((await redis.type(key)) !== 'hash') found[key] = await redis.zrangebyscore(key, '-inf', '+inf', 'WITHSCORES');
    else for (const [id, record] of Object.entries(await redis.hgetall(key))) found[`${key} ${id}`] = JSON.parse(record);
  }
  return found;
};
const until = (names: () => Promise<unknown>) => expect.poll(names, { timeout: 5_000 });

test('the calls of two queues are found by queue, agent, outcome and measure, newest first', async () => {
  await projector();
  await append(rig.log, enters(0, 'a'), enters(10, 'b', support), answers(12, 'a', wang), leaves(13, 'b'), enters(20, 'c'));
  await append(rig.log, hangsUp(60, 'a', wang, 70), answers(61, 'c', chen));
  await until(() => namesOf()).toEqual([visit('c'), visit('b'), visit('a')]);
  expect(await namesOf({ queueId: sales })).toEqual([visit('c'), visit('a')]);
  expect(await namesOf({ queueId: support })).toEqual([visit('b')]);
  await until(() => namesOf({ agentId: chen })).toEqual([visit('c')]);
  expect(await namesOf({ agentId: wang })).toEqual([visit('a')]);
  expect(await namesOf({ outcome: 'abandoned' })).toEqual([visit('b')]);
  expect(await namesOf({ measure: 'answeredInThreshold' })).toEqual([visit('a')]);
  expect(await namesOf({ from: epochMs(NINE + 10_000), to: epochMs(NINE + 20_000) })).toEqual([visit('b')]);
  expect(await namesOf({ mayRead: (record) => record.queueId === support })).toEqual([visit('b')]);
});

test('a handled call counts where its wrap-up ended, not where the caller entered', async () => {
  await projector();
  await append(rig.log, enters(0, 'a'), answers(5, 'a', wang), hangsUp(700, 'a', wang, 910));
  await until(() => namesOf({ measure: 'handled', from: epochMs(NINE + 900_000) })).toEqual([visit('a')]);
  expect(await namesOf({ measure: 'handled', to: epochMs(NINE + 900_000) })).toEqual([]);
});

test('pages hold each call once, also where several entered in the same instant', async () => {
  await projector();
  const names = Array.from({ length: 23 }, (_, i) => `p${i}`);
  await append(rig.log, ...names.map((name, i) => enters(Math.floor(i / 5), name)));
  await until(async () => (await ask()).total).toBe(23);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(23);
    seen.push(...page.visits.map((each) => each.visitId));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(23);
  expect(new Set(seen)).toEqual(new Set(names.map(visit)));
});

test('starting again from the checkpoint, from nothing, or on two nodes at once writes the same records', async () => {
  const first = await projector();
  await append(rig.log, enters(0, 'a'), answers(5, 'a', wang));
  await until(() => namesOf({ measure: 'answered' })).toEqual([visit('a')]);
  await first.stop();
  // The call was open at the checkpoint; its end is read by the next start.
  await append(rig.log, hangsUp(90, 'a', wang, 120), enters(95, 'b'), leaves(99, 'b'));
  const second = await projector();
  await until(() => namesOf({ outcome: 'abandoned' })).toEqual([visit('b')]);
  await second.stop();
  const [a] = (await ask({ outcome: 'answered' })).visits;
  expect(a?.legs).toMatchObject([{ agentId: wang, acwMs: 30_000, endedAt: NINE + 90_000 }]);
  const before = await contents();

  // All of it lost: two nodes at once bring it back, and end with one record for each call.
  await redis.flushall();
  const both = await Promise.all([projector(rig.log), projector(rig.anotherNode())]);
  await until(contents).toEqual(before);
  for (const each of both) await each.stop();
  expect(await contents()).toEqual(before);
});

test('after a fail-over that lost the newest calls, the history does not remember them', async () => {
  const one = await projector();
  await append(rig.log, enters(0, 'kept'));
  await append(rig.log, enters(5, 'phantom'));
  await until(() => namesOf()).toEqual([visit('phantom'), visit('kept')]);
  await one.stop();
  await rig.loseTail(1);
  await append(rig.log, enters(9, 'new'));
  await projector();
  await until(() => namesOf()).toEqual([visit('new'), visit('kept')]);
});

test('what is older than two days is neither found nor kept', async () => {
  await projector();
  await append(rig.log, enters(0, 'a'));
  await until(() => namesOf()).toEqual([visit('a')]);
  for (const key of await redis.keys('{site:test}:visits:2*')) {
    const ttlMs = await redis.pttl(key);
    // Kept by the UTC day in which they entered, and two days beyond its end.
    expect(ttlMs).toBeGreaterThan(48 * HOUR_MS);
    expect(ttlMs).toBeLessThanOrEqual(72 * HOUR_MS);
  }
  siteNow = NINE + 48 * HOUR_MS + 1;
  expect(await namesOf()).toEqual([]);
});

test('nothing in Redis tells who the caller was', async () => {
  const one = await projector();
  await append(rig.log, enters(0, 'a'));
  await until(() => namesOf()).toEqual([visit('a')]);
  await one.stop();
  const everything = JSON.stringify(await contents()) + (await redis.get('{site:test}:visits:checkpoint'));
  expect(everything).toContain('138****2764');
  expect(everything).not.toMatch(/CANARY/);
});
