import { describe, expect, test } from 'vitest';
import type { QueueSort } from '../../client/floor/floor-address.js';
import { compareQueues, keepOrder } from '../../client/floor/queue-order.js';
import type { QueueRow } from '../../client/floor/queue-rows.js';

const row = (id: string, change: Partial<QueueRow> = {}): QueueRow => ({
  id,
  name: id,
  order: 0,
  severity: 'calm',
  times: 0,
  waiting: 0,
  longestWaitMs: 0,
  serviceLevelRatio: 0.9,
  goalRatio: 0.8,
  ready: 1,
  staffed: 2,
  ahtMs: 1000,
  abandonRatio: 0,
  ...change,
});
const order = (rows: QueueRow[], sort: QueueSort = { by: 'pressure', descending: true }) =>
  [...rows].sort(compareQueues(sort, new Intl.Collator('zh-CN'))).map(({ id }) => id);

describe('by pressure', () => {
  test('a breach stands above a watch, and a watch above what is fine', () => {
    expect(order([row('fine'), row('watch', { severity: 'watch' }), row('breach', { severity: 'breach' })])).toEqual([
      'breach',
      'watch',
      'fine',
    ]);
  });

  test('who waits longer by the queue’s own promise stands higher, not who waits more seconds', () => {
    const slow = row('mail', { times: 0.5, longestWaitMs: 30_000 });
    const fast = row('vip', { times: 0.8, longestWaitMs: 8_000 });
    expect(order([slow, fast])).toEqual(['vip', 'mail']);
  });

  test('queues in which nothing happens keep the site’s order', () => {
    expect(order([row('c', { order: 3 }), row('a', { order: 1 }), row('b', { order: 2 })])).toEqual(['a', 'b', 'c']);
  });

  test('of two that watch for their service level the one further below its goal comes first', () => {
    const low = row('low', { severity: 'watch', serviceLevelRatio: 0.5 });
    expect(order([row('near', { severity: 'watch', serviceLevelRatio: 0.79 }), low])).toEqual(['low', 'near']);
  });
});

test('by a column, figures that are not known come last when the largest come first', () => {
  const rows = [row('none', { ahtMs: null }), row('long', { ahtMs: 9_000 }), row('short', { ahtMs: 2_000 })];
  expect(order(rows, { by: 'aht', descending: true })).toEqual(['long', 'short', 'none']);
  expect(order(rows, { by: 'aht', descending: false })).toEqual(['none', 'short', 'long']);
});

describe('while someone reads the rows', () => {
  test('they stay where they are, though pressure has changed', () => {
    const shown = ['a', 'b', 'c'];
    expect(keepOrder(shown, ['c', 'b', 'a'])).toBe(shown);
  });

  test('a queue that is gone leaves, and a new one joins at the end', () => {
    expect(keepOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd']);
  });
});
