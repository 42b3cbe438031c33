import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BufferRecord } from '../../shared/domain/buffer/buffer.js';
import type { PrivateRef } from '../../shared/domain/buffer/words.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { type AgentId, agentIdOf, type BufferId, type ExternalKey, teamIdOf } from '../../shared/kernel/ids.js';
import { durationMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { NINE, sales } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const at = { occurredAt: epochMs(NINE) };
const noon = NINE + 3 * HOUR_MS;
const source = 'test';
const SECRET = '今天连续三通投诉，我快撑不住了';
const keyOf = (no: number) => `PJSIP/${1000 + no}` as ExternalKey;
const idOf = (no: number): AgentId => agentIdOf(source, keyOf(no));
const shift = 'b-1' as BufferId;

/** Six agents in 一组, two in 二组. */
const people = [1, 2, 3, 4, 5, 6, 7, 8].map((no) => ({ key: keyOf(no), name: `坐席${no}`, team: no <= 6 ? '一组' : '二组' }));
const events: DomainEvent[] = [
  {
    type: 'site.configured',
    ...at,
    config: siteConfigSchema.parse({
      name: '东湾',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }, { name: '二组' }],
      people,
      workforce: { buffer: { crisis: [{ name: '急救', phone: '120' }], wellbeingContact: 'main-admin1' } },
    }),
  },
  { type: 'queue.described', ...at, queueId: sales, source, key: 'sales' as ExternalKey },
  ...people.flatMap(({ key }): DomainEvent[] => [
    { type: 'agent.described', ...at, agentId: agentIdOf(source, key), source, key, name: key },
    { type: 'member.changed', ...at, agentId: agentIdOf(source, key), queueId: sales, paused: false },
  ]),
];
const requested = (bufferId: BufferId, agentId: AgentId, more: object = {}): DomainEvent => ({
  type: 'buffer.requested',
  occurredAt: epochMs(noon),
  bufferId,
  agentId,
  teamId: teamIdOf('一组'),
  wantedAt: epochMs(noon),
  lengthMs: durationMs(2 * HOUR_MS),
  isReasonShared: false,
  isProtected: false,
  isThird: false,
  ...more,
});

let redis: TestRedis;
let rig: HttpRig;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events, siteNow: noon });
  const join = async (name: string, ...who: Parameters<HttpRig['signIn']>) => {
    cookies[name] = (await rig.signIn(...who)).cookie;
  };
  await join('admin', 'admin');
  await join('agent', 'agent', { agentKey: keyOf(1) });
  await join('colleague', 'agent', { agentKey: keyOf(2) });
  await join('lead', 'lead', { teams: ['一组'] });
  await join('other lead', 'lead', { teams: ['二组'] });
  await join('supervisor', 'supervisor');
  await join('wall', 'wall');
  await rig.people.refresh();
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});
const as = (who: string, method: string, path: string, body?: unknown) => rig.call(method, path, cookies[who], body);

/** What the agent handed over, in a request that names it. */
async function asksBecause(bufferId: BufferId, isReasonShared: boolean, who = 'agent'): Promise<PrivateRef> {
  const { ref } = (await as(who, 'POST', '/api/v1/private', { text: SECRET })).json;
  rig.fold(requested(bufferId, idOf(1), { reasonRef: ref, isReasonShared }));
  return ref;
}

describe('why somebody asked', () => {
  test('is nobody’s to read unless they share it', async () => {
    await asksBecause(shift, false);
    const answers = await Promise.all(
      ['colleague', 'lead', 'other lead', 'supervisor', 'admin', 'wall'].map(async (who) => [
        who,
        (await as(who, 'GET', `/api/v1/buffers/${shift}/reason`)).status,
      ]),
    );
    expect(Object.fromEntries(answers)).toEqual({
      colleague: 404,
      lead: 404,
      'other lead': 404,
      supervisor: 404,
      admin: 403,
      wall: 403,
    });
    expect((await as('agent', 'GET', `/api/v1/buffers/${shift}/reason`)).json).toEqual({ text: SECRET });
    expect(rig.site.buffers.get(shift)?.openedBy).toEqual([]);
  });

  test('is opened by who decides alone, and the agent sees who did', async () => {
    const open = 'b-2' as BufferId;
    await asksBecause(open, true);
    expect((await as('lead', 'GET', `/api/v1/buffers/${open}/reason`)).json).toEqual({ text: SECRET });
    expect((await as('supervisor', 'GET', `/api/v1/buffers/${open}/reason`)).json).toEqual({ text: SECRET });
    // Reading on is the same opening.
    await as('lead', 'GET', `/api/v1/buffers/${open}/reason`);
    for (const who of ['other lead', 'colleague']) expect((await as(who, 'GET', `/api/v1/buffers/${open}/reason`)).status).toBe(404);
    for (const who of ['admin', 'wall']) expect((await as(who, 'GET', `/api/v1/buffers/${open}/reason`)).status).toBe(403);
    expect(rig.site.buffers.get(open)?.openedBy.map(({ by }) => by.role)).toEqual(['lead', 'supervisor']);
  });

  test('can not be somebody else’s words, whoever names them', async () => {
    const stolen = 'b-3' as BufferId;
    await asksBecause(stolen, true, 'colleague');
    expect((await as('lead', 'GET', `/api/v1/buffers/${stolen}/reason`)).status).toBe(404);
    expect((await as('agent', 'GET', `/api/v1/buffers/${stolen}/reason`)).status).toBe(404);
    expect(rig.site.buffers.get(stolen)?.openedBy).toEqual([]);
  });

  test('is erased when the agent says so', async () => {
    const gone = 'b-4' as BufferId;
    await asksBecause(gone, true);
    expect((await as('colleague', 'DELETE', `/api/v1/buffers/${gone}/reason`)).status).toBe(404);
    expect((await as('agent', 'GET', '/api/v1/me/buffers')).json.buffers[0]).toMatchObject({ bufferId: gone, hasReason: true });
    expect((await as('agent', 'DELETE', `/api/v1/buffers/${gone}/reason`)).status).toBe(204);
    expect((await as('lead', 'GET', `/api/v1/buffers/${gone}/reason`)).status).toBe(404);
    expect((await as('agent', 'GET', '/api/v1/me/buffers')).json.buffers[0]).toMatchObject({ bufferId: gone, hasReason: false });
  });
});

describe('before asking', () => {
  test('the agent sees which starts there are, how each would be answered, and which posts are free', async () => {
    const { json } = await as('agent', 'POST', '/api/v1/buffers/preview', { startAt: 'now', lengthMs: HOUR_MS });
    expect(json).toMatchObject({ startAt: noon, lengthMs: HOUR_MS, mostMs: 4 * HOUR_MS, verdict: 'green', answer: 'at-once' });
    expect(json.starts.map(({ startAt }: { startAt: number }) => (startAt - noon) / MINUTE_MS)).toEqual([0, 15, 30, 45, 60]);
    expect(json.posts.map(({ code }: { code: string }) => code)).toContain('DATA');
  });
  test.each([{}, { startAt: 'soon' }, { startAt: 'now', lengthMs: 5 * MINUTE_MS }, { startAt: -1 }])('%j is refused', async (body) => {
    expect((await as('agent', 'POST', '/api/v1/buffers/preview', body)).status).toBe(400);
  });
  test('nobody else asks what it would do', async () => {
    for (const who of ['lead', 'supervisor', 'admin', 'wall'])
      expect((await as(who, 'POST', '/api/v1/buffers/preview', { startAt: 'now' })).status).toBe(403);
  });
});

describe('what whoever decides sees', () => {
  const asked = 'b-5' as BufferId;
  test('is staffing, queue by queue and start by start, and nothing about the person', async () => {
    rig.fold(requested(asked, idOf(1)));
    for (const who of ['lead', 'supervisor']) {
      const { status, json } = await as(who, 'GET', `/api/v1/buffers/${asked}/impact`);
      expect(status).toBe(200);
      expect(json).toMatchObject({ bufferId: asked, startAt: noon, endAt: noon + 2 * HOUR_MS, verdict: 'green', isStaffOk: true });
      expect(json.queues).toHaveLength(1);
      expect(json.queues[0].intervals[0]).toMatchObject({ before: 8, after: 7 });
      expect(json.bestStartAt).toBe(noon);
    }
  });
  test('is another start on request, never one that is past', async () => {
    const later = noon + 30 * MINUTE_MS;
    const ask = async (startAt: number) => (await as('lead', 'GET', `/api/v1/buffers/${asked}/impact?startAt=${startAt}`)).json.startAt;
    expect(await ask(later)).toBe(later);
    expect(await ask(noon - HOUR_MS)).toBe(noon);
  });
  test('is nobody else’s', async () => {
    const status = async (who: string) => (await as(who, 'GET', `/api/v1/buffers/${asked}/impact`)).status;
    expect(await Promise.all(['other lead', 'agent', 'colleague', 'admin', 'wall'].map(status))).toEqual([404, 403, 403, 403, 403]);
  });
});

describe('strain of teams', () => {
  test('can be asked for one team, and for no team of others', async () => {
    const ask = async (who: string, name: string) => (await as(who, 'GET', `/api/v1/strain/teams?teamId=${teamIdOf(name)}`)).json.teams;
    expect((await ask('supervisor', '二组')).map(({ teamId }: { teamId: string }) => teamId)).toEqual([teamIdOf('二组')]);
    expect(await ask('lead', '二组')).toEqual([]);
  });

  const teams = async (who: string) => (await as(who, 'GET', '/api/v1/strain/teams')).json.teams;

  test('is counts of five people and more, and no name that was not shared', async () => {
    expect(await teams('lead')).toEqual([{ teamId: teamIdOf('一组'), bands: { calm: 6, watch: 0, elevated: 0, high: 0 }, shared: [] }]);
    expect(await teams('other lead')).toEqual([{ teamId: teamIdOf('二组'), bands: null, shared: [] }]);
    expect((await teams('supervisor')).map((each: { bands: unknown }) => each.bands === null)).toEqual([false, true]);
    for (const who of ['agent', 'colleague', 'admin', 'wall']) expect((await as(who, 'GET', '/api/v1/strain/teams')).status).toBe(403);
  });

  test('a name is there while its owner shares it, and taken away the others are still five', async () => {
    await as('agent', 'POST', '/api/v1/me/check-in', { value: 5 });
    const { sharedUntil } = (await as('agent', 'PUT', '/api/v1/me/strain', { isShared: true })).json;
    expect(await teams('lead')).toEqual([
      {
        teamId: teamIdOf('一组'),
        bands: { calm: 5, watch: 0, elevated: 0, high: 0 },
        shared: [{ agentId: idOf(1), band: 'high', score: 70, until: sharedUntil }],
      },
    ]);
    expect(await teams('other lead')).toEqual([{ teamId: teamIdOf('二组'), bands: null, shared: [] }]);
    await as('colleague', 'PUT', '/api/v1/me/strain', { isShared: true });
    const [{ bands, shared }] = await teams('lead');
    expect([bands, shared.length]).toEqual([null, 2]);
    for (const who of ['agent', 'colleague']) await as(who, 'PUT', '/api/v1/me/strain', { isShared: false });
    expect((await teams('lead'))[0]).toMatchObject({ bands: { calm: '3+', high: '<3' }, shared: [] });
  });

  test('whoever has it off is in no count', async () => {
    await as('agent', 'PUT', '/api/v1/me/strain', { isOn: false });
    await as('colleague', 'PUT', '/api/v1/me/strain', { isOn: false });
    expect((await teams('lead'))[0].bands).toBeNull();
    await as('agent', 'PUT', '/api/v1/me/strain', { isOn: true });
    await as('colleague', 'PUT', '/api/v1/me/strain', { isOn: true });
  });
});

describe('urgent help', () => {
  test('gives the numbers at once; the contact learns who, all others that relief is needed', async () => {
    const { json } = await as('agent', 'POST', '/api/v1/me/crisis', {});
    expect(json).toEqual({ crisis: [{ name: '急救', phone: '120' }], isContactTold: true });
    await as('agent', 'POST', '/api/v1/me/crisis', {});
    expect(rig.submitted.at(-1)?.command).toEqual({ type: 'relief.ask' });
    const { calls } = (await as('admin', 'GET', '/api/v1/wellbeing/calls')).json;
    expect(calls).toEqual([{ id: expect.any(String), because: 'crisis', agentId: idOf(1), name: '坐席1', at: noon }]);
    for (const who of ['agent', 'colleague', 'lead', 'supervisor'])
      expect([who, (await as(who, 'GET', '/api/v1/wellbeing/calls')).json]).toEqual([who, { isContact: false, calls: [] }]);
    expect((await as('wall', 'GET', '/api/v1/wellbeing/calls')).status).toBe(403);
    expect((await as('lead', 'DELETE', `/api/v1/wellbeing/calls/${calls[0].id}`)).status).toBe(404);
    expect((await as('admin', 'DELETE', `/api/v1/wellbeing/calls/${calls[0].id}`)).status).toBe(204);
    expect((await as('admin', 'GET', '/api/v1/wellbeing/calls')).json.calls).toEqual([]);
  });
});

describe('totals', () => {
  const record = (no: number, team: string): BufferRecord => ({
    bufferId: `b-t${no}` as BufferId,
    agentId: idOf(no),
    teamId: teamIdOf(team),
    requestedAt: epochMs(noon),
    state: 'returned',
    startedAt: epochMs(noon),
    endedAt: epochMs(noon + 90 * MINUTE_MS),
    decision: { outcome: 'approved', at: epochMs(noon) },
  });
  const totals = async (who: string) => (await as(who, 'GET', '/api/v1/buffers/totals')).json;

  test('tell of five people and more, and never of the few that are left when teams are taken away', async () => {
    rig.site.bufferRecords = [1, 2, 3, 4, 5, 6].map((no) => record(no, '一组'));
    const month = { month: '2026-11', people: 6, requests: 6, approved: 6, deferred: 0, declined: 0, overturned: 0, hours: 9 };
    expect((await totals('lead')).totals).toEqual([{ ...month, teamId: teamIdOf('一组') }]);
    expect((await totals('other lead')).totals).toEqual([]);
    expect((await totals('supervisor')).totals.map((each: { teamId: unknown }) => each.teamId)).toEqual([null, teamIdOf('一组')]);
    rig.site.bufferRecords.push(record(7, '二组'));
    expect((await totals('supervisor')).totals.map((each: { teamId: unknown }) => each.teamId)).toEqual([teamIdOf('一组')]);
    expect((await totals('lead')).inTimeRatio).toBe(1);
    rig.site.bufferRecords = [];
  });
});
