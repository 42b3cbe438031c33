import { elapsedMs } from '../../kernel/time.js';
import { agentCountersAt } from '../agent/accrue.js';
import { refreshAgent } from '../agent/refresh.js';
import type { QueueCounter, QueueCounters } from '../counters.js';
import type { EventOf } from '../events.js';
import type { FlowoutReason } from '../facts.js';
import { count, tallyAt } from '../queue/tally.js';
import type { EvolveContext, SiteState, Touched, Visit } from '../site.js';
import { closeVisit } from './close.js';
import { isWaiting } from './leg.js';
import { noteOf } from './note.js';
import { repeatOf } from './repeat.js';
import { advance, touchVisit } from './touch.js';

export function visitEntered(site: SiteState, event: EventOf<'visit.entered'>, context: EvolveContext, touched: Touched): void {
  const queue = site.queues.get(event.queueId);
  if (queue === undefined || site.visits.has(event.visitId)) return;
  const visit: Visit = {
    id: event.visitId,
    source: event.source,
    key: event.key,
    callId: event.callId,
    queueId: event.queueId,
    caller: { ...event.caller },
    enteredAt: event.occurredAt,
    callEnteredAt: event.callEnteredAt,
    lastAt: event.occurredAt,
    state: 'queued',
    priority: event.priority ?? 0,
    ringing: new Map(),
    ringNoAnswers: 0,
    monitors: [],
    ...noteOf(site, event.callId, event.occurredAt),
    legs: [],
    rev: context.position,
  };
  site.visits.set(visit.id, visit);
  site.calls.set(visit.callId, visit.id);
  queue.waiting.add(visit.id);
  queue.life.entered += 1;
  count(queue, visit.enteredAt, site.foldedAt, { entered: 1, ...repeatOf(site, event) });
  touchVisit(site, visit, context, touched);
}

export function visitPriorityChanged(
  site: SiteState,
  event: EventOf<'visit.priority-changed'>,
  context: EvolveContext,
  touched: Touched,
): void {
  const visit = site.visits.get(event.visitId);
  if (visit === undefined) return;
  visit.priority = event.priority;
  touchVisit(site, visit, context, touched);
}

export function visitOffered(site: SiteState, event: EventOf<'visit.offered'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const agent = site.agents.get(event.agentId);
  if (visit === undefined || agent === undefined || !isWaiting(visit)) return;
  visit.ringing.set(agent.id, { since: event.occurredAt, ...(event.member === undefined ? {} : { member: event.member }) });
  visit.state = 'ringing';
  visit.rungAt ??= event.occurredAt;
  agent.offers.add(visit.id);
  refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touchVisit(site, visit, context, touched);
}

export function visitOfferEnded(site: SiteState, event: EventOf<'visit.offer-ended'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const agent = site.agents.get(event.agentId);
  if (visit === undefined || agent === undefined) return;
  visit.ringing.delete(agent.id);
  agent.offers.delete(visit.id);
  if (visit.state === 'ringing' && visit.ringing.size === 0) visit.state = 'queued';
  const counter = offerCounterOf(event.how);
  if (counter !== undefined) {
    if (event.how === 'no-answer') {
      visit.ringNoAnswers += 1;
      agent.ringNoAnswersInARow += 1;
    }
    const queue = site.queues.get(visit.queueId);
    if (queue !== undefined) count(queue, visit.enteredAt, site.foldedAt, { [counter]: 1 });
    const own = agentCountersAt(agent, event.occurredAt);
    own[counter] = (own[counter] ?? 0) + 1;
  }
  refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touchVisit(site, visit, context, touched);
}

function offerCounterOf(how: EventOf<'visit.offer-ended'>['how']): 'ringNoAnswer' | 'ringBusy' | 'ringRejected' | undefined {
  if (how === 'no-answer') return 'ringNoAnswer';
  if (how === 'busy') return 'ringBusy';
  return how === 'rejected' ? 'ringRejected' : undefined;
}

export function visitLeft(site: SiteState, event: EventOf<'visit.left'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const queue = visit === undefined ? undefined : site.queues.get(visit.queueId);
  if (visit === undefined || queue === undefined || !isWaiting(visit)) return;
  const at = event.occurredAt;
  visit.ringing.clear();
  queue.waiting.delete(visit.id);
  visit.outcome = event.outcome;
  visit.releasedAt = at;
  const waitMs = elapsedMs(visit.enteredAt, at);
  const waits: QueueCounters = { allWaitMs: waitMs };
  // Nobody saw a lost caller go: the time until that was noticed is no wait that anyone had.
  if (event.outcome !== 'lost') waits.maxWaitMs = waitMs;
  if (event.outcome === 'abandoned') {
    const settings = tallyAt(queue, visit.enteredAt).settings;
    queue.life.abandoned += 1;
    waits.abandoned = 1;
    waits.abandonedWaitMs = waitMs;
    if (waitMs < settings.shortAbandonMs) waits.shortAbandoned = 1;
    if (waitMs <= settings.thresholdMs) waits.abandonedInThreshold = 1;
  } else {
    queue.life.flowout += 1;
    waits[FLOWOUT_COUNTERS[event.outcome]] = 1;
  }
  count(queue, visit.enteredAt, site.foldedAt, waits);
  advance(visit, at);
  closeVisit(site, visit, at, touched);
  touchVisit(site, visit, context, touched);
}

export const FLOWOUT_COUNTERS = {
  overflow: 'flowoutOverflow',
  timeout: 'flowoutTimeout',
  callback: 'flowoutCallback',
  voicemail: 'flowoutVoicemail',
  'key-exit': 'flowoutKeyExit',
  'exit-empty': 'flowoutExitEmpty',
  withdrawn: 'flowoutWithdrawn',
  redirected: 'flowoutRedirected',
  closed: 'flowoutClosed',
  system: 'flowoutSystem',
  lost: 'flowoutLost',
} as const satisfies Record<FlowoutReason, QueueCounter>;

export function visitRejected(site: SiteState, event: EventOf<'visit.rejected'>, context: EvolveContext, touched: Touched): void {
  const queue = site.queues.get(event.queueId);
  if (queue === undefined || site.visits.has(event.visitId)) return;
  // Kept like any closed visit, so that the same refusal told again is recognised.
  const visit: Visit = {
    id: event.visitId,
    source: event.source,
    key: event.key,
    callId: event.visitId.replace(/^v/, 'c') as Visit['callId'],
    queueId: event.queueId,
    caller: { masked: '' },
    enteredAt: event.occurredAt,
    callEnteredAt: event.occurredAt,
    lastAt: event.occurredAt,
    state: 'closed',
    priority: 0,
    ringing: new Map(),
    ringNoAnswers: 0,
    monitors: [],
    legs: [],
    outcome: 'rejected',
    rev: context.position,
  };
  site.visits.set(visit.id, visit);
  count(queue, event.occurredAt, site.foldedAt, { rejected: 1 });
  closeVisit(site, visit, event.occurredAt, touched);
  touchVisit(site, visit, context, touched);
}
