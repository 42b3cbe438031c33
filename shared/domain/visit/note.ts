import type { CallId } from '../../kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../kernel/time.js';
import type { SiteState, Visit } from '../site.js';

/** As long as the stay that it was written in; a call that has not come back by then is over. */
const KEPT_MS = HOUR_MS;
const MOST_KEPT = 500;

/** A handover note goes along with its call, however late it arrives in its next queue, until somebody has answered it. */
export function noteOf(site: SiteState, callId: CallId, at: EpochMs): Pick<Visit, 'handover'> {
  const stay = site.visits.get(site.calls.get(callId) as Visit['id']);
  const note = (stay === undefined ? undefined : unanswered(stay)) ?? taken(site, callId, at);
  return note === undefined ? {} : { handover: { ...note } };
}

/** A call on its way from one stay to the next is in none for a while: its note is kept here. */
export function noteLeaves(site: SiteState, visit: Readonly<Visit>, at: EpochMs): void {
  const note = unanswered(visit);
  if (note === undefined) return;
  const others = (site.notes ?? []).filter((each) => each.callId !== visit.callId && isKept(each, at));
  site.notes = [...others.slice(1 - MOST_KEPT), { callId: visit.callId, leftAt: at, note: { ...note } }];
}

const unanswered = ({ handover, legs }: Readonly<Visit>): Visit['handover'] =>
  handover === undefined || legs.some(({ startedAt }) => startedAt > handover.at) ? undefined : handover;

/** What is kept no longer goes with the next call that comes in, whoever's it is: these are words about customers. */
function taken(site: SiteState, callId: CallId, at: EpochMs): Visit['handover'] {
  if (site.notes === undefined) return undefined;
  const kept = site.notes.filter((each) => isKept(each, at));
  const found = kept.find((each) => each.callId === callId);
  const others = kept.filter((each) => each !== found);
  if (others.length > 0) site.notes = others;
  else delete site.notes;
  return found?.note;
}

const isKept = ({ leftAt }: { readonly leftAt: EpochMs }, at: EpochMs): boolean => leftAt > at - KEPT_MS;
