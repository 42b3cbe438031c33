import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorker, phoneSpansOf, type Scheduled, scheduledAgents, staysCovered } from '../../../shared/domain/roster/coverage.js';
import { type Grid, lengthWithin, type Span, sharesOf, startOf, touches, without } from '../../../shared/domain/roster/spans.js';
import type { QueueId } from '../../../shared/kernel/ids.js';

const SALES = 'q-sales' as QueueId;
const VIP = 'q-vip' as QueueId;
const HALF_HOUR = 1_800_000;
const grid: Grid = { startAt: 0, intervalMs: HALF_HOUR, count: 4 };
const span = (from: number, to: number) => ({ startAt: from * HALF_HOUR, endAt: to * HALF_HOUR });
/** Sales has three times the work of VIP, but nobody calls in the last interval. */
const loadOf = (id: QueueId, i: number) => (i === 3 ? 0 : id === SALES ? 3 : 1);

describe('who is there for whom', () => {
  test('somebody with one skill is there whole, for as much of an interval as they are on the phones', () => {
    expect(scheduledAgents([{ queueIds: [SALES], spans: [span(0.5, 2.25)] }], grid, loadOf)).toEqual(new Map([[SALES, [0.5, 1, 0.25, 0]]]));
  });

  test('somebody with several skills is shared out as the work is, and evenly where there is none', () => {
    const scheduled = scheduledAgents([{ queueIds: [SALES, VIP], spans: [span(2, 4)] }], grid, loadOf);
    expect(scheduled.get(SALES)).toEqual([0, 0, 0.75, 0.5]);
    expect(scheduled.get(VIP)).toEqual([0, 0, 0.25, 0.5]);
  });

  test('somebody without a skill, or off the phones, is there for nobody', () => {
    expect(scheduledAgents([{ queueIds: [], spans: [span(0, 4)] }], grid, loadOf).size).toBe(0);
    const segments = [
      { activity: 'phone' as const, ...span(0, 1) },
      { activity: 'ot' as const, ...span(1, 2) },
      { activity: 'meal' as const, ...span(2, 3) },
      { activity: 'chat' as const, ...span(3, 4) },
    ];
    expect(phoneSpansOf(segments)).toEqual([span(0, 2)]);
  });

  test('taking somebody out again leaves what was there before', () => {
    const anyWorker = fc.record({
      queueIds: fc.subarray([SALES, VIP]),
      spans: fc
        .tuple(fc.double({ min: -1, max: 5, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
        .map(([at, length]) => [span(at, at + length)]),
    });
    fc.assert(
      fc.property(fc.array(anyWorker), anyWorker, (others, worker) => {
        const before = scheduledAgents(others, grid, loadOf);
        const after: Scheduled = new Map([...before].map(([id, agents]) => [id, [...agents]]));
        addWorker(after, worker, grid, loadOf);
        addWorker(after, worker, grid, loadOf, -1);
        for (const [id, agents] of after) for (const [i, there] of agents.entries()) expect(there).toBeCloseTo(before.get(id)?.[i] ?? 0, 9);
      }),
    );
  });

  test.each([
    ['enough for all', 10, 12, 10, true],
    ['95 % of them', 10, 12, 9.5, true],
    ['fewer', 10, 12, 9.4, false],
    ['too few, but as many as before', 10, 8, 8, true],
    ['fewer than the too few of before', 10, 8, 7.5, false],
  ])('a change may leave %s', (_, required, before, after, may) => {
    expect(staysCovered(required, before, after)).toBe(may);
  });
});

describe('spans', () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: -1_000, max: 9_000 }), { minLength: 2, maxLength: 8 })
    .map((at) => at.sort((a, b) => a - b))
    .map((at) => Array.from({ length: Math.floor(at.length / 2) }, (_, i) => ({ startAt: at[2 * i] ?? 0, endAt: at[2 * i + 1] ?? 0 })));
  const lengthOf = (all: readonly Span[], within: Span) => all.reduce((sum, one) => sum + lengthWithin(one, within), 0);

  test('nobody’s time is lost between intervals: what each holds adds up to what there is', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 12 }), (all, intervalMs, count) => {
        const hours: Grid = { startAt: 0, intervalMs, count };
        const counted = sharesOf(hours, all).reduce((sum, share) => sum + share * intervalMs, 0);
        expect(counted).toBeCloseTo(lengthOf(all, { startAt: 0, endAt: startOf(hours, count) }), 6);
      }),
    );
  });

  test('what is taken out and what is left are all there was', () => {
    const all = { startAt: -2_000, endAt: 10_000 };
    fc.assert(
      fc.property(spans, spans, (planned, away) => {
        const left = without(planned, away);
        const taken = planned.reduce((sum, one) => sum + lengthOf(away, one), 0);
        expect(lengthOf(left, all) + taken).toBe(lengthOf(planned, all));
        expect(left.some((one) => away.some((other) => touches(one, other)))).toBe(false);
      }),
    );
  });
});
