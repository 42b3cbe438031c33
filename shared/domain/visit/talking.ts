import type { AgentId } from '../../kernel/ids.js';
import { durationMs, type EpochMs, elapsedMs, SECOND_MS } from '../../kernel/time.js';
import { agentCountersAt } from '../agent/accrue.js';
import { refreshAgent } from '../agent/refresh.js';
import { finishLeg } from '../agent/wrap-up.js';
import type { AgentCounter, QueueCounter, QueueCounters } from '../counters.js';
import type { EventOf } from '../events.js';
import type { EndedBy } from '../facts.js';
import { count, tallyAt } from '../queue/tally.js';
import type { Agent, EvolveContext, Leg, Queue, SiteState, Touched, Visit } from '../site.js';
import { isWaiting, openLegOf } from './leg.js';
import { noteLeaves } from './note.js';
import { rememberAnswered } from './repeat.js';
import { advance, touchVisit } from './touch.js';

/** An answer after which the caller is gone within a second was no conversation. */
const PHANTOM_MS = SECOND_MS;

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
  agent.ringNoAnswersInARow = 0;
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
  if (agent.visitId !== undefined && agent.visitId !== visit.id) agent.otherCalls.push(agent.visitId);
  agent.visitId = visit.id;
  refreshAgent(site, agent, event.occurredAt, context, touched);
  advance(visit, event.occurredAt);
  touchVisit(site, visit, context, touched);
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
  touchVisit(site, visit, context, touched);
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
  if (site.calls.get(visit.callId) === visit.id) {
    site.calls.delete(visit.callId);
    noteLeaves(site, visit, at);
  }
  countEnd(site, queue, visit, leg, event.by);
  const own = agentCountersAt(agent, at);
  const endCounter = agentEndCounterOf(event.by);
  if (endCounter !== undefined && leg.kind === 'queue') own[endCounter] = (own[endCounter] ?? 0) + 1;
  letGo(agent, visit.id);
  if (event.wrapUpUntil === undefined) finishLeg(site, agent, visit, leg, at, context, touched);
  else agent.wrapUp = { visitId: visit.id, since: at, until: event.wrapUpUntil };
  refreshAgent(site, agent, at, context, touched);
  advance(visit, at);
  touchVisit(site, visit, context, touched);
}

/** Who ends one of two calls goes on with the other. */
function letGo(agent: Agent, visitId: Visit['id']): void {
  agent.otherCalls = agent.otherCalls.filter((other) => other !== visitId);
  if (agent.visitId !== visitId) return;
  const next = agent.otherCalls.pop();
  if (next === undefined) delete agent.visitId;
  else agent.visitId = next;
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
