import type { Action } from '../../../shared/domain/action/action.js';
import type { Fact } from '../../../shared/domain/facts.js';
import type { Agent, SiteState, Visit } from '../../../shared/domain/site.js';
import { agentIdOf, type ExternalKey, queueIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import { COMMANDED_PAUSE_MS, serve } from './agent-orders.js';
import { planDuty, signIn, standByCommand } from './agents.js';
import { redialKey } from './behaviour.js';
import { beginMove, planLeg, planRedial, planRing, planWaiting } from './calls.js';
import { between, diceOf, exponential, KIND } from './draws.js';
import { firstAfter } from './duty.js';
import type { Floor, SimAgent, SimCall, SimQueue } from './model.js';
import { phoneOf } from './new-agent.js';
import { standPaused } from './opening.js';
import { joinLine } from './waiting.js';

/**
 * Takes up a floor where the log left it. Whatever is under way ends when its dice say, counted from when the log says it
 * began: as if there had been no interruption.
 */
export function resumeFloor(floor: Floor, site: Readonly<SiteState>, source: string): void {
  const queues = new Map(floor.queues.map((queue) => [queueIdOf(source, queue.key), queue]));
  const agents = new Map(floor.agents.map((agent) => [agentIdOf(source, agent.key), agent]));
  for (const visit of site.visits.values()) {
    const queue = queues.get(visit.queueId);
    if (visit.source === source && queue) takeUpVisit(floor, site, visit, queue, agents);
  }
  const known = [...agents].map(([id, agent]) => ({ agent, was: site.agents.get(id) }));
  // The longest idle first, as they stood.
  known.sort((x, y) => (x.was?.since ?? 0) - (y.was?.since ?? 0) || x.agent.index - y.agent.index);
  for (const { agent, was } of known) {
    if (was) takeUpAgent(floor, site, agent, was);
    takeUpDuty(floor, agent, was);
    floor.freed.push(agent);
  }
  for (const id of site.openActions) takeUpMove(floor, site.actions.get(id), source);
}

/** A colleague's phone was ringing for a caller whom an agent still has: it rings on. */
function takeUpMove(floor: Floor, action: Action | undefined, source: string): void {
  const { effect } = action ?? {};
  if (action?.source !== source || action.state !== 'started' || effect?.op !== 'move-talking') return;
  const { to, agentKey, visitKey } = effect;
  const call = [...floor.agents, ...floor.phones.values()].find(({ key }) => key === agentKey)?.call;
  const other = to.kind === 'agent' ? floor.agents.find(({ key }) => key === to.agentKey) : undefined;
  if (call?.key === visitKey && other?.offQueue === 'ringing' && other.call === undefined) beginMove(floor, call, other);
}

/** The last thing that the log holds of this source; undefined when it holds nothing. */
export function lastTraceAt(site: Readonly<SiteState>, source: string): number | undefined {
  const status = site.sources.get(source);
  if (status === undefined) return undefined;
  let last: number = Math.max(status.since, status.resyncedAt ?? 0);
  for (const visit of site.visits.values()) if (visit.source === source) last = Math.max(last, visit.lastAt);
  for (const agent of site.agents.values()) {
    if (agent.source !== source) continue;
    last = Math.max(last, agent.since);
    for (const membership of agent.memberships.values()) last = Math.max(last, membership.since);
  }
  return last;
}

type Agents = ReadonlyMap<Agent['id'], SimAgent>;

function takeUpVisit(floor: Floor, site: Readonly<SiteState>, visit: Visit, queue: SimQueue, agents: Agents): void {
  const call = callOf(floor, visit, queue);
  if (visit.outcome === 'abandoned' && visit.releasedAt !== undefined) {
    const again = visitIdOf(visit.source, `${redialKey(call.callKey)}/1`);
    if (!site.visits.has(again)) planRedial(floor, call, visit.releasedAt);
  }
  switch (visit.state) {
    case 'queued':
      return waitOn(floor, call);
    case 'ringing': {
      const [agentId, ring] = [...visit.ringing].at(-1) ?? [];
      const agent = agentId === undefined ? undefined : agents.get(agentId);
      if (agent === undefined || ring === undefined) return waitOn(floor, call);
      call.state = 'ringing';
      call.offers++;
      call.agent = agent;
      agent.call = call;
      planRing(floor, call, ring.since);
      return planWaiting(floor, call);
    }
    case 'talking':
    case 'holding': {
      const leg = visit.legs.at(-1);
      const agent = leg && (agents.get(leg.agentId) ?? phoneAgain(floor, site.agents.get(leg.agentId)));
      if (leg === undefined || agent === undefined) return;
      call.state = visit.state;
      call.legs = visit.legs.length;
      call.legAt = leg.startedAt;
      call.agent = agent;
      agent.call = call;
      return planLeg(floor, call, agent);
    }
    case 'wrap-up':
    case 'closed':
      return;
  }
}

/** A supervisor's phone, by which a call is under way; somebody of another centre's floor is nobody here. */
function phoneAgain(floor: Floor, was: Agent | undefined): SimAgent | undefined {
  return was === undefined || was.memberships.size > 0 ? undefined : phoneOf(floor, was.key, was.name);
}

/** Whoever listened in lost the line with the distributor. */
export function droppedMonitors(site: Readonly<SiteState>, source: string, now: number): Fact[] {
  const visits = [...site.visits.values()].filter((visit) => visit.source === source);
  return visits.flatMap(({ monitors }) =>
    monitors.map(({ actionId }) => ({
      type: 'monitor.stopped',
      occurredAt: epochMs(now),
      monitorKey: actionId as string as ExternalKey,
    })),
  );
}

function waitOn(floor: Floor, call: SimCall): void {
  joinLine(call.queue.waiting, call);
  planWaiting(floor, call);
  floor.arrived.push(call);
}

function callOf(floor: Floor, visit: Visit, queue: SimQueue): SimCall {
  const slash = visit.key.lastIndexOf('/');
  return {
    key: visit.key,
    callKey: visit.key.slice(0, slash) as ExternalKey,
    stay: Number(visit.key.slice(slash + 1)),
    dice: diceOf(floor.seed, visit.key),
    queue,
    caller: visit.caller,
    priority: visit.priority,
    enteredAt: visit.enteredAt,
    callEnteredAt: visit.callEnteredAt,
    state: 'queued',
    agent: undefined,
    offers: visit.ringNoAnswers,
    legs: 0,
    legAt: 0,
    isMoving: false,
    before: undefined,
    after: undefined,
  };
}

function takeUpAgent(floor: Floor, site: Readonly<SiteState>, agent: SimAgent, was: Agent): void {
  agent.signedIn = was.memberships.size > 0;
  agent.reachable = was.reachable;
  agent.offQueue = was.offQueueCall;
  const lentTo = floor.queues.find(({ key }) => was.borrowed !== undefined && queueIdOf(was.source, key) === was.borrowed.queueId);
  if (agent.signedIn && lentTo && !agent.group.queues.includes(lentTo)) serve(floor, agent, [...agent.group.queues, lentTo]);
  if (was.forced) standByCommand(floor, agent);
  if (!was.reachable) {
    const forMs = Math.round(between(5, 60, agent.dice, KIND.link, Math.floor(was.since / SECOND_MS)) * SECOND_MS);
    floor.timers.plan(Math.max(was.since + forMs, floor.now), { kind: 'reachable', agent });
  }
  const memberships = [...was.memberships.values()];
  if (memberships.length > 0 && memberships.every(({ paused }) => paused)) takeUpPause(floor, agent, memberships, was.forced !== undefined);
  if (was.wrapUp) takeUpWrapUp(floor, site, agent, was.wrapUp);
  if (was.offQueueCall !== 'none') {
    agent.turn++;
    const forMs = Math.round(exponential(70 * SECOND_MS, agent.dice, KIND.offQueue, Math.floor(was.since / SECOND_MS)));
    floor.timers.plan(Math.max(was.since + forMs, floor.now), { kind: 'off-queue', agent, turn: agent.turn, phase: 'none', talkMs: 0 });
  }
}

/** After an unanswered ring, the pause is about this long. */
const UNANSWERED_PAUSE_MS = 2 * MINUTE_MS;

function takeUpPause(floor: Floor, agent: SimAgent, memberships: readonly { reason?: string; since: number }[], isForced: boolean): void {
  const since = Math.max(...memberships.map((membership) => membership.since));
  const reason = memberships.find((membership) => membership.reason !== undefined)?.reason ?? 'BREAK';
  const steps = floor.stintAt(agent, since);
  // Begun late, when a call was in the way; but for as long as planned.
  const planned = steps.findLast(
    (step) => step.at <= since && ((step.what === 'pause' && step.reason === reason) || (step.what === 'sign-in' && reason === 'WARMUP')),
  );
  const atLeastMs = isForced ? COMMANDED_PAUSE_MS : 0;
  const unplannedMs = reason === 'RONA' || reason === 'REJECT' ? UNANSWERED_PAUSE_MS : COMMANDED_PAUSE_MS;
  const forMs = planned?.what === 'pause' ? planned.forMs : planned?.what === 'sign-in' ? planned.warmUpMs : unplannedMs;
  standPaused(floor, agent, reason, since + Math.max(forMs, atLeastMs));
}

function takeUpWrapUp(floor: Floor, site: Readonly<SiteState>, agent: SimAgent, wrapUp: NonNullable<Agent['wrapUp']>): void {
  const visit = site.visits.get(wrapUp.visitId);
  const queue = floor.queues.find(({ key }) => visit && queueIdOf(visit.source, key) === visit.queueId);
  const leg = visit ? visit.legs.length - 1 : 0;
  const forMs = visit && queue ? floor.behaviour.wrapUpMs(diceOf(floor.seed, visit.key), leg, queue.spec, agent.speed) : MINUTE_MS;
  agent.isWrappingUp = true;
  agent.turn++;
  floor.timers.plan(Math.max(wrapUp.since + forMs, floor.now), { kind: 'wrap-up', agent, turn: agent.turn });
}

function takeUpDuty(floor: Floor, agent: SimAgent, was: Agent | undefined): void {
  if (!floor.hasShifts) {
    if (!agent.signedIn && !floor.isAtDesk(agent.key)) signIn(floor, agent, SECOND_MS);
    return;
  }
  const steps = floor.stintAt(agent, floor.now);
  const next = firstAfter(steps, floor.now);
  const [first] = steps;
  // Who signed out within the shift was told to, and stays out until the next one.
  const isSentHome = first !== undefined && was !== undefined && was.quarters.length > 0 && was.since > first.at;
  if (next > 0 && !agent.signedIn && first?.what === 'sign-in' && !isSentHome) signIn(floor, agent, first.warmUpMs);
  // Still here after the shift, for a last call.
  if (next === 0 && agent.signedIn) agent.pending = { what: 'sign-out' };
  planDuty(floor, agent, steps, next);
}
