import type { QueueId } from '../../../kernel/ids.js';
import { pausedEverywhere } from '../../agent/state.js';
import { plainReason, reasonShownToOthers } from '../../redact.js';
import type { Rejection } from '../../rejection.js';
import type { Membership } from '../../site.js';

/** An agent's queues, as they are or will be. */
export interface InQueues {
  readonly memberships: ReadonlyMap<QueueId, Pick<Membership, 'paused' | 'reason'>>;
}

/** Pauses that nobody chose for a rest: others may end them (AG-04). AUTO_PAUSE is how Asterisk spells RONA. */
const LIFTABLE: ReadonlySet<string> = new Set(['RONA', 'AUTO_PAUSE', 'REJECT', 'FORCED', 'ADMIN', 'WARMUP']);

/** What a buffer shift and a micro-pause are shown to others as. */
const SHOWN_INSTEAD: ReadonlySet<string> = new Set(['BREAK', 'BACKOFFICE']);
const isPrivate = (reason: string): boolean => reasonShownToOthers(reason) !== reason;

/**
 * Why others may not touch this agent's pauses; undefined: they may. In whatever state the agent is: a pause pressed during a call
 * counts already. What a forced not-ready set may be taken back, whatever its reason.
 *
 * A buffer shift and a micro-pause are protected (AG-P1). What these are shown as is refused in the very same words, or a refusal
 * would tell whoever tries what is kept from them (B.4.4).
 */
export function keptFromOthers(agent: InQueues, isForced: boolean): Rejection | undefined {
  const reasons = [...agent.memberships.values()].flatMap(({ paused, reason }) => (paused ? [reason ?? ''] : []));
  if (reasons.some(isPrivate)) return { code: 'agent-protected' };
  if (isForced && pausedEverywhere(agent)) return undefined;
  if (reasons.some((reason) => SHOWN_INSTEAD.has(plainReason(reason)))) return { code: 'agent-protected' };
  const own = reasons.find((reason) => !LIFTABLE.has(plainReason(reason)));
  return own === undefined ? undefined : { code: 'wrong-state', detail: own || 'not-ready' };
}

/** A source that tells no reasons is taken at its word that somebody is paused. */
export function pausedFor(agent: InQueues, reasonCode: string): boolean {
  for (const { reason } of agent.memberships.values()) if (reason !== undefined && plainReason(reason) !== reasonCode) return false;
  return pausedEverywhere(agent);
}

/** In no queue is neither paused nor ready. */
export function pausedNowhere({ memberships }: InQueues): boolean {
  for (const { paused } of memberships.values()) if (paused) return false;
  return memberships.size > 0;
}
