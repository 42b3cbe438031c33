import { type EpochMs, epochMs } from '../../kernel/time.js';
import type { DomainEvent, EventOf } from '../events.js';
import type { Person } from '../person.js';
import type { SiteState } from '../site.js';
import { BREAK_OFFER_MS, later } from './calls/limits.js';
import { monitorsOver } from './calls/monitors.js';
import { type Settlement, settledBy } from './calls/settle.js';

/** What calls' events bring about: actions confirmed or defeated, listeners gone with their call, help that has come, a pause offered. */
export function callConsequences(site: Readonly<SiteState>, events: readonly DomainEvent[], now: EpochMs): DomainEvent[] {
  const stopped = monitorsOver(site, events);
  const settled = settledBy(site, stopped.length === 0 ? events : [...events, ...stopped]);
  return [
    ...stopped,
    ...settled.map((settlement) => settlementOf(settlement, now)),
    ...helpJoined(site, events, settled, now),
    ...breaksOffered(site, events),
  ];
}

const settlementOf = ({ action, result }: Settlement, now: EpochMs): EventOf<'action.settled'> => ({
  type: 'action.settled',
  // Sources' clocks differ from ours a little: nothing is settled before it was asked for.
  occurredAt: epochMs(Math.max(now, action.askedAt)),
  actionId: action.id,
  result,
  ...(result === 'failed' ? { failure: { code: 'caller-gone' } } : {}),
});

/** Somebody came into the call for which help was asked (B.2.1). */
function helpJoined(
  site: Readonly<SiteState>,
  events: readonly DomainEvent[],
  settled: readonly Settlement[],
  now: EpochMs,
): EventOf<'help.joined'>[] {
  const joined: EventOf<'help.joined'>[] = [];
  const join = (agentId: EventOf<'help.joined'>['agentId'] | undefined, visitId: unknown, by: Person, how: 'take-over' | MonitorMode) => {
    const help = agentId === undefined ? undefined : site.agents.get(agentId)?.help;
    if (agentId === undefined || help === undefined || help.visitId !== visitId) return;
    joined.push({ type: 'help.joined', occurredAt: epochMs(Math.max(now, help.raisedAt)), agentId, by: { ...by }, how });
  };
  for (const event of events) if (event.type === 'monitor.started') join(event.agentId, event.visitId, event.by, event.mode);
  for (const { action, result } of settled) {
    if (result === 'confirmed' && action.effect?.op === 'take-over') join(action.on.agentId, action.on.visitId, action.by, 'take-over');
  }
  return joined;
}

type MonitorMode = EventOf<'monitor.started'>['mode'];

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
