import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActionHistory } from '../../server/history/action-history.js';
import type { VisitHistory } from '../../server/history/visit-history.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import type { ExternalKey } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { NINE, sales, visit, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const at = { occurredAt: epochMs(NINE) };
const noon = NINE + 3 * HOUR_MS;
const source = 'test';
const KEY = 'PJSIP/1001' as ExternalKey;
const SECRET = '今天连续三通投诉，我快撑不住了';

const events: DomainEvent[] = [
  {
    type: 'site.configured',
    ...at,
    config: siteConfigSchema.parse({
      name: '东湾',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }],
      people: [{ key: KEY, name: '王小丽', team: '一组' }],
      workforce: {
        posts: [{ code: 'DATA', name: '数据分析', capacity: 2 }],
        buffer: {
          eap: { name: '心晴热线', phone: '400-000-0000', hours: '24 小时' },
          crisis: [{ name: '急救', phone: '120' }],
        },
      },
    }),
  },
  { type: 'queue.described', ...at, queueId: sales, source, key: 'sales' as ExternalKey },
  { type: 'agent.described', ...at, agentId: wang, source, key: KEY, name: '1001' },
  { type: 'member.changed', ...at, agentId: wang, queueId: sales, paused: false },
];

/** One call, ended ten minutes before noon, and flagged. */
const endedAt = epochMs(noon - 10 * MINUTE_MS);
const call = {
  visitId: visit('one'),
  callId: 'c-one',
  queueId: sales,
  enteredAt: epochMs(endedAt - 5 * MINUTE_MS),
  outcome: 'answered',
  callerMasked: '138****2764',
  ringNoAnswers: 0,
  legs: [{ agentId: wang, kind: 'queue', startedAt: epochMs(endedAt - 5 * MINUTE_MS), endedAt, holdMs: 0 }],
};
const visits: VisitHistory = {
  query: async ({ agentId }) => ({ visits: agentId === undefined || agentId === wang ? [call as never] : [], total: 1, next: null }),
};
const actions: ActionHistory = {
  query: async () => ({ actions: [{ kind: 'call.flag-abuse', state: 'confirmed', on: { visitId: visit('one') } } as never], next: null }),
};

let redis: TestRedis;
let rig: HttpRig;
let wangs: string;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events, visits, actions, siteNow: noon });
  wangs = (await rig.signIn('agent', { agentKey: KEY })).cookie;
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

test('private words come back as a name alone, and nothing of them is in the server’s log', async () => {
  const answer = await rig.call('POST', '/api/v1/private', wangs, { text: SECRET });
  expect(answer.status).toBe(201);
  expect(answer.json).toEqual({ ref: expect.stringMatching(/^pt-[0-9a-f]{36}$/) });
  expect(rig.logs.join('\n')).not.toContain(SECRET);
});

test('only who wrote them may take them back, and once', async () => {
  const { ref } = (await rig.call('POST', '/api/v1/private', wangs, { text: SECRET })).json;
  const stranger = (await rig.signIn('agent')).cookie;
  expect((await rig.call('DELETE', `/api/v1/private/${ref}`, stranger)).status).toBe(404);
  expect((await rig.call('DELETE', `/api/v1/private/${ref}`, wangs)).status).toBe(204);
  expect((await rig.call('DELETE', `/api/v1/private/${ref}`, wangs)).status).toBe(404);
});

test.each([{}, { text: '' }, { text: '   ' }, { text: 'x'.repeat(1_001) }, { text: 'x', more: 1 }])('%j is refused', async (body) => {
  expect((await rig.call('POST', '/api/v1/private', wangs, body)).status).toBe(400);
});

test('nobody hands over words without end', async () => {
  const eager = (await rig.signIn('agent')).cookie;
  const answers = [];
  for (let i = 0; i < 41; i++) answers.push((await rig.call('POST', '/api/v1/private', eager, { text: 'x' })).status);
  expect(answers.filter((status) => status === 201)).toHaveLength(40);
  expect(answers.at(-1)).toBe(429);
});

test('numbers to call, pauses and posts are there whatever the state', async () => {
  const { json } = await rig.call('GET', '/api/v1/me/wellbeing', wangs);
  expect(json).toEqual({
    eap: { name: '心晴热线', phone: '400-000-0000', hours: '24 小时' },
    crisis: [{ name: '急救', phone: '120' }],
    defaultLengthMs: 120 * MINUTE_MS,
    posts: [{ code: 'DATA', name: '数据分析', nameEn: null, free: 2 }],
    microPause: { left: 2, mostMs: 10 * MINUTE_MS },
    isAskedToCover: false,
  });
});

test('strain shows every part with its numbers, from calls that were there for all to see', async () => {
  const { json } = await rig.call('GET', '/api/v1/me/strain', wangs);
  expect(json).toMatchObject({ isOffered: true, isOn: true, checkIn: null, sharedUntil: null, isSnoozed: false });
  expect(json.strain.parts.map((each: { part: string }) => each.part)).toEqual([
    'abuse',
    'hardLoad',
    'sinceBreak',
    'occupancy',
    'hardRun',
    'workHours',
    'longCalls',
    'nightRest',
  ]);
  expect(json.strain.parts[0]).toMatchObject({ part: 'abuse', weight: 22, facts: { ageMin: 10 } });
  expect(json.strain.parts[2]).toMatchObject({ part: 'sinceBreak', points: 14, facts: { minutes: 180 } });
  expect(json.strain.isIncomplete).toBe(true);
});

test('the agent’s own word lifts the score at once', async () => {
  expect((await rig.call('POST', '/api/v1/me/check-in', wangs, { value: 5 })).status).toBe(204);
  const { json } = await rig.call('GET', '/api/v1/me/strain', wangs);
  expect(json.checkIn).toEqual({ value: 5, at: noon });
  expect(json.strain).toMatchObject({ score: 70, band: 'high' });
  expect(json.strain.topReasons[0]).toBe('checkIn');
  expect(json.suggestion).toBe('buffer');
  expect((await rig.call('POST', '/api/v1/me/check-in', wangs, { value: 6 })).status).toBe(400);
});

test('sharing, silence and the switch are the agent’s own, and the switch ends the sharing', async () => {
  const shared = await rig.call('PUT', '/api/v1/me/strain', wangs, { isShared: true, isSnoozed: true });
  expect(shared.json).toMatchObject({ sharedUntil: noon + 8 * HOUR_MS, isSnoozed: true, suggestion: null });
  const off = await rig.call('PUT', '/api/v1/me/strain', wangs, { isOn: false });
  expect(off.json).toMatchObject({ isOn: false, strain: null, sharedUntil: null, suggestion: null });
  const on = await rig.call('PUT', '/api/v1/me/strain', wangs, { isOn: true, isSnoozed: false });
  expect(on.json).toMatchObject({ isOn: true, sharedUntil: null, isSnoozed: false });
  expect(on.json.strain.band).toBe('high');
});

test('who is no agent of this floor has no strain, and the numbers all the same', async () => {
  const stranger = (await rig.signIn('agent', { agentKey: 'PJSIP/9999' })).cookie;
  expect((await rig.call('GET', '/api/v1/me/strain', stranger)).status).toBe(404);
  expect((await rig.call('GET', '/api/v1/me/wellbeing', stranger)).json.crisis).toHaveLength(1);
});
