import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertWatch } from '../../server/site/alert-watch.js';
import { DEFAULT_RULES } from '../../shared/domain/alert/default-rules.js';
import { queueIdOf } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { figuresOf } from '../../shared/metrics/figures.js';
import { abandoned, joined, member, NINE, other, queueSeen, SOURCE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { eventually, startRig } from './rig.js';

let redis: TestRedis;
beforeEach(async () => {
  redis = await startTestRedis();
});

type Rig = Awaited<ReturnType<typeof startRig>>;
let rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs) await rig.stop();
  rigs = [];
  await redis.stop();
});

let nodes = 0;
/** A node that watches, by a clock that the test moves. */
async function watchingNode() {
  const rig = await startRig(redis.url);
  rigs.push(rig);
  const { site } = rig;
  let aheadMs = 0;
  let heardAt: number | null = site.redisNow();
  const watch = new AlertWatch({
    site: {
      state: () => site.state(),
      siteNow: () => epochMs(site.siteNow() + aheadMs) as EpochMs,
      redisNow: () => epochMs(site.redisNow() + aheadMs),
      silentMs: () => site.silentMs(),
      propose: (proposal) => site.propose(proposal),
      onReset: (listener) => site.onReset(listener),
      onEntries: (listener) => site.onEntries(listener),
      epoch: site.epoch,
    },
    nodeId: `watch${++nodes}`,
    figures: (queueId, now) => figuresOf(site.state(), queueId, '30m', now, new Map()),
    sources: () => [{ source: SOURCE, heardAt: heardAt === null ? null : heardAt + (heardAt > 0 ? aheadMs : 0) }],
    undelivered: () => new Map(),
    monotonicMs: () => aheadMs,
  });
  return {
    ...rig,
    watch,
    pass: (ms: number) => {
      aheadMs += ms;
    },
    silence: () => {
      heardAt = null;
    },
    open: () => [...site.state().alerts.values()].filter(({ clearedAt }) => clearedAt === undefined),
  };
}
type Node = Awaited<ReturnType<typeof watchingNode>>;

const SALES = queueIdOf(SOURCE, 'sales');

/** Somebody has waited for a minute in a queue that promises fifteen seconds, and one agent is there. */
async function tellFloor(node: Node): Promise<void> {
  await tellPast(node);
  await tellNow(node);
}
const secondsNow = ({ site }: Node) => (site.siteNow() - NINE) / 1_000;

async function tellPast(node: Node): Promise<void> {
  const began = secondsNow(node) - 61;
  const queue = queueSeen(began, 'sales', { thresholdMs: 15_000 });
  node.inbox.deliver([queue, member(began, 'PJSIP/1001', 'sales'), joined(began + 1, 'a', 'sales')], Date.now());
  await eventually(() => node.site.state().queues.get(SALES)?.waiting.size === 1, 'the floor is told');
}
/** Something of this moment: what was told before is all there was. */
async function tellNow(node: Node): Promise<void> {
  const agents = node.site.state().agents.size;
  node.inbox.deliver([other(secondsNow(node), { type: 'agent.seen', agentKey: `PJSIP/${2_000 + agents}`, name: '李' })], Date.now());
  await eventually(() => node.site.state().agents.size > agents, 'the source has caught up');
}

const inLog = async ({ log }: Node, type: string) => {
  let count = 0;
  for await (const page of log.read('0-0' as never)) {
    for (const entry of page) if ('commit' in entry) count += entry.commit.events.filter((event) => event.type === type).length;
  }
  return count;
};
const both = (nodes: readonly Node[], work: (node: Node) => Promise<void>) => Promise.all(nodes.map(work));

test('two nodes that start at the same moment put each rule of the product into the log once', async () => {
  const [one, two] = [await watchingNode(), await watchingNode()];
  await both([one, two], ({ watch }) => watch.seed());
  await both([one, two], ({ watch }) => watch.seed());
  await eventually(() => two.site.state().rules.size === DEFAULT_RULES.length, 'the second node knows the rules');
  expect(await inLog(one, 'rule.set')).toBe(DEFAULT_RULES.length);
});

test('two nodes that notice the same wait raise one alert; when it is over, one of them says so', async () => {
  const [one, two] = [await watchingNode(), await watchingNode()];
  await one.watch.seed();
  await tellFloor(one);
  await eventually(() => two.site.position === one.site.position, 'both know the same');
  for (let i = 0; i < 3; i++) {
    await both([one, two], ({ watch }) => watch.tick());
    for (const node of [one, two]) node.pass(5_000);
  }
  await both([one, two], ({ watch }) => watch.tick());
  await eventually(() => two.open().length === 1, 'the other node has the alert too');
  expect(one.open()).toMatchObject([
    { ruleId: 'r-std-longest-wait', level: 'critical', subject: { queueId: SALES }, evidence: { waiting: 1 } },
  ]);
  expect(two.open().map(({ id }) => id)).toEqual(one.open().map(({ id }) => id));
  expect(await inLog(one, 'alert.raised')).toBe(1);

  one.inbox.deliver([abandoned(secondsNow(one), 'a')], Date.now());
  await eventually(() => two.site.state().queues.get(SALES)?.waiting.size === 0, 'the caller is gone');
  for (let i = 0; i < 5; i++) {
    await both([one, two], ({ watch }) => watch.tick());
    for (const node of [one, two]) node.pass(5_000);
  }
  await eventually(() => one.open().length === 0 && two.open().length === 0, 'it is over everywhere');
  expect(await inLog(one, 'alert.cleared')).toBe(1);
});

test('when the source falls silent, that is told, and what it told before is neither raised nor ended', async () => {
  const node = await watchingNode();
  await node.watch.seed();
  await tellFloor(node);
  node.silence();
  node.pass(16_000);
  for (let i = 0; i < 6; i++) {
    node.pass(5_000);
    await node.watch.tick();
  }
  expect(node.open().map(({ ruleId, subject }) => [ruleId, subject.id])).toEqual([['r-std-source-silent', SOURCE]]);
});

test('while a source tells of the past, callers who seem to wait are no alert; they are once it has caught up', async () => {
  const node = await watchingNode();
  await node.watch.seed();
  await tellPast(node);
  for (let i = 0; i < 4; i++) {
    await node.watch.tick();
    node.pass(3_000);
  }
  expect(node.open()).toEqual([]);
  await tellNow(node);
  for (let i = 0; i < 2; i++) {
    node.pass(5_000);
    await node.watch.tick();
  }
  expect(node.open().map(({ ruleId }) => ruleId)).toEqual(['r-std-longest-wait']);
});

test('a node that can not read its log forgets how long a value lasted', async () => {
  const node = await watchingNode();
  await node.watch.seed();
  await tellFloor(node);
  await node.watch.tick();
  redis.freeze();
  await eventually(() => node.site.silentMs() > 3_000, 'the log is silent');
  await node.watch.tick();
  redis.thaw();
  await eventually(() => node.site.silentMs() < 1_000, 'the log is back');
  node.pass(5_000);
  await node.watch.tick();
  expect(node.open()).toEqual([]);
  node.pass(5_000);
  await node.watch.tick();
  expect(node.open()).toHaveLength(1);
});
