import { isOfQueues, isOfTeam } from '../domain/alert/decide-rules.js';
import type { AlertRule } from '../domain/alert/rule.js';
import type { Reading } from '../domain/alert/watch.js';
import type { Queue, SiteState } from '../domain/site.js';
import type { TeamId } from '../kernel/ids.js';
import { elapsedMs } from '../kernel/time.js';
import type { AlertMoment } from './alert-values.js';
import type { Figures } from './figures.js';

export function* queueReadings(site: Readonly<SiteState>, rule: AlertRule, moment: AlertMoment): Generator<Reading> {
  for (const queue of site.queues.values()) {
    if (queue.removed || !isOfQueues(rule, queue.id) || moment.staleSources.has(queue.source)) continue;
    const longestWaitMs = longestWaitOf(site, queue, moment);
    const figures = needsFigures(rule) ? moment.figures(queue.id) : undefined;
    const value = queueValue(rule, queue, longestWaitMs, figures);
    if (value === undefined) continue;
    yield {
      subject: { kind: 'queue', id: queue.id, queueId: queue.id },
      value: value === null ? null : rounded(value),
      evidence: {
        waiting: queue.waiting.size,
        longestWaitMs,
        readyAgents: queue.memberStates.ready,
        ...(figures === undefined ? {} : { offered: figures.offered, serviceLevelRatio: figures.serviceLevelRatio }),
      },
    };
  }
}

/** To what screens show: ratios to a hundredth of a percent, lengths and counts to the whole. */
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

const OF_FIGURES: ReadonlySet<string> = new Set(['serviceLevelRatio', 'abandonRatio', 'asaMs', 'occupancyRatio']);
const needsFigures = ({ metric, minOffered }: AlertRule) => OF_FIGURES.has(metric) || minOffered > 0;

/** Undefined: no measure of a queue. */
function queueValue(rule: AlertRule, queue: Queue, longestWaitMs: number, figures: Figures | undefined): number | null | undefined {
  if (figures !== undefined && figures.offered < rule.minOffered) return null;
  const { memberStates: members, waiting } = queue;
  switch (rule.metric) {
    case 'waiting':
      return waiting.size;
    case 'longestWaitMs':
      return longestWaitMs;
    case 'longestWaitOfThresholdRatio':
      return queue.settings.thresholdMs > 0 ? longestWaitMs / queue.settings.thresholdMs : null;
    case 'readyAgents':
      return members.ready;
    case 'waitingWithNobodyReady':
      return members.ready === 0 ? waiting.size : 0;
    case 'staffedAgents':
      return queue.members.size - members['logged-out'];
    case 'serviceLevelRatio':
    case 'abandonRatio':
    case 'asaMs':
    case 'occupancyRatio':
      return figures?.[rule.metric] ?? null;
    default:
      return undefined;
  }
}

/** They are listed in the order in which they came. */
function longestWaitOf(site: Readonly<SiteState>, queue: Queue, { now }: AlertMoment): number {
  const [first] = queue.waiting;
  const oldest = first === undefined ? undefined : site.visits.get(first);
  return oldest === undefined ? 0 : elapsedMs(oldest.enteredAt, now);
}

export function* teamReadings(site: Readonly<SiteState>, rule: AlertRule, moment: AlertMoment): Generator<Reading> {
  if (moment.staleSources.size > 0) return;
  const heads = new Map<TeamId, { ready: number; notReady: number; staffed: number }>();
  for (const { teamId, state } of site.agents.values()) {
    if (teamId === undefined || state === 'logged-out') continue;
    const head = heads.get(teamId) ?? { ready: 0, notReady: 0, staffed: 0 };
    heads.set(teamId, head);
    head.staffed += 1;
    if (state === 'ready') head.ready += 1;
    else if (state === 'not-ready') head.notReady += 1;
  }
  for (const { id } of site.teams.values()) {
    if (!isOfTeam(rule, id)) continue;
    const { ready, notReady, staffed } = heads.get(id) ?? { ready: 0, notReady: 0, staffed: 0 };
    const ratio = staffed === 0 ? null : rounded(notReady / staffed);
    const value = rule.metric === 'readyAgents' ? ready : rule.metric === 'staffedAgents' ? staffed : ratio;
    yield { subject: { kind: 'team', id, teamId: id }, value, evidence: { readyAgents: ready } };
  }
}
