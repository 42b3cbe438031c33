import type { CallId } from '../../kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../kernel/time.js';
import type { SiteState, Visit } from '../site.js';

/** As long as the stay that it was written in; a call that has not come back by then is over. */
const KEPT_MS = HOUR_MS;
const MOST_KEPT = 500;

/** A handover note goes along with its call, however late it arrives in its next queue, until somebody has answered it. */
export function noteOf(site: SiteState, callId: CallId): Pick<Visit, 'handover'> {
  const stay = site.visits.get(site.calls.get(callId) as Visit['id']);
  const note = (stay === undefined ? undefined : unanswered(stay)) ?? taken(site, callId);
  return note === undefined ? {} : { handover: { ...note } };
}

/** A call on its way from one stay to the next is in none for a while: its note is kept here. */
export function noteLeaves(site: SiteState, visit: Readonly<Visit>, at: EpochMs): void {
  const note = unanswered(visit);
  if (note === undefined) return;
  const others = (site.notes ?? []).filter(({ callId, leftAt }) => callId !== visit.callId && leftAt > at - KEPT_MS);
  site.notes = [...others.slice(1 - MOST_KEPT), { callId: visit.callId, leftAt: at, note: { ...note } }];
}

const unanswered = ({ handover, legs }: Readonly<Visit>): Visit['handover'] =>
  handover === undefined || legs.some(({ startedAt }) => startedAt > handover.at) ? undefined : handover;

function taken(site: SiteState, callId: CallId): Visit['handover'] {
  const found = site.notes?.find((each) => each.callId === callId);
  if (found === undefined) return undefined;
  const others = (site.notes ?? []).filter((each) => each !== found);
  if (others.length > 0) site.notes = others;
  else delete site.notes;
  return found.note;
}
