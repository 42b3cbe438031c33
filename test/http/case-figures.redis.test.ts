import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Person } from '../../shared/domain/person.js';
import { caseIdOf } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { chen, NINE, support, twoTeams, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const of = (userId: string, name: string, agentId: typeof wang): Person => ({ userId, name, role: 'agent', agentId });
const T1_MS = 5 * MINUTE_MS;
/** A case whose first response took so long. */
function responded(name: string, by: Person, tookMs: number): DomainEvent[] {
  const [openedAt, endedAt] = [epochMs(NINE), epochMs(NINE + tookMs)];
  const on = { caseId: caseIdOf(name), by };
  const marks = { warnAt: openedAt, dueAt: epochMs(NINE + T1_MS), managerAt: openedAt, directorAt: openedAt };
  const level = tookMs > T1_MS ? 'breached' : 'none';
  return [
    {
      ...{ type: 'case.opened', occurredAt: openedAt, ...on, owner: by, caseType: 'TECH', text: `${name} 登录不上` },
      ...{ signs: [], proposedGrade: 'P3', policyVersion: 1 },
    },
    { type: 'case.first-responded', occurredAt: endedAt, ...on, direction: '马上核实', channel: 'phone' },
    {
      ...{ type: 'case.timers-set', occurredAt: endedAt, ...on, dropped: [] },
      timers: [{ code: 'T1', startedAt: openedAt, ...marks, level, endedAt }],
    },
  ];
}

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  const events = [
    ...twoTeams([support]),
    ...responded('of-wang', of('u-wang', '王小丽', wang), MINUTE_MS),
    ...responded('of-chen', of('u-chen', '陈伟', chen), 20 * MINUTE_MS),
  ];
  rig = await startHttpRig(redis, { events, siteNow: NINE + HOUR_MS });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

test('a supervisor is told of all cases, and what is behind a figure, what was missed first', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const { json } = await rig.call('GET', '/api/v1/escalations/figures', cookie);
  expect(json).toMatchObject({
    window: 'today',
    figures: { T1: { met: 1, missed: 1, medianMs: MINUTE_MS }, promises: { met: 0, missed: 0 } },
  });
  const one = await rig.call('GET', '/api/v1/escalations/figures/T1?window=7d', cookie);
  expect(one.json).toMatchObject({ figure: 'T1', all: { met: 1, missed: 1 }, byGrade: [{ grade: 'P3' }], byDepartment: [], total: 2 });
  expect(one.json.counted.map(({ no, isMissed }: { no: number; isMissed: boolean }) => [no, isMissed])).toEqual([
    [2, true],
    [1, false],
  ]);
});

test('a lead and an agent are told of the cases that they may see, and of no others', async () => {
  const lead = await rig.signIn('lead', { teams: ['二组'] });
  const agent = await rig.signIn('agent', { agentKey: 'PJSIP/1001' });
  for (const [{ cookie }, no] of [[lead, 2] as const, [agent, 1] as const]) {
    const { json, text } = await rig.call('GET', '/api/v1/escalations/figures/on-time', cookie);
    expect(json.counted.map((each: { no: number }) => each.no)).toEqual([no]);
    expect(text).not.toContain(no === 1 ? 'of-chen' : 'of-wang');
  }
});

test('a figure that there is not is refused', async () => {
  const { cookie } = await rig.signIn('supervisor');
  expect((await rig.call('GET', '/api/v1/escalations/figures/T9', cookie)).status).toBe(400);
});
