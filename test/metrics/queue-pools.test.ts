import { describe, expect, test } from 'vitest';
import { computeRequired, type Target } from '../../shared/domain/roster/required.js';
import type { Agent, Queue } from '../../shared/domain/site.js';
import { pooled, queuePools } from '../../shared/metrics/queue-pools.js';

const queues = ['sales', 'support', 'vip'].map((id) => ({ id }) as Queue);
const poolsOf = (...served: string[][]) =>
  queuePools(queues, served.keys() as unknown as Iterable<Agent>, {
    skillsOf: () => [],
    queuesOf: (agent) => (served[agent as unknown as number] ?? []) as never,
  }).map((pool) => pool.map(({ id }) => id as string));

const target: Target = { formula: 'slOffered', thresholdMs: 20_000, shortAbandonMs: 0, goalRatio: 0.8, patienceMs: 180_000 };
const day = (calls: number, ahtMs = 240_000, other: Partial<Target> = {}) => ({
  calls: [calls, calls],
  ahtMs: [ahtMs, ahtMs],
  target: { ...target, ...other },
});
const requiredFor = (member: ReturnType<typeof day>) => computeRequired({ ...member, intervalMs: 1_800_000 }, member.target, 0.9)[0] ?? 0;

describe('which queues share their people', () => {
  test('none, if each has its own', () => {
    expect(poolsOf(['sales'], ['support'], ['vip'])).toEqual([['sales'], ['support'], ['vip']]);
  });
  test('also through a third one, and whatever else somebody serves', () => {
    expect(poolsOf(['sales', 'support'], ['vip', 'support', 'gone'])).toEqual([['sales', 'support', 'vip']]);
    expect(poolsOf(['sales', 'vip'], ['support'])).toEqual([['sales', 'vip'], ['support']]);
  });
  test('a queue that nobody serves still has its need', () => {
    expect(poolsOf([])).toEqual([['sales'], ['support'], ['vip']]);
  });
});

describe('what a pool needs', () => {
  test('fewer people than crews of their own, and never fewer than the work itself', () => {
    const members = Array.from({ length: 6 }, () => day(12));
    const alone = members.reduce((sum, member) => sum + requiredFor(member), 0);
    const together = requiredFor(pooled(members) as ReturnType<typeof day>);
    expect(together).toBeLessThan(alone);
    expect(together).toBeGreaterThanOrEqual((6 * 12 * 240) / 1_800);
  });
  test('handling times and promises count by the calls they are for; no calls weigh nothing', () => {
    const pool = pooled([
      day(30, 120_000, { goalRatio: 0.8, thresholdMs: 20_000 }),
      day(10, 240_000, { goalRatio: 0.9, thresholdMs: 40_000 }),
      day(0, 999),
    ]);
    expect(pool?.calls).toEqual([40, 40]);
    expect(pool?.ahtMs[0]).toBeCloseTo(150_000, 6);
    expect(pool?.target.goalRatio).toBeCloseTo(0.825, 9);
    expect(pool?.target.thresholdMs).toBeCloseTo(25_000, 6);
  });
  test('one queue is itself, and none is none', () => {
    const only = day(5);
    expect(pooled([only])).toBe(only);
    expect(pooled([])).toBeUndefined();
    expect(pooled([day(0), day(0)])?.ahtMs).toEqual([0, 0]);
  });
});
