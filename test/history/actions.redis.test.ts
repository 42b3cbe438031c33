import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ActionQuery, createActionHistory } from '../../server/history/action-history.js';
import { createActionProjector } from '../../server/history/action-projector.js';
import type { Follower } from '../../server/history/follow.js';
import type { SiteLog } from '../../server/log/log.js';
import { createLifecycle } from '../../server/ops/lifecycle.js';
import { COMMIT_VERSION, type NewCommit } from '../../shared/domain/commit.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { ActionId, CommitId, SiteId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import {
  actingFloor,
  agent,
  HAO,
  LI,
  LI_SELF,
  MEI,
  onCall,
  type RawCommand,
  reassign,
  TOM,
  TOM_SELF,
  visit,
} from '../domain/action/acting-floor.js';
import { setNotReady } from '../domain/action/agent-words.js';
import { type LogRig, memoryRig, silent } from '../log/rigs.js';
import { at, joined, NINE } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

const DAY_MS = 24 * HOUR_MS;
const siteId = 'test' as SiteId;

let server: TestRedis;
let redis: Redis;
let rig: LogRig;
let siteNow: number;
const projectors: Follower[] = [];
beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.socketPath);
});
beforeEach(async () => {
  await redis.flushall();
  rig = await memoryRig();
  siteNow = NINE + HOUR_MS;
});
afterEach(async () => {
  for (const each of projectors.splice(0)) await each.stop();
  await rig.close();
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

async function projector(log: SiteLog = rig.log): Promise<Follower> {
  const clock = { now: () => epochMs(siteNow), rate: () => 1 };
  const made = createActionProjector({ redis, log, siteId, logger: silent, lifecycle: createLifecycle(silent), clock });
  projectors.push(made);
  await made.start();
  return made;
}

/** A floor whose commands lie in the log, one commit each, as a node writes them. */
function loggedFloor() {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'), joined(11, 'b', 'sales'));
  floor.desk(12, TOM);
  let commands = 0;
  const logged = async (seconds: number, by: Actor, raw: RawCommand, id = `u-1/command-${++commands}`): Promise<ActionId> => {
    const answer = floor.ask(seconds, by, raw, id);
    if (!answer.ok) throw new Error(`${raw.type}: ${answer.error.code}`);
    await append(rig.log, id, answer.events);
    return answer.actionId;
  };
  return { ...floor, logged };
}

async function append(log: SiteLog, id: string, events: readonly DomainEvent[]): Promise<void> {
  const { epoch, last } = await log.open();
  const commit: NewCommit = { v: COMMIT_VERSION, id: id as CommitId, by: { kind: 'clock' }, cause: 'test', events: [...events] };
  const answer = await log.append({ epoch, commit, readAt: last, reads: [], touches: [] });
  expect(answer.outcome).toBe('appended');
}

const history = () => createActionHistory({ redis, siteId, logger: silent, now: () => epochMs(siteNow) });
const ask = (query: Partial<ActionQuery> = {}) => history().query({ limit: 50, show: (record) => record, ...query });
const ids = async (query: Partial<ActionQuery> = {}) => (await ask(query)).actions.map(({ id }) => id);
const one = async (id: ActionId) => (await ask()).actions.find((record) => record.id === id);
const until = (look: () => Promise<unknown>) => expect.poll(look, { timeout: 5_000 });
/** Redis's own contents, to see that nothing was added. */
const contents = async () => {
  const found: Record<string, unknown> = {};
  for (const key of (await redis.keys('{site:test}:actions:2*')).sort())
    found[key] =
      (await redis.type(key)) === 'hash' ? await redis.hgetall(key) : await redis.zrangebyscore(key, '-inf', '+inf', 'WITHSCORES');
  return found;
};

test('what people did is found newest first, by kind, person, agent, call and time, each once', async () => {
  await projector();
  const { logged } = loggedFloor();
  const offered = await logged(20, MEI, reassign('a', TOM));
  const declined = await logged(21, TOM_SELF, { type: 'offer.decline', actionId: offered });
  const first = await logged(22, HAO, onCall('call.set-priority', 'b', { priority: 5 }));
  const forced = await logged(23, MEI, setNotReady(LI, 'COACHING', { reason: '复盘' }));
  await until(() => ids()).toEqual([forced, first, declined, offered]);
  expect(await one(offered)).toMatchObject({ state: 'declined', settledAt: at(21), by: { name: '王梅' }, on: { toAgentId: agent(TOM) } });
  expect(await one(forced)).toMatchObject({ state: 'requested', detail: { reason: '复盘' } });
  expect(await ids({ kind: 'offer.decline' })).toEqual([declined]);
  expect(await ids({ userId: 'u-mei' })).toEqual([forced, offered]);
  expect(await ids({ agentId: agent(TOM) })).toEqual([declined, offered]);
  expect(await ids({ agentId: agent(LI) })).toEqual([forced]);
  expect(await ids({ visitId: visit('b') })).toEqual([first]);
  expect(await ids({ from: at(21), to: at(23) })).toEqual([first, declined]);
  expect(await ids({ show: (record) => (record.id === first ? undefined : record) })).toEqual([forced, declined, offered]);
});

test('pages hold each action once, also where several were asked for in the same instant', async () => {
  await projector();
  const { logged } = loggedFloor();
  const all: ActionId[] = [];
  const message = { type: 'agent.message', agentId: agent(TOM), text: '排队多了' } as const;
  for (let n = 1; n <= 23; n++) all.push(await logged(20 + Math.floor(n / 5), MEI, message));
  await until(async () => (await ids()).length).toBe(23);
  const seen: ActionId[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: 4, cursor });
    seen.push(...page.actions.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(23);
  expect(new Set(seen)).toEqual(new Set(all));
});

test('starting again in the midst, from nothing, or on two nodes at once writes the same records', async () => {
  const node = await projector();
  const { logged } = loggedFloor();
  const offered = await logged(20, MEI, reassign('a', TOM));
  await until(() => ids()).toEqual([offered]);
  await node.stop();
  // It was open at the checkpoint; how it ended is read by the next start.
  const undone = await logged(25, MEI, { type: 'action.undo', actionId: offered });
  const again = await projector();
  await until(() => ids()).toEqual([undone, offered]);
  expect(await one(offered)).toMatchObject({ state: 'withdrawn', settledAt: at(25), undoneBy: undone });
  expect(await one(undone)).toMatchObject({ state: 'confirmed', undoOf: offered });
  await again.stop();
  const before = await contents();

  // All of it lost: two nodes at once bring it back, and end with one record for each.
  await redis.flushall();
  const both = await Promise.all([projector(rig.log), projector(rig.anotherNode())]);
  await until(contents).toEqual(before);
  for (const each of both) await each.stop();
  // The checkpoint alone lost: everything is gone over once more.
  await redis.del('{site:test}:actions:checkpoint');
  await (await projector()).stop();
  expect(await contents()).toEqual(before);
});

test('what ends days later is noted where it began', async () => {
  const node = await projector();
  const floor = loggedFloor();
  const message = await floor.logged(20, MEI, { type: 'agent.message', agentId: agent(TOM), text: '请回电' });
  await until(() => ids()).toEqual([message]);
  await node.stop();
  siteNow = NINE + 3 * DAY_MS;
  const later = epochMs(NINE + 3 * DAY_MS - HOUR_MS);
  await append(rig.log, 'deadline/1', [{ type: 'action.settled', occurredAt: later, actionId: message, result: 'timed-out' }]);
  // And of something that nobody has a record of, nothing comes.
  await append(rig.log, 'deadline/2', [
    { type: 'action.settled', occurredAt: later, actionId: 'x-unknown' as ActionId, result: 'timed-out' },
  ]);
  await projector();
  await until(async () => (await ask()).actions).toMatchObject([{ id: message, state: 'timed-out', settledAt: later }]);
  expect(Object.keys(await contents())).toEqual(['{site:test}:actions:2026-11-21', '{site:test}:actions:2026-11-21:all']);
});

test('after a fail-over that lost the newest command its record stays and says so, until the command comes again', async () => {
  const node = await projector();
  const floor = loggedFloor();
  const kept = await floor.logged(20, MEI, onCall('call.set-priority', 'a', { priority: 5 }));
  const lost = await floor.logged(21, HAO, onCall('call.set-priority', 'b', { priority: 5 }), 'u-hao/the-lost-one');
  await until(() => ids()).toEqual([lost, kept]);
  await node.stop();
  await rig.loseTail(1);
  const next = await floor.logged(22, MEI, { type: 'agent.message', agentId: agent(TOM), text: '继续' });
  const after = await projector();
  await until(() => ids()).toEqual([next, lost, kept]);
  expect((await ask()).actions.map(({ isLost = false }) => isLost)).toEqual([false, true, false]);
  await after.stop();
  // Its browser had no answer, and asks again under the same id.
  const events = floor.events.filter((event) => 'actionId' in event && event.actionId === lost);
  await append(rig.log, 'u-hao/the-lost-one', events);
  await projector();
  await until(async () => (await one(lost))?.isLost ?? false).toBe(false);
  expect(await ids()).toEqual([next, lost, kept]);
});

test('a month and some days are kept, by the day, and then nothing of it', async () => {
  await projector();
  const { logged } = loggedFloor();
  const id = await logged(20, MEI, onCall('call.set-priority', 'a', { priority: 5 }));
  await until(() => ids()).toEqual([id]);
  for (const key of await redis.keys('{site:test}:actions:2*')) {
    const ttlMs = await redis.pttl(key);
    expect(ttlMs).toBeGreaterThan(35 * DAY_MS);
    expect(ttlMs).toBeLessThanOrEqual(36 * DAY_MS);
  }
  siteNow = NINE + 35 * DAY_MS;
  expect(await ids()).toEqual([id]);
  siteNow = NINE + 35 * DAY_MS + 21_000;
  expect(await ids()).toEqual([]);
});

test('nothing in Redis tells of a micro-pause, a taken pause, or what was written to whom', async () => {
  const node = await projector();
  const { logged, desk } = loggedFloor();
  desk(13, LI);
  const pause = await logged(20, LI_SELF, setNotReady(LI, 'MICRO_PAUSE', { reason: 'canary-why' }));
  await logged(21, MEI, { type: 'agent.message', agentId: agent(TOM), text: 'canary-message' });
  await logged(22, MEI, reassign('a', TOM, { note: 'canary-note' }));
  await until(async () => (await ids()).length).toBe(3);
  await node.stop();
  expect((await one(pause))?.detail.reasonCode).toBe('BREAK');
  const everything = JSON.stringify(await contents()) + (await redis.get('{site:test}:actions:checkpoint'));
  expect(everything).not.toMatch(/canary|MICRO_PAUSE/);
});

test('a record that can not be read hides no other', async () => {
  await projector();
  const { logged } = loggedFloor();
  const damaged = await logged(20, MEI, onCall('call.set-priority', 'a', { priority: 5 }));
  const sound = await logged(21, MEI, onCall('call.set-priority', 'b', { priority: 5 }));
  await until(() => ids()).toEqual([sound, damaged]);
  await redis.hset('{site:test}:actions:2026-11-21', damaged, '{"id":');
  expect(await ids()).toEqual([sound]);
  expect(Object.keys(await contents())).toHaveLength(2);
});
