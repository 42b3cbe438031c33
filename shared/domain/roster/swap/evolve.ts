import { HOUR_MS } from '../../../kernel/time.js';
import { unreachable } from '../../../kernel/unreachable.js';
import type { EventOf } from '../../events.js';
import { entityKey, type SiteState, type Touched } from '../../site.js';
import { changeDay } from '../days.js';
import type { Swap } from '../duty.js';
import { changeDuty, type Into, putEntry } from '../duty-change.js';

type SwapEvent = EventOf<
  'swap.opened' | 'swap.accepted' | 'swap.rechecked' | 'swap.applied' | 'swap.closed' | 'open-shift.added' | 'open-shift.removed'
>;

/** What came of a request is shown for a day; what changed hands counts for four weeks. */
const SHOWN_MS = 24 * HOUR_MS;
const LEDGER_MS = 28 * 24 * HOUR_MS;

export function evolveSwap(into: Into, event: SwapEvent): void {
  const { site, context, touched } = into;
  switch (event.type) {
    case 'swap.opened':
      opened(into, event);
      break;
    case 'swap.accepted': {
      const swap = site.swaps.get(event.swapId);
      if (swap === undefined) return;
      tellTeam(into, swap);
      Object.assign(swap, { state: 'checking', toAgentId: event.agentId, checks: structuredClone(event.checks) });
      touchSwap(into, swap);
      break;
    }
    case 'swap.rechecked': {
      const swap = site.swaps.get(event.swapId);
      if (swap === undefined) return;
      swap.checks = structuredClone(event.checks);
      touchSwap(into, swap);
      break;
    }
    case 'swap.applied':
      applied(into, event);
      break;
    case 'swap.closed': {
      const swap = site.swaps.get(event.swapId);
      if (swap === undefined) return;
      tellTeam(into, swap);
      swap.state = event.how;
      close(into, swap, event);
      break;
    }
    case 'open-shift.added': {
      const { openShiftId: id, kind, shift, skills, teamIds, places, by, occurredAt: at } = event;
      const teams = teamIds === undefined ? {} : { teamIds: [...teamIds] };
      const made = { id, kind, shift: structuredClone(shift), skills: [...skills], ...teams, places, takenBy: [], by: { ...by }, at };
      site.openShifts.set(id, { ...made, rev: context.position });
      touchOpenShift(into, id);
      break;
    }
    case 'open-shift.removed':
      touchOpenShift(into, event.openShiftId);
      site.openShifts.delete(event.openShiftId);
      touched.gone(entityKey('open-shift', event.openShiftId));
      break;
    default:
      return unreachable(event);
  }
  forgetOldSwaps(site, touched);
}

function opened(into: Into, event: EventOf<'swap.opened'>): void {
  const { swapId: id, kind, agentId, toAgentId, gives, takes, span, openShiftId, checks, occurredAt: askedAt, expiresAt } = event;
  const needsColleague = kind === 'swap' || kind === 'give' || kind === 'partial';
  const swap: Swap = {
    id,
    kind,
    state: needsColleague ? (toAgentId === undefined ? 'open' : 'offered') : 'checking',
    agentId,
    ...(toAgentId === undefined ? {} : { toAgentId }),
    ...(gives === undefined ? {} : { gives: { ...gives } }),
    ...(takes === undefined ? {} : { takes: { ...takes } }),
    ...(span === undefined ? {} : { span: { ...span } }),
    ...(openShiftId === undefined ? {} : { openShiftId }),
    askedAt,
    expiresAt,
    checks: structuredClone(checks),
    rev: into.context.position,
  };
  into.site.swaps.set(id, swap);
  touchSwap(into, swap);
  tellTeam(into, swap);
}

function applied(into: Into, event: EventOf<'swap.applied'>): void {
  const { site } = into;
  const swap = site.swaps.get(event.swapId);
  if (swap === undefined) return;
  tellTeam(into, swap);
  for (const { agentId, removed, added } of event.duties) {
    const shifts = structuredClone(added);
    changeDuty(into, agentId, event, (duty) => {
      // Whoever agreed to it has seen it; what they had not seen before stays to be seen.
      const isUpToDate = duty.acknowledgedVersion === duty.publishedVersion;
      for (const id of removed) {
        const at = duty.entries.findIndex(({ published }) => published?.id === id);
        if (at !== -1) putEntry(into, duty, at, { draft: null, published: null });
      }
      for (const shift of shifts) putEntry(into, duty, -1, { draft: shift, published: shift });
      duty.publishedVersion += 1;
      if (isUpToDate) duty.acknowledgedVersion = duty.publishedVersion;
    });
  }
  const open = event.openShiftId === undefined ? undefined : site.openShifts.get(event.openShiftId);
  if (open !== undefined) {
    open.takenBy.push(swap.agentId);
    touchOpenShift(into, open.id);
  }
  for (const move of event.moves) site.swapLedger.push({ ...move, kind: swap.kind, at: event.occurredAt });
  if (event.toAgentId !== undefined) swap.toAgentId = event.toAgentId;
  swap.state = 'applied';
  close(into, swap, event);
}

function close(into: Into, swap: Swap, { by, occurredAt }: Pick<EventOf<'swap.closed'>, 'by' | 'occurredAt'>): void {
  swap.closedAt = occurredAt;
  if (by.role !== 'system') swap.decidedBy = { ...by };
  touchSwap(into, swap);
}

function touchSwap({ context, touched }: Into, swap: Swap): void {
  swap.rev = context.position;
  touched.touch(entityKey('swap', swap.id));
}

/** Colleagues read by HTTP what they may take: the day's record tells them to read it again. */
function tellTeam(into: Into, { state, gives }: Swap): void {
  if (state === 'open' && gives !== undefined) tellDay(into, gives.businessDate);
}

function tellDay({ site, context, touched }: Into, date: string): void {
  changeDay(site, date, context, touched, (day) => {
    day.publishedVersion += 1;
  });
}

function touchOpenShift(into: Into, id: EventOf<'open-shift.added'>['openShiftId']): void {
  const open = into.site.openShifts.get(id);
  if (open === undefined) return;
  open.rev = into.context.position;
  into.touched.touch(entityKey('open-shift', id));
  tellDay(into, open.shift.businessDate);
}

function forgetOldSwaps(site: SiteState, touched: Touched): void {
  for (const [id, { closedAt }] of site.swaps) {
    if (closedAt === undefined || closedAt > site.foldedAt - SHOWN_MS) continue;
    site.swaps.delete(id);
    touched.gone(entityKey('swap', id));
  }
  for (const [id, { shift }] of site.openShifts) {
    if (shift.endAt > site.foldedAt - SHOWN_MS) continue;
    site.openShifts.delete(id);
    touched.gone(entityKey('open-shift', id));
  }
  const first = site.swapLedger.findIndex(({ at }) => at > site.foldedAt - LEDGER_MS);
  if (first !== 0) site.swapLedger.splice(0, first === -1 ? site.swapLedger.length : first);
}
