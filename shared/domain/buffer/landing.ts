import { actionIdOf, type QueueId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import { requested } from '../action/agents/request.js';
import { sourceRefuses } from '../action/calls/guards.js';
import type { EffectOf } from '../action/effects.js';
import type { DomainEvent, EventOf } from '../events.js';
import { SYSTEM } from '../person.js';
import type { Agent, SiteState } from '../site.js';
import type { Buffer } from './buffer.js';
import { Course } from './course.js';

type How = EventOf<'buffer.returned'>['how'];

/** BS-17, BS-21: back, and for the first half-hour without the queues where complaints come in. */
export function returnFrom(site: Readonly<SiteState>, buffer: Buffer, how: How, now: EpochMs): DomainEvent[] {
  const agent = site.agents.get(buffer.agentId);
  const keptFrom = agent === undefined || how === 'signed-out' ? [] : hardQueues(site, agent);
  const softMs = how === 'signed-out' ? 0 : site.config.workforce.buffer.softLandingMin * MINUTE_MS;
  const course = new Course(site, buffer, now).tell({ type: 'buffer.returned', how, landingUntil: epochMs(now + softMs), keptFrom });
  const leaving = agent === undefined ? [] : keptFrom.flatMap(({ queueId }) => ordered(site, agent, buffer, 'leave-queue', queueId, now));
  return [...course.letCoversGo().events, ...leaving];
}

/** Where complaints come in, of what the agent serves. Who serves nothing else stays: out of every queue is signed out. */
function hardQueues(site: Readonly<SiteState>, agent: Agent): { queueId: QueueId; penalty: number }[] {
  const { complaintQueues } = site.config.workforce.buffer;
  const canMove = (['leave-queue', 'join-queue'] as const).every((op) => sourceRefuses(site, agent.source, op) === undefined);
  if (complaintQueues.length === 0 || !canMove) return [];
  const hard = [...agent.memberships].flatMap(([queueId, { penalty }]) => {
    const key = site.queues.get(queueId)?.key;
    return key !== undefined && complaintQueues.includes(key) && agent.borrowed?.queueId !== queueId ? [{ queueId, penalty }] : [];
  });
  return hard.length === agent.memberships.size ? [] : hard;
}

/**
 * The first time is over. A queue that is joined by somebody off the phones would ring them, and one that can't be joined now is joined
 * later: then it ends when the agent is next on the phones.
 */
export function landed(site: Readonly<SiteState>, buffer: Buffer, isOnPhones: boolean, now: EpochMs): DomainEvent[] {
  const agent = site.agents.get(buffer.agentId);
  const keptFrom = buffer.landing?.keptFrom ?? [];
  const canJoin = agent !== undefined && isOnPhones && sourceRefuses(site, agent.source, 'join-queue') === undefined;
  const isBack = keptFrom.length === 0 || canJoin;
  const { events } = new Course(site, buffer, now).tell({ type: 'buffer.landed', isBack });
  if (!isBack || agent === undefined) return events;
  const joining = keptFrom.filter(({ queueId }) => !agent.memberships.has(queueId));
  return [...events, ...joining.flatMap(({ queueId, penalty }) => ordered(site, agent, buffer, 'join-queue', queueId, now, penalty))];
}

/** Each is one action, whichever node notices it. */
function ordered(
  site: Readonly<SiteState>,
  agent: Agent,
  buffer: Buffer,
  op: 'leave-queue' | 'join-queue',
  queueId: QueueId,
  now: EpochMs,
  penalty = 0,
): EventOf<'action.taken'>[] {
  const queue = site.queues.get(queueId);
  if (queue === undefined || queue.removed) return [];
  const where = { agentKey: agent.key, queueKey: queue.key };
  const effect: EffectOf<'leave-queue'> | EffectOf<'join-queue'> = op === 'leave-queue' ? { op, ...where } : { op, ...where, penalty };
  const kind = op === 'leave-queue' ? 'landing.begin' : 'landing.end';
  return [
    {
      type: 'action.taken',
      occurredAt: now,
      actionId: actionIdOf(`${buffer.id}|${queueId}|${kind}|${now}`),
      kind,
      by: { ...SYSTEM },
      on: { agentId: agent.id, queueId },
      detail: {},
      state: 'requested',
      ...requested(effect, agent.source, now),
    },
  ];
}
