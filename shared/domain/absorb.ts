import { unreachable } from '../kernel/unreachable.js';
import {
  absorbMemberGone,
  absorbMemberSeen,
  absorbOffQueueCall,
  absorbReachable,
  absorbWrapUpEnded,
  describeAgent,
} from './absorb/agents.js';
import { absorbMonitor, absorbMonitorFailed } from './absorb/monitors.js';
import { absorbQueueGone, describeQueue } from './absorb/queues.js';
import { absorbResync } from './absorb/resync.js';
import {
  absorbAnswered,
  absorbHandedOver,
  absorbHold,
  absorbJoined,
  absorbLeft,
  absorbOfferEnded,
  absorbOffered,
  absorbPriority,
  absorbRejected,
  absorbTalkEnded,
} from './absorb/visits.js';
import { consequencesOf } from './consequences.js';
import type { DomainEvent } from './events.js';
import type { Fact } from './facts.js';
import type { SiteState } from './site.js';

/**
 * What a source observed becomes events. Never refuses: a phone system can't be told no. What contradicts the state is
 * taken as the source says, with an `anomaly.noted` beside it; what is known already gives no event, so that a fact
 * delivered twice changes nothing.
 */
export function absorb(site: Readonly<SiteState>, fact: Fact, source: string): DomainEvent[] {
  const events = absorbFact(site, fact, source);
  const brought = consequencesOf(site, events, fact.occurredAt);
  return brought.length === 0 ? events : [...events, ...brought];
}

function absorbFact(site: Readonly<SiteState>, fact: Fact, source: string): DomainEvent[] {
  switch (fact.type) {
    case 'source.status': {
      const known = site.sources.get(source);
      if (known?.status === fact.status && known.detail === fact.detail) return [];
      const detail = fact.detail === undefined ? {} : { detail: fact.detail };
      return [{ type: 'source.status-changed', occurredAt: fact.occurredAt, source, status: fact.status, ...detail }];
    }
    case 'source.capabilities': {
      const known = site.sources.get(source)?.can ?? [];
      const isNews = known.length !== fact.can.length || fact.can.some((op) => !known.includes(op));
      return isNews ? [{ type: 'source.capabilities-told', occurredAt: fact.occurredAt, source, can: fact.can }] : [];
    }
    case 'monitor.started':
    case 'monitor.stopped':
      return absorbMonitor(site, fact, source);
    case 'monitor.failed':
      return absorbMonitorFailed(site, fact);
    case 'source.resynced':
      return absorbResync(site, fact, source);
    case 'queue.seen':
      return describeQueue(site, fact, source);
    case 'queue.gone':
      return absorbQueueGone(site, fact, source);
    case 'agent.seen':
      return describeAgent(site, fact, source);
    case 'member.seen':
      return absorbMemberSeen(site, fact, source);
    case 'member.gone':
      return absorbMemberGone(site, fact, source);
    case 'agent.reachable':
      return absorbReachable(site, fact, source);
    case 'agent.off-queue-call':
      return absorbOffQueueCall(site, fact, source);
    case 'agent.wrap-up-ended':
      return absorbWrapUpEnded(site, fact, source);
    case 'visit.joined':
      return absorbJoined(site, fact, source);
    case 'visit.priority-changed':
      return absorbPriority(site, fact, source);
    case 'visit.offered':
      return absorbOffered(site, fact, source);
    case 'visit.offer-ended':
      return absorbOfferEnded(site, fact, source);
    case 'visit.answered':
      return absorbAnswered(site, fact, source);
    case 'visit.handed-over':
      return absorbHandedOver(site, fact, source);
    case 'visit.held':
    case 'visit.resumed':
      return absorbHold(site, fact, source);
    case 'visit.talk-ended':
      return absorbTalkEnded(site, fact, source);
    case 'visit.abandoned':
      return absorbLeft(site, fact, source, 'abandoned');
    case 'visit.left':
      return absorbLeft(site, fact, source, fact.reason);
    case 'visit.rejected':
      return absorbRejected(site, fact, source);
    default:
      return unreachable(fact);
  }
}
