import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import { borrowPreviewSchema, suggestionsSchema } from '../../shared/protocol/suggestions.js';
import { answers, chen, enters, hangsUp, NINE, sales, support, twoTeams, visit, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

/** 王 of 一组 serves sales, 陈 of 二组 serves support; somebody waits in each. */
const floor: DomainEvent[] = [
  ...twoTeams([support]),
  enters(0, 'over'),
  answers(5, 'over', wang),
  hangsUp(60, 'over', wang),
  enters(100, 'waits'),
  enters(110, 'elsewhere', support),
];

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events: floor, siteNow: NINE + 600_000 });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const suggestions = async (cookie: string, visitId: string) => {
  const answer = await rig.call('GET', `/api/v1/visits/${visitId}/suggestions`, cookie);
  return answer.status === 200 ? suggestionsSchema.parse(answer.json).suggestions.map(({ agentId }) => agentId) : answer.status;
};
const borrow = (cookie: string, queueId: string, query = '') => rig.call('GET', `/api/v1/queues/${queueId}/borrow${query}`, cookie);

test('a supervisor is told whom a waiting call could go to, who serves its queue first', async () => {
  const { cookie } = await rig.signIn('supervisor');
  expect(await suggestions(cookie, visit('waits'))).toEqual([wang, chen]);
  expect(await suggestions(cookie, visit('elsewhere'))).toEqual([chen, wang]);
});

test('a call that is over, or that nobody knows, has no suggestions', async () => {
  const { cookie } = await rig.signIn('supervisor');
  expect(await suggestions(cookie, visit('over'))).toBe(404);
  expect(await suggestions(cookie, 'v-nobody')).toBe(404);
  expect(await suggestions(cookie, '__proto__')).toBe(400);
});

test('a lead is told of the lead’s own agents and queues alone', async () => {
  const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
  expect(await suggestions(cookie, visit('waits'))).toEqual([wang]);
  expect(await suggestions(cookie, visit('elsewhere'))).toBe(404);
  expect((await borrow(cookie, support)).status).toBe(404);
  const { text } = await borrow(cookie, sales);
  expect(text).not.toContain(chen);
});

test('agents and walls are told nothing', async () => {
  const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
  const wall = await rig.signIn('wall');
  for (const { cookie } of [agent, wall]) {
    expect(await suggestions(cookie, visit('waits'))).toBe(403);
    expect((await borrow(cookie, sales)).status).toBe(403);
  }
});

test('a loan is shown before it is made: who, until when, and what it does to both queues', async () => {
  const { cookie } = await rig.signIn('admin');
  const { status, json } = await borrow(cookie, sales, `?agents=1&forMs=900000&agentIds=${chen}`);
  expect(status).toBe(200);
  const preview = borrowPreviewSchema.parse(json);
  expect(preview).toMatchObject({ queueId: sales, until: NINE + 1_500_000, chosen: [chen] });
  expect(preview.effects.map(({ queueId, role, readyAfter }) => [queueId, role, readyAfter])).toEqual([
    [sales, 'receives', 2],
    [support, 'gives', 0],
  ]);
});

test('bounds hold', async () => {
  const { cookie } = await rig.signIn('supervisor');
  for (const query of ['?agents=21', '?agents=-1', '?forMs=1', '?forMs=99999999', `?agentIds=${'x'.repeat(2_000)}`, '?more=1'])
    expect((await borrow(cookie, sales, query)).status, query).toBe(400);
});
