import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActionHistory } from '../../server/history/action-history.js';
import { createActionProjector } from '../../server/history/action-projector.js';
import { createRefusalBook } from '../../server/history/action-refusals.js';
import type { Follower } from '../../server/history/follow.js';
import { createLifecycle } from '../../server/ops/lifecycle.js';
import { commandSchema } from '../../shared/domain/commands.js';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import type { ActionId, CommitId, SiteId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { actingFloor, agent, LI, LI_SELF, MEI, onCall, reassign, TOM, visit, ZHAO } from '../domain/action/acting-floor.js';
import { setNotReady } from '../domain/action/agent-words.js';
import { type LogRig, memoryRig, silent } from '../log/rigs.js';
import { FakeSessions } from '../realtime/live-node.js';
import { answered, at, joined, NINE, other } from '../support/floor.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const siteId = 'main' as SiteId;
const siteNow = () => epochMs(NINE + HOUR_MS);

let server: TestRedis;
let redis: Redis;
let log: LogRig;
let projector: Follower;
let rig: HttpRig;
let refusals: ReturnType<typeof createRefusalBook>;
let did: Record<'moved' | 'listened' | 'paused' | 'told' | 'zhao' | 'resync', ActionId>;

/** Li (of 一组) talks, a caller waits for sales; Zhao (of 二组) talks in support. */
function floorOfToday() {
  const floor = actingFloor();
  floor.tell(
    joined(10, 'a', 'sales'),
    joined(11, 'b', 'sales'),
    answered(12, 'b', LI),
    joined(13, 'c', 'support'),
    answered(14, 'c', ZHAO),
  );
  floor.desk(15, TOM);
  did = {
    moved: floor.grant(20, MEI, reassign('a', TOM, { note: 'canary-note' })),
    listened: floor.grant(21, MEI, onCall('call.monitor', 'b', { mode: 'listen' })),
    paused: floor.grant(22, LI_SELF, setNotReady(LI, 'MICRO_PAUSE', { when: 'after-call' })),
    told: floor.grant(23, MEI, { type: 'agent.message', agentId: agent(TOM), text: 'canary-message' }),
    zhao: floor.grant(24, MEI, onCall('call.disconnect', 'c', { reason: '威胁坐席' })),
    resync: floor.grant(25, MEI, { type: 'source.resync', source: 'test' }),
  };
  // Under way since it was recorded: the record does not know, the floor does.
  floor.start(26, did.listened);
  floor.tell(other(27, { type: 'source.status', status: 'connected' }));
  return floor;
}

beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.socketPath);
  log = await memoryRig();
  const floor = floorOfToday();
  const clock = { now: siteNow, rate: () => 1 };
  projector = createActionProjector({ redis, log: log.log, siteId, logger: silent, lifecycle: createLifecycle(silent), clock });
  const { epoch, last } = await log.log.open();
  const commit = { v: COMMIT_VERSION, id: 'test/all' as CommitId, by: { kind: 'clock' }, cause: 'test', events: floor.events } as const;
  await log.log.append({ epoch, commit: { ...commit, events: [...commit.events] }, readAt: last, reads: [], touches: [] });
  await projector.start();
  refusals = createRefusalBook({ redis, siteId, now: siteNow, measures: { commandRefused: () => undefined }, logger: silent });
  rig = await startHttpRig(server, {
    events: [{ type: 'site.configured', occurredAt: at(0), config: floor.site.config }, ...floor.events],
    siteNow: siteNow(),
    actions: createActionHistory({ redis, siteId, logger: silent, now: siteNow }),
    refusals,
  });
});
afterAll(async () => {
  await rig?.close();
  await projector?.stop();
  await log?.close();
  redis?.disconnect();
  await server?.stop();
});

const seen = async (cookie: string, query = '') => {
  const answer = await rig.call('GET', `/api/v1/actions${query}`, cookie);
  return answer.status === 200 ? answer.json.actions.map((row: { id: string }) => row.id) : answer.status;
};

test('a supervisor reads all that was done, newest first, as it stands', async () => {
  const { cookie } = await rig.signIn('supervisor');
  await expect.poll(() => seen(cookie), { timeout: 5_000 }).toHaveLength(6);
  expect(await seen(cookie)).toEqual([did.resync, did.zhao, did.told, did.paused, did.listened, did.moved]);
  const { json } = await rig.call('GET', '/api/v1/actions?kind=call.disconnect', cookie);
  expect(json).toEqual({
    actions: [
      {
        id: did.zhao,
        kind: 'call.disconnect',
        by: { userId: 'u-mei', name: '王梅', role: 'supervisor', agentId: agent('PJSIP/9001') },
        askedAt: at(24),
        state: 'requested',
        on: expect.objectContaining({ visitId: visit('c'), agentId: agent(ZHAO) }),
        detail: { reason: '威胁坐席' },
      },
    ],
    next: null,
  });
  const listened = await rig.call('GET', '/api/v1/actions?kind=call.monitor', cookie);
  expect(listened.json.actions[0].state).toBe('started');
});

test('it is asked for by person, agent, call and time, page by page', async () => {
  const { cookie } = await rig.signIn('admin');
  expect(await seen(cookie, `?agentId=${agent(TOM)}`)).toEqual([did.told, did.moved]);
  expect(await seen(cookie, '?userId=u-li')).toEqual([did.paused]);
  expect(await seen(cookie, `?visitId=${visit('b')}`)).toEqual([did.listened]);
  expect(await seen(cookie, `?from=${at(22)}&to=${at(24)}`)).toEqual([did.told, did.paused]);
  const first = await rig.call('GET', '/api/v1/actions?limit=4', cookie);
  expect(await seen(cookie, `?limit=4&cursor=${first.json.next}`)).toEqual([did.listened, did.moved]);
  for (const query of ['?limit=0', '?limit=201', '?kind=DROP', '?cursor=x', '?agentId=__proto__', '?from=-1', '?what=1'])
    expect([query, await seen(cookie, query)]).toEqual([query, 400]);
});

test('a lead reads what their agents and queues are concerned in, as in frames', async () => {
  const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
  expect(await seen(cookie)).toEqual([did.told, did.paused, did.listened, did.moved]);
  expect(await seen(cookie, `?agentId=${agent(ZHAO)}`)).toEqual([]);
  expect(await seen((await rig.signIn('lead', { teams: ['二组'] })).cookie)).toEqual([did.zhao]);
  expect(await seen((await rig.signIn('lead')).cookie)).toEqual([]);
});

test('nobody reads a micro-pause, a message or a handover note out of it', async () => {
  for (const role of ['supervisor', 'admin'] as const) {
    const { text } = await rig.call('GET', '/api/v1/actions', (await rig.signIn(role)).cookie);
    expect(text).toContain('"reasonCode":"BREAK"');
    expect(text).not.toMatch(/MICRO_PAUSE|canary/);
  }
});

test('an agent and a wall read nothing of it', async () => {
  expect(await seen((await rig.signIn('agent', { agentKey: LI })).cookie)).toBe(403);
  expect(await seen((await rig.signIn('wall')).cookie)).toBe(403);
});

test('an admin alone reads who tried what was beyond them', async () => {
  const by = new FakeSessions().add('tom', 'lead');
  const command = commandSchema.parse({ type: 'call.disconnect', visitId: visit('c'), reason: 'canary' });
  refusals.note({ id: 'commit-0001' as CommitId, issuedAt: epochMs(0), command }, by);
  const { cookie } = await rig.signIn('admin');
  const read = async () => (await rig.call('GET', '/api/v1/refusals?limit=10', cookie)).json;
  await expect.poll(async () => (await read()).refusals, { timeout: 5_000 }).toHaveLength(1);
  expect(await read()).toEqual({
    refusals: [
      {
        id: expect.stringMatching(/^\d+-\d+$/),
        at: siteNow(),
        userId: 'u-tom',
        name: 'tom',
        role: 'lead',
        kind: 'call.disconnect',
        targetId: visit('c'),
        code: 'not-permitted',
      },
    ],
    next: null,
  });
  expect((await rig.call('GET', '/api/v1/refusals', (await rig.signIn('supervisor')).cookie)).status).toBe(403);
});
