import { agentIdOf, queueIdOf, visitIdOf } from '../../kernel/ids.js';
import { durationMs, MINUTE_MS } from '../../kernel/time.js';
import { askedResync } from '../action/agents/resync.js';
import type { DomainEvent } from '../events.js';
import type { FactOf } from '../facts.js';
import type { SiteState, Visit } from '../site.js';
import { isOpen, isWaiting, openLeg } from '../visit/leg.js';
import { absorbMemberSeen, absorbOffQueueCall, absorbReachable, describeAgent, endWrapUp } from './agents.js';
import { describeQueue } from './queues.js';
import { absorbHandedOver, absorbJoined, leave, stopRinging } from './visits.js';

/** A ring that the source does not confirm is over after this long: no device rings for two minutes. */
const RING_DOUBT_MS = 2 * MINUTE_MS;

type Resync = FactOf<'source.resynced'>;
type Listed = Resync['visits'][number];

/**
 * The source's whole truth against ours: what we hold and it does not list has ended while nobody watched (`lost`, never
 * abandoned); what it lists and we do not know is adopted. Listing the same again gives no event but the mark itself.
 */
export function absorbResync(site: Readonly<SiteState>, fact: Resync, source: string): DomainEvent[] {
  const { occurredAt } = fact;
  const events: DomainEvent[] = [
    ...fact.queues.flatMap((queue) => describeQueue(site, { ...queue, occurredAt }, source)),
    ...missingQueues(site, fact, source),
    ...fact.agents.flatMap((agent) => describeAgent(site, { ...agent, occurredAt }, source)),
    ...missingMembers(site, fact, source),
    ...dedupe(fact.members.flatMap((member) => absorbMemberSeen(site, { ...member, occurredAt }, source))),
    ...fact.agents.flatMap((agent) => absorbReachable(site, { ...agent, occurredAt }, source)),
    ...fact.agents.flatMap((agent) => absorbOffQueueCall(site, { ...agent, occurredAt, phase: agent.offQueueCall }, source)),
  ];
  const lost = lostVisits(site, fact, source);
  const adopted: DomainEvent[] = [];
  let adoptedCount = 0;
  for (const listed of fact.visits) {
    const mended = matchVisit(site, listed, occurredAt, source);
    if (mended.some((event) => event.type === 'visit.entered')) adoptedCount += 1;
    adopted.push(...mended);
  }
  const mended = dedupe([...events, ...lost.flat(), ...adopted]);
  // Asked every half minute, a floor in line with its source is no news; to somebody who asked for it, it is the answer.
  const known = site.sources.get(source);
  const isNews = known?.resyncedAt === undefined || known.lostAt !== undefined || askedResync(site, source) !== undefined;
  if (mended.length === 0 && !isNews) return [];
  return [...mended, { type: 'source.resynced', occurredAt, source, lost: lost.length, adopted: adoptedCount }];
}

function missingQueues(site: Readonly<SiteState>, fact: Resync, source: string): DomainEvent[] {
  const listed = new Set([...fact.queues, ...fact.members, ...fact.visits].map((each) => queueIdOf(source, each.queueKey)));
  return [...site.queues.values()]
    .filter((queue) => queue.source === source && !queue.removed && !listed.has(queue.id))
    .map((queue) => ({ type: 'queue.removed', occurredAt: fact.occurredAt, queueId: queue.id }));
}

function missingMembers(site: Readonly<SiteState>, fact: Resync, source: string): DomainEvent[] {
  const listed = new Set(fact.members.map((member) => `${agentIdOf(source, member.agentKey)}|${queueIdOf(source, member.queueKey)}`));
  const events: DomainEvent[] = [];
  for (const agent of site.agents.values()) {
    if (agent.source !== source) continue;
    const leavesAll = agent.memberships.size > 0 && [...agent.memberships.keys()].every((queueId) => !listed.has(`${agent.id}|${queueId}`));
    if (leavesAll) events.push(...endWrapUp(site, agent.id, fact.occurredAt));
    for (const [queueId, membership] of agent.memberships) {
      if (listed.has(`${agent.id}|${queueId}`)) continue;
      const member = membership.member === undefined ? {} : { member: membership.member };
      events.push({ type: 'member.removed', occurredAt: fact.occurredAt, agentId: agent.id, queueId, ...member });
    }
  }
  return events;
}

/** One list of events for each visit of ours that the source no longer has. */
function lostVisits(site: Readonly<SiteState>, fact: Resync, source: string): DomainEvent[][] {
  const listed = new Set(fact.visits.map((visit) => visitIdOf(source, visit.visitKey)));
  // Nobody saw them end; an outage must not become an hour of talk, so they last until the source was lost.
  const occurredAt = site.sources.get(source)?.lostAt ?? fact.occurredAt;
  const events: DomainEvent[][] = [];
  for (const visit of site.visits.values()) {
    if (visit.source !== source || !isOpen(visit) || listed.has(visit.id)) continue;
    events.push(endUnseen(visit, at(visit, { occurredAt })));
  }
  return events;
}

const at = (visit: Visit, fact: { occurredAt: Resync['occurredAt'] }) => (fact.occurredAt > visit.lastAt ? fact.occurredAt : visit.lastAt);

function endUnseen(visit: Visit, occurredAt: Resync['occurredAt']): DomainEvent[] {
  if (isWaiting(visit)) return leave(visit, occurredAt, 'lost');
  const leg = openLeg(visit);
  // No wrap-up: nobody knows when the talk ended, and the agent may long be on another call.
  return leg === undefined ? [] : [{ type: 'visit.talk-ended', occurredAt, visitId: visit.id, agentId: leg.agentId, by: 'unknown' }];
}

function matchVisit(site: Readonly<SiteState>, listed: Listed, occurredAt: Resync['occurredAt'], source: string): DomainEvent[] {
  const visit = site.visits.get(visitIdOf(source, listed.visitKey));
  if (visit === undefined) return adopt(site, listed, source);
  if (listed.talking !== undefined) {
    const agentId = agentIdOf(source, listed.talking.agentKey);
    const since = listed.talking.since > visit.lastAt ? listed.talking.since : visit.lastAt;
    if (isWaiting(visit)) {
      return [
        ...describeTalker(site, listed, source),
        ...endWrapUp(site, agentId, since),
        ...stopRinging(visit, since, agentId),
        { type: 'visit.answered', occurredAt: since, visitId: visit.id, agentId },
      ];
    }
    return absorbHandedOver(site, { ...listed.talking, visitKey: listed.visitKey, occurredAt: since }, source);
  }
  return isWaiting(visit) ? matchRinging(visit, listed, at(visit, { occurredAt }), source) : [];
}

function adopt(site: Readonly<SiteState>, listed: Listed, source: string): DomainEvent[] {
  const { visitKey, queueKey, callKey, caller, priority, enteredAt } = listed;
  const joined = absorbJoined(
    site,
    { visitKey, queueKey, callKey, caller, occurredAt: enteredAt, ...(priority === undefined ? {} : { priority }) },
    source,
  );
  const visitId = visitIdOf(source, visitKey);
  if (listed.talking !== undefined) {
    const answeredAt = listed.talking.since > enteredAt ? listed.talking.since : enteredAt;
    const agentId = agentIdOf(source, listed.talking.agentKey);
    return [
      ...joined,
      ...describeTalker(site, listed, source),
      ...endWrapUp(site, agentId, answeredAt),
      { type: 'visit.answered', occurredAt: answeredAt, visitId, agentId },
    ];
  }
  const rings = (listed.ringing ?? []).map((agentKey) => agentIdOf(source, agentKey)).filter((agentId) => site.agents.has(agentId));
  return [...joined, ...rings.map((agentId): DomainEvent => ({ type: 'visit.offered', occurredAt: enteredAt, visitId, agentId }))];
}

function describeTalker(site: Readonly<SiteState>, listed: Listed, source: string): DomainEvent[] {
  if (listed.talking === undefined) return [];
  const { agentKey, member, since } = listed.talking;
  if (site.agents.has(agentIdOf(source, agentKey))) return [];
  return describeAgent(site, { agentKey, name: member ?? agentKey.slice(0, 120), occurredAt: since }, source);
}

function matchRinging(visit: Visit, listed: Listed, occurredAt: Resync['occurredAt'], source: string): DomainEvent[] {
  const listedRinging = listed.ringing === undefined ? undefined : new Set(listed.ringing.map((key) => agentIdOf(source, key)));
  const events: DomainEvent[] = [];
  for (const [agentId, ring] of visit.ringing) {
    const ringMs = Math.max(0, occurredAt - ring.since);
    const isOver = listedRinging === undefined ? ringMs > RING_DOUBT_MS : !listedRinging.has(agentId);
    if (!isOver) continue;
    events.push({ type: 'visit.offer-ended', occurredAt, visitId: visit.id, agentId, how: 'cancelled', ringMs: durationMs(ringMs) });
  }
  return events;
}

/** Several lists describe the same queue or agent; the first is enough. */
function dedupe(events: DomainEvent[]): DomainEvent[] {
  const described = new Set<string>();
  return events.filter((event) => {
    if (event.type !== 'queue.described' && event.type !== 'agent.described') return true;
    const key = event.type === 'queue.described' ? event.queueId : event.agentId;
    if (described.has(key)) return false;
    described.add(key);
    return true;
  });
}
