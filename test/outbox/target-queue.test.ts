import { describe, expect, test } from 'vitest';
import type { Delivery, SendResult } from '../../server/outbox/delivery.js';
import { CAPACITY, MAX_TRIES, TargetQueue } from '../../server/outbox/target-queue.js';
import type { Position } from '../../shared/kernel/position.js';
import { HandTimers, settled } from './hand-timers.js';

const HOUR = 3_600_000;
const down: SendResult = { ok: false, reason: 'status-500', isFinal: false };
const refused: SendResult = { ok: false, reason: 'status-400', isFinal: true };

/** A receiver whose answers the test gives: always, or by the delivery's id. */
function queueTo(answer: (id: string, tries: number) => SendResult | Promise<SendResult>, maxAgeMs = 24 * HOUR) {
  const timers = new HandTimers();
  const sent: { id: string; atMs: number }[] = [];
  const outcomes: string[] = [];
  const told: number[] = [];
  const startedAt = timers.nowMs;
  const queue = new TargetQueue({
    timers,
    target: {
      name: 'alerts',
      maxAgeMs,
      send: async (delivery) => {
        sent.push({ id: delivery.id, atMs: timers.nowMs - startedAt });
        return answer(delivery.id, sent.filter(({ id }) => id === delivery.id).length);
      },
      failed: async (_, tries) => void told.push(tries),
    },
    onSettled: ({ id }, how) => void outcomes.push(`${id} ${how}`),
    onFailed: () => undefined,
  });
  const add = (id: string, key = id): Delivery => {
    const delivery = {
      id,
      key,
      at: timers.nowMs,
      prev: '1-0' as Position,
      target: 'alerts',
      type: 'alert.raised',
      occurredAt: 0,
      data: {},
    } as const;
    queue.add(delivery);
    return delivery;
  };
  return { queue, timers, sent, outcomes, told, add, times: (of: string) => sent.filter(({ id }) => id === of).map(({ atMs }) => atMs) };
}

describe('a receiver that is down', () => {
  test('is tried again at ever longer pauses, and given up after the last', async () => {
    const { add, timers, times, outcomes, told } = queueTo(() => down);
    add('a');
    await timers.pass(24 * HOUR);
    expect(times('a')).toEqual([0, 1_000, 6_000, 36_000, 156_000, 756_000, 2_556_000, 6_156_000, 13_356_000]);
    expect(times('a')).toHaveLength(MAX_TRIES);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(outcomes).toEqual(['a dead']);
  });

  test('gets what waited, once it is back', async () => {
    const { add, timers, times, outcomes, queue } = queueTo((_, tries) => (tries < 3 ? down : { ok: true }));
    add('a');
    await settled();
    expect(queue.oldestFailing?.id).toBe('a');
    await timers.pass(10_000);
    expect(times('a')).toEqual([0, 1_000, 6_000]);
    expect([outcomes, queue.oldest, queue.oldestFailing]).toEqual([['a delivered'], undefined, undefined]);
  });

  test('is asked by one delivery at a time when it has failed for long', async () => {
    let underWay = 0;
    let most = 0;
    const { add, timers } = queueTo(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await settled();
      underWay -= 1;
      return down;
    });
    for (let i = 0; i < 12; i++) add(`d${i}`);
    await settled();
    await settled();
    await timers.pass(30_000);
    expect(most).toBeLessThanOrEqual(4);
    most = 0;
    await timers.pass(HOUR);
    expect(most).toBe(1);
  });

  test('is not asked before it said', async () => {
    const { add, timers, times } = queueTo((_, tries) => (tries === 1 ? { ...down, retryAfterMs: 120_000 } : { ok: true }));
    add('a');
    await timers.pass(HOUR);
    expect(times('a')).toEqual([0, 120_000]);
  });
});

test('what a receiver refuses for what it is, is given up soon', async () => {
  const { add, timers, times, outcomes } = queueTo(() => refused);
  add('a');
  await timers.pass(HOUR);
  expect(times('a')).toEqual([0, 1_000, 6_000]);
  expect(outcomes).toEqual(['a dead']);
});

test('what fails does not hold up the others, but what is about the same thing waits its turn', async () => {
  const { add, timers, sent, outcomes } = queueTo((id, tries) => (id === 'raised' && tries < 3 ? down : { ok: true }));
  add('raised', 'alert-1');
  add('cleared', 'alert-1');
  add('another', 'alert-2');
  await settled();
  expect(outcomes).toEqual(['another delivered']);
  await timers.pass(10_000);
  expect(sent.map(({ id }) => id)).toEqual(['raised', 'another', 'raised', 'raised', 'cleared']);
  expect(outcomes).toEqual(['another delivered', 'raised delivered', 'cleared delivered']);
});

test('what nobody wants to know any more is not sent any more', async () => {
  const { add, timers, outcomes, times } = queueTo(() => down, HOUR);
  add('a');
  await timers.pass(24 * HOUR);
  expect(times('a').at(-1)).toBeLessThanOrEqual(HOUR);
  expect(outcomes).toEqual(['a dead']);
});

test('a receiver whose answer breaks off is tried again', async () => {
  const { add, timers, outcomes } = queueTo((_, tries) => {
    if (tries === 1) throw new Error('torn');
    return { ok: true };
  });
  add('a');
  await timers.pass(2_000);
  expect(outcomes).toEqual(['a delivered']);
});

test('only so much is held in memory; what was tried is known to whoever takes over', async () => {
  const { add, queue, timers } = queueTo(() => down);
  for (let i = 0; i < CAPACITY; i++) add(`d${i}`);
  expect(queue.isFull).toBe(true);
  await settled();
  expect(queue.progress().d0).toEqual({ tries: 1, nextAt: timers.nowMs + 1_000 });
});

test('a stop ends what is under way, and settles nothing', async () => {
  const { add, queue, outcomes } = queueTo(() => new Promise((resolve) => setImmediate(() => resolve(down))));
  add('a');
  await queue.stop();
  expect(outcomes).toEqual([]);
});
