import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf, seatAfter, seatHeightPx, seatLines } from '../../client/floor/seat-lines.js';

const agents = (teamId: string | null, count: number) =>
  Array.from({ length: count }, (_, order) => ({ id: `${teamId}-${order}`, teamId, order }));
const teams = [
  { id: 'two', order: 2 },
  { id: 'one', order: 1 },
];

describe('seats', () => {
  test('stand by team in the site’s order, ten to a line, those in no team last', () => {
    const lines = seatLines([...agents(null, 3), ...agents('two', 12), ...agents('one', 20)], teams);
    expect(lines.map(({ teamId, line, lines: of, agentIds }) => `${teamId} ${line + 1}/${of}: ${agentIds.length}`)).toEqual([
      'one 1/2: 10',
      'one 2/2: 10',
      'two 1/2: 10',
      'two 2/2: 2',
      'none 1/1: 3',
    ]);
  });

  test('hold everyone exactly once, in teams known or unknown', () => {
    const anyAgents = fc.uniqueArray(fc.record({ id: fc.uuid(), teamId: fc.constantFrom('one', 'two', 'gone', null), order: fc.nat(50) }), {
      selector: (agent) => agent.id,
    });
    fc.assert(
      fc.property(anyAgents, (some) => {
        const seated = seatLines(some, teams).flatMap((line) => line.agentIds);
        expect(seated.toSorted()).toEqual(some.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('do not depend on the order in which agents became known', () => {
    const some = [...agents('one', 25), ...agents('two', 5)];
    expect(seatLines(some.toReversed(), teams)).toEqual(seatLines(some, teams));
  });
});

describe('120 agents', () => {
  test('in a panel of 456 px fit without scrolling at the compact height', () => {
    expect(seatHeightPx(456, 12, 18, 38)).toBe(38);
  });
  test('on a laptop show one line of text each', () => {
    expect(seatHeightPx(232, 12, 18, 38)).toBe(19);
  });
  test('do not stretch without end on a tall screen', () => {
    expect(seatHeightPx(4_000, 12, 18, 38)).toBe(53);
  });
});

test('10,000 agents have the height of the density, and scroll', () => {
  expect(seatHeightPx(456, 1_000, 18, 38)).toBe(38);
});

describe('arrows between seats', () => {
  const lines = seatLines([...agents('one', 12), ...agents('two', 3)], teams);

  test.each([
    ['one-0', 'ArrowRight', 'one-1'],
    ['one-9', 'ArrowRight', 'one-10'],
    ['one-10', 'ArrowLeft', 'one-9'],
    ['one-5', 'ArrowDown', 'one-11'],
    ['one-11', 'ArrowDown', 'two-1'],
    ['one-0', 'ArrowLeft', 'one-0'],
    ['two-2', 'ArrowRight', 'two-2'],
    ['one-3', 'End', 'two-2'],
    ['two-2', 'Home', 'one-0'],
    ['two-1', 'PageUp', 'one-1'],
  ] as const)('from %s %s lead to %s', (from, arrow, to) => {
    expect(seatAfter(lines, from, arrow)).toBe(to);
  });

  test('start at the first seat when the seat that was focused is gone', () => {
    expect(seatAfter(lines, 'left', 'ArrowDown')).toBe('one-0');
    expect(seatAfter([], null, 'ArrowDown')).toBeNull();
    expect(placeOf(lines, 'left')).toBeNull();
  });
});
