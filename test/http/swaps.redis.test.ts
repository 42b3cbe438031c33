import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { SwapShift } from '../../shared/domain/roster/swap/words.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { type AgentId, agentIdOf, type ExternalKey, shiftIdOf, swapIdOf } from '../../shared/kernel/ids.js';
import { swapBoardSchema } from '../../shared/protocol/swap-http.js';
import { chen, wang } from '../history/floor-events.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';
import { at, dayShift, staff } from './roster-events.js';

/** 王 and 陈 are of one team, 李 of another one. 王 gives tomorrow's shift to whoever wants it; 李 gives one too. */
const li = agentIdOf('test', 'PJSIP/1003');
const by = (agentId: AgentId) => ({ userId: 'u-any', name: 'x', role: 'agent' as const, agentId });
const briefOf = (name: string): SwapShift => {
  const { id: shiftId, businessDate, zone, startLocal, endLocal, startAt, endAt } = dayShift(name, 1);
  return { shiftId, businessDate, zone, startLocal, endLocal, startAt, endAt };
};
const gives = (agentId: AgentId, name: string): DomainEvent => ({
  type: 'swap.opened',
  occurredAt: at(10),
  by: by(agentId),
  swapId: swapIdOf(name),
  kind: 'give',
  agentId,
  gives: briefOf(name),
  checks: [],
  expiresAt: at(900),
});
const events: DomainEvent[] = [
  ...staff,
  {
    type: 'site.configured',
    occurredAt: at(0),
    config: siteConfigSchema.parse({
      name: '东湾',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }, { name: '二组' }],
      people: [
        { key: 'PJSIP/1001', name: '王小丽', team: '一组' },
        { key: 'PJSIP/1002', name: '陈伟', team: '一组' },
        { key: 'PJSIP/1003', name: '李婉清', team: '二组' },
      ],
    }),
  },
  { type: 'agent.described', occurredAt: at(0), agentId: li, source: 'test', key: 'PJSIP/1003' as ExternalKey, name: '1003' },
  gives(chen, 'chen before'),
  {
    type: 'swap.applied',
    occurredAt: at(20),
    by: by(chen),
    swapId: swapIdOf('chen before'),
    toAgentId: wang,
    duties: [{ agentId: wang, removed: [], added: [{ ...dayShift('taken', 1), id: shiftIdOf('taken') }] }],
    moves: [
      { fromAgentId: chen, toAgentId: wang, businessDate: '2026-11-22', paidMs: 28_800_000, isNight: false, isWeekend: true },
      { fromAgentId: wang, toAgentId: chen, businessDate: '2026-11-23', paidMs: 14_400_000, isNight: true, isWeekend: false },
    ],
  },
  gives(wang, 'wang tomorrow'),
  gives(li, 'li tomorrow'),
];

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { events, siteNow: at(130) });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

async function board(role: 'agent' | 'lead' | 'supervisor', more: { teams?: string[]; agentKey?: string } = {}) {
  const { cookie } = await rig.signIn(role, more);
  return swapBoardSchema.parse((await rig.call('GET', '/api/v1/roster/swaps', cookie)).json);
}

test('an agent is offered what colleagues of the team give away, not their own and not other teams’', async () => {
  const { offers } = await board('agent', { agentKey: 'PJSIP/1002' });
  expect(offers).toMatchObject([{ agentId: wang, agentName: '王小丽', kind: 'give', gives: { startLocal: '08:00' } }]);
  expect((await board('agent', { agentKey: 'PJSIP/1001' })).offers).toEqual([]);
  expect((await board('supervisor')).offers).toEqual([]);
});

test('the whole team sees who gave and who took; other teams see their own', async () => {
  const { ledger } = await board('agent', { agentKey: 'PJSIP/1002' });
  expect(ledger).toMatchObject([
    { agentId: wang, gave: { shifts: 1, nights: 1, weekends: 0 }, took: { shifts: 1, nights: 0, weekends: 1, paidMs: 28_800_000 } },
    { agentId: chen, gave: { shifts: 1, weekends: 1 }, took: { shifts: 1, nights: 1 } },
  ]);
  expect((await board('agent', { agentKey: 'PJSIP/1003' })).ledger).toEqual([]);
  expect((await board('lead', { teams: ['一组'] })).ledger.map(({ name }) => name)).toEqual(['王小丽', '陈伟']);
  expect((await board('lead', { teams: ['二组'] })).ledger).toEqual([]);
});
