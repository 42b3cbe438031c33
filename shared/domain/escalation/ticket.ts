import type { CaseId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import type { CaseEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import type { Case } from './case.js';
import { caughtUp } from './due.js';
import { withTimers } from './timers.js';
import type { Resolution } from './words.js';

/** What a tracker said: to our wish for a ticket, or by itself later. */
export type TicketAnswer =
  | { readonly result: 'created'; readonly key: string; readonly url?: string }
  /** It could not be made; `tries` so far. The case goes on without it, and it is tried again. */
  | { readonly result: 'failed'; readonly tries: number }
  | { readonly result: 'resolved'; readonly resolution: Resolution }
  | { readonly result: 'reopened' };

/**
 * ES-20: what the tracker's word comes to. Its `done` is a proposal to the customer, never the end of the case. No events: the case is
 * not there, or knows it already.
 */
export function decideTicket(
  site: Readonly<SiteState>,
  { caseId, answer }: { readonly caseId: CaseId; readonly answer: TicketAnswer },
  now: EpochMs,
): Due {
  const reads = [entityKey('case', caseId)];
  const stored = site.cases.get(caseId);
  if (stored?.ticket === undefined) return { events: [], reads };
  const { one, events: due } = caughtUp(site, stored, now);
  const event = changedBy(one, stored.ticket, answer, now);
  return { events: event === undefined ? [] : [...due, ...withTimers(site, one, [event], now)], reads };
}

function changedBy(one: Readonly<Case>, ticket: NonNullable<Case['ticket']>, answer: TicketAnswer, now: EpochMs): CaseEvent | undefined {
  const change = { type: 'case.ticket-changed', occurredAt: now, caseId: one.id, by: SYSTEM, tries: ticket.tries } as const;
  switch (answer.result) {
    case 'created':
      if (ticket.key === answer.key) return undefined;
      return { ...change, state: 'created', key: answer.key, ...(answer.url === undefined ? {} : { url: answer.url }) };
    case 'failed':
      if (ticket.state !== 'queued' && ticket.state !== 'failed') return undefined;
      return answer.tries <= ticket.tries ? undefined : { ...change, state: 'failed', tries: answer.tries };
    case 'resolved': {
      if (ticket.state === 'resolved' && ticket.resolution === answer.resolution) return undefined;
      const to = one.state === 'solving' ? ({ to: 'proposed' } as const) : {};
      return { ...change, state: 'resolved', resolution: answer.resolution, ...to };
    }
    case 'reopened': {
      if (ticket.state !== 'resolved') return undefined;
      const to = one.state === 'proposed' || one.state === 'customer-confirm' ? ({ to: 'solving' } as const) : {};
      return { ...change, state: 'reopened', ...to };
    }
  }
}
