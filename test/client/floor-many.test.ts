import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mark, MOST_CHOSEN, toggled, withRange } from '../../client/floor/floor-marks.js';
import { AT_ONCE, sendMany } from '../../client/floor/many.js';
import { toShow } from '../../client/floor/use-suggestions.js';

describe('one command for each', () => {
  /** Answers in any order, as a network gives them. */
  const network = () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    return {
      most: () => most,
      send: (item: number) =>
        new Promise<string>((resolve) => {
          waiting.push(() => resolve(`done ${item}`));
          most = Math.max(most, waiting.length);
        }),
      answer: async (at: number) => {
        waiting.splice(at % waiting.length, 1)[0]?.();
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
      },
      isIdle: () => waiting.length === 0,
    };
  };

  test('never more than five are under way, each is sent once, and each answer is told, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), async (count, order) => {
        const items = Array.from({ length: count }, (_, n) => n);
        const net = network();
        const told: string[] = [];
        const all = sendMany({ items, send: net.send, onAnswer: (item, answer) => told.push(`${item} ${answer}`), isStopped: () => false });
        for (const at of order) if (!net.isIdle()) await net.answer(at);
        await all;
        expect(net.most()).toBeLessThanOrEqual(AT_ONCE);
        expect([...told].sort()).toEqual(items.map((n) => `${n} done ${n}`).sort());
      }),
    );
  });

  test('stopped half-way, what was not sent stays unsent and what was sent gets its answer', async () => {
    const sent: number[] = [];
    const told: number[] = [];
    await sendMany({
      items: [1, 2, 3, 4, 5, 6, 7, 8],
      send: async (item) => void sent.push(item),
      onAnswer: (item) => told.push(item),
      isStopped: () => told.length >= 1,
    });
    expect(sent).toEqual([1, 2, 3, 4, 5]);
    expect(told).toEqual(sent);
  });
});

describe('choosing callers', () => {
  const list = ['a', 'b', 'c', 'd', 'e'];
  test('one by one, and with everything between', () => {
    expect(toggled(toggled([], 'b'), 'd')).toEqual(['b', 'd']);
    expect(toggled(['b', 'd'], 'b')).toEqual(['d']);
    expect(withRange(['b'], 'd', list)).toEqual(['b', 'c', 'd']);
    expect(withRange(['a', 'd'], 'b', list)).toEqual(['a', 'd', 'c', 'b']);
    expect(withRange([], 'c', list)).toEqual(['c']);
    expect(withRange(['gone'], 'c', list)).toEqual(['gone', 'c']);
  });
  test('nobody is chosen twice, and no more than can be one decision', () => {
    const many = Array.from({ length: 300 }, (_, n) => String(n));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...many), fc.boolean()), { maxLength: 20 }), (steps) => {
        const chosen = steps.reduce<readonly string[]>((all, [id, isRange]) => (isRange ? withRange(all, id, many) : toggled(all, id)), []);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.length).toBeLessThanOrEqual(MOST_CHOSEN);
      }),
    );
  });
  test('whoever looks is told of a change, and of nothing else', () => {
    const mark = new Mark('a');
    let told = 0;
    const stop = mark.subscribe(() => told++);
    mark.set('a');
    mark.set('b');
    stop();
    mark.set('c');
    expect([told, mark.get()]).toEqual([1, 'c']);
  });
});

describe('suggestions on screen', () => {
  const held = (actionsSoFar: number, ...agentIds: string[]) => ({
    visitId: 'v-1' as never,
    actionsSoFar,
    suggestions: agentIds.map((agentId) => ({ agentId: agentId as never, why: [] })),
  });
  test('stand while somebody is at the list, and follow when nobody is', () => {
    const before = held(0, 'a', 'b');
    expect(toShow(before, held(0, 'b', 'a'), true)).toBe(before);
    expect(toShow(before, held(0, 'b', 'a'), false)?.suggestions[0]?.agentId).toBe('b');
  });
  test('follow at once when something was done to the call, or another call is open', () => {
    const before = held(0, 'a', 'b');
    expect(toShow(before, held(1, 'b'), true)?.suggestions).toHaveLength(1);
    expect(toShow(before, { ...held(0, 'b'), visitId: 'v-2' as never }, true)?.suggestions).toHaveLength(1);
  });
  test('stay while new ones are being read', () => {
    const before = held(0, 'a');
    expect(toShow(before, { visitId: 'v-1' as never, actionsSoFar: 1 }, false)).toBe(before);
  });
});
