import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VisitHistory, VisitQuery } from '../../server/history/visit-history.js';
import { createVisitRecorder, type VisitRecord } from '../../server/history/visit-record.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import { answers, chen, enters, hangsUp, leaves, NINE, sales, support, twoTeams, visit, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const _source = 'test';
/** Two teams in two queues: 王 of 一组 serves sales, 陈 of 二组 serves both. */
const floor: DomainEvent[] = [...twoTeams([sales, support])];
const calls: DomainEvent[] = [
  enters(0, 'wang-sales'),
  answers(10, 'wang-sales', wang),
  enters(20, 'chen-sales'),
  answers(25, 'chen-sales', chen),
  enters(40, 'chen-support', support),
  answers(50, 'chen-support', chen),
  enters(60, 'lost-support', support),
  leaves(90, 'lost-support'),
  hangsUp(100, 'wang-sales', wang),
];

/** An in-memory stand-in for the records in Redis; what is under test is who is asked for what, and what comes back. */
function memoryHistory(events: DomainEvent[]): VisitHistory & { asked: VisitQuery[] } {
  const recorder = createVisitRecorder();
  const records = new Map<string, VisitRecord>();
  for (const event of events) for (const each of recorder.record(event)) records.set(each.visitId, structuredClone(each));
  const asked: VisitQuery[] = [];
  return {
    asked,
    async query(query) {
      asked.push(query);
      const visits = [...records.values()].filter(
        (each) =>
          query.mayRead(each) &&
          (query.queueId === undefined || each.queueId === query.queueId) &&
          (query.agentId === undefined || each.legs.some((leg) => leg.agentId === query.agentId)),
      );
      return { visits, total: visits.length, next: null };
    },
  };
}

let redis: TestRedis;
let rig: HttpRig;
let history: ReturnType<typeof memoryHistory>;
beforeAll(async () => {
  redis = await startTestRedis();
  history = memoryHistory(calls);
  rig = await startHttpRig(redis, { events: [...floor, ...calls], visits: history, siteNow: NINE + HOUR_MS });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const seen = async (cookie: string, query = '') => {
  const answer = await rig.call('GET', `/api/v1/visits${query}`, cookie);
  return answer.status === 200 ? answer.json.visits.map((row: { visitId: string }) => row.visitId).sort() : answer.status;
};
const names = (...each: string[]) => each.map(visit).sort();

test('a supervisor sees every call with the agents’ names', async () => {
  const { cookie } = await rig.signIn('supervisor');
  expect(await seen(cookie)).toEqual(names('wang-sales', 'chen-sales', 'chen-support', 'lost-support'));
  const { json } = await rig.call('GET', `/api/v1/visits?agentId=${wang}`, cookie);
  expect(json.visits).toEqual([
    {
      visitId: visit('wang-sales'),
      callId: expect.stringMatching(/^c-/),
      queueId: sales,
      enteredAt: NINE,
      outcome: 'answered',
      waitMs: 10_000,
      answeredAt: NINE + 10_000,
      closedAt: NINE + 100_000,
      callerMasked: '138****2764',
      callerName: '李先生',
      tier: 'gold',
      ringNoAnswers: 0,
      legs: [
        { agentId: wang, agentName: '王小丽', startedAt: NINE + 10_000, endedAt: NINE + 100_000, endedBy: 'caller', holdMs: 0, acwMs: 0 },
      ],
    },
  ]);
});

test('a lead sees the queues of the lead’s team, and no other team’s agents by name or id', async () => {
  const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
  expect(await seen(cookie)).toEqual(names('wang-sales', 'chen-sales'));
  const { json, text } = await rig.call('GET', '/api/v1/visits', cookie);
  expect(text).not.toContain(chen);
  expect(text).not.toContain('陈伟');
  const theirs = json.visits.find((row: { visitId: string }) => row.visitId === visit('chen-sales'));
  expect(theirs.legs).toEqual([{ startedAt: NINE + 25_000, holdMs: 0 }]);
  expect(await seen(cookie, `?queueId=${support}`)).toBe(404);
  expect(await seen(cookie, `?agentId=${chen}`)).toBe(404);
  expect(await seen(cookie, '?queueId=q-unknown')).toBe(404);
});

test('a lead without a team sees nothing', async () => {
  const { cookie } = await rig.signIn('lead');
  expect(await seen(cookie)).toEqual([]);
});

test('an agent sees their own calls of today and cannot ask for a colleague’s', async () => {
  const { cookie } = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
  expect(await seen(cookie)).toEqual(names('wang-sales'));
  expect(await seen(cookie, `?agentId=${chen}`)).toBe(404);
  expect(await seen(cookie, `?queueId=${support}`)).toEqual([]);
  const last = history.asked.at(-1);
  // Shanghai's midnight, seventeen hours before ten in the morning of the next UTC day's count.
  expect(last?.from).toBe(Date.UTC(2026, 10, 20, 16));
  await seen(cookie, '?from=0');
  expect(history.asked.at(-1)?.from).toBe(Date.UTC(2026, 10, 20, 16));
  expect((await rig.call('GET', '/api/v1/me', cookie)).json.agentId).toBe(wang);
});

test('an agent whom the source does not know has no calls', async () => {
  expect(await seen((await rig.signIn('agent')).cookie)).toEqual([]);
  expect(await seen((await rig.signIn('agent', { agentKey: 'PJSIP/9999' })).cookie)).toEqual([]);
});

test('nobody reads back further than two days', async () => {
  const { cookie } = await rig.signIn('admin');
  await seen(cookie, '?from=0');
  expect(history.asked.at(-1)?.from).toBe(NINE + HOUR_MS - 48 * HOUR_MS);
});

test('the day’s series of a queue and of the site agree with what was folded', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const whole = (await rig.call('GET', `/api/v1/series?from=${NINE}`, cookie)).json;
  expect(whole).toMatchObject({ queueId: null, from: NINE, to: NINE + HOUR_MS, intervalMs: 1_800_000 });
  expect(whole.points[0]).toMatchObject({ at: NINE, offered: 4, answered: 3, abandoned: 1 });
  const one = (await rig.call('GET', `/api/v1/series?queueId=${support}`, cookie)).json;
  expect(one.goalRatio).toBe(0.8);
  expect(one.points.find((point: { at: number }) => point.at === NINE)).toMatchObject({
    offered: 2,
    answered: 1,
    abandoned: 1,
    asaMs: 10_000,
  });
});

test('a lead’s series has the lead’s queues only, and one request can’t ask for years', async () => {
  const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
  const { json } = await rig.call('GET', `/api/v1/series?from=0`, cookie);
  expect(json.points).toHaveLength(96);
  expect(json.points.reduce((sum: number, point: { offered: number }) => sum + point.offered, 0)).toBe(2);
  expect((await rig.call('GET', `/api/v1/series?queueId=${support}`, cookie)).status).toBe(404);
});
