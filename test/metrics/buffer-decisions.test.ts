import { expect, test } from 'vitest';
import type { BufferRecord } from '../../shared/domain/buffer/buffer.js';
import { MINUTE_MS } from '../../shared/kernel/time.js';
import { decisionsOf, inTimeRatio } from '../../shared/metrics/buffer-decisions.js';
import { NINE } from '../support/floor.js';

const MIN = MINUTE_MS;
const record = (outcome: string, afterMin: number, by: string | null, more: object = {}): BufferRecord =>
  ({
    bufferId: 'b-1',
    agentId: 'a-1',
    requestedAt: NINE,
    decideBy: NINE + 10 * MIN,
    decision: { outcome, at: NINE + afterMin * MIN, ...(by === null ? {} : { by: { userId: by, name: by, role: 'lead' } }) },
    ...more,
  }) as unknown as BufferRecord;

test('of fewer than five decisions nothing is told of a person', () => {
  const four = [1, 2, 3, 4].map((minutes) => record('approved', minutes, 'u-zhou'));
  expect(decisionsOf(four)).toEqual([]);
  expect(decisionsOf([...four, record('approved', 5, 'u-other')])).toEqual([]);
  expect(inTimeRatio(four)).toBeNull();
});

test('how a person decides: how soon, what, and what became of a no', () => {
  const records = [
    record('approved', 2, 'u-zhou'),
    record('approved', 4, 'u-zhou'),
    record('deferred', 8, 'u-zhou'),
    record('declined', 9, 'u-zhou', { isOverturned: true }),
    record('declined', 12, 'u-zhou'),
  ];
  expect(decisionsOf(records)).toEqual([
    {
      userId: 'u-zhou',
      name: 'u-zhou',
      requests: 5,
      inTimeRatio: 0.8,
      medianMs: 8 * MIN,
      approvedRatio: 0.4,
      deferredRatio: 0.2,
      declinedRatio: 0.4,
      overturnedRatio: 0.5,
    },
  ]);
});

test('what is granted at once is in time; what only silence granted is not, and is nobody’s decision', () => {
  const silent = record('approved', 10, null);
  const atOnce = record('approved', 0, null, { decideBy: undefined });
  const records = [silent, atOnce, atOnce, atOnce, atOnce];
  expect(inTimeRatio(records)).toBe(0.8);
  expect(decisionsOf(records)).toEqual([]);
});
