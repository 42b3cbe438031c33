import { type EpochMs, HOUR_MS } from '../../kernel/time.js';
import type { QueueCounters } from '../counters.js';
import type { EventOf } from '../events.js';
import type { SiteState } from '../site.js';

const REPEAT_WINDOW_MS = 24 * HOUR_MS;

/** A recognised customer's new call counts as repeated when an earlier one was answered in the last 24 hours. */
export function repeatOf(site: SiteState, event: EventOf<'visit.entered'>): QueueCounters {
  const hash = event.caller.hash;
  if (hash === undefined || event.callEnteredAt !== event.occurredAt) return {};
  const answeredAt = site.customers.get(hash);
  const repeated = answeredAt !== undefined && event.occurredAt - answeredAt <= REPEAT_WINDOW_MS;
  return repeated ? { identifiedCalls: 1, repeatCalls: 1 } : { identifiedCalls: 1 };
}

export function rememberAnswered(site: SiteState, hash: string | undefined, at: EpochMs): void {
  if (hash === undefined) return;
  // Deleted first, so that the map stays in order of the last answer and the oldest are met first.
  site.customers.delete(hash);
  site.customers.set(hash, at);
  for (const [oldest, answeredAt] of site.customers) {
    if (answeredAt >= at - REPEAT_WINDOW_MS) break;
    site.customers.delete(oldest);
  }
}
