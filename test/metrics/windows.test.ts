import { expect, test } from 'vitest';
import { emptySite } from '../../shared/domain/empty-site.js';
import { agentIdOf, queueIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { localDate, startOfDay, startOfInterval } from '../../shared/kernel/zone.js';
import { occupancyParts, occupancyRatio, utilisationRatio } from '../../shared/metrics/agent-measures.js';
import { figuresOf } from '../../shared/metrics/figures.js';
import { seriesOf } from '../../shared/metrics/series.js';
import { agentCountersSince, recentSince, recentSinceEach, windowStart } from '../../shared/metrics/windows.js';
import { answered, at, ended, joined, member, other, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const utc = (...parts: Parameters<typeof Date.UTC>) => epochMs(Date.UTC(...parts));
const li = 'PJSIP/1001';

test('today begins at the midnight of the site, not of the server', () => {
  expect(startOfDay(utc(2026, 10, 21, 15, 59), 'Asia/Shanghai')).toBe(utc(2026, 10, 20, 16));
  expect(startOfDay(utc(2026, 10, 21, 16, 0), 'Asia/Shanghai')).toBe(utc(2026, 10, 21, 16));
  expect(localDate(utc(2026, 10, 21, 16, 0), 'Asia/Shanghai')).toBe('2026-11-22');
});

test('a day on which the clocks change still begins at its first instant', () => {
  // Berlin 2026-03-29 has 23 hours; Beirut's midnight of that date is skipped.
  expect(startOfDay(utc(2026, 2, 29, 12), 'Europe/Berlin')).toBe(utc(2026, 2, 28, 23));
  expect(startOfDay(utc(2026, 2, 30, 12), 'Europe/Berlin')).toBe(utc(2026, 2, 29, 22));
  expect(startOfDay(utc(2026, 2, 29, 12), 'Asia/Beirut')).toBe(utc(2026, 2, 28, 22));
});

test('half-hours follow the local clock, also where it is off by a quarter', () => {
  expect(startOfInterval(utc(2026, 10, 21, 4, 50), 'Asia/Kathmandu', 1_800_000)).toBe(utc(2026, 10, 21, 4, 45));
  expect(startOfInterval(utc(2026, 10, 21, 4, 44), 'Asia/Kathmandu', 1_800_000)).toBe(utc(2026, 10, 21, 4, 15));
});

const floorWithOneCall = () => {
  const floor = testFloor();
  floor.tell(
    queueSeen(0, 'sales', { thresholdMs: 15_000 }),
    member(0, li, 'sales'),
    joined(60, 'a', 'sales'),
    answered(70, 'a', li),
    ended(370, 'a', li),
  );
  return floor;
};

test('a call counts where it entered: the rolling quarter-hour forgets it, today does not', () => {
  const { site } = floorWithOneCall();
  const queueId = queueIdOf(SOURCE, 'sales');
  expect(figuresOf(site, queueId, '15m', at(600), new Map()).offered).toBe(1);
  expect(figuresOf(site, queueId, '15m', at(1_000), new Map()).offered).toBe(0);
  expect(figuresOf(site, queueId, '30m', at(1_000), new Map()).offered).toBe(1);
  expect(figuresOf(site, queueId, 'today', at(20_000), new Map()).offered).toBe(1);
  expect(figuresOf(site, queueId, 'today', at(20 * 3_600), new Map()).offered).toBe(0);
});

test('an hour, its last half and its last quarter are told apart in one look', () => {
  const { site, tell } = floorWithOneCall();
  tell(joined(1_500, 'b', 'sales'), joined(2_900, 'c', 'sales'), joined(3_599, 'd', 'sales'));
  const queue = site.queues.get(queueIdOf(SOURCE, 'sales'));
  if (queue === undefined) throw new Error('no queue');
  const froms = (['60m', '30m', '15m'] as const).map((window) => windowStart(site, window, at(3_610)));
  expect(recentSinceEach(queue, froms)).toEqual(froms.map((from) => recentSince(queue, from)));
  expect(recentSinceEach(queue, froms).map(({ entered }) => entered)).toEqual([4, 2, 2]);
});

test('a rolling window begins on the grain it is counted in, so that a number and the calls behind it agree', () => {
  const floor = floorWithOneCall();
  floor.tell(joined(64, 'b', 'sales'), joined(72, 'c', 'sales'), joined(81, 'd', 'sales'));
  const queueId = queueIdOf(SOURCE, 'sales');
  for (const now of [900, 960, 963, 969, 970, 975, 990]) {
    const { from, offered } = figuresOf(floor.site, queueId, '15m', at(now), new Map());
    const behind = [...floor.site.visits.values()].filter((visit) => visit.enteredAt >= from);
    expect(offered, `at ${now} s`).toBe(behind.length);
  }
});

test('the figures of the site are the sums of its queues, divided last', () => {
  const floor = floorWithOneCall();
  floor.tell(queueSeen(0, 'vip', { thresholdMs: 5_000 }), joined(100, 'b', 'vip'), other(130, { type: 'visit.abandoned', visitKey: 'b' }));
  const all = figuresOf(floor.site, 'site', 'today', at(400), new Map());
  expect(all).toMatchObject({ offered: 2, answered: 1, abandoned: 1, serviceLevelRatio: 0.5, mixedThresholds: true });
});

test('a changed threshold counts from the next quarter-hour, and that quarter is marked', () => {
  const floor = floorWithOneCall();
  floor.tell(queueSeen(400, 'sales', { thresholdMs: 5_000 }));
  floor.tell(joined(500, 'b', 'sales'), answered(510, 'b', li), ended(520, 'b', li));
  floor.tell(joined(1_000, 'c', 'sales'), answered(1_010, 'c', li), ended(1_020, 'c', li));
  const queue = floor.site.queues.get(queueIdOf(SOURCE, 'sales'));
  expect(queue?.quarters.map((tally) => [tally.settings.thresholdMs, tally.counters.answeredInThreshold ?? 0])).toEqual([
    [15_000, 2],
    [5_000, 0],
  ]);
  const intervals = seriesOf(floor.site, [queueIdOf(SOURCE, 'sales')], at(0), at(1_800), at(1_800));
  expect(intervals[0]).toMatchObject({ offered: 3, answered: 3, settingsChanged: true, serviceLevelRatio: 2 / 3 });
});

test('an agent who is in one state for hours has the time in every quarter-hour of it', () => {
  const { site } = floorWithOneCall();
  const agent = site.agents.get(agentIdOf(SOURCE, li));
  if (agent === undefined) throw new Error('no agent');
  const counters = agentCountersSince(agent, windowStart(site, 'today', at(7_200)), at(7_200));
  expect(counters).toMatchObject({ talkMs: 300_000, readyMs: (7_200 - 300) * 1_000 });
  const staffed = seriesOf(site, [queueIdOf(SOURCE, 'sales')], at(0), at(7_200), at(7_200)).map((interval) => interval.staffed);
  expect(staffed).toEqual([1, 1, 1, 1, expect.anything()].slice(0, staffed.length));
});

test('occupancy says nothing under ten minutes of work and waiting, and ringing is in neither', () => {
  expect(occupancyRatio(occupancyParts({ talkMs: 300_000, readyMs: 299_999, ringMs: 900_000 }))).toBeNull();
  expect(occupancyRatio(occupancyParts({ talkMs: 400_000, holdMs: 50_000, acwMs: 50_000, readyMs: 500_000 }))).toBe(0.5);
});

test('utilisation leaves an unpaid meal out and never exceeds occupancy', () => {
  const counters = {
    talkMs: 600_000,
    readyMs: 600_000,
    notReadyMs: new Map([
      ['MEAL', 3_600_000],
      ['BREAK', 300_000],
    ]),
  };
  expect(utilisationRatio(counters)).toBe(600_000 / 1_500_000);
  expect(utilisationRatio(counters) ?? 1).toBeLessThanOrEqual(occupancyRatio(occupancyParts(counters)) ?? 0);
});

test('a site that has seen nothing has figures, all empty', () => {
  expect(figuresOf(emptySite(), 'site', 'today', at(0), new Map())).toMatchObject({
    offered: 0,
    serviceLevelRatio: null,
    occupancyRatio: null,
  });
});
