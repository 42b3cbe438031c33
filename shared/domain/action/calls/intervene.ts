import { type Ask, type Decision, type Deed, grant, refuse } from '../../deed.js';
import { personOf } from '../../person.js';
import type { SiteState, Visit } from '../../site.js';
import type { CallCommand } from '../decide.js';
import type { Effect } from '../effects.js';
import { holderOf, keysOf, mayTouch, type No, openCall, readsOf, subjectsOf } from './guards.js';
import { LIMIT_MS, later } from './limits.js';

type Of<T extends CallCommand['type']> = Extract<CallCommand, { type: T }>;

/** A step back or forward among those who wait. */
export function decidePriority(site: Readonly<SiteState>, command: Of<'call.set-priority'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'waiting');
  if (!call.ok) return call;
  const visit = call.value;
  const { priority } = command;
  if (visit.priority === priority) return refuse('unchanged');
  return requested(mayTouch(site, visit, 'set-priority'), visit, ask, {
    effect: { op: 'set-priority', ...keysOf(site, visit), priority },
    detail: { priority, priorityBefore: visit.priority },
    ...because(command),
  });
}

/** A waiting caller goes to where the dial plan goes on. */
export function decideWithdraw(site: Readonly<SiteState>, command: Of<'call.withdraw'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'waiting');
  if (!call.ok) return call;
  const visit = call.value;
  return requested(mayTouch(site, visit, 'withdraw'), visit, ask, {
    effect: { op: 'withdraw', ...keysOf(site, visit) },
    detail: { reason: command.reason },
    ...because(command),
  });
}

/** 强制挂断: the call ends, for the caller and for whoever has the caller. */
export function decideDisconnect(site: Readonly<SiteState>, command: Of<'call.disconnect'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'open');
  if (!call.ok) return call;
  const visit = call.value;
  const holder = holderOf(site, visit);
  return requested(mayTouch(site, visit, 'disconnect'), visit, ask, {
    effect: { op: 'disconnect', ...keysOf(site, visit), ...(holder === undefined ? {} : { agentKey: holder.key }) },
    detail: { reason: command.reason },
    on: subjectsOf(visit, holder),
    ...because(command),
  });
}

/** 遇到辱骂: a pause will be offered to the agent when the call is over (AG-20). */
export function decideFlagAbuse(site: Readonly<SiteState>, command: Of<'call.flag-abuse'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'connected');
  if (!call.ok) return call;
  const visit = call.value;
  const holder = holderOf(site, visit);
  if (holder === undefined) return refuse('wrong-state', { detail: visit.state });
  if (visit.abuse !== undefined) return refuse('unchanged', { byName: visit.abuse.by.name });
  return grant({
    on: subjectsOf(visit, holder),
    events: [
      { type: 'call.abuse-flagged', occurredAt: ask.context.now, visitId: visit.id, agentId: holder.id, by: personOf(ask.context.by) },
    ],
    reads: readsOf(visit, holder.id),
  });
}

interface Wish extends Pick<Deed, 'detail' | 'alertId'> {
  readonly effect: Effect;
  readonly on?: Deed['on'];
}

/** What the phone system does alone, at once. */
function requested(no: No, visit: Visit, { context }: Ask, { effect, on = subjectsOf(visit), ...deed }: Wish): Decision {
  if (no !== undefined) return { ok: false, error: no };
  return grant({
    ...deed,
    on,
    next: { state: 'requested', effect, source: visit.source, timeOutAt: later(context.now, LIMIT_MS.atOnce) },
    reads: readsOf(visit, on.agentId),
  });
}

export const because = ({ alertId }: { alertId?: Deed['alertId'] }) => (alertId === undefined ? {} : { alertId });
