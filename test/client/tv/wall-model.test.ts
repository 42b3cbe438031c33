import { describe, expect, test } from 'vitest';
import { lanePosition, PAGE_MS, RELEASE_AFTER_MS, wallNow, wallPage } from '../../../client/tv/wall-model.js';
import { figures, NOW, queue, site } from './floor.js';

const now = (queues: ReturnType<typeof queue>[], today: Record<string, ReturnType<typeof figures>> = {}) =>
  wallNow({ site: site(), queues, figuresOf: (scope) => today[scope], siteNow: NOW });

describe('what the room should look at', () => {
  test('nothing, while no caller has waited twice what was promised', () => {
    const wall = now([queue('1', { waiting: 3, oldestEnteredAt: NOW - 29_000 })]);
    expect([wall.takeover, wall.breaches, wall.queues[0]?.severity]).toEqual([null, 0, 'watch']);
  });
  test('the queue whose caller waited longest measured in its own promise, not in seconds', () => {
    const wall = now([
      queue('slow', { thresholdMs: 60_000, waiting: 1, oldestEnteredAt: NOW - 150_000 }),
      queue('fast', { thresholdMs: 10_000, waiting: 1, oldestEnteredAt: NOW - 60_000 }),
    ]);
    expect([wall.takeover?.id, wall.breaches]).toEqual(['q-fast', 2]);
  });
  test('a queue that its source no longer knows is not counted', () => {
    const wall = now([queue('1', { waiting: 2 }), queue('old', { waiting: 9, removed: true })]);
    expect([wall.waiting, wall.queues.length]).toEqual([2, 1]);
  });
  test('queues in which nothing happens keep the site’s order', () => {
    expect(now([queue('b', { order: 2 }), queue('a', { order: 1 })]).queues.map((row) => row.id)).toEqual(['q-a', 'q-b']);
  });
});

describe('four numbers', () => {
  test('the service level is measured against a goal only where all queues have the same one', () => {
    const level = { site: figures('site', { serviceLevelRatio: 0.79 }) };
    expect(now([queue('1'), queue('2')], level).serviceLevel).toEqual({ ratio: 0.79, goalRatio: 0.8, severity: 'watch' });
    expect(now([queue('1'), queue('2', { goalRatio: 0.9 })], level).serviceLevel).toEqual({
      ratio: 0.79,
      goalRatio: null,
      severity: 'calm',
    });
  });
  test('with nothing counted there is no number, and nothing is wrong', () => {
    expect(now([queue('1')]).abandoned).toEqual({ ratio: null, severity: 'calm' });
  });
  test('who is signed out is not counted as signed in', () => {
    const wall = now([]);
    expect([wall.ready, wall.signedIn]).toEqual([11, 41]);
  });
});

describe('pages', () => {
  const at = (now: number, brokenUntil: number | null = null) => wallPage({ now, startedAt: 0, brokenUntil });
  test('they take turns, fifteen seconds each', () => {
    expect([0, PAGE_MS - 1, PAGE_MS, 2 * PAGE_MS, 3 * PAGE_MS].map((now) => at(now))).toEqual(['now', 'now', 'queues', 'people', 'now']);
  });
  test('the first stands while a limit is broken, and until it has held again for a while', () => {
    const broken = 100_000;
    expect([broken, broken + RELEASE_AFTER_MS, broken + RELEASE_AFTER_MS + PAGE_MS - 1].map((now) => at(now, broken))).toEqual([
      'now',
      'now',
      'now',
    ]);
    expect(at(broken + RELEASE_AFTER_MS + PAGE_MS, broken)).toBe('queues');
  });
});

test.each([
  [0, 0],
  [0.5, 0.21],
  [1, 0.42],
  [2, 0.56],
  [16, 0.98],
  [500, 0.98],
])('a wait of %s times what was promised stands at %s of the lane', (times, share) => {
  expect(lanePosition(times)).toBeCloseTo(share, 10);
});
