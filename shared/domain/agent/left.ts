import type { QueueId } from '../../kernel/ids.js';
import { MINUTE_MS } from '../../kernel/time.js';
import type { EventOf } from '../events.js';
import type { Agent } from '../site.js';

/** A phone system signs somebody out of one queue after the other: what was left longer before the last one was left for itself. */
const TOGETHER_MS = MINUTE_MS;

/** Keeps the queues that are left together, as they were, so that signing in can lead back to them. */
export function noteLeft(agent: Agent, { queueId, via, occurredAt }: EventOf<'member.removed'>): void {
  const was = agent.memberships.get(queueId);
  // A loan ends with the sign-out.
  if (was === undefined || agent.borrowed?.queueId === queueId) return;
  const { penalty, member } = was;
  const before = (agent.left ?? []).filter((left) => left.queueId !== queueId && left.at >= occurredAt - TOGETHER_MS);
  const entry = {
    queueId,
    at: occurredAt,
    penalty,
    ...(member === undefined ? {} : { member }),
    ...(via === undefined ? {} : { via: { ...via } }),
  };
  agent.left = [...before, entry];
}

/** What is served again is not to be joined again. */
export function noteJoined(agent: Agent, queueId: QueueId): void {
  const rest = agent.left?.filter((left) => left.queueId !== queueId);
  if (rest === undefined || rest.length === 0) delete agent.left;
  else agent.left = rest;
}
