import type { AgentId, QueueId } from '../../kernel/ids.js';
import { durationMs, type EpochMs, elapsedMs, epochMs, HOUR_MS, SECOND_MS } from '../../kernel/time.js';
import { agentCountersAt } from '../agent/accrue.js';
import { refreshAgent } from '../agent/refresh.js';
import { finishLeg } from '../agent/wrap-up.js';
import type { AgentCounter, QueueCounter, QueueCounters } from '../counters.js';
import type { EventOf } from '../events.js';
import type { EndedBy, FlowoutReason } from '../facts.js';
import { count, tallyAt } from '../queue/tally.js';
import { type EvolveContext, entityKey, type Leg, type Queue, type SiteState, type Touched, type Visit } from '../site.js';
import { closeVisit } from './close.js';
import { isWaiting, openLegOf } from './leg.js';

/** An answer after which the caller is gone within a second was no conversation. */
const PHANTOM_MS = SECOND_MS;
const REPEAT_WINDOW_MS = 24 * HOUR_MS;

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
    legs: [],
    rev: context.position,
  };
  site.visits.set(visit.id, visit);
  site.calls.set(visit.callId, visit.id);
  queue.waiting.add(visit.id);
  queue.life.entered += 1;
  count(queue, visit.enteredAt, site.foldedAt, { entered: 1, ...repeatOf(site, event) });
  touch(site, visit, context, touched);
}

/** A recognised customer's new call counts as repeated when an earlier one was answered in the last 24 hours. */
function repeatOf(site: SiteState, event: EventOf<'visit.entered'>): QueueCounters {
  const hash = event.caller.hash;
  if (hash === undefined || event.callEnteredAt !== event.occurredAt) return {};
  const answeredAt = site.customers.get(hash);
  const repeated = answeredAt !== undefined && event.occurredAt - answeredAt <= REPEAT_WINDOW_MS;
  return repeated ? { identifiedCalls: 1, repeatCalls: 1 } : { identifiedCalls: 1 };
}

function rememberAnswered(site: SiteState, hash: string | undefined, at: EpochMs): void {
  if (hash === undefined) return;
  // Deleted first, so that the map stays in order of the last answer and the oldest are met first.
  site.customers.delete(hash);
  site.customers.set(hash, at);
  for (const [oldest, answeredAt] of site.customers) {
    if (answeredAt >= at - REPEAT_WINDOW_MS) break;
    site.customers.delete(oldest);
  }
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
  touch(site, visit, context, touched);
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
  touch(site, visit, context, touched);
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
    if (event.how === 'no-answer') visit.ringNoAnswers += 1;
    const queue = site.queues.get(visit.queueId);
    if (queue !== undefined) count(queue, visit.enteredAt, site.foldedAt, { [counter]: 1 });
    const own = agentCountersAt(agent, event.occurredAt);
    own[counter] = (own[counter] ?? 0) + 1;
  }
  refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touch(site, visit, context, touched);
}

function offerCounterOf(how: EventOf<'visit.offer-ended'>['how']): 'ringNoAnswer' | 'ringBusy' | 'ringRejected' | undefined {
  if (how === 'no-answer') return 'ringNoAnswer';
  if (how === 'busy') return 'ringBusy';
  return how === 'rejected' ? 'ringRejected' : undefined;
}

export function visitAnswered(site: SiteState, event: EventOf<'visit.answered'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const agent = site.agents.get(event.agentId);
  const queue = visit === undefined ? undefined : site.queues.get(visit.queueId);
  if (visit === undefined || agent === undefined || queue === undefined || !isWaiting(visit)) return;
  const at = event.occurredAt;
  visit.ringing.clear();
  queue.waiting.delete(visit.id);
  queue.life.answered += 1;
  visit.answeredAt = at;
  visit.outcome = 'answered';
  const waitMs = elapsedMs(visit.enteredAt, at);
  const inThreshold = waitMs <= tallyAt(queue, visit.enteredAt).settings.thresholdMs;
  count(queue, visit.enteredAt, site.foldedAt, {
    answered: 1,
    ...(inThreshold ? { answeredInThreshold: 1 } : {}),
    answeredWaitMs: waitMs,
    allWaitMs: waitMs,
    maxWaitMs: waitMs,
  });
  const own = agentCountersAt(agent, at);
  own.answered = (own.answered ?? 0) + 1;
  rememberAnswered(site, visit.caller.hash, at);
  startLeg(site, visit, event, 'queue', context, touched);
}

export function visitHandedOver(site: SiteState, event: EventOf<'visit.handed-over'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const agent = site.agents.get(event.agentId);
  if (visit === undefined || agent === undefined || isWaiting(visit)) return;
  const own = agentCountersAt(agent, event.occurredAt);
  own.handedOver = (own.handedOver ?? 0) + 1;
  delete visit.releasedAt;
  delete visit.closedAt;
  site.calls.set(visit.callId, visit.id);
  startLeg(site, visit, event, 'handover', context, touched);
}

function startLeg(
  site: SiteState,
  visit: Visit,
  event: { agentId: AgentId; occurredAt: EpochMs; member?: string | undefined },
  kind: Leg['kind'],
  context: EvolveContext,
  touched: Touched,
): void {
  const agent = site.agents.get(event.agentId);
  const queue = site.queues.get(visit.queueId);
  if (agent === undefined || queue === undefined) return;
  visit.state = 'talking';
  visit.legs.push({
    agentId: agent.id,
    ...(event.member === undefined ? {} : { member: event.member }),
    kind,
    startedAt: event.occurredAt,
    holdMs: durationMs(0),
  });
  queue.talking += 1;
  agent.offers.delete(visit.id);
  agent.visitId = visit.id;
  refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touch(site, visit, context, touched);
}

export function visitHeld(site: SiteState, event: EventOf<'visit.held'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const leg = visit === undefined ? undefined : openLegOf(visit, event.agentId);
  if (visit === undefined || leg === undefined || leg.heldSince !== undefined) return;
  leg.heldSince = event.occurredAt;
  visit.state = 'holding';
  afterLegChange(site, visit, event, context, touched);
}

export function visitResumed(site: SiteState, event: EventOf<'visit.resumed'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const leg = visit === undefined ? undefined : openLegOf(visit, event.agentId);
  if (visit === undefined || leg === undefined || leg.heldSince === undefined) return;
  endHold(leg, event.occurredAt);
  visit.state = 'talking';
  afterLegChange(site, visit, event, context, touched);
}

function endHold(leg: Leg, at: EpochMs): void {
  if (leg.heldSince === undefined) return;
  leg.holdMs = durationMs(leg.holdMs + elapsedMs(leg.heldSince, at));
  delete leg.heldSince;
}

function afterLegChange(
  site: SiteState,
  visit: Visit,
  event: { agentId: AgentId; occurredAt: EpochMs },
  context: EvolveContext,
  touched: Touched,
): void {
  const agent = site.agents.get(event.agentId);
  if (agent !== undefined) refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touch(site, visit, context, touched);
}

export function visitTalkEnded(site: SiteState, event: EventOf<'visit.talk-ended'>, context: EvolveContext, touched: Touched): void {
  const visit = site.visits.get(event.visitId);
  const agent = site.agents.get(event.agentId);
  const queue = visit === undefined ? undefined : site.queues.get(visit.queueId);
  const leg = visit === undefined ? undefined : openLegOf(visit, event.agentId);
  if (visit === undefined || agent === undefined || queue === undefined || leg === undefined) return;
  const at = event.occurredAt;
  endHold(leg, at);
  leg.endedAt = at;
  leg.endedBy = event.by;
  queue.talking -= 1;
  visit.state = 'wrap-up';
  visit.releasedAt = at;
  if (site.calls.get(visit.callId) === visit.id) site.calls.delete(visit.callId);
  countEnd(site, queue, visit, leg, event.by);
  const own = agentCountersAt(agent, at);
  const endCounter = agentEndCounterOf(event.by);
  if (endCounter !== undefined && leg.kind === 'queue') own[endCounter] = (own[endCounter] ?? 0) + 1;
  if (agent.visitId === visit.id) delete agent.visitId;
  if (event.wrapUpUntil === undefined) finishLeg(site, agent, visit, leg, at, context, touched);
  else agent.wrapUp = { visitId: visit.id, since: at, until: event.wrapUpUntil };
  refreshAgent(site, agent, at, context, touched);
  advance(visit, at);
  touch(site, visit, context, touched);
}

function countEnd(site: SiteState, queue: Queue, visit: Visit, leg: Leg, by: EndedBy): void {
  if (leg.kind !== 'queue') return;
  const connectedMs = elapsedMs(leg.startedAt, leg.endedAt ?? leg.startedAt);
  const amounts: QueueCounters = by === 'moved' ? { moved: 1 } : { connectedMs };
  const counter = queueEndCounterOf(by);
  if (counter !== undefined) amounts[counter] = 1;
  if (by === 'caller' && connectedMs <= PHANTOM_MS) amounts.phantom = 1;
  count(queue, visit.enteredAt, site.foldedAt, amounts);
}

const QUEUE_END_COUNTERS: { readonly [By in EndedBy]?: QueueCounter } = {
  caller: 'endedByCaller',
  agent: 'endedByAgent',
  'blind-transfer': 'blindTransfers',
  'attended-transfer': 'attendedTransfers',
};
const queueEndCounterOf = (by: EndedBy) => QUEUE_END_COUNTERS[by];

const AGENT_END_COUNTERS: { readonly [By in EndedBy]?: AgentCounter } = {
  caller: 'endedByCaller',
  agent: 'endedByAgent',
  'blind-transfer': 'transferred',
  'attended-transfer': 'transferred',
  moved: 'moved',
};
const agentEndCounterOf = (by: EndedBy) => AGENT_END_COUNTERS[by];

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
  const waits: QueueCounters = { allWaitMs: waitMs, maxWaitMs: waitMs };
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
  touch(site, visit, context, touched);
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
    legs: [],
    outcome: 'rejected',
    rev: context.position,
  };
  site.visits.set(visit.id, visit);
  count(queue, event.occurredAt, site.foldedAt, { rejected: 1 });
  closeVisit(site, visit, event.occurredAt, touched);
  touch(site, visit, context, touched);
}

function advance(visit: Visit, at: EpochMs): void {
  visit.lastAt = epochMs(Math.max(visit.lastAt, at));
}

function touch(site: SiteState, visit: Visit, context: EvolveContext, touched: Touched): void {
  visit.rev = context.position;
  touched.touch(entityKey('visit', visit.id));
  touchQueue(site, visit.queueId, context, touched);
}

function touchQueue(site: SiteState, queueId: QueueId, context: EvolveContext, touched: Touched): void {
  const queue = site.queues.get(queueId);
  if (queue === undefined) return;
  queue.rev = context.position;
  touched.touch(entityKey('queue', queueId));
}
