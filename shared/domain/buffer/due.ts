import type { BufferId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import { pausedEverywhere } from '../agent/state.js';
import type { Due } from '../deadlines.js';
import type { DomainEvent } from '../events.js';
import { entityKey, type SiteState } from '../site.js';
import { mostLengthMs } from './allowance.js';
import type { Buffer } from './buffer.js';
import { Course } from './course.js';
import { reliefNeeded } from './decide-request.js';
import { reliefWithdrawn } from './decide-staffing.js';
import { Outlook } from './impact.js';
import { landed } from './landing.js';
import { BUFFER_LEDGER, ledgerDueAt } from './ledger.js';

/** Too few people would stay: looked at again so often. */
const LOOK_AGAIN_MS = 5 * MINUTE_MS;
/** BS-20: a gentle word at the end, and so long after it the wellbeing contact calls. */
const CALL_AFTER_MS = 15 * MINUTE_MS;

/** What happens to a buffer shift by itself, next. */
export function bufferDueAt(site: Readonly<SiteState>, id: string): EpochMs | undefined {
  if (entityKey('buffer', id) === BUFFER_LEDGER) return ledgerDueAt(site);
  const buffer = site.buffers.get(id as BufferId);
  return buffer === undefined ? undefined : dueAtOf(buffer);
}

function dueAtOf(buffer: Buffer): EpochMs | undefined {
  switch (buffer.state) {
    case 'checking':
      return buffer.decideBy;
    case 'deferred':
      return buffer.againAt ?? buffer.startAt;
    case 'arranging':
      return buffer.arrangeBy;
    case 'scheduled':
      // Who waits for the end of a call has said yes.
      return buffer.confirmedBy === undefined ? buffer.confirmBy : undefined;
    case 'in-buffer':
      return first(buffer.checkInAt, buffer.helpAsked?.until);
    case 'check-in':
      return unansweredAt(buffer);
    case 'returned':
      return buffer.landing?.isOver === true ? undefined : buffer.landing?.until;
    case 'cancelled':
      return buffer.reofferAt;
    default:
      return undefined;
  }
}

const first = (a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

function unansweredAt({ unanswered, needsPlan, endAt }: Buffer): EpochMs | undefined {
  if (needsPlan || unanswered === 'call') return undefined;
  return unanswered === undefined ? endAt : epochMs(endAt + CALL_AFTER_MS);
}

export function decideBufferDue(site: Readonly<SiteState>, id: string, dueAt: EpochMs): Due {
  const reads = [BUFFER_LEDGER, entityKey('buffer', id)];
  if (entityKey('buffer', id) === BUFFER_LEDGER) return { reads, events: [{ type: 'buffer.forgotten', occurredAt: dueAt, before: dueAt }] };
  const buffer = site.buffers.get(id as BufferId);
  if (buffer === undefined) return { reads, events: [] };
  return { reads: [...reads, entityKey('agent', buffer.agentId)], events: eventsAt(site, buffer, dueAt) };
}

function eventsAt(site: Readonly<SiteState>, buffer: Buffer, now: EpochMs): DomainEvent[] {
  const course = new Course(site, buffer, now);
  switch (buffer.state) {
    case 'checking':
      return undecided(site, course, now);
    case 'deferred':
      return startReached(site, course, now);
    case 'arranging':
      return course.letCoversGo().schedule().events;
    case 'scheduled':
      return [...course.tell({ type: 'buffer.expired' }).letCoversGo().events, ...reliefWithdrawn(site, buffer, now)];
    case 'in-buffer':
      if (buffer.helpAsked?.until === now) return course.tell({ type: 'buffer.help-passed' }).events;
      return course.tell({ type: 'buffer.check-in-due', how: 'time' }).events;
    case 'check-in':
      return course.tell({ type: 'buffer.unanswered', stage: buffer.unanswered === undefined ? 'ping' : 'call' }).events;
    case 'cancelled':
      return course.tell({ type: 'buffer.reoffered' }).events;
    case 'returned': {
      const agent = site.agents.get(buffer.agentId);
      return landed(site, buffer, agent !== undefined && agent.memberships.size > 0 && !pausedEverywhere(agent), now);
    }
    default:
      return [];
  }
}

/** Nobody decided: silence is a yes (BS-04), or the start that was proposed is committed (BS-05). */
function undecided(site: Readonly<SiteState>, course: Course, now: EpochMs): DomainEvent[] {
  const { proposedStartAt, wantedAt, lengthMs } = course.buffer;
  if (proposedStartAt === undefined) return course.approve('silence', wantedAt).events;
  const startAt = epochMs(Math.max(proposedStartAt, now));
  course.tell({ type: 'buffer.deferred', startAt, endAt: epochMs(startAt + lengthMs) });
  return startAt > now ? course.events : startReached(site, course, now);
}

/** BS-07: at least approved now, unless too few would stay; then it is a supervisor's task until the agent is off the phones. */
function startReached(site: Readonly<SiteState>, course: Course, now: EpochMs): DomainEvent[] {
  const { agentId, lengthMs, id } = course.buffer;
  const agent = site.agents.get(agentId);
  const isShiftOver = agent === undefined || (agent.state === 'logged-out' && mostLengthMs(site, agent, now) === 0);
  if (isShiftOver) return [...course.tell({ type: 'buffer.expired' }).events, ...reliefWithdrawn(site, course.buffer, now)];
  const span = { startAt: now, endAt: now + lengthMs };
  const { isStaffOk } = new Outlook(site, span, now, id).effectOf(agent, span, [0, 1]);
  if (isStaffOk) return course.approve('start-reached', now).events;
  return [...course.tell({ type: 'buffer.blocked', againAt: epochMs(now + LOOK_AGAIN_MS) }).events, ...reliefNeeded(site, course, now)];
}
