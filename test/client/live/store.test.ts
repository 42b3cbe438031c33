import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { floorIndexes } from '../../../client/live/indexes.js';
import { LiveStore } from '../../../client/live/store.js';
import type { ChangedRecord, Frame } from '../../../shared/protocol/messages.js';
import { VIEW_KINDS, type ViewKind, type ViewOf } from '../../../shared/protocol/views.js';
import { frame } from '../support/fake-browser.js';

const visit = (id: string, enteredAt: number, more: Partial<ViewOf<'visit'>> = {}) =>
  ({
    id: `v-${id}`,
    queueId: 'q-1',
    state: 'queued',
    enteredAt,
    callEnteredAt: enteredAt,
    priority: 0,
    ringingAgentIds: [],
    ringNoAnswers: 0,
    ...more,
  }) as ViewOf<'visit'>;
const agent = (id: string, order: number, more: Partial<ViewOf<'agent'>> = {}) =>
  ({ id: `a-${id}`, name: id, teamId: 't-1', queueIds: ['q-1'], state: 'ready', since: 0, order, ...more }) as ViewOf<'agent'>;

const changed = (records: { [K in ViewKind]?: readonly object[] }, gone: Frame['gone'] = {}, from: number | null = 1): Frame =>
  frame(from, 2, { changed: records as Frame['changed'], gone });

function storeWith(records: { [K in ViewKind]?: readonly object[] }) {
  const store = new LiveStore();
  const indexes = floorIndexes();
  for (const index of Object.values(indexes)) store.addIndex(index);
  store.enqueue(changed(records, {}, null));
  store.flush();
  return { store, indexes };
}
const apply = (store: LiveStore, ...frames: Frame[]) => {
  for (const one of frames) store.enqueue(one);
  return store.flush();
};
const contents = (store: LiveStore) => Object.fromEntries(VIEW_KINDS.map((kind) => [kind, Object.fromEntries(store.all(kind))]));

describe('frames applied to an old view are the fresh view', () => {
  /** A little site in which anything may happen to eight records with three fields. */
  type Truth = Map<string, Record<string, unknown>>;
  const field = fc.constantFrom('x', 'y', 'z');
  const change = fc.record({
    kind: fc.constantFrom<ViewKind>('agent', 'visit'),
    id: fc.integer({ min: 1, max: 8 }).map((n) => `a-${n}`),
    gone: fc.boolean(),
    set: fc.dictionary(field, fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })),
  });
  const anyFrames = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 });

  /** The server's side: keeps the truth, and tells each frame as the difference. */
  function tell(
    truth: Map<ViewKind, Truth>,
    changes: readonly { kind: ViewKind; id: string; gone: boolean; set: Record<string, number | null> }[],
  ): Frame {
    const before = structuredClone(truth);
    for (const { kind, id, gone, set } of changes) {
      const table = truth.get(kind) as Truth;
      if (gone) table.delete(id);
      else {
        const record = { queueIds: [], ...table.get(id), id } as Record<string, unknown>;
        for (const [name, value] of Object.entries(set)) {
          if (value === null) delete record[name];
          else record[name] = value;
        }
        table.set(id, record);
      }
    }
    const records: { [K in ViewKind]?: ChangedRecord[] } = {};
    const gone: { [K in ViewKind]?: string[] } = {};
    for (const [kind, table] of truth) {
      const old = before.get(kind) as Truth;
      gone[kind] = [...old.keys()].filter((id) => !table.has(id));
      records[kind] = [...table].flatMap(([id, record]) => {
        const was = old.get(id) ?? {};
        const patch = Object.fromEntries(
          [...new Set([...Object.keys(was), ...Object.keys(record)])]
            .filter((name) => was[name as keyof typeof was] !== record[name])
            .map((name) => [name, record[name] ?? null]),
        );
        return Object.keys(patch).length > 0 ? [{ ...patch, id } as ChangedRecord] : [];
      });
    }
    return frame(1, 2, { changed: records as Frame['changed'], gone });
  }
  const empty = () =>
    new Map<ViewKind, Truth>([
      ['agent', new Map()],
      ['visit', new Map()],
    ]);
  const asObject = (truth: Map<ViewKind, Truth>) => ({
    ...Object.fromEntries(VIEW_KINDS.map((kind) => [kind, {}])),
    ...Object.fromEntries([...truth].map(([kind, table]) => [kind, Object.fromEntries(table)])),
  });

  test('one after the other, or held back and applied together', () => {
    fc.assert(
      fc.property(anyFrames, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (batches, paints) => {
        const truth = empty();
        const { store } = storeWith({});
        for (const [at, batch] of batches.entries()) {
          store.enqueue(tell(truth, batch));
          if (paints[at]) store.flush();
        }
        store.flush();
        expect(contents(store)).toEqual(asObject(truth));
      }),
      { numRuns: 300 },
    );
  });

  test('an index holds exactly who belongs there, in order, whatever happened before', () => {
    const anyVisits = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 6 }),
        enteredAt: fc.integer({ min: 0, max: 9 }),
        queue: fc.constantFrom('q-1', 'q-2'),
        state: fc.constantFrom('queued', 'ringing', 'talking'),
        gone: fc.boolean(),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(anyVisits, (steps) => {
        const { store, indexes } = storeWith({});
        for (const { id, enteredAt, queue, state, gone } of steps) {
          const record = visit(String(id), enteredAt, { queueId: queue as never, state: state as never });
          apply(store, gone ? changed({}, { visit: [record.id] }) : changed({ visit: [record] }));
        }
        const all = [...store.all('visit').values()].sort((a, b) => a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1));
        const waiting = all.filter((one) => one.state !== 'talking');
        expect(indexes.visits.ids('waiting')).toEqual(waiting.map((one) => one.id));
        for (const queue of ['q-1', 'q-2']) {
          expect(indexes.visits.ids(`${queue}|waiting`)).toEqual(waiting.filter((one) => one.queueId === queue).map((one) => one.id));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a frame may say', () => {
  test('a patch changes only its fields, and null clears one', () => {
    const { store } = storeWith({ agent: [agent('1', 0, { reasonCode: 'BREAK' })] });
    apply(store, changed({ agent: [{ id: 'a-1', state: 'talking', reasonCode: null }] }));
    expect(store.get('agent', 'a-1')).toEqual({ ...agent('1', 0), state: 'talking' });
    expect(store.get('agent', 'a-1')).not.toHaveProperty('reasonCode');
  });
  test('a caller who left and another with the same id who came are not mixed', () => {
    const { store } = storeWith({ visit: [visit('1', 5, { tier: '金卡' })] });
    apply(store, changed({}, { visit: ['v-1'] }), changed({ visit: [visit('1', 9)] }));
    expect(store.get('visit', 'v-1')).toEqual(visit('1', 9));
  });
  test('a whole view drops what is not in it, and what was pending from before', () => {
    const { store } = storeWith({ agent: [agent('1', 0), agent('2', 1)] });
    apply(store, changed({ agent: [agent('3', 2)] }), changed({ agent: [agent('2', 1)] }, {}, null));
    expect(store.ids('agent')).toEqual(['a-2']);
  });
  test('an outside id that means something to JavaScript is an id like any other', () => {
    const { store } = storeWith({ source: [{ id: '__proto__', status: 'connected', since: 1 }] });
    expect(store.get('source', '__proto__')).toEqual({ id: '__proto__', status: 'connected', since: 1 });
    expect(({} as Record<string, unknown>).status).toBeUndefined();
  });
});

describe('who is told', () => {
  test('a listener of one agent hears of that agent and of no other', () => {
    const { store } = storeWith({ agent: [agent('1', 0), agent('2', 1)] });
    const [first, second] = [vi.fn(), vi.fn()];
    store.subscribe('agent', 'a-1', first);
    store.subscribe('agent', 'a-2', second);
    apply(store, changed({ agent: [{ id: 'a-2', state: 'talking' }] }));
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });
  test('ten frames between two paints are one change', () => {
    const { store } = storeWith({ agent: [agent('1', 0)] });
    const heard = vi.fn();
    store.subscribe('agent', 'a-1', heard);
    apply(store, ...Array.from({ length: 10 }, (_, n) => changed({ agent: [{ id: 'a-1', since: n }] })));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.get('agent', 'a-1')?.since).toBe(9);
  });
  test('a list of ids is the same list while nobody comes, goes or changes place', () => {
    const { store, indexes } = storeWith({ agent: [agent('1', 0), agent('2', 1)], visit: [visit('1', 5), visit('2', 7)] });
    const [agents, waiting, ids] = [indexes.agents.ids('team|t-1'), indexes.visits.ids('waiting'), store.ids('agent')];
    const heard = vi.fn();
    indexes.visits.subscribe('waiting', heard);
    apply(store, changed({ agent: [{ id: 'a-1', since: 44 }], visit: [{ id: 'v-2', state: 'ringing' }] }));
    expect(indexes.agents.ids('team|t-1')).toBe(agents);
    expect(indexes.visits.ids('waiting')).toBe(waiting);
    expect(store.ids('agent')).toBe(ids);
    expect(heard).not.toHaveBeenCalled();
    apply(store, changed({ visit: [{ id: 'v-1', state: 'talking' }] }));
    expect(indexes.visits.ids('waiting')).toEqual(['v-2']);
    expect(heard).toHaveBeenCalledTimes(1);
  });
  test('who unsubscribed hears nothing more', () => {
    const { store } = storeWith({ agent: [agent('1', 0)] });
    const heard = vi.fn();
    store.subscribe('agent', 'a-1', heard)();
    apply(store, changed({ agent: [{ id: 'a-1', since: 1 }] }));
    expect(heard).not.toHaveBeenCalled();
  });
  test('an agent who changes teams leaves the one list and enters the other', () => {
    const { store, indexes } = storeWith({ agent: [agent('1', 0), agent('2', 1)] });
    apply(store, changed({ agent: [{ id: 'a-1', teamId: null }] }));
    expect([indexes.agents.ids('team|t-1'), indexes.agents.ids('team|')]).toEqual([['a-2'], ['a-1']]);
  });
});

test('a view that waits unpainted is bounded by the site, not by the number of frames', () => {
  const { store } = storeWith({ agent: [agent('1', 0)] });
  for (let n = 0; n < 5_000; n++) store.enqueue(changed({ agent: [{ id: 'a-1', since: n }] }));
  const readAts = apply(store, frame(1, 2, { readAt: 7 }));
  expect(readAts).toEqual([7]);
  expect(store.get('agent', 'a-1')?.since).toBe(4_999);
});

test('after signing out nothing of the floor is left', () => {
  const { store } = storeWith({ agent: [agent('1', 0)] });
  store.clear();
  expect([store.hasWhole, contents(store)]).toEqual([false, Object.fromEntries(VIEW_KINDS.map((kind) => [kind, {}]))]);
});
