import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOf } from '../../server/auth/actor.js';
import type { HttpDeps } from '../../server/http/deps.js';
import { decide } from '../../shared/domain/decide.js';
import { evolve } from '../../shared/domain/evolve.js';
import { draftsOf, publishedOf } from '../../shared/domain/roster/entries.js';
import type { SiteState } from '../../shared/domain/site.js';
import { actionIdOf } from '../../shared/kernel/ids.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { type ImportReport, importReportSchema, MOST_IMPORT_LINES } from '../../shared/protocol/roster-http.js';
import { chen, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';
import { at, dayShift, planned, published, staff } from './roster-events.js';

let redis: TestRedis;
let rig: HttpRig;
let commits = 0;
let rigs = 0;
/** As a node does it, without a log: decided and folded at once. */
const submitTo =
  (site: () => SiteState): HttpDeps['submit'] =>
  async ({ id, command }, by) => {
    const now = at(130);
    const decided = decide(site(), command, { now, commitId: id, by: actorOf(by, site()), person: () => undefined });
    if (!decided.ok) return { outcome: 'refused', rejection: decided.error };
    commits += 1;
    for (const event of decided.value.events) evolve(site(), event, { position: ORIGIN, at: now as EpochMs }, { touch() {}, gone() {} });
    return { outcome: 'accepted', epoch: 'EPOCH00000' as never, position: ORIGIN, actionId: actionIdOf(id) };
  };

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => {
  await redis?.stop();
});
beforeEach(async () => {
  commits = 0;
  const events = [...staff, planned(wang, dayShift('wang')), planned(wang, dayShift('wang tomorrow', 1)), published(wang)];
  rigs += 1;
  rig = await startHttpRig(redis, {
    siteId: `import-${rigs}`,
    events,
    siteNow: at(130),
    submit: (request, by) => submitTo(() => rig.site)(request, by),
  });
  return () => rig.close();
});

const HEAD = 'agent,date,start,end,activities';
const lead = async () => (await rig.signIn('lead', { teams: ['一组'] })).cookie;
const supervisor = async () => (await rig.signIn('supervisor')).cookie;
const send = (cookie: string, text: string, query = '', headers = {}) =>
  rig.call('POST', `/api/v1/roster/import${query}`, cookie, text, { 'content-type': 'text/csv', ...headers });
async function read(cookie: string, lines: readonly string[], query = '', head = HEAD): Promise<ImportReport> {
  const answer = await send(cookie, [head, ...lines].join('\r\n'), query);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return importReportSchema.parse(answer.json);
}
const shiftsOf = (agentId: typeof wang) =>
  draftsOf(rig.site.duties.get(agentId)).map(({ businessDate, startLocal }) => `${businessDate} ${startLocal}`);

const GOOD = 'PJSIP/1001,2026-11-24,09:00,18:00,meal 12:00-13:00; break 15:00-15:15';

describe('a file is checked line by line', () => {
  test('and nothing is changed by that', async () => {
    const report = await read(await supervisor(), [
      GOOD,
      'PJSIP/1002,2026-11-24,22:00,06:00,meal 01:30-02:00; backoffice/DATA 04:00-05:00',
    ]);
    expect(report).toMatchObject({ mode: 'check', lines: 2, good: 2, bad: 0, applied: 0, faults: [] });
    expect(shiftsOf(wang)).toHaveLength(2);
  });

  test('each fault has its line, its column and its name', async () => {
    const report = await read(await supervisor(), [
      'PJSIP/9999,2026-11-24,09:00,18:00,',
      'PJSIP/1001,2026-02-30,09:00,18:00,',
      'PJSIP/1001,2026-11-25,9 Uhr,18:00,',
      'PJSIP/1001,2026-11-26,09:00,,',
      'PJSIP/1001,2026-11-27,09:00,18:00,juggling 12:00-13:00',
      'PJSIP/1001,2026-11-28,09:00,18:00,meal 08:00-08:30',
      'PJSIP/1001,2026-11-29,09:00,18:00,backoffice/NOWHERE 10:00-11:00',
      'PJSIP/1001,2026-11-29,10:00,18:00,',
      'PJSIP/1001,2026-11-01,09:00,18:00,',
      '"PJSIP/1001,2026-11-30,09:00,18:00',
    ]);
    expect(report.faults.map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'unknown-agent', 'agent'],
      [3, 'bad-date', 'date'],
      [4, 'bad-time', 'start'],
      [5, 'missing', 'end'],
      [6, 'unknown-activity', 'activities'],
      [7, 'activity-outside', 'activities'],
      [8, 'unknown-post', undefined],
      [9, 'twice', 'date'],
      [10, 'in-the-past', undefined],
      [11, 'broken-line', undefined],
    ]);
    expect([report.lines, report.good, report.bad]).toEqual([10, 0, 10]);
  });

  test('what two lines of one person do to each other is found, and the one that can stand is good', async () => {
    const report = await read(await supervisor(), [
      'PJSIP/1001,2026-11-24,14:00,23:00,meal 18:00-18:30',
      'PJSIP/1001,2026-11-25,06:00,14:00,meal 10:00-10:30',
    ]);
    expect(report.good).toBe(1);
    expect(report.faults).toMatchObject([{ code: 'labour-rule', detail: 'REST_DAILY' }]);
  });

  test('a zone that does not exist is refused by name', async () => {
    const report = await read(await supervisor(), ['PJSIP/1001,2026-12-02,09:00,17:00,,Nowhere/Land'], '', `${HEAD},zone`);
    expect(report.faults).toMatchObject([{ code: 'bad-zone', column: 'zone', detail: 'Nowhere/Land' }]);
  });

  test('for a lead somebody else’s people are as unknown as nobody’s', async () => {
    const report = await read(await lead(), [GOOD, 'PJSIP/1002,2026-11-24,09:00,18:00,']);
    expect(report.faults).toEqual([{ line: 3, code: 'unknown-agent', column: 'agent', detail: 'PJSIP/1002' }]);
  });

  test('Chinese heads, semicolons, a byte-order mark and dates with slashes are read too', async () => {
    const text = '\ufeff坐席;日期;开始;结束;活动\nPJSIP/1001;2026/11/24;9:00;18:00;"用餐 12:00-13:00；小休 15:00-15:15"\n';
    const { json } = await send(await supervisor(), text);
    expect(json).toMatchObject({ lines: 1, good: 1, bad: 0 });
  });
});

describe('a file is planned', () => {
  test('all of it in one step, as drafts that nobody is told of yet', async () => {
    const report = await read(await supervisor(), [GOOD, 'PJSIP/1002,2026-11-24,09:00,17:00,meal 12:00-12:30'], '?mode=all');
    expect([report.applied, commits]).toEqual([2, 1]);
    expect(shiftsOf(wang)).toContain('2026-11-24 09:00');
    expect(publishedOf(rig.site.duties.get(chen))).toEqual([]);
    const again = await read(await supervisor(), [GOOD], '?mode=all');
    expect([again.unchanged, again.applied, commits]).toEqual([1, 0, 1]);
  });

  test('one bad line, and of the whole nothing is', async () => {
    const report = await read(await supervisor(), [GOOD, 'PJSIP/9999,2026-11-24,09:00,18:00,'], '?mode=all');
    expect([report.applied, commits, shiftsOf(wang).length]).toEqual([0, 0, 2]);
  });

  test('the good part, if that is asked for', async () => {
    const report = await read(await supervisor(), [GOOD, 'PJSIP/9999,2026-11-24,09:00,18:00,'], '?mode=good');
    expect([report.applied, report.bad, shiftsOf(wang).length]).toEqual([1, 1, 3]);
  });

  test('a line takes the place of what is planned on its day, and “off” takes it away', async () => {
    await read(await supervisor(), ['PJSIP/1001,2026-11-22,10:00,18:00,meal 13:00-13:30'], '?mode=all');
    expect(shiftsOf(wang)).toEqual(['2026-11-21 08:00', '2026-11-22 10:00']);
    await read(await supervisor(), ['PJSIP/1001,2026-11-22,off,,'], '?mode=all');
    expect(shiftsOf(wang)).toEqual(['2026-11-21 08:00']);
    await read(await supervisor(), ['PJSIP/1001,2026-11-22,08:30,16:30,meal 12:00-12:30'], '?mode=all');
    expect(rig.site.duties.get(wang)?.entries).toHaveLength(2);
  });
});

describe('a hostile file', () => {
  test('is refused as a whole when it is no such file', async () => {
    const cookie = await supervisor();
    expect((await send(cookie, '')).json.errors).toEqual([{ field: 'body', reason: 'is empty' }]);
    expect((await send(cookie, 'agent,date\n')).json.errors.map(({ field }: { field: string }) => field)).toEqual(['start', 'end']);
    expect((await send(cookie, HEAD, '', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await send(cookie, HEAD, '', { 'content-encoding': 'gzip' })).status).toBe(400);
    const gbk = await fetch(`${rig.url}/api/v1/roster/import`, {
      method: 'POST',
      headers: { cookie, origin: rig.origin, 'content-type': 'text/csv' },
      body: new Uint8Array([0xd7, 0xf9, 0xcf, 0xaf, 0x2c]),
    });
    expect((await gbk.json()).errors[0].reason).toMatch(/UTF-8/);
  });

  test('a hundred thousand lines, most of them bad, are answered with the first thousand faults and the counts of all', async () => {
    const lines = Array.from({ length: MOST_IMPORT_LINES }, (_, i) =>
      i % 10 === 0 ? `PJSIP/1001,2026-11-${20 + (i % 11)},09:00,18:00,meal 12:00-13:00` : `=SUM(A1:A9),2026-11-24,25:00,,x${i}`,
    );
    const cookie = await supervisor();
    const report = await read(cookie, lines, '?mode=good');
    expect(report.lines).toBe(MOST_IMPORT_LINES);
    expect(report.faults).toHaveLength(1_000);
    expect(report.counts.reduce((sum, { count }) => sum + count, 0)).toBe(report.bad);
    expect(report.applied).toBeLessThanOrEqual(10);
    const tooMany = await send(cookie, [HEAD, ...lines, GOOD].join('\n'));
    expect(tooMany.status).toBe(413);
  }, 60_000);

  test('agents and walls read nothing in', async () => {
    const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
    expect((await send(agent.cookie, HEAD)).status).toBe(403);
  });
});

describe('the roster as a file', () => {
  const fetchFile = (cookie: string, query = 'from=2026-11-21&to=2026-11-27') =>
    rig.call('GET', `/api/v1/roster/export.csv?${query}`, cookie);

  test('is read in again without a change', async () => {
    const cookie = await supervisor();
    const { text, headers } = await fetchFile(cookie);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('roster-2026-11-21-2026-11-27.csv');
    expect(text.split('\r\n')[1]).toBe('PJSIP/1001,王小丽,一组,2026-11-21,08:00,16:00,break 10:00-10:15,Asia/Shanghai');
    const { json } = await send(cookie, text);
    expect(json).toMatchObject({ lines: 2, unchanged: 2, bad: 0 });
  });

  test('holds a lead’s own people only, and no formula that a spreadsheet would compute', async () => {
    const agent = rig.site.agents.get(wang);
    if (agent !== undefined) agent.name = '=HYPERLINK("http://evil","王")';
    const { text } = await fetchFile(await lead());
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""王"")"`);
    expect(text).not.toContain('PJSIP/1002');
    const agents = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
    expect((await fetchFile(agents.cookie)).status).toBe(403);
  });
});
