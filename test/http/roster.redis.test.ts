import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Buffer } from '../../shared/domain/buffer/buffer.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { forecastKey } from '../../shared/domain/roster/duty.js';
import { type BufferId, teamIdOf } from '../../shared/kernel/ids.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { durationMs, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import { adherenceSchema, demandSchema, myAdherenceSchema, myRosterSchema, sheetSchema } from '../../shared/protocol/roster-http.js';
import { chen, enters, sales, support, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';
import { at, dayShift, isOn, planned, published, staff, TODAY } from './roster-events.js';

/** Both from eight to four; 王 comes at half past eight, 陈 in time, who at half past nine goes into a buffer shift. It is ten past ten. */
const events: DomainEvent[] = [
  ...staff,
  planned(wang, dayShift('wang')),
  planned(chen, dayShift('chen')),
  planned(wang, dayShift('wang tomorrow', 1)),
  published(wang, chen),
  planned(wang, { ...dayShift('wang, not told', 2) }),
  isOn(0, chen, support),
  isOn(30, wang, sales),
  enters(60, 'first'),
  isOn(90, chen, support, 'BUFFER'),
];

const buffer: Buffer = {
  id: 'b-chen' as BufferId,
  agentId: chen,
  requestedAt: at(80),
  wantedAt: at(90),
  lengthMs: durationMs(120 * MINUTE_MS),
  isReasonShared: false,
  isProtected: false,
  isThird: false,
  state: 'in-buffer',
  startAt: at(90),
  endAt: at(210),
  wasDeferred: false,
  post: 'DATA',
  isCoverWanted: false,
  isCoverSought: false,
  startedAt: at(90),
  extensions: 0,
  mayAsk: false,
  openedBy: [],
  rev: ORIGIN,
};

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events, siteNow: at(130) });
  rig.site.buffers.set(buffer.id, buffer);
  const quarters = (value: number) => Array.from({ length: 48 }, () => value);
  rig.site.forecasts.set(forecastKey(sales, TODAY), {
    queueId: sales,
    date: TODAY,
    startAt: at(-480),
    intervalMs: 30 * MINUTE_MS,
    calls: quarters(10),
    ahtMs: quarters(240 * SECOND_MS),
    rev: ORIGIN,
  });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const get = (path: string, cookie: string) => rig.call('GET', `/api/v1${path}`, cookie);
const sheet = async (cookie: string, query = `from=${TODAY}&to=2026-11-27`) =>
  sheetSchema.parse((await get(`/roster/sheet?${query}`, cookie)).json);
const refusal = async (cookie: string, query: string) => {
  const { status, json } = await get(`/roster/sheet?${query}`, cookie);
  return { status, fields: (json.errors ?? []).map(({ field }: { field: string }) => field) };
};

describe('who plans reads the roster', () => {
  test('a supervisor reads everybody’s shifts, told and not yet told, person by person', async () => {
    const { cookie } = await rig.signIn('supervisor');
    const answer = await sheet(cookie);
    expect(answer.people.map(({ name, contract, queueIds }) => [name, contract, queueIds])).toEqual([
      ['王小丽', 'FULL', [sales]],
      ['陈伟', null, [support]],
    ]);
    const [ofWang] = answer.duties;
    expect(ofWang?.entries.map(({ draft, published: told }) => [draft?.businessDate, told === null])).toEqual([
      [TODAY, false],
      ['2026-11-22', false],
      ['2026-11-23', true],
    ]);
    expect(answer.publications).toMatchObject([{ no: 1, byName: '周敏', people: 2 }]);
  });

  test('a lead reads the lead’s own teams, and is told that another team does not exist', async () => {
    const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
    const answer = await sheet(cookie);
    expect(answer.people.map(({ agentId }) => agentId)).toEqual([wang]);
    expect(JSON.stringify(answer)).not.toContain(chen);
    expect((await refusal(cookie, `from=${TODAY}&to=${TODAY}&teamId=${teamIdOf('二组')}`)).status).toBe(404);
  });

  test('a sheet of more than two weeks, or from a day after its last one, is refused by the field’s name', async () => {
    const { cookie } = await rig.signIn('supervisor');
    expect(await refusal(cookie, 'from=2026-11-01&to=2026-11-15')).toEqual({ status: 400, fields: ['to'] });
    expect(await refusal(cookie, 'from=2026-11-02&to=2026-11-01')).toEqual({ status: 400, fields: ['to'] });
    expect(await refusal(cookie, 'from=2026-02-30&to=2026-03-01')).toEqual({ status: 400, fields: ['from'] });
  });

  test('agents and walls read no one’s sheet, demand or adherence', async () => {
    const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
    const wall = await rig.signIn('wall');
    for (const path of ['/roster/catalogue', `/roster/sheet?from=${TODAY}&to=${TODAY}`, '/roster/adherence']) {
      expect([path, (await get(path, agent.cookie)).status]).toEqual([path, 403]);
      expect([path, (await get(path, wall.cookie)).status]).toEqual([path, 403]);
    }
  });

  test('what rosters are made of: without skills in the site file, each queue is one', async () => {
    const { cookie } = await rig.signIn('lead', { teams: ['一组'] });
    const { json } = await get('/roster/catalogue', cookie);
    expect(json.templates).toEqual([{ code: 'DAY', name: '日班', nameEn: null, startLocal: '08:00', lengthMin: 480 }]);
    expect(json.skills.map(({ queueIds }: { queueIds: string[] }) => queueIds)).toEqual([[sales], [support]]);
  });
});

describe('a buffer shift is back-office work to everybody but the agent', () => {
  test.each(['supervisor', 'admin', 'lead'] as const)('as %s', async (role) => {
    const { cookie } = await rig.signIn(role, role === 'lead' ? { teams: ['二组'] } : {});
    const days = `from=${TODAY}&to=${TODAY}`;
    const answers = await Promise.all(
      [`/roster/sheet?${days}`, `/roster/adherence`, `/roster/demand?${days}`].map((path) => get(path, cookie)),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/buffer|b-chen/i);
    }
    const { duties } = sheetSchema.parse(answers[0]?.json);
    expect(duties.find(({ agentId }) => agentId === chen)?.overlays).toMatchObject([{ activity: 'backoffice', startAt: at(90) }]);
    const row = adherenceSchema.parse(answers[1]?.json).rows.find(({ agentId }) => agentId === chen);
    expect(row).toMatchObject({ actual: 'backoffice', ratio: 1, excusedMs: 40 * MINUTE_MS });
  });

  test('the agent sees it by its name', async () => {
    const { cookie } = await rig.signIn('agent', { agentKey: 'PJSIP/1002' });
    const mine = myRosterSchema.parse((await get('/roster/mine', cookie)).json);
    expect(mine.overlays).toMatchObject([{ activity: 'buffer', post: 'DATA' }]);
    const { row } = myAdherenceSchema.parse((await get('/me/adherence', cookie)).json);
    expect(row).toMatchObject({ actual: 'buffer', plan: { activity: 'buffer' } });
  });
});

describe('adherence', () => {
  test('who came half an hour late has missed all of it but the grace, and reads the same number as the lead', async () => {
    const lead = await rig.signIn('lead', { teams: ['一组'] });
    const { rows } = adherenceSchema.parse((await get('/roster/adherence', lead.cookie)).json);
    const [row] = rows;
    expect(rows.map(({ agentId }) => agentId)).toEqual([wang]);
    // 130 minutes, of which 30 late; two are grace, and two more at the break that was not begun.
    expect(row?.offPlan[0]).toEqual({ startAt: at(2), endAt: at(30), plan: 'phone', actual: 'offline' });
    expect(row?.ratio).toBeCloseTo((130 - 28 - 8) / 130, 6);
    expect(row?.offPlanSince).toBe(at(122));
    const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
    const mine = myAdherenceSchema.parse((await get('/me/adherence', agent.cookie)).json);
    expect(mine.row?.ratio).toBe(row?.ratio);
    expect(mine.row?.offPlan).toEqual(row?.offPlan);
  });

  test('somebody without a seat has none', async () => {
    const { cookie } = await rig.signIn('supervisor');
    expect((await get('/me/adherence', cookie)).status).toBe(404);
    expect(myRosterSchema.parse((await get('/roster/mine', cookie)).json)).toMatchObject({ agentId: null, shifts: [] });
  });

  test('a day without shifts has no rows', async () => {
    const { cookie } = await rig.signIn('supervisor');
    const { rows, impact } = adherenceSchema.parse((await get('/roster/adherence?date=2026-11-25', cookie)).json);
    expect([rows, impact]).toEqual([[], []]);
  });
});

describe('an agent’s own roster', () => {
  test('what was told, and colleagues’ shifts of the same team; never a draft', async () => {
    const { cookie } = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
    const { shifts, colleagues, publishedVersion, acknowledgedVersion } = myRosterSchema.parse((await get('/roster/mine', cookie)).json);
    expect(shifts.map(({ businessDate }) => businessDate)).toEqual([TODAY, '2026-11-22']);
    expect([colleagues, publishedVersion, acknowledgedVersion]).toEqual([[], 1, null]);
  });
});

describe('demand', () => {
  const demand = async (cookie: string, query = `from=${TODAY}&to=${TODAY}`) =>
    demandSchema.parse((await get(`/roster/demand?${query}`, cookie)).json).queues;

  test('the agents that the forecast asks for, and where the day is heading once calls were counted', async () => {
    const { cookie } = await rig.signIn('supervisor');
    const [ofSales, ofSupport] = await demand(cookie);
    // 10 calls of 4:04 in half an hour, four in five within 15 s: three agents (Erlang A, patience 3 min).
    expect(new Set(ofSales?.days[0]?.required)).toEqual(new Set([3]));
    expect(ofSupport).toMatchObject({ days: [], reforecast: null });
    // The first call came after nine: what was before is not known, and counts for nothing. 1 came where 10 and 10 were forecast.
    const reforecast = ofSales?.reforecast;
    expect(reforecast?.fromIndex).toBe(20);
    expect(reforecast?.rawRatio).toBe(0);
    expect(reforecast?.heading.factor).toBeCloseTo(100 / 110, 6);
    expect(reforecast?.calls[19]).toBe(0);
    expect(reforecast?.calls[18]).toBe(10);
    const [low = 0, mid = 0, high = 0] = [reforecast?.low[30], reforecast?.calls[30], reforecast?.high[30]];
    expect(low < mid && mid < high).toBe(true);
  });

  test('queues without people in common need on the whole what they need one by one', async () => {
    const { cookie } = await rig.signIn('supervisor');
    const { queues, frontLine } = demandSchema.parse((await get(`/roster/demand?from=${TODAY}&to=${TODAY}`, cookie)).json);
    expect(frontLine.days.map(({ required }) => required)).toEqual([queues[0]?.days[0]?.required]);
    expect(frontLine.reforecast?.required).toEqual(queues[0]?.reforecast?.required);
    expect(frontLine.reforecast?.low[30]).toBeLessThanOrEqual(frontLine.reforecast?.high[30] ?? 0);
  });

  test('a lead is told of the queues that the lead’s people serve', async () => {
    const { cookie } = await rig.signIn('lead', { teams: ['二组'] });
    expect((await demand(cookie)).map(({ queueId }) => queueId)).toEqual([support]);
  });
});

test('who should be on the phones and is not costs the queue service level', async () => {
  const seen: DomainEvent = { ...isOn(-60, wang, sales) };
  const gone: DomainEvent = { type: 'member.removed', occurredAt: at(-50), agentId: wang, queueId: sales };
  const late = await startHttpRig(redis, {
    siteId: 'late',
    siteNow: at(20),
    events: [...staff, planned(wang, dayShift('wang')), published(wang), seen, gone],
  });
  late.site.forecasts.set(forecastKey(sales, TODAY), {
    queueId: sales,
    date: TODAY,
    startAt: at(-480),
    intervalMs: 30 * MINUTE_MS,
    calls: new Array(48).fill(3),
    ahtMs: new Array(48).fill(240_000),
    rev: ORIGIN,
  });
  const { cookie } = await late.signIn('supervisor');
  const { json } = await late.call('GET', '/api/v1/roster/adherence', cookie);
  const { rows, impact } = adherenceSchema.parse(json);
  expect(rows[0]?.offPlanSince).toBe(at(2));
  expect(impact).toMatchObject([{ queueId: sales, agentsOff: 1, plannedAgents: 1, serviceLevelRatio: 0 }]);
  expect(impact[0]?.serviceLevelAsPlannedRatio).toBeGreaterThan(0.5);
  await late.close();
});
