import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fact } from '../../shared/domain/facts.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, type CommitId, queueIdOf, teamIdOf, visitIdOf } from '../../shared/kernel/ids.js';
import { answered, at, ended, joined, member, queueSeen, SOURCE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { foldWholeLog } from '../support/whole-log.js';
import { eventually, SITE, startRig } from './rig.js';

const li = 'PJSIP/1001';
let redis: TestRedis;
let witness: Redis;
const rigs: { stop(): Promise<void> }[] = [];
const rig = async () => {
  const started = await startRig(redis.url);
  rigs.push(started);
  return started;
};
beforeEach(async () => {
  redis = await startTestRedis();
  witness = new Redis({ path: redis.socketPath, maxRetriesPerRequest: null });
  witness.on('error', () => undefined);
});
afterEach(async () => {
  for (const started of rigs.splice(0)) await started.stop();
  witness.disconnect();
  await redis.stop();
});

const stay = (key: string): Fact[] => [joined(1, key, 'sales'), answered(2, key, li)];
const agentOf = (node: Awaited<ReturnType<typeof rig>>) => node.site.state().agents.get(agentIdOf(SOURCE, li));

test('facts of many callers reach every node in the same order, and the numbers add up', async () => {
  const [one, two] = [await rig(), await rig()];
  const facts: Fact[] = [queueSeen(0, 'sales'), member(0, li, 'sales')];
  for (let i = 0; i < 300; i++) facts.push(joined(i, `call${i}`, 'sales'));
  one.inbox.deliver(facts, 0);
  await one.inbox.drained();
  await eventually(() => two.site.position === one.site.position, 'both nodes at the end of the log');
  expect(two.site.state()).toEqual(one.site.state());
  expect(one.site.state().queues.get(queueIdOf(SOURCE, 'sales'))?.waiting.size).toBe(300);
  expect(brokenInvariants(two.site.state())).toEqual([]);
});

test('two nodes notice that a wrap-up is over, and it ends once', async () => {
  const [one, two] = [await rig(), await rig()];
  one.inbox.deliver([queueSeen(0, 'sales', { wrapUpMs: 1 }), member(0, li, 'sales'), ...stay('a'), ended(3, 'a', li)], 0);
  await one.inbox.drained();
  await eventually(() => agentOf(one)?.state === 'ready' && agentOf(two)?.state === 'ready', 'ready again on both nodes');
  const { entries } = await foldWholeLog(redis.url, { siteId: SITE });
  expect(entries.flatMap((entry) => entry.commit.events).filter((event) => event.type === 'agent.wrap-up-ended')).toHaveLength(1);
  expect(one.site.state().queues.get(queueIdOf(SOURCE, 'sales'))?.quarters[0]?.counters.handled).toBe(1);
});

test('an entry that nobody can read is set aside on all nodes, counted, and the floor goes on', async () => {
  const [one, two] = [await rig(), await rig()];
  one.inbox.deliver([queueSeen(0, 'sales'), member(0, li, 'sales')], 0);
  await one.inbox.drained();
  await witness.xadd(`{site:${SITE}}:log`, '*', 'v', '1', 'commit', '{"not":"a commit"', 'prev', one.site.position, 'at', '1');
  await eventually(() => one.site.deadEntries() === 1 && two.site.deadEntries() === 1, 'set aside on both nodes');
  one.inbox.deliver(stay('a'), 0);
  await one.inbox.drained();
  await eventually(() => agentOf(two)?.state === 'talking', 'the floor goes on');
  const three = await rig();
  expect(three.site.state()).toEqual(two.site.state());
});

test('a node that starts from a snapshot and the tail is the same as one that read it all', async () => {
  const one = await rig();
  one.inbox.deliver([queueSeen(0, 'sales'), member(0, li, 'sales'), ...stay('a')], 0);
  await one.inbox.drained();
  await one.site.snapshot();
  one.inbox.deliver([ended(30, 'a', li), joined(31, 'b', 'sales')], 0);
  await one.inbox.drained();
  const two = await rig();
  const { state } = await foldWholeLog(redis.url, { siteId: SITE });
  expect(two.site.state()).toEqual(one.site.state());
  expect(two.site.state()).toEqual(state);
});

test('a browser that comes back to a node that has just started is told what went meanwhile, not everything anew', async () => {
  const one = await rig();
  const teams = (...names: string[]) =>
    one.site.propose({
      id: `operator/teams/${names.join('-')}` as CommitId,
      by: { kind: 'operator' },
      cause: 'site.configure',
      decide: () => ({ events: [{ type: 'site.configured', occurredAt: at(0), config: siteWith(names) }], reads: [] }),
    });
  await teams('early');
  await one.site.snapshot();
  const seen = one.site.position;
  await teams('late');
  const two = await rig();
  expect(two.site.goneSince(seen)).toContain(`team:${teamIdOf('early')}`);
});

const siteWith = (teams: string[]) =>
  siteConfigSchema.parse({ name: 'rig', timeZone: 'Asia/Shanghai', teams: teams.map((name) => ({ name })) });

test('while Redis is down nothing is lost: what a source told meanwhile is written once when it is back', async () => {
  const one = await rig();
  one.inbox.deliver([queueSeen(0, 'sales'), member(0, li, 'sales')], 0);
  await one.inbox.drained();
  await redis.kill9();
  one.inbox.deliver([...stay('a'), joined(5, 'b', 'sales')], 0);
  await eventually(() => one.site.silentMs() > 100, 'the node notices that the log is silent');
  await redis.restart();
  await one.inbox.drained();
  const { state, entries } = await foldWholeLog(redis.url, { siteId: SITE });
  expect(state.visits.get(visitIdOf(SOURCE, 'a'))?.state).toBe('talking');
  expect(entries.flatMap((entry) => entry.commit.events).filter((event) => event.type === 'visit.entered')).toHaveLength(2);
});

test('a log that came back without its end is a new epoch: the node folds anew and tells everybody to start over', async () => {
  const one = await rig();
  one.inbox.deliver([queueSeen(0, 'sales'), member(0, li, 'sales')], 0);
  await one.inbox.drained();
  const before = one.site.epoch;
  one.inbox.deliver(stay('a'), 0);
  await one.inbox.drained();
  await witness.xdel(`{site:${SITE}}:log`, one.site.position);
  await eventually(() => one.site.epoch !== before && agentOf(one)?.state === 'ready', 'rebuilt under a new epoch');
  expect(one.resets.at(-1)).toBe(one.site.epoch);
  one.inbox.deliver(stay('c'), 0);
  await one.inbox.drained();
  expect(agentOf(one)?.state).toBe('talking');
});

test('a malformed fact is dropped and counted; those beside it are taken', async () => {
  const one = await rig();
  const bad = { type: 'visit.joined', occurredAt: 1, visitKey: '', queueKey: 'sales' } as unknown as Fact;
  one.inbox.deliver([queueSeen(0, 'sales'), bad, joined(1, 'a', 'sales')], 0);
  await one.inbox.drained();
  expect(one.dropped).toEqual(['bad-fact']);
  expect(one.site.state().visits.size).toBe(1);
});

test('a node that lost the source’s lease writes nothing more of what it was told', async () => {
  const one = await rig();
  one.inbox.deliver([queueSeen(0, 'sales'), joined(1, 'a', 'sales')], 0);
  await one.inbox.drained();
  one.lease.isHeld = false;
  const before = one.site.position;
  one.inbox.deliver([joined(2, 'b', 'sales'), joined(3, 'c', 'sales')], 0);
  await one.inbox.drained();
  one.lease.isHeld = true;
  one.inbox.deliver([joined(4, 'd', 'sales')], 0);
  await one.inbox.drained();
  expect(one.site.position).toBe(before);
  expect(one.inbox.backlog).toBe(0);
});
