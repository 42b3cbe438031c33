import { type AgentId, agentIdOf, type ExternalKey, type QueueId, queueIdOf } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import { pausesAfterCall } from '../action/agents/request.js';
import { personOf } from '../config-index.js';
import type { DomainEvent } from '../events.js';
import type { FactOf } from '../facts.js';
import type { SiteState } from '../site.js';
import { ensureQueue } from './queues.js';

type Seen = Pick<FactOf<'agent.seen'>, 'agentKey' | 'name' | 'occurredAt'>;

export function describeAgent(site: Readonly<SiteState>, seen: Seen, source: string): DomainEvent[] {
  const agentId = agentIdOf(source, seen.agentKey);
  const known = site.agents.get(agentId);
  // A name from the site file stands over the source's: hearing the source's again is no news.
  if (known !== undefined && (known.name === seen.name || personOf(site.config, known.key)?.name !== undefined)) return [];
  return [{ type: 'agent.described', occurredAt: seen.occurredAt, agentId, source, key: seen.agentKey, name: seen.name }];
}

/** An agent met only in passing: called by the source's key until the source says more. */
export function ensureAgent(
  site: Readonly<SiteState>,
  agentKey: ExternalKey,
  occurredAt: EpochMs,
  source: string,
  name: string = agentKey.slice(0, 120),
): DomainEvent[] {
  return site.agents.has(agentIdOf(source, agentKey)) ? [] : describeAgent(site, { agentKey, name, occurredAt }, source);
}

type MemberSeen = Omit<FactOf<'member.seen'>, 'type'>;

export function absorbMemberSeen(site: Readonly<SiteState>, fact: MemberSeen, source: string): DomainEvent[] {
  const agentId = agentIdOf(source, fact.agentKey);
  const queueId = queueIdOf(source, fact.queueKey);
  const known = site.agents.get(agentId)?.memberships.get(queueId);
  const isNews =
    known === undefined ||
    known.paused !== fact.paused ||
    known.reason !== fact.reason ||
    (fact.penalty !== undefined && known.penalty !== fact.penalty) ||
    (fact.member !== undefined && known.member !== fact.member);
  if (!isNews) return [];
  return [
    ...ensureQueue(site, fact.queueKey, fact.occurredAt, source),
    ...ensureAgent(site, fact.agentKey, fact.occurredAt, source, fact.member),
    ...(fact.paused && known?.paused !== true ? endPausedWrapUp(site, agentId, queueId, fact.occurredAt) : []),
    {
      type: 'member.changed',
      occurredAt: fact.occurredAt,
      agentId,
      queueId,
      paused: fact.paused,
      ...(fact.member === undefined ? {} : { member: fact.member }),
      ...(fact.reason === undefined ? {} : { reason: fact.reason }),
      ...(fact.penalty === undefined ? {} : { penalty: fact.penalty }),
    },
  ];
}

/** Going not ready during wrap-up ends it; a pause that was asked for during the call, here or there, waits for the wrap-up to end. */
function endPausedWrapUp(site: Readonly<SiteState>, agentId: AgentId, pausing: QueueId, occurredAt: EpochMs): DomainEvent[] {
  const agent = site.agents.get(agentId);
  if (agent?.wrapUp === undefined || occurredAt <= agent.wrapUp.since || pausesAfterCall(site, agentId)) return [];
  for (const [queueId, membership] of agent.memberships) if (queueId !== pausing && !membership.paused) return [];
  return endWrapUp(site, agentId, occurredAt);
}

/** The agent goes on to something else: the after-call work of the call before is done. */
export function endWrapUp(site: Readonly<SiteState>, agentId: AgentId, occurredAt: EpochMs): DomainEvent[] {
  const wrapUp = site.agents.get(agentId)?.wrapUp;
  return wrapUp === undefined ? [] : [{ type: 'agent.wrap-up-ended', occurredAt, agentId, visitId: wrapUp.visitId }];
}

export function absorbMemberGone(site: Readonly<SiteState>, fact: FactOf<'member.gone'>, source: string): DomainEvent[] {
  const agentId = agentIdOf(source, fact.agentKey);
  const queueId = queueIdOf(source, fact.queueKey);
  if (!site.agents.get(agentId)?.memberships.has(queueId)) return [];
  return [
    // Out of the last queue is signed out; an open wrap-up is closed first.
    ...(site.agents.get(agentId)?.memberships.size === 1 ? endWrapUp(site, agentId, fact.occurredAt) : []),
    {
      type: 'member.removed',
      occurredAt: fact.occurredAt,
      agentId,
      queueId,
      ...(fact.member === undefined ? {} : { member: fact.member }),
      ...(fact.via === undefined ? {} : { via: fact.via }),
    },
  ];
}

export function absorbReachable(site: Readonly<SiteState>, fact: Omit<FactOf<'agent.reachable'>, 'type'>, source: string): DomainEvent[] {
  const agentId = agentIdOf(source, fact.agentKey);
  // Every agent is taken for reachable until told otherwise.
  if ((site.agents.get(agentId)?.reachable ?? true) === fact.reachable) return [];
  return [
    ...ensureAgent(site, fact.agentKey, fact.occurredAt, source),
    { type: 'agent.reachable-changed', occurredAt: fact.occurredAt, agentId, reachable: fact.reachable },
  ];
}

export function absorbOffQueueCall(
  site: Readonly<SiteState>,
  fact: Omit<FactOf<'agent.off-queue-call'>, 'type'>,
  source: string,
): DomainEvent[] {
  const agentId = agentIdOf(source, fact.agentKey);
  if ((site.agents.get(agentId)?.offQueueCall ?? 'none') === fact.phase) return [];
  return [
    ...ensureAgent(site, fact.agentKey, fact.occurredAt, source),
    { type: 'agent.off-queue-call-changed', occurredAt: fact.occurredAt, agentId, phase: fact.phase },
  ];
}

export function absorbWrapUpEnded(site: Readonly<SiteState>, fact: FactOf<'agent.wrap-up-ended'>, source: string): DomainEvent[] {
  const agentId = agentIdOf(source, fact.agentKey);
  return endWrapUp(site, agentId, fact.occurredAt);
}
