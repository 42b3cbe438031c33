import { agentIdOf } from '../../../kernel/ids.js';
import { type Ask, type Decision, type Deed, grant, refuse } from '../../deed.js';
import { entityKey, type Monitor, type SiteState, type Visit } from '../../site.js';
import type { CallCommand } from '../decide.js';
import type { Effect } from '../effects.js';
import {
  conflictWith,
  holderOf,
  keysOf,
  mayTouch,
  occupied,
  openActionsOf,
  openCall,
  ownPhone,
  readsOf,
  sourceRefuses,
  subjectsOf,
} from './guards.js';
import { because } from './intervene.js';
import { LIMIT_MS, later } from './limits.js';

type Of<T extends CallCommand['type']> = Extract<CallCommand, { type: T }>;

/**
 * Listening, whispering, barging in, taking over and picking up: all that needs the asker's own phone. Any number of people may
 * listen to one call, each on one call at a time; only taking over and picking up change who has the caller.
 */
export function decideMonitor(site: Readonly<SiteState>, command: Of<'call.monitor'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'connected');
  if (!call.ok) return call;
  const visit = call.value;
  const holder = holderOf(site, visit);
  if (holder === undefined) return refuse('wrong-state', { detail: visit.state });
  const { by } = ask.context;
  // Nobody listens to a call they are in.
  if (holder.id === by.agentId || holder.key === by.phoneKey) return refuse('not-permitted', { detail: 'own call' });
  const running = monitoringBy(site, by.userId);
  if (running?.visit.id === visit.id && running.monitor.mode === command.mode) return refuse('already-monitoring');
  const no = sourceRefuses(site, visit.source, 'monitor');
  if (no !== undefined) return { ok: false, error: no };
  const phone = ownPhone(site, ask.context);
  if (!phone.ok) return phone;
  return grant({
    ...because(command),
    on: subjectsOf(visit, holder),
    detail: { mode: command.mode },
    next: request(visit, ask, LIMIT_MS.ownPhone, {
      op: 'monitor',
      ...keysOf(site, visit),
      agentKey: holder.key,
      phoneKey: phone.value,
      mode: command.mode,
      monitorKey: asKey(ask.actionId),
      ...(running === undefined ? {} : { replaces: asKey(running.monitor.actionId) }),
    }),
    reads: readsOf(visit, holder.id),
  });
}

/** One's own monitoring; wherever the call has gone meanwhile, it may be left. */
export function decideStopMonitor(site: Readonly<SiteState>, { visitId }: Of<'call.stop-monitor'>, ask: Ask): Decision {
  const visit = site.visits.get(visitId);
  if (visit === undefined) return refuse('not-found', { field: 'visitId' });
  const monitor = monitorOf(visit, ask.context.by.userId);
  if (monitor === undefined) return refuse('not-monitoring');
  const no = sourceRefuses(site, visit.source, 'stop-monitor');
  if (no !== undefined) return { ok: false, error: no };
  for (const action of openActionsOf(site)) {
    if (action.effect?.op === 'stop-monitor' && action.effect.monitorKey === asKey(monitor.actionId))
      return { ok: false, error: conflictWith(action) };
  }
  return grant({
    on: subjectsOf(visit, holderOf(site, visit)),
    next: request(visit, ask, LIMIT_MS.atOnce, { op: 'stop-monitor', monitorKey: asKey(monitor.actionId) }),
    reads: [...readsOf(visit), entityKey('action', monitor.actionId)],
  });
}

/** 接管: out of listening in, so that whoever takes over knows what it is about (B.2.1). */
export function decideTakeOver(site: Readonly<SiteState>, { visitId }: Of<'call.take-over'>, ask: Ask): Decision {
  const call = openCall(site, ask, visitId, 'connected');
  if (!call.ok) return call;
  const visit = call.value;
  const holder = holderOf(site, visit);
  const monitor = monitorOf(visit, ask.context.by.userId);
  if (holder === undefined || monitor?.agentId !== holder.id) return refuse('not-monitoring');
  const no = mayTouch(site, visit, 'take-over');
  if (no !== undefined) return { ok: false, error: no };
  const phone = ownPhone(site, ask.context);
  if (!phone.ok) return phone;
  const phoneKey = phone.value;
  return grant({
    on: { ...subjectsOf(visit, holder), toAgentId: agentIdOf(visit.source, phoneKey) },
    next: request(visit, ask, LIMIT_MS.ownPhone, {
      op: 'take-over',
      ...keysOf(site, visit),
      agentKey: holder.key,
      phoneKey,
      monitorKey: asKey(monitor.actionId),
    }),
    reads: [...readsOf(visit, holder.id), entityKey('action', monitor.actionId)],
  });
}

/** 代接: a caller who waits, or rings at somebody else's phone. */
export function decidePickUp(site: Readonly<SiteState>, command: Of<'call.pick-up'>, ask: Ask): Decision {
  const call = openCall(site, ask, command.visitId, 'waiting');
  if (!call.ok) return call;
  const visit = call.value;
  const no = mayTouch(site, visit, 'pick-up');
  if (no !== undefined) return { ok: false, error: no };
  const phone = ownPhone(site, ask.context);
  if (!phone.ok) return phone;
  const phoneKey = phone.value;
  const own = site.agents.get(agentIdOf(visit.source, phoneKey));
  // A phone that rings for this very caller may pick up; one with another call can't.
  const busy = own === undefined || visit.ringing.has(own.id) ? undefined : occupied(site, own);
  if (busy !== undefined) return { ok: false, error: busy };
  const toAgentId = agentIdOf(visit.source, phoneKey);
  return grant({
    ...because(command),
    on: { ...subjectsOf(visit), toAgentId },
    next: request(visit, ask, LIMIT_MS.ownPhone, { op: 'pick-up', ...keysOf(site, visit), phoneKey }),
    reads: readsOf(visit, toAgentId),
  });
}

const request = (visit: Visit, { context }: Ask, limitMs: number, effect: Effect): Deed['next'] => ({
  state: 'requested',
  effect,
  source: visit.source,
  timeOutAt: later(context.now, limitMs),
});

const monitorOf = (visit: Visit, userId: string) => visit.monitors.find(({ by }) => by.userId === userId);

/** Where this person listens in now; open calls are few enough to look through when somebody asks. */
function monitoringBy(site: Readonly<SiteState>, userId: string): { visit: Visit; monitor: Monitor } | undefined {
  for (const visitId of site.calls.values()) {
    const visit = site.visits.get(visitId);
    const monitor = visit === undefined ? undefined : monitorOf(visit, userId);
    if (visit !== undefined && monitor !== undefined) return { visit, monitor };
  }
  return undefined;
}

/** The source knows a monitoring by the action that asked for it. */
const asKey = (actionId: string) => actionId as Extract<Effect, { op: 'stop-monitor' }>['monitorKey'];
