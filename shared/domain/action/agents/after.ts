import type { AgentId, QueueId, VisitId } from '../../../kernel/ids.js';
import type { DomainEvent } from '../../events.js';
import type { Agent, Membership } from '../../site.js';

/**
 * What of an agent will be so once these events are folded, as far as people's wishes depend on it. Consequences are found on the
 * state before the events, and one read of a source may tell several at once.
 */
export interface AgentAfter {
  readonly agent: Agent;
  readonly memberships: Map<QueueId, Pick<Membership, 'paused' | 'reason'>>;
  readonly calls: Set<VisitId>;
  readonly offers: Set<VisitId>;
  offQueueCall: Agent['offQueueCall'];
  wrapUp: VisitId | undefined;
  /** The present pause is still what somebody else set. */
  isForced: boolean;
  pending: Agent['pending'];
  help: Agent['help'];
  borrowed: Agent['borrowed'];
}

export function agentAfter(agent: Agent, events: readonly DomainEvent[]): AgentAfter {
  const after: AgentAfter = {
    agent,
    memberships: new Map(agent.memberships),
    calls: new Set(agent.visitId === undefined ? agent.otherCalls : [agent.visitId, ...agent.otherCalls]),
    offers: new Set(agent.offers),
    offQueueCall: agent.offQueueCall,
    wrapUp: agent.wrapUp?.visitId,
    isForced: agent.forced !== undefined,
    pending: agent.pending,
    help: agent.help,
    borrowed: agent.borrowed,
  };
  for (const event of events) if (agentOf(event) === agent.id) apply(after, event);
  return after;
}

/** Whom an event is about. */
export const agentOf = (event: DomainEvent): AgentId | undefined => ('agentId' in event ? event.agentId : undefined);

/** A live contact, in whichever state it is. */
export const isInContact = ({ calls, offers, offQueueCall }: AgentAfter): boolean =>
  calls.size > 0 || offers.size > 0 || offQueueCall !== 'none';

function apply(after: AgentAfter, event: DomainEvent): void {
  switch (event.type) {
    case 'member.changed': {
      const before = after.memberships.get(event.queueId);
      if (before !== undefined && (before.paused !== event.paused || before.reason !== event.reason)) after.isForced = false;
      after.memberships.set(event.queueId, { paused: event.paused, ...(event.reason === undefined ? {} : { reason: event.reason }) });
      return;
    }
    case 'member.removed':
      after.memberships.delete(event.queueId);
      return;
    case 'agent.off-queue-call-changed':
      after.offQueueCall = event.phase;
      return;
    case 'visit.offered':
      after.offers.add(event.visitId);
      return;
    case 'visit.offer-ended':
      after.offers.delete(event.visitId);
      return;
    case 'visit.answered':
    case 'visit.handed-over':
      after.offers.delete(event.visitId);
      after.calls.add(event.visitId);
      return;
    case 'visit.talk-ended':
      after.calls.delete(event.visitId);
      if (event.wrapUpUntil !== undefined) after.wrapUp = event.visitId;
      return;
    case 'agent.wrap-up-ended':
      if (after.wrapUp === event.visitId) after.wrapUp = undefined;
      return;
    case 'agent.pending-cleared':
      after.pending = undefined;
      return;
    case 'help.closed':
      after.help = undefined;
      return;
    case 'agent.borrow-ended':
      after.borrowed = undefined;
      return;
    default:
      return;
  }
}
