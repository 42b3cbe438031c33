import type { BufferId } from '../../kernel/ids.js';
import { type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import { personOf } from '../person.js';
import { type Actor, reachesAgent } from '../policy.js';
import { type EntityKey, entityKey, type SiteState } from '../site.js';
import type { Buffer } from './buffer.js';
import type { PrivateRef } from './words.js';

/** Reading on is the same opening. */
const ONE_OPENING_MS = 10 * MINUTE_MS;

export interface Opening {
  readonly ref: PrivateRef;
  /** Empty: it was written down already. */
  readonly events: readonly DomainEvent[];
  readonly reads: readonly EntityKey[];
}

/**
 * A reason is opened only while the agent shares it, by who decides: the leads of the agent's team and the supervisors. That they did
 * is written down first, and the agent sees it (BS-N5). Undefined: there is nothing for them to open.
 */
export function decideOpening(site: Readonly<SiteState>, bufferId: BufferId, by: Actor, now: EpochMs): Opening | undefined {
  const buffer = site.buffers.get(bufferId);
  if (buffer?.reasonRef === undefined || !buffer.isReasonShared || !mayDecide(site, by, buffer)) return undefined;
  const isNoted = buffer.openedBy.some((opened) => opened.by.userId === by.userId && now - opened.at < ONE_OPENING_MS);
  const opened: DomainEvent = { type: 'buffer.opened', occurredAt: now, bufferId, agentId: buffer.agentId, by: personOf(by) };
  return { ref: buffer.reasonRef, events: isNoted ? [] : [opened], reads: [entityKey('buffer', bufferId)] };
}

/** Not administrators (B.4.4), and nobody over their own request. */
export function mayDecide(site: Readonly<SiteState>, by: Actor, { agentId }: Pick<Buffer, 'agentId'>): boolean {
  const relation = by.role === 'supervisor' ? 'site' : by.role === 'lead' ? 'team' : undefined;
  return relation !== undefined && by.agentId !== agentId && reachesAgent(site, by, relation, agentId);
}
