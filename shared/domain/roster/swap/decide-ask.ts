import { type AgentId, swapIdOf } from '../../../kernel/ids.js';
import { epochMs, HOUR_MS } from '../../../kernel/time.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import type { EventOf } from '../../events.js';
import { personOf, SYSTEM } from '../../person.js';
import type { SiteState } from '../../site.js';
import type { Swap } from '../duty.js';
import { nameOfShift } from '../entries.js';
import type { Request } from './change.js';
import { changedFrom, isGreen } from './guards.js';
import { isSwapOpen, otherOpenSwap, spansOf } from './open.js';
import { type Checked, checkNow, closedEvent, readsOf, settledEvents } from './settle.js';
import { requestOf } from './wish.js';

/** Nobody waits longer than this for an answer. */
const OPEN_FOR_MS = 72 * HOUR_MS;
/** One person's, at a time. */
const MOST_OPEN = 20;

/** Checked before anybody is asked. What needs no colleague and breaks no guard is done at once. */
export function decideSwapOpen(site: Readonly<SiteState>, { wish }: CommandOf<'swap.open'>, ask: Ask): Decision {
  const { now, by, commitId } = ask.context;
  const agent = by.agentId === undefined ? undefined : site.agents.get(by.agentId);
  if (agent === undefined || agent.isPhone === true) return refuse('not-permitted');
  const found = requestOf(site, agent, wish);
  if (!found.ok) return found;
  const request = found.value;
  if (isTakenUp(site, request)) return refuse('already-asked');
  const checked = checkNow(site, request, ask);
  if (checked === null) return refuse('not-found');
  if (!checked.ok) return checked;
  const swapId = swapIdOf(commitId);
  const { kind, agentId, toAgentId, gives, takes, span, openShiftId } = request;
  const opened: EventOf<'swap.opened'> = {
    type: 'swap.opened',
    occurredAt: now,
    by: personOf(by),
    swapId,
    kind,
    agentId,
    ...(toAgentId === undefined ? {} : { toAgentId }),
    ...(gives === undefined ? {} : { gives }),
    ...(takes === undefined ? {} : { takes }),
    ...(span === undefined ? {} : { span }),
    ...(openShiftId === undefined ? {} : { openShiftId }),
    checks: checked.value.checks,
    expiresAt: epochMs(Math.min(changedFrom(request), now + OPEN_FOR_MS)),
  };
  const needsNobody = kind === 'pickup' || kind === 'ot' || kind === 'vto';
  const isDone = needsNobody && isGreen(checked.value.checks);
  return grant({
    on: subjectsOf(request),
    detail: { what: whatOf(request) },
    events: isDone ? [opened, ...settledEvents(site, swapId, request, checked.value, ask, SYSTEM)] : [opened],
    reads: readsOf(swapId, request),
  });
}

function isTakenUp(site: Readonly<SiteState>, request: Request, except?: Swap): boolean {
  if (otherOpenSwap(site, [request.agentId, request.toAgentId], spansOf(request), except) !== undefined) return true;
  const own = [...site.swaps.values()].filter((swap) => swap !== except && swap.agentId === request.agentId && isSwapOpen(swap));
  return own.length >= MOST_OPEN;
}

/** A colleague of the team comes forward: as if they had been asked, and had said yes. */
export function decideSwapVolunteer(site: Readonly<SiteState>, { swapId }: CommandOf<'swap.volunteer'>, ask: Ask): Decision {
  const { agentId } = ask.context.by;
  const swap = site.swaps.get(swapId);
  const agent = agentId === undefined ? undefined : site.agents.get(agentId);
  if (swap === undefined || agent === undefined) return refuse('not-found', { field: 'swapId' });
  if (swap.agentId === agent.id) return refuse('with-oneself');
  if (swap.toAgentId === undefined && !isOfTeamOf(site, agent.id, swap.agentId)) return refuse('not-permitted');
  if (swap.state !== 'open') return refuse('too-late');
  const request: Request = { ...swap, toAgentId: agent.id };
  return isTakenUp(site, request, swap) ? refuse('already-asked') : agreed(site, swap, request, ask);
}

const isOfTeamOf = (site: Readonly<SiteState>, agentId: AgentId, otherId: AgentId): boolean => {
  const teamId = site.agents.get(otherId)?.teamId;
  return teamId !== undefined && site.agents.get(agentId)?.teamId === teamId;
};

/** Yes or no of the colleague who is asked; no is possible until it is applied. */
export function decideSwapAnswer(site: Readonly<SiteState>, { swapId, accepted }: CommandOf<'swap.answer'>, ask: Ask): Decision {
  const { by } = ask.context;
  const swap = site.swaps.get(swapId);
  if (swap === undefined) return refuse('not-found', { field: 'swapId' });
  if (by.agentId === undefined || swap.toAgentId !== by.agentId) return refuse('not-permitted');
  if (!isSwapOpen(swap)) return refuse('too-late');
  if (!accepted) return closed(swap, 'rejected', ask);
  return swap.state === 'offered' ? agreed(site, swap, swap, ask) : refuse('unchanged');
}

export function decideSwapWithdraw(site: Readonly<SiteState>, { swapId }: CommandOf<'swap.withdraw'>, ask: Ask): Decision {
  const swap = site.swaps.get(swapId);
  if (swap === undefined) return refuse('not-found', { field: 'swapId' });
  if (swap.agentId !== ask.context.by.agentId) return refuse('not-permitted');
  return isSwapOpen(swap) ? closed(swap, 'withdrawn', ask) : refuse('too-late');
}

/** Both sides agree: done, where every guard is green; else a person decides. */
function agreed(site: Readonly<SiteState>, swap: Swap, request: Request, ask: Ask): Decision {
  const checked = checkNow(site, request, ask);
  if (checked === null) return conflict(swap, request, ask);
  if (!checked.ok) return checked;
  const { context } = ask;
  const accepted: EventOf<'swap.accepted'> = {
    type: 'swap.accepted',
    occurredAt: context.now,
    by: personOf(context.by),
    swapId: swap.id,
    agentId: request.toAgentId as AgentId,
    checks: checked.value.checks,
  };
  const isDone = isGreen(checked.value.checks);
  return grant({
    on: subjectsOf(request),
    detail: { what: whatOf(request) },
    events: isDone ? [accepted, ...settledEvents(site, swap.id, request, checked.value, ask, SYSTEM)] : [accepted],
    reads: readsOf(swap.id, request),
  });
}

export function closed(swap: Swap, how: 'rejected' | 'withdrawn', ask: Ask): Decision {
  const by = personOf(ask.context.by);
  return grant({
    on: subjectsOf(swap),
    detail: { what: whatOf(swap) },
    events: [closedEvent(swap.id, how, ask, by)],
    reads: readsOf(swap.id, swap),
  });
}

/** Granted, since it is settled by it: a shift is not what it was, and this is told to both. */
export const conflict = (swap: Swap, request: Request, ask: Ask): Decision =>
  grant({
    on: subjectsOf(request),
    detail: { what: whatOf(request) },
    events: [closedEvent(swap.id, 'conflict', ask)],
    reads: readsOf(swap.id, request),
  });

/** Granted, for the record to say what has changed: nobody sets aside what they were not shown. */
export const rechecked = (swap: Swap, { checks }: Checked, ask: Ask): Decision =>
  grant({
    on: subjectsOf(swap),
    detail: { what: whatOf(swap) },
    events: [{ type: 'swap.rechecked', occurredAt: ask.context.now, by: SYSTEM, swapId: swap.id, checks }],
    reads: readsOf(swap.id, swap),
  });

export function approved(site: Readonly<SiteState>, swap: Swap, checked: Checked, reason: string | undefined, ask: Ask): Decision {
  return grant({
    on: subjectsOf(swap),
    detail: { what: whatOf(swap), ...(reason === undefined ? {} : { reason }) },
    events: settledEvents(site, swap.id, swap, checked, ask, personOf(ask.context.by)),
    reads: readsOf(swap.id, swap),
  });
}

const subjectsOf = ({ agentId, toAgentId }: Request) => ({ agentId, ...(toAgentId === undefined ? {} : { toAgentId }) });

function whatOf({ kind, gives, takes }: Request): string {
  const shifts = [gives, kind === 'vto' ? undefined : takes].flatMap((one) => (one === undefined ? [] : [nameOfShift(one)]));
  return `${kind} ${shifts.join(' ⇄ ')}`;
}
