import { describe, expect, test } from 'vitest';
import {
  agentEntries,
  agentsPastLimit,
  announce,
  entryName,
  NOTHING_ANNOUNCED,
  type RailInput,
  railEntries,
} from '../../client/floor/past-limit.js';
import type { QueueRow } from '../../client/floor/queue-rows.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { AgentView, AlertView, SourceView } from '../../shared/protocol/views.js';

const NOW = 1_700_000_000_000;
const agent = (id: string, change: Partial<AgentView>): AgentView =>
  ({ id: `a-${id}`, name: id, queueIds: [], state: 'ready', since: epochMs(NOW), order: 0, ...change }) as AgentView;
const row = (id: string, change: Partial<QueueRow>): QueueRow => ({
  id: `q-${id}`,
  name: id,
  order: 0,
  severity: 'calm',
  times: 0,
  waiting: 0,
  longestWaitMs: 0,
  serviceLevelRatio: 1,
  goalRatio: 0.8,
  ready: 0,
  staffed: 0,
  ahtMs: null,
  abandonRatio: null,
  ...change,
});
const quiet: RailInput = { sources: [], deadEntries: 0, rows: [], lateOf: () => 0, agents: [], alerts: [] };
const ago = (ms: number) => epochMs(NOW - ms);
const past = (agents: AgentView[], aht: number | null = null) => agentsPastLimit(agents, () => aht, NOW);
const entriesOf = (agents: AgentView[], aht: number | null = null) => agentEntries(past(agents, aht));

describe('the rail', () => {
  test('is empty on a calm floor', () => {
    expect(railEntries({ ...quiet, rows: [row('fine', {})], agents: entriesOf([agent('lin', {})]) })).toEqual([]);
  });

  test('puts a lost source first, then breached queues by pressure, then long calls, then what is watched', () => {
    const lost = { id: 'asterisk', status: 'lost', since: ago(1) } as SourceView;
    const entries = railEntries({
      ...quiet,
      sources: [lost, { id: 'other', status: 'connected', since: ago(1) } as SourceView],
      deadEntries: 2,
      rows: [
        row('after-sales', { severity: 'watch', times: 1.5 }),
        row('vip', { severity: 'breach', times: 3 }),
        row('cmp', { severity: 'breach', times: 12 }),
      ],
      lateOf: () => 4,
      agents: entriesOf(
        [
          agent('peng', { state: 'holding', since: ago(196_000) }),
          agent('li', { state: 'talking', since: ago(1_665_000), queueId: 'q-cmp' as AgentView['queueId'] }),
        ],
        468_000,
      ),
    });
    expect(entries.map(entryName)).toEqual([
      'source.asterisk',
      'queue.q-cmp',
      'queue.q-vip',
      'agent.a-li',
      'queue.q-after-sales',
      'agent.a-peng',
      'dead-entries',
    ]);
  });

  test('tells a wrap-up that lasts too long for half the floor as one entry', () => {
    const all = Array.from({ length: 40 }, (_, i) => agent(`${i}`, { state: 'acw', since: ago(300_000 + i) }));
    const entries = railEntries({ ...quiet, agents: entriesOf(all) });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ kind: 'agents', limitKind: 'wrap-up', severity: 'watch' });
  });
});

describe('an alert', () => {
  const alert = (id: string, more: object): AlertView =>
    ({ id: `al-${id}`, ruleId: 'r-1', level: 'critical', raisedAt: NOW, levelSince: NOW, ...more }) as unknown as AlertView;
  const vip = row('vip', { severity: 'breach', times: 3 });
  const about = (queueId: string) => ({ subject: { kind: 'queue', id: queueId, queueId } });

  test('about a queue that is past its limit stands with it, not beside it', () => {
    const entries = railEntries({
      ...quiet,
      rows: [vip],
      alerts: [alert('1', about('q-vip')), alert('2', { level: 'warn', ...about('q-vip') })],
    });
    expect(entries).toMatchObject([{ kind: 'queue', alert: { id: 'al-1' } }]);
  });
  test('about anything else stands by itself, among the rest by its severity', () => {
    const ghost = alert('3', { subject: { kind: 'ghost', id: 'a-1', agentId: 'a-1' } });
    const entries = railEntries({ ...quiet, rows: [{ ...vip, severity: 'watch' }], alerts: [ghost] });
    expect(entries.map(entryName)).toEqual(['alert.al-3', 'queue.q-vip']);
  });
  test('that somebody snoozed comes after all that may not wait', () => {
    const snoozed = { snoozed: { byName: '周敏', until: NOW, reason: '已知' } };
    const entries = railEntries({
      ...quiet,
      rows: [vip, row('cmp', { severity: 'watch', times: 1.2 })],
      alerts: [alert('1', { ...about('q-vip'), ...snoozed })],
    });
    expect(entries.map(entryName)).toEqual(['queue.q-cmp', 'queue.q-vip']);
  });
  test('that has just cleared is told as such, last', () => {
    const entries = railEntries({ ...quiet, rows: [vip], alerts: [alert('1', { ...about('q-vip'), clearedAt: NOW })] });
    expect(entries.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['queue', 'breach'],
      ['alert', 'calm'],
    ]);
  });
});

test('many calls to watch and many that need help are two entries, each with a name of its own', () => {
  const calls = (count: number, ms: number, from: string) =>
    Array.from({ length: count }, (_, i) => agent(`${from}${i}`, { state: 'talking', since: ago(ms) }));
  const names = railEntries({ ...quiet, agents: entriesOf([...calls(9, 700_000, 'w'), ...calls(9, 1_000_000, 'b')]) }).map(entryName);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
});

describe('agents past their limit', () => {
  test('come longest over first, a breach before all', () => {
    const found = past([
      agent('break', { state: 'not-ready', reasonCode: 'BREAK', since: ago(1_330_000) }),
      agent('hold', { state: 'holding', since: ago(61_000) }),
      agent('call', { state: 'talking', since: ago(901_000) }),
      agent('fine', { state: 'talking', since: ago(300_000) }),
    ]);
    expect(found.map((one) => one.agent.name)).toEqual(['call', 'break', 'hold']);
  });

  test('are judged by the end of wrap-up that the source told', () => {
    expect(past([agent('wu', { state: 'acw', since: ago(40_000), acwUntil: ago(10_000) })])).toHaveLength(1);
    expect(past([agent('wu', { state: 'acw', since: ago(40_000), acwUntil: epochMs(NOW + 1) })])).toHaveLength(0);
  });
});

describe('a new breach', () => {
  const run = (steps: readonly (readonly [at: number, breaches: readonly string[]])[]) => {
    let known = NOTHING_ANNOUNCED;
    return steps.map(([at, breaches]) => {
      const { after, tell } = announce(known, breaches, at);
      known = after;
      return tell;
    });
  };

  test('is announced once, five seconds after it began, however long it stands', () => {
    expect(
      run([
        [0, ['q']],
        [4_999, ['q']],
        [5_000, ['q']],
        [6_000, ['q']],
        [600_000, ['q']],
      ]),
    ).toEqual([[], [], ['q'], [], []]);
  });

  test('that is over before that is never announced', () => {
    expect(
      run([
        [0, ['q']],
        [4_000, []],
        [6_000, ['q']],
        [10_000, ['q']],
        [11_000, ['q']],
      ]),
    ).toEqual([[], [], [], [], ['q']]);
  });

  test('that flickers around its limit is not announced again, one that comes back after 15 s is', () => {
    expect(
      run([
        [0, ['q']],
        [5_000, ['q']],
        [6_000, []],
        [10_000, ['q']],
        [20_000, ['q']],
      ])[4],
    ).toEqual([]);
    expect(
      run([
        [0, ['q']],
        [5_000, ['q']],
        [6_000, []],
        [21_000, []],
        [22_000, ['q']],
        [27_000, ['q']],
      ])[5],
    ).toEqual(['q']);
  });
});
