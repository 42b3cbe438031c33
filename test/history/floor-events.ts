import type { DomainEvent } from '../../shared/domain/events.js';
import {
  type AgentId,
  agentIdOf,
  callIdOf,
  type ExternalKey,
  queueIdOf,
  type SiteId,
  type VisitId,
  visitIdOf,
} from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';

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
