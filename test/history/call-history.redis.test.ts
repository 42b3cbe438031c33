import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCallHistory } from '../../server/history/call-history.js';
import { Forecaster } from '../../server/history/forecaster.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import { evolve } from '../../shared/domain/evolve.js';
import { forecastKey } from '../../shared/domain/roster/duty.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import type { ExternalKey, SiteId } from '../../shared/kernel/ids.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { sales } from './floor-events.js';

const DAY_MS = 24 * HOUR_MS;
/** Monday 2 November 2026, midnight in Shanghai. */
const MONDAY = Date.UTC(2026, 10, 1, 16);
let redisServer: TestRedis;
let redis: Redis;
beforeAll(async () => {
  redisServer = await startTestRedis();
  redis = new Redis(redisServer.url);
});
afterAll(async () => {
  redis?.disconnect();
  await redisServer?.stop();
});

/** A node whose queue knows the last days' quarters: 4 calls in each from nine to five, three minutes each. */
function node(nodeId: string, siteId: SiteId) {
  const site = emptySite();
  const touched = { touch() {}, gone() {} };
  let now = epochMs(MONDAY);
  const fold = (event: Parameters<typeof evolve>[1]) => evolve(site, event, { position: ORIGIN, at: now }, touched);
  fold({ type: 'site.configured', occurredAt: now, config: siteConfigSchema.parse({ name: '东湾', timeZone: 'Asia/Shanghai' }) });
  fold({ type: 'queue.described', occurredAt: now, queueId: sales, source: 'test', key: 'sales' as ExternalKey });
  const calls = createCallHistory({ redis, siteId, site: () => site, clock: { now: () => now, rate: () => 1 } });
  let commits = 0;
  const forecaster = new Forecaster({
    site: {
      state: () => site,
      siteNow: () => now,
      propose: async ({ decide }) => {
        const { events } = decide(site);
        if (events.length === 0) return { outcome: 'nothing' };
        commits += 1;
        for (const event of events) fold(event);
        return { outcome: 'accepted', position: ORIGIN };
      },
    },
    calls,
    nodeId,
    logger: pino({ level: 'silent' }),
  });
  const liveUntil = (at: number) => {
    const queue = site.queues.get(sales);
    if (queue === undefined) throw new Error('no queue');
    queue.quarters = [];
    for (let start = at - 50 * HOUR_MS; start < at; start += 15 * MINUTE_MS) {
      const hour = ((start - MONDAY) / HOUR_MS + 24 * 7) % 24;
      if (start < MONDAY || hour < 9 || hour >= 17) continue;
      const counters = { entered: 4, handled: 4, handledTalkMs: 600_000, handledHoldMs: 60_000, handledAcwMs: 60_000 };
      queue.quarters.push({ start: epochMs(start), settings: queue.settings, counters });
    }
    now = epochMs(at);
  };
  return { site, calls, forecaster, liveUntil, fold, now: () => now, commits: () => commits };
}

const keysOf = async (siteId: string) => (await redis.keys(`{site:${siteId}}:calls:*`)).length;

test('two weeks of calls are known for longer than the state knows them, and the next two weeks are forecast from them', async () => {
  const one = node('one', 'forecast' as SiteId);
  for (let day = 1; day <= 15; day++) {
    one.liveUntil(MONDAY + day * DAY_MS + HOUR_MS);
    await one.forecaster.tick();
    if (day < 14) expect([day, one.site.forecasts.size]).toEqual([day, 0]);
  }
  // The first day is known only from its first call on.
  expect(one.forecaster.knownDays()).toBe(14);
  expect(await keysOf('forecast')).toBe(15);
  const forecast = one.site.forecasts.get(forecastKey(sales, '2026-11-17'));
  expect(forecast?.isFromHistory).toBe(true);
  expect(forecast?.calls.map(Math.round).slice(16, 20)).toEqual([0, 0, 8, 8]);
  expect(forecast?.ahtMs[20]).toBe(180_000);
  expect(one.site.forecasts.has(forecastKey(sales, '2026-12-01'))).toBe(true);

  const before = one.commits();
  await one.forecaster.tick();
  expect(one.commits()).toBe(before);
});

test('a second node finds the same, and has nothing to add; what a person entered stands', async () => {
  const two = node('two', 'forecast' as SiteId);
  two.liveUntil(MONDAY + 15 * DAY_MS + HOUR_MS);
  const mine = { calls: new Array(48).fill(1), ahtMs: new Array(48).fill(60_000) };
  two.fold({
    type: 'forecast.set',
    occurredAt: two.now(),
    by: { userId: 'u-zhou', name: '周敏', role: 'supervisor' },
    queueId: sales,
    date: '2026-11-18',
    startAt: epochMs(MONDAY + 16 * DAY_MS),
    intervalMs: (30 * MINUTE_MS) as never,
    ...mine,
  });
  await two.forecaster.tick();
  expect(two.site.forecasts.get(forecastKey(sales, '2026-11-18'))?.calls[0]).toBe(1);
  expect(two.site.forecasts.get(forecastKey(sales, '2026-11-17'))?.isFromHistory).toBe(true);
  expect(two.site.forecasts.get(forecastKey(sales, '2026-11-18'))?.isFromHistory).toBeUndefined();
});

test('a quarter-hour that grew is written again, and nothing else', async () => {
  const one = node('three', 'growth' as SiteId);
  one.liveUntil(MONDAY + 12 * HOUR_MS);
  await one.calls.write();
  const tally = one.site.queues.get(sales)?.quarters.at(-1);
  if (tally === undefined) throw new Error('no calls');
  tally.counters.entered = 9;
  await one.calls.write();
  const found = [];
  for await (const some of one.calls.read(epochMs(MONDAY), epochMs(MONDAY + DAY_MS) as EpochMs)) found.push(...some);
  expect(found).toHaveLength(12);
  expect(found.find(({ start }) => start === tally.start)).toEqual({
    queueId: sales,
    start: tally.start,
    entered: 9,
    handled: 4,
    handleMs: 720_000,
  });
});
