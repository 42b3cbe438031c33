import type { DomainEvent } from '../../shared/domain/events.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { type AgentId, type ExternalKey, publicationIdOf, shiftIdOf } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { chen, NINE, sales, support, wang } from '../history/floor-events.js';

/** Saturday 21 November 2026 in Shanghai. */
export const TODAY = '2026-11-21';
const source = 'test';
const early = { occurredAt: epochMs(NINE - 3 * HOUR_MS) };
const planner = { userId: 'u-planner', name: '周敏', role: 'supervisor' } as const;

/** 王 of 一组 serves sales, 陈 of 二组 serves support; both signed in at eight. */
export const staff: DomainEvent[] = [
  {
    type: 'site.configured',
    ...early,
    config: siteConfigSchema.parse({
      name: '东湾',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }, { name: '二组' }],
      people: [
        { key: 'PJSIP/1001', name: '王小丽', team: '一组', contract: 'FULL' },
        { key: 'PJSIP/1002', name: '陈伟', team: '二组' },
      ],
      workforce: {
        contracts: [{ code: 'FULL', name: '全职' }],
        templates: [{ code: 'DAY', name: '日班', startLocal: '08:00', lengthMin: 480 }],
      },
    }),
  },
  { type: 'queue.described', ...early, queueId: sales, source, key: 'sales' as ExternalKey },
  { type: 'queue.described', ...early, queueId: support, source, key: 'support' as ExternalKey },
  { type: 'agent.described', ...early, agentId: wang, source, key: 'PJSIP/1001' as ExternalKey, name: '1001' },
  { type: 'agent.described', ...early, agentId: chen, source, key: 'PJSIP/1002' as ExternalKey, name: '1002' },
];

/** Minutes after eight on a day. */
export const at = (minutes: number, dayAfter = 0): EpochMs => epochMs(NINE + (minutes - 60) * MINUTE_MS + dayAfter * 24 * HOUR_MS);
const dateAfter = (days: number) => new Date(NINE + days * 24 * HOUR_MS).toISOString().slice(0, 10);

/** Eight to four, with a break from ten to a quarter past. */
export function dayShift(name: string, dayAfter = 0): Shift {
  const span = (activity: 'phone' | 'break', from: number, to: number) => ({
    activity,
    startAt: at(from, dayAfter),
    endAt: at(to, dayAfter),
  });
  return {
    id: shiftIdOf(name),
    businessDate: dateAfter(dayAfter),
    zone: 'Asia/Shanghai',
    startLocal: '08:00',
    endLocal: '16:00',
    startAt: at(0, dayAfter),
    endAt: at(480, dayAfter),
    segments: [span('phone', 0, 120), span('break', 120, 135), span('phone', 135, 480)],
  };
}

export const planned = (agentId: AgentId, shift: Shift): DomainEvent => ({ type: 'shift.set', ...early, agentId, by: planner, shift });
export const published = (...agentIds: AgentId[]): DomainEvent => ({
  type: 'roster.published',
  ...early,
  by: planner,
  from: TODAY,
  to: dateAfter(6),
  publicationId: publicationIdOf('first'),
  no: 1,
  agentIds,
  changed: agentIds.length,
});
export const isOn = (minutes: number, agentId: AgentId, queueId: typeof sales, reason?: string): DomainEvent => ({
  type: 'member.changed',
  occurredAt: at(minutes),
  agentId,
  queueId,
  paused: reason !== undefined,
  ...(reason === undefined ? {} : { reason }),
});
