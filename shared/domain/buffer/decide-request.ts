import { bufferIdOf } from '../../kernel/ids.js';
import { ORIGIN } from '../../kernel/position.js';
import { durationMs, type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { DomainEvent, EventOf } from '../events.js';
import { REST_ROOM } from '../roster/defaults.js';
import { type Agent, entityKey, type SiteState } from '../site.js';
import { DECIDE_WITHIN_MS, freeAt, latestStart, mostLengthMs } from './allowance.js';
import { newBuffer } from './apply.js';
import { isBufferOpen } from './buffer.js';
import { checkLeaving } from './check.js';
import { Course } from './course.js';
import { coversGivenUp } from './cover.js';
import { BUFFER_LEDGER, latelyOf } from './ledger.js';
import { isOffVoice } from './off-voice.js';
import { ownAgent } from './own.js';
import type { BufferCheck } from './words.js';

/** After a flagged call, or after saying that one can hardly go on (BS-R6). */
const PROTECTED_FOR_MS = 30 * MINUTE_MS;
/** Nobody knows the staffing of the day after. */
const MOST_AHEAD_MS = 24 * HOUR_MS;
/** A start that was looked at for a moment is still now. */
const STILL_NOW_MS = MINUTE_MS;

/** BS-01…05, all in one commit: asked, checked against the staffing, and granted at once where nobody would notice. */
export function decideRequest(site: Readonly<SiteState>, command: CommandOf<'buffer.request'>, ask: Ask): Decision {
  const { now, commitId } = ask.context;
  const agent = ownAgent(site, ask);
  if (agent === undefined) return refuse('not-found');
  for (const buffer of site.buffers.values()) if (buffer.agentId === agent.id && isBufferOpen(buffer)) return refuse('already-asked');
  const wantedAt = command.startAt === 'now' ? now : command.startAt;
  if (wantedAt < now - STILL_NOW_MS) return refuse('in-the-past', { field: 'startAt' });
  if (wantedAt > now + MOST_AHEAD_MS) return refuse('out-of-range', { field: 'startAt' });
  const startAt = epochMs(Math.max(wantedAt, now));
  const mostMs = mostLengthMs(site, agent, startAt);
  if (mostMs === 0) return refuse('out-of-range', { field: 'startAt', detail: 'shift-ends' });
  const { post, reasonRef } = command;
  if (post !== undefined && freeAt(site, post, { startAt, endAt: startAt + 1 }) === undefined)
    return refuse('unknown-post', { field: 'post' });
  const lengthMs = durationMs(Math.min(command.lengthMs ?? site.config.workforce.buffer.defaultMin * MINUTE_MS, mostMs));
  const requested: EventOf<'buffer.requested'> = {
    type: 'buffer.requested',
    occurredAt: now,
    bufferId: bufferIdOf(commitId),
    agentId: agent.id,
    ...(agent.teamId === undefined ? {} : { teamId: agent.teamId }),
    wantedAt: startAt,
    lengthMs,
    ...(post === undefined || post === REST_ROOM ? {} : { wishedPost: post }),
    ...(reasonRef === undefined ? {} : { reasonRef }),
    isReasonShared: reasonRef !== undefined && command.shareReason,
    isProtected: wasAbused(site, agent, now) || ask.context.hasSaidFive === true,
    isThird: latelyOf(site, agent.id, now).isThird,
  };
  return grant({
    on: { agentId: agent.id },
    // Who needs to go themselves takes over for nobody.
    events: [...coversGivenUp(site, agent.id, now), requested, ...answerTo(site, agent, requested, now)],
    reads: [BUFFER_LEDGER, entityKey('agent', agent.id), entityKey('duty', agent.id)],
  });
}

/** A call that somebody flagged, a short while ago. */
function wasAbused(site: Readonly<SiteState>, { id }: Agent, now: EpochMs): boolean {
  for (const { abuse } of site.visits.values()) if (abuse?.agentId === id && abuse.at > now - PROTECTED_FOR_MS) return true;
  return false;
}

function answerTo(site: Readonly<SiteState>, agent: Agent, requested: EventOf<'buffer.requested'>, now: EpochMs): DomainEvent[] {
  const course = new Course(site, newBuffer(requested, ORIGIN), now);
  const { id, wantedAt, lengthMs, isProtected, isThird } = course.buffer;
  const latestAt = latestStart(course.buffer);
  const check = checkLeaving(site, { agent, startAt: wantedAt, lengthMs, latestAt, except: id }, now);
  const decideBy = epochMs(now + DECIDE_WITHIN_MS);
  if (check.verdict === 'red') {
    course.tell({ type: 'buffer.checked', check, decideBy, proposedStartAt: check.bestStartAt ?? latestAt });
    return isProtected && !check.isStaffOk ? [...course.events, ...reliefNeeded(site, course, now)] : course.events;
  }
  if (isAtOnce(check, isThird) && wantedAt >= latelyOf(site, agent.id, now).coolUntil) {
    return course.tell({ type: 'buffer.checked', check }).approve('automatic', wantedAt).events;
  }
  return course.tell({ type: 'buffer.checked', check, decideBy }).events;
}

/** BS-03, BS-R2, BS-R4: nobody has to look at it. */
const isAtOnce = ({ verdict, away, mostAway }: BufferCheck, isThird: boolean): boolean =>
  verdict === 'green' && away < mostAway && !isThird;

/** Too few would stay, and it can't be put off: somebody takes the agent off the phones (BS-R6, BS-07). */
export function reliefNeeded(site: Readonly<SiteState>, { buffer }: Course, now: EpochMs): DomainEvent[] {
  const agent = site.agents.get(buffer.agentId);
  // Who is off the phones already needs nobody; it is looked at again.
  if (agent === undefined || isOffVoice(agent) || site.reliefs.get(agent.id)?.bufferId === buffer.id) return [];
  return [{ type: 'relief.needed', occurredAt: now, agentId: buffer.agentId, bufferId: buffer.id }];
}
