import { isOfQueues } from '../domain/alert/decide-rules.js';
import type { AlertRule } from '../domain/alert/rule.js';
import type { Reading } from '../domain/alert/watch.js';
import { personOf } from '../domain/config-index.js';
import type { Agent, SiteState, Visit } from '../domain/site.js';
import { isWaiting, openLeg } from '../domain/visit/leg.js';
import { type EpochMs, elapsedMs, epochMs, HOUR_MS } from '../kernel/time.js';
import type { AlertMoment } from './alert-values.js';
import { agentSubject, isMeant } from './alert-values-agent.js';

/**
 * Things that look alive and are not. Only what the folded site proves is called a ghost; the value is for how long it has been one.
 * Not provable, and so not claimed: a member whom the telephone system knows and has never told of, and a call that a resync confirmed
 * although nobody is on the line.
 */

/** No call lasts longer; what seems to is a hang-up that was never told. */
const LONGEST_CALL_MS = 4 * HOUR_MS;

/** Since when, and what proves it. */
interface Ghost {
  readonly since: EpochMs;
  readonly detail: string;
}

export function* ghostReadings(site: Readonly<SiteState>, rule: AlertRule, moment: AlertMoment): Generator<Reading> {
  if (rule.metric === 'callWithoutLegMs') return yield* ghostCalls(site, rule, moment);
  for (const agent of site.agents.values()) {
    if (agent.state === 'logged-out') continue;
    const ghost = ghostAgent(site, rule, agent);
    if (ghost === undefined || moment.staleSources.has(agent.source) || !isMeant(rule, agent)) continue;
    yield reading(agentSubject('ghost', agent), ghost, moment.now);
  }
}

const reading = (subject: Reading['subject'], { since, detail }: Ghost, now: EpochMs): Reading => ({
  subject,
  value: elapsedMs(since, now),
  evidence: { since, detail },
});

function ghostAgent(site: Readonly<SiteState>, { metric }: AlertRule, agent: Agent): Ghost | undefined {
  switch (metric) {
    case 'agentGoneMs':
      return goneAgent(agent);
    case 'endlessWrapUpMs':
      return agent.state === 'acw' && agent.wrapUp?.until === null ? { since: agent.wrapUp.since, detail: 'no-end-told' } : undefined;
    case 'oneSidedMemberMs':
      return oneSidedMember(site, agent);
    default:
      return undefined;
  }
}

/**
 * A desk that was open during this sign-in and is closed now, while calls may come; or a device that can't be reached. Who never
 * opened a desk works with the phone alone; who is on a break may close the page.
 */
function goneAgent(agent: Agent): Ghost | undefined {
  if (agent.state === 'unreachable') return { since: agent.since, detail: 'device-unreachable' };
  if (agent.state !== 'ready' && agent.state !== 'ringing') return undefined;
  const { desk, signedInAt } = agent;
  const wasOpen = desk !== undefined && signedInAt !== undefined && desk.since >= signedInAt;
  return wasOpen && !desk.isOpen ? { since: desk.since, detail: 'desk-closed' } : undefined;
}

/** Takes calls, and the site file names people but not this one; or serves a queue that its source no longer has. */
function oneSidedMember(site: Readonly<SiteState>, agent: Agent): Ghost | undefined {
  const since = agent.signedInAt ?? agent.since;
  if (site.config.people.length > 0 && personOf(site.config, agent.key) === undefined) return { since, detail: 'not-in-site-file' };
  for (const [queueId, membership] of agent.memberships) {
    if (site.queues.get(queueId)?.removed !== false) return { since: membership.since, detail: 'queue-gone' };
  }
  return undefined;
}

/** Each call is in one place: those places are the open visits, and few beside the closed ones of the last hour. */
function* ghostCalls(site: Readonly<SiteState>, rule: AlertRule, { now, staleSources }: AlertMoment): Generator<Reading> {
  for (const id of site.calls.values()) {
    const visit = site.visits.get(id);
    const ghost = visit === undefined ? undefined : ghostCall(site, visit, now);
    if (visit === undefined || ghost === undefined || staleSources.has(visit.source) || !isOfQueues(rule, visit.queueId)) continue;
    yield reading({ kind: 'ghost', id, queueId: visit.queueId, visitId: id }, ghost, now);
  }
}

function ghostCall(site: Readonly<SiteState>, visit: Visit, now: EpochMs): Ghost | undefined {
  const endlessSince = epochMs(visit.enteredAt + LONGEST_CALL_MS);
  if (now >= endlessSince) return { since: endlessSince, detail: 'older-than-4h' };
  if (isWaiting(visit)) return undefined;
  const leg = openLeg(visit);
  const agent = leg === undefined ? undefined : site.agents.get(leg.agentId);
  const isHeld = agent !== undefined && (agent.visitId === visit.id || agent.otherCalls.includes(visit.id));
  // An agent who is signed out of every queue may still be on the last call.
  return isHeld ? undefined : { since: visit.lastAt, detail: 'no-agent-has-it' };
}
