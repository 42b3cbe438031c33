import type { CallId, VisitId } from '../../../kernel/ids.js';
import type { DomainEvent } from '../../events.js';
import type { SiteState } from '../../site.js';
import type { Action } from '../action.js';
import { confirms } from './confirm.js';
import { fails } from './defeat.js';
import { openActionsOf } from './guards.js';

export interface Settlement {
  readonly action: Action;
  readonly result: 'confirmed' | 'failed';
}

/** What has just happened, with the caller it happened to. */
export interface CallNews {
  readonly callId: CallId;
  readonly event: DomainEvent;
}

/**
 * The open actions on calls that are over with these events, each once. Whatever order the events of one moment have: what was wished
 * for and did happen is confirmed, and only otherwise does it count that it can't happen any more.
 */
export function settledBy(site: Readonly<SiteState>, events: readonly DomainEvent[]): Settlement[] {
  if (site.openActions.size === 0) return [];
  const over = new Set(events.map((event) => (event.type === 'action.settled' ? event.actionId : undefined)));
  const news = newsOf(site, events);
  const settled: Settlement[] = [];
  for (const action of openActionsOf(site)) {
    if (over.has(action.id) || !isOnCall(action)) continue;
    const own = news.filter(({ callId }) => callId === action.on.callId);
    if (own.some(({ event }) => confirms(action, event))) settled.push({ action, result: 'confirmed' });
    else if (own.some(({ event }) => fails(action, event))) settled.push({ action, result: 'failed' });
  }
  return settled;
}

/** One that a call's own events confirm or defeat: offered to a desk, or asked of a source. */
const isOnCall = ({ on, state, effect }: Action): boolean => on.callId !== undefined && (state === 'offered' || effect !== undefined);

function newsOf(site: Readonly<SiteState>, events: readonly DomainEvent[]): CallNews[] {
  const entered = new Map<VisitId, CallId>();
  const news: CallNews[] = [];
  for (const event of events) {
    if (event.type === 'visit.entered') entered.set(event.visitId, event.callId);
    if (!('visitId' in event) || event.visitId === undefined) continue;
    const callId = entered.get(event.visitId) ?? site.visits.get(event.visitId)?.callId;
    if (callId !== undefined) news.push({ callId, event });
  }
  return news;
}
