import { type EpochMs, elapsedMs } from '../../kernel/time.js';
import { count } from '../queue/tally.js';
import { type Agent, type EvolveContext, entityKey, type Leg, type SiteState, type Touched, type Visit } from '../site.js';
import { closeVisit } from '../visit/close.js';
import { agentCountersAt } from './accrue.js';

/** A leg is handled when its after-call work is done: talk, hold and wrap-up count in the quarter-hour that holds this moment. */
export function finishLeg(
  site: SiteState,
  agent: Agent,
  visit: Visit,
  leg: Leg,
  at: EpochMs,
  context: EvolveContext,
  touched: Touched,
): void {
  const endedAt = leg.endedAt ?? at;
  leg.acwEndedAt = at;
  const amounts = {
    handled: 1,
    handledTalkMs: elapsedMs(leg.startedAt, endedAt) - leg.holdMs,
    handledHoldMs: leg.holdMs,
    handledAcwMs: elapsedMs(endedAt, at),
  };
  const own = agentCountersAt(agent, at);
  own.handled = (own.handled ?? 0) + 1;
  own.handledTalkMs = (own.handledTalkMs ?? 0) + amounts.handledTalkMs;
  own.handledHoldMs = (own.handledHoldMs ?? 0) + amounts.handledHoldMs;
  own.handledAcwMs = (own.handledAcwMs ?? 0) + amounts.handledAcwMs;
  const queue = site.queues.get(visit.queueId);
  // A leg that was handed over past the queue is the agent's work, not the queue's.
  if (queue !== undefined && leg.kind === 'queue') {
    count(queue, at, site.foldedAt, amounts);
    queue.rev = context.position;
    touched.touch(entityKey('queue', queue.id));
  }
  visit.rev = context.position;
  touched.touch(entityKey('visit', visit.id));
  if (visit.state === 'wrap-up' && visit.legs.at(-1) === leg) closeVisit(site, visit, at, touched);
}
