import type { DomainEvent } from '../../shared/domain/events.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import {
  type AgentId,
  agentIdOf,
  callIdOf,
  type ExternalKey,
  type QueueId,
  queueIdOf,
  type SiteId,
  type VisitId,
  visitIdOf,
} from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';

/** A morning on which tests agree. */
export const NINE = Date.UTC(2026, 10, 21, 1, 0, 0);
export const site = 'test' as SiteId;
export const sales = queueIdOf('test', 'sales');
export const support = queueIdOf('test', 'support');
export const wang = agentIdOf('test', 'PJSIP/1001');
export const chen = agentIdOf('test', 'PJSIP/1002');
export const visit = (name: string): VisitId => visitIdOf('test', name);

const at = (second: number) => ({ occurredAt: epochMs(NINE + second * 1_000) });
const caller = { masked: '138****2764', name: '李先生', hash: 'HASH-CANARY', ref: 'REF-CANARY', tier: 'gold' };

const before = { occurredAt: epochMs(NINE - HOUR_MS) };
const named = { ...before, source: 'test' };
const serves = (agentId: AgentId, queueId: QueueId): DomainEvent => ({
  type: 'member.changed',
  ...before,
  agentId,
  queueId,
  paused: false,
});
/** Two teams in two queues: 王 of 一组 serves sales; 陈 of 二组 serves those. */
export const twoTeams = (queuesOfChen: readonly QueueId[]): DomainEvent[] => [
  {
    type: 'site.configured',
    ...before,
    config: siteConfigSchema.parse({
      name: '东湾',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }, { name: '二组' }],
      people: [
        { key: 'PJSIP/1001', name: '王小丽', team: '一组' },
        { key: 'PJSIP/1002', name: '陈伟', team: '二组' },
      ],
    }),
  },
  { type: 'queue.described', ...named, queueId: sales, key: 'sales' as ExternalKey },
  { type: 'queue.described', ...named, queueId: support, key: 'support' as ExternalKey },
  { type: 'agent.described', ...named, agentId: wang, key: 'PJSIP/1001' as ExternalKey, name: '1001' },
  { type: 'agent.described', ...named, agentId: chen, key: 'PJSIP/1002' as ExternalKey, name: '1002' },
  serves(wang, sales),
  ...queuesOfChen.map((queueId) => serves(chen, queueId)),
];

/** Seconds after nine, in the floor's words. */
export const enters = (second: number, name: string, queueId = sales): DomainEvent => ({
  type: 'visit.entered',
  ...at(second),
  visitId: visit(name),
  source: 'test',
  key: name as ExternalKey,
  callId: callIdOf('test', name),
  queueId,
  caller,
  callEnteredAt: epochMs(NINE + second * 1_000),
});
export const rings = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.offered',
  ...at(second),
  visitId: visit(name),
  agentId,
});
export const ringsOut = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.offer-ended',
  ...at(second),
  visitId: visit(name),
  agentId,
  how: 'no-answer',
  ringMs: 15_000 as never,
});
export const answers = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.answered',
  ...at(second),
  visitId: visit(name),
  agentId,
});
export const takesOver = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.handed-over',
  ...at(second),
  visitId: visit(name),
  agentId,
});
export const holds = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.held',
  ...at(second),
  visitId: visit(name),
  agentId,
});
export const resumes = (second: number, name: string, agentId: AgentId): DomainEvent => ({
  type: 'visit.resumed',
  ...at(second),
  visitId: visit(name),
  agentId,
});
export const hangsUp = (second: number, name: string, agentId: AgentId, wrapUpUntil?: number | null): DomainEvent => ({
  type: 'visit.talk-ended',
  ...at(second),
  visitId: visit(name),
  agentId,
  by: 'caller',
  ...(wrapUpUntil === undefined ? {} : { wrapUpUntil: wrapUpUntil === null ? null : epochMs(NINE + wrapUpUntil * 1_000) }),
});
export const isReadyAgain = (second: number, agentId: AgentId, name = 'a'): DomainEvent => ({
  type: 'agent.wrap-up-ended',
  ...at(second),
  agentId,
  visitId: visit(name),
});
export const leaves = (second: number, name: string, outcome: 'abandoned' | 'timeout' | 'lost' = 'abandoned'): DomainEvent => ({
  type: 'visit.left',
  ...at(second),
  visitId: visit(name),
  outcome,
});
