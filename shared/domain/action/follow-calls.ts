import { type EpochMs, epochMs } from '../../kernel/time.js';
import type { DomainEvent, EventOf } from '../events.js';
import type { SiteState } from '../site.js';
import { openActionsOf } from './calls/guards.js';
import { BREAK_OFFER_MS, later } from './calls/limits.js';
import { monitorsOver } from './calls/monitors.js';
import { type Settlement, settledBy } from './calls/settle.js';
import { undoing } from './undo.js';

/** What calls' events bring about: actions confirmed or defeated, listeners gone with their call, help that has come, a pause offered. */
export function callConsequences(site: Readonly<SiteState>, events: readonly DomainEvent[], now: EpochMs): DomainEvent[] {
  if (site.openActions.size === 0 && !events.some(mayConcernUs)) return [];
  const stopped = monitorsOver(site, events);
  const settled = settledBy(site, stopped.length === 0 ? events : [...events, ...stopped]);
  return [
    ...stopped,
    ...settled.map((settlement) => settlementOf(settlement, now)),
    ...helpJoined(site, events),
    ...breaksOffered(site, events),
  ];
}

/** What brings something about where no action is open. */
const mayConcernUs = ({ type }: DomainEvent): boolean => type === 'visit.talk-ended' || type === 'monitor.started';

const settlementOf = ({ action, result }: Settlement, now: EpochMs): EventOf<'action.settled'> => ({
  type: 'action.settled',
  // Sources' clocks differ from ours a little: nothing is settled before it was asked for.
  occurredAt: epochMs(Math.max(now, action.askedAt)),
  actionId: action.id,
  result,
  ...undoing(action),
  ...(result === 'failed' ? { failure: { code: 'caller-gone' } } : {}),
});

/**
 * Somebody came into the call for which help was asked (B.2.1), heard by the agent at least, or took it over, which ends the agent's
 * part. Who only listens has not come: the hand goes on asking, and says nothing of who hears it.
 */
function helpJoined(site: Readonly<SiteState>, events: readonly DomainEvent[]): EventOf<'help.joined'>[] {
  return events.flatMap((event): EventOf<'help.joined'>[] => {
    const came = cameIn(site, event);
    const help = came === undefined ? undefined : site.agents.get(came.agentId)?.help;
    if (came === undefined || help?.visitId !== came.visitId) return [];
    const { agentId, by, how } = came;
    return [{ type: 'help.joined', occurredAt: epochMs(Math.max(event.occurredAt, help.raisedAt)), agentId, by: { ...by }, how }];
  });
}

type CameIn = Pick<EventOf<'monitor.started'>, 'agentId' | 'visitId' | 'by'> & Pick<EventOf<'help.joined'>, 'how'>;

function cameIn(site: Readonly<SiteState>, event: DomainEvent): CameIn | undefined {
  if (event.type === 'monitor.started') return event.mode === 'listen' ? undefined : { ...event, how: event.mode };
  if (event.type !== 'visit.talk-ended' || event.by !== 'taken-over') return undefined;
  const { visitId, agentId } = event;
  for (const { effect, on, by } of openActionsOf(site)) {
    if (effect?.op === 'take-over' && on.visitId === visitId && on.agentId === agentId) return { visitId, agentId, by, how: 'take-over' };
  }
  return undefined;
}

/** AG-20: after a call that was flagged, a pause is offered before the next one; wrap-up comes first. */
function breaksOffered(site: Readonly<SiteState>, events: readonly DomainEvent[]): EventOf<'break.offered'>[] {
  const offers: EventOf<'break.offered'>[] = [];
  for (const event of events) {
    if (event.type !== 'visit.talk-ended') continue;
    const visit = site.visits.get(event.visitId);
    const leg = visit?.legs.at(-1);
    if (visit?.abuse?.agentId !== event.agentId || leg === undefined || visit.abuse.at < leg.startedAt) continue;
    const { agentId, occurredAt, wrapUpUntil } = event;
    offers.push({ type: 'break.offered', occurredAt, agentId, until: later(wrapUpUntil ?? occurredAt, BREAK_OFFER_MS) });
  }
  return offers;
}
