import { isOfQueues, isOfTeam } from '../domain/alert/decide-rules.js';
import type { AlertSubject } from '../domain/alert/events.js';
import type { AlertRule } from '../domain/alert/rule.js';
import type { Reading } from '../domain/alert/watch.js';
import { reasonShownToOthers } from '../domain/redact.js';
import type { Agent, SiteState } from '../domain/site.js';
import { type EpochMs, elapsedMs } from '../kernel/time.js';
import type { AlertMoment } from './alert-values.js';
import { reasonLimitMs } from './limits.js';

/** Only those who have something to tell: of ten thousand agents, most are in none of these states. */
export function* agentReadings(site: Readonly<SiteState>, rule: AlertRule, { now, staleSources }: AlertMoment): Generator<Reading> {
  for (const agent of site.agents.values()) {
    const told = agentValue(rule, agent, now);
    if (told === undefined || staleSources.has(agent.source) || !isMeant(rule, agent)) continue;
    const { value, ...evidence } = told;
    yield { subject: agentSubject('agent', agent), value, evidence };
  }
}

export const isMeant = (rule: AlertRule, agent: Agent): boolean =>
  isOfTeam(rule, agent.teamId) && isOfQueues(rule, agent.memberships.keys());

export const agentSubject = (kind: 'agent' | 'ghost', { id, teamId }: Agent): AlertSubject => ({
  kind,
  id,
  agentId: id,
  ...(teamId === undefined ? {} : { teamId }),
});

interface Told {
  readonly value: number;
  readonly since?: EpochMs;
  readonly detail?: string;
}

function agentValue({ metric }: AlertRule, agent: Agent, now: EpochMs): Told | undefined {
  switch (metric) {
    case 'notReadyMs':
      return agent.state === 'not-ready' ? { value: elapsedMs(agent.since, now), since: agent.since, ...reasonOf(agent) } : undefined;
    case 'notReadyOverLimitMs':
      return agent.state === 'not-ready' ? overLimit(agent, now) : undefined;
    case 'acwMs':
      return inState(agent, 'acw', now);
    case 'holdMs':
      return inState(agent, 'holding', now);
    case 'talkMs':
      return inState(agent, 'talking', now);
    case 'helpUnansweredMs': {
      const { help } = agent;
      if (help === undefined || help.acknowledged !== undefined || help.joined !== undefined) return undefined;
      return { value: elapsedMs(help.raisedAt, now), since: help.raisedAt };
    }
    case 'ringNoAnswersInARow':
      return agent.ringNoAnswersInARow > 0 && agent.state !== 'logged-out' ? { value: agent.ringNoAnswersInARow } : undefined;
    default:
      return undefined;
  }
}

const inState = (agent: Agent, state: Agent['state'], now: EpochMs): Told | undefined =>
  agent.state === state ? { value: elapsedMs(agent.since, now), since: agent.since } : undefined;

/** As others may know it, and by that reason's limit: an alert must not tell a micro-pause from a break. */
const shownReason = (agent: Agent) => (agent.reasonCode === undefined ? undefined : reasonShownToOthers(agent.reasonCode));

function reasonOf(agent: Agent): { detail?: string } {
  const reason = shownReason(agent);
  return reason === undefined ? {} : { detail: reason };
}

function overLimit(agent: Agent, now: EpochMs): Told | undefined {
  const limitMs = reasonLimitMs(shownReason(agent));
  const overMs = limitMs === undefined ? 0 : elapsedMs(agent.since, now) - limitMs;
  return overMs > 0 ? { value: overMs, since: agent.since, ...reasonOf(agent) } : undefined;
}

/** Calls that wait: one that was answered is no longer anybody's to ring for. */
export function* callReadings(site: Readonly<SiteState>, rule: AlertRule, { now, staleSources }: AlertMoment): Generator<Reading> {
  for (const queue of site.queues.values()) {
    if (queue.waiting.size === 0 || staleSources.has(queue.source) || !isOfQueues(rule, queue.id)) continue;
    for (const id of queue.waiting) {
      const visit = site.visits.get(id);
      if (visit === undefined || visit.ringNoAnswers === 0) continue;
      const longestWaitMs = elapsedMs(visit.enteredAt, now);
      const evidence = { waiting: queue.waiting.size, longestWaitMs, readyAgents: queue.memberStates.ready, since: visit.enteredAt };
      yield { subject: { kind: 'call', id, queueId: queue.id, visitId: id }, value: visit.ringNoAnswers, evidence };
    }
  }
}
