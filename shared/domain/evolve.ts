import { teamIdOf } from '../kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../kernel/time.js';
import { evolveAction } from './action/evolve.js';
import {
  agentDescribed,
  agentOffQueueCallChanged,
  agentReachableChanged,
  agentWrapUpEnded,
  applyPerson,
  countAsAgent,
  memberChanged,
  memberRemoved,
} from './agent/evolve.js';
import { evolveAlert } from './alert/evolve.js';
import { evolveBuffer, isBufferEvent } from './buffer/evolve.js';
import { evolveCase, isCaseEvent } from './escalation/evolve.js';
import type { DomainEvent, EventOf } from './events.js';
import { applyQueueConfig, queueDescribed, queueRemoved } from './queue/evolve.js';
import { isRosterEvent } from './roster/events.js';
import { evolveRoster } from './roster/evolve.js';
import { type EvolveContext, entityKey, type SiteState, type SourceState, type Touched, touchSite } from './site.js';
import { visitAnswered, visitHandedOver, visitHeld, visitResumed, visitTalkEnded } from './visit/talking.js';
import { visitEntered, visitLeft, visitOfferEnded, visitOffered, visitPriorityChanged, visitRejected } from './visit/waiting.js';

/**
 * Applies one event in place and notes what it touched. No clock, no random, no I/O: every node, every replay and every
 * snapshot with its tail must come to the same state. An event that fits nothing known changes nothing.
 */
export function evolve(site: SiteState, event: DomainEvent, context: EvolveContext, touched: Touched): void {
  if (event.occurredAt > site.foldedAt) site.foldedAt = event.occurredAt;
  switch (event.type) {
    case 'site.configured':
      return siteConfigured(site, event, context, touched);
    case 'clock.anchored': {
      const { anchorRedisAt, anchorSiteAt, rate } = event;
      site.clock = { anchorRedisAt, anchorSiteAt, rate };
      return touchSite(site, context, touched);
    }
    case 'source.status-changed':
      return sourceStatusChanged(site, event, context, touched);
    case 'source.resynced':
      return sourceResynced(site, event, context, touched);
    case 'queue.described':
      return queueDescribed(site, event, context, touched);
    case 'queue.removed':
      return queueRemoved(site, event, context, touched);
    case 'agent.described':
      return agentDescribed(site, event, context, touched);
    case 'member.changed':
      return memberChanged(site, event, context, touched);
    case 'member.removed':
      return memberRemoved(site, event, context, touched);
    case 'agent.reachable-changed':
      return agentReachableChanged(site, event, context, touched);
    case 'agent.off-queue-call-changed':
      return agentOffQueueCallChanged(site, event, context, touched);
    case 'agent.wrap-up-ended':
      return agentWrapUpEnded(site, event, context, touched);
    case 'visit.entered':
      return visitEntered(site, event, context, touched);
    case 'visit.priority-changed':
      return visitPriorityChanged(site, event, context, touched);
    case 'visit.offered':
      return visitOffered(site, event, context, touched);
    case 'visit.offer-ended':
      return visitOfferEnded(site, event, context, touched);
    case 'visit.answered':
      return visitAnswered(site, event, context, touched);
    case 'visit.handed-over':
      return visitHandedOver(site, event, context, touched);
    case 'visit.held':
      return visitHeld(site, event, context, touched);
    case 'visit.resumed':
      return visitResumed(site, event, context, touched);
    case 'visit.talk-ended':
      return visitTalkEnded(site, event, context, touched);
    case 'visit.left':
      return visitLeft(site, event, context, touched);
    case 'visit.rejected':
      return visitRejected(site, event, context, touched);
    case 'anomaly.noted':
      site.anomalies.set(event.code, (site.anomalies.get(event.code) ?? 0) + 1);
      return touchSite(site, context, touched);
    case 'rule.set':
    case 'rule.removed':
    case 'alert.raised':
    case 'alert.level-changed':
    case 'alert.eased':
    case 'alert.relapsed':
    case 'alert.acknowledged':
    case 'alert.taken':
    case 'alert.snoozed':
    case 'alert.snooze-ended':
    case 'alert.cleared':
      return evolveAlert(site, event, context, touched);
    default:
      if (isRosterEvent(event)) return evolveRoster(site, event, context, touched);
      if (isBufferEvent(event)) return evolveBuffer(site, event, context, touched);
      return isCaseEvent(event) ? evolveCase(site, event, context, touched) : evolveAction(site, event, context, touched);
  }
}

/** A new site file: names, teams and goals of everything known; what is found later asks the configuration by its key. */
function siteConfigured(site: SiteState, event: EventOf<'site.configured'>, context: EvolveContext, touched: Touched): void {
  site.config = structuredClone(event.config);
  touchSite(site, context, touched);
  for (const id of site.teams.keys()) touched.gone(entityKey('team', id));
  site.teams.clear();
  site.config.teams.forEach((team, order) => {
    const id = teamIdOf(team.name);
    site.teams.set(id, {
      id,
      name: team.name,
      order,
      rev: context.position,
      ...(team.nameEn === undefined ? {} : { nameEn: team.nameEn }),
      ...(team.lead === undefined ? {} : { lead: team.lead }),
    });
    touched.touch(entityKey('team', id));
  });
  for (const queue of site.queues.values()) {
    applyQueueConfig(site, queue, event.occurredAt);
    queue.rev = context.position;
    touched.touch(entityKey('queue', queue.id));
  }
  for (const agent of site.agents.values()) {
    applyPerson(site, agent);
    countAsAgent(site, agent, context, touched);
    agent.rev = context.position;
    touched.touch(entityKey('agent', agent.id));
  }
}

function sourceStatusChanged(site: SiteState, event: EventOf<'source.status-changed'>, context: EvolveContext, touched: Touched): void {
  const before = site.sources.get(event.source);
  const lostAt = before?.lostAt ?? (event.status === 'lost' ? event.occurredAt : undefined);
  site.sources.set(event.source, {
    can: before?.can ?? [],
    ...(before?.resyncedAt === undefined ? {} : { resyncedAt: before.resyncedAt }),
    ...(before?.outages === undefined ? {} : { outages: before.outages }),
    ...(lostAt === undefined ? {} : { lostAt }),
    source: event.source,
    status: event.status,
    since: event.occurredAt,
    rev: context.position,
    ...(event.detail === undefined ? {} : { detail: event.detail }),
  });
  touched.touch(entityKey('source', event.source));
}

function sourceResynced(site: SiteState, event: EventOf<'source.resynced'>, context: EvolveContext, touched: Touched): void {
  const { lostAt, ...known }: Partial<SourceState> = site.sources.get(event.source) ?? {};
  site.sources.set(event.source, {
    since: event.occurredAt,
    can: [],
    ...known,
    ...(lostAt === undefined ? {} : { outages: withOutage(known.outages, lostAt, event.occurredAt) }),
    source: event.source,
    status: 'connected',
    resyncedAt: event.occurredAt,
    rev: context.position,
  });
  touched.touch(entityKey('source', event.source));
}

const OUTAGES_KEPT_MS = 26 * HOUR_MS;
const MOST_OUTAGES = 200;
const withOutage = (known: SourceState['outages'] = [], startAt: EpochMs, endAt: EpochMs) =>
  [...known.filter((one) => one.endAt >= endAt - OUTAGES_KEPT_MS), { startAt, endAt }].slice(-MOST_OUTAGES);
