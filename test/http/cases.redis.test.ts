import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Person } from '../../shared/domain/person.js';
import { caseIdOf } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { chen, NINE, sales, support, twoTeams, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const at = { occurredAt: epochMs(NINE) };
const person = (userId: string, name: string, agentId?: typeof wang): Person => ({
  userId,
  name,
  role: 'agent',
  ...(agentId === undefined ? {} : { agentId }),
});
const wangs = person('u-wang', '王小丽', wang);
const opened = (name: string, by: Person, more: object = {}): DomainEvent => ({
  type: 'case.opened',
  ...at,
  caseId: caseIdOf(name),
  by,
  owner: by,
  caseType: 'TECH',
  text: `${name} 登录不上`,
  signs: [],
  proposedGrade: 'P3',
  policyVersion: 1,
  ...more,
});
const call = (queueId: typeof sales) => ({
  call: { visitId: 'v-1' as never, isLive: true, queueId, caller: { masked: '138****2764', hash: 'HASH-CANARY' } },
});
const floor: DomainEvent[] = [
  ...twoTeams([support]),
  opened('of-wang', wangs, call(sales)),
  opened('of-chen', person('u-chen', '陈伟', chen), call(support)),
  opened('of-nobody-on-the-floor', { ...person('u-zhou', '周敏'), role: 'supervisor' }),
  opened('long-ago', wangs),
  { type: 'case.cancelled', ...at, caseId: caseIdOf('long-ago'), by: wangs, reason: '开错了' },
];

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events: floor, siteNow: NINE + HOUR_MS });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const seen = async (cookie: string, query = '') => {
  const { status, json } = await rig.call('GET', `/api/v1/cases${query}`, cookie);
  return status === 200 ? json.cases.map((one: { no: number }) => one.no) : status;
};

test('a supervisor sees every case, newest first, open ones and those that are over apart', async () => {
  const { cookie } = await rig.signIn('supervisor');
  expect(await seen(cookie)).toEqual([3, 2, 1]);
  expect(await seen(cookie, '?state=closed')).toEqual([4]);
});

test('a page goes on where the one before ended, and says how many there are', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const { json: first } = await rig.call('GET', '/api/v1/cases?limit=2', cookie);
  expect([first.cases.map((one: { no: number }) => one.no), first.total, first.next]).toEqual([[3, 2], 3, '2']);
  const { json: second } = await rig.call('GET', `/api/v1/cases?limit=2&cursor=${first.next}`, cookie);
  expect([second.cases.map((one: { no: number }) => one.no), second.next]).toEqual([[1], null]);
});

test.each([
  ['E-2', [2]],
  ['of-wang', [1]],
  ['陈伟', [2]],
  ['2764', [2, 1]],
  ['没有这个', []],
])('cases are found by %s', async (q, nos) => {
  const { cookie } = await rig.signIn('supervisor');
  expect(await seen(cookie, `?q=${encodeURIComponent(q)}`)).toEqual(nos);
});

test('a lead sees the cases of the team and of its queues, an agent their own; of others they hear that there is no such case', async () => {
  const lead = await rig.signIn('lead', { teams: ['二组'] });
  expect(await seen(lead.cookie)).toEqual([2]);
  const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
  expect(await seen(agent.cookie)).toEqual([1]);
  for (const { cookie } of [lead, agent]) {
    const answer = await rig.call('GET', `/api/v1/cases/${caseIdOf('of-nobody-on-the-floor')}`, cookie);
    expect([answer.status, answer.json.code]).toEqual([404, 'not-found']);
  }
});

test('who is asked for a word on a case may read it, whatever their team', async () => {
  const lead = await rig.signIn('lead', { teams: ['二组'] });
  const caseId = caseIdOf('of-wang');
  expect((await rig.call('GET', `/api/v1/cases/${caseId}`, lead.cookie)).status).toBe(404);
  const one = rig.site.cases.get(caseId);
  one?.mentions.push({ userId: lead.userId, name: '刘组长', role: 'lead' });
  expect((await rig.call('GET', `/api/v1/cases/${caseId}`, lead.cookie)).status).toBe(200);
});

test('a case comes with its timeline, and never with what recognises the caller', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const { text, json } = await rig.call('GET', `/api/v1/cases/${caseIdOf('long-ago')}`, cookie);
  expect(json.case).toMatchObject({ no: 4, state: 'cancelled', entries: 2 });
  expect(json.entries).toEqual([
    { at: NINE, byName: '王小丽', byId: 'u-wang', kind: 'opened', what: 'TECH', text: 'long-ago 登录不上' },
    { at: NINE, byName: '王小丽', byId: 'u-wang', kind: 'cancelled', text: '开错了' },
  ]);
  const whole = await rig.call('GET', '/api/v1/cases', cookie);
  expect(text + whole.text).not.toContain('CANARY');
});

test('the list of what may be given says what is mine, and what needs a supervisor', async () => {
  const of = async (role: 'agent' | 'supervisor' | 'admin') => {
    const { json } = await rig.call('GET', '/api/v1/escalations/policy', (await rig.signIn(role)).cookie);
    return json.authority.find((entry: { code: string }) => entry.code === 'small-refund');
  };
  expect(await of('agent')).toMatchObject({ name: '小额退款', unit: 'money', mine: { maxAmountPerCase: 100, requiresEvidence: false } });
  expect(await of('supervisor')).toMatchObject({ mine: { maxAmountPerCase: 5_000, requiresEvidence: true } });
  expect(await of('admin')).toMatchObject({ mine: null });
});

test('departments and timers are told as they count', async () => {
  const { json } = await rig.call('GET', '/api/v1/escalations/policy', (await rig.signIn('agent')).cookie);
  expect(json.version).toBe(1);
  expect(json.timers.T4.P1).toEqual({ ms: 900_000, clock: 'wall' });
  expect(json.timers.T6P.P3).toEqual({ workDays: 5 });
  expect(json.departments[0]).toMatchObject({ code: 'tech', tracker: true, response: { P1: { ackMin: 10, preliminaryMin: null } } });
});

test('people are names to give a case to: no account, no team, and nobody who was disabled', async () => {
  const admin = await rig.signIn('admin');
  const gone = await rig.signIn('agent');
  await rig.call('PATCH', `/api/v1/users/${gone.userId}`, admin.cookie, { disabled: true });
  await rig.people.refresh();
  const { json } = await rig.call('GET', '/api/v1/people', (await rig.signIn('agent')).cookie);
  const me = json.people.find((each: { userId: string }) => each.userId === admin.userId);
  expect(Object.keys(me).sort()).toEqual(['name', 'role', 'userId']);
  expect(json.people.some((each: { userId: string }) => each.userId === gone.userId)).toBe(false);
});

test.each(['?state=all', '?limit=0', '?limit=1000', '?cursor=x', '?q=', '?more=1'])('%s is refused', async (query) => {
  const { cookie } = await rig.signIn('supervisor');
  expect((await rig.call('GET', `/api/v1/cases${query}`, cookie)).status).toBe(400);
});
