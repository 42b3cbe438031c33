import type { AgentId, CommitId, ShiftId } from '../../../kernel/ids.js';
import { shiftIdOf } from '../../../kernel/ids.js';
import { unreachable } from '../../../kernel/unreachable.js';
import { weekdayOf } from '../../../kernel/zone.js';
import { measureShift } from '../../../staffing/shift.js';
import type { Agent, SiteState } from '../../site.js';
import type { Swap } from '../duty.js';
import { publishedOf } from '../entries.js';
import { isNight } from '../labour.js';
import type { Shift } from '../shift.js';
import { handedOver, isAtEitherEnd, joined, meets, partOf, restOf, withActivity } from './cut.js';
import type { SwapMove } from './words.js';

/** What a request comes to for one person. */
export interface SideChange {
  readonly agent: Agent;
  readonly removed: readonly Shift[];
  readonly added: readonly Shift[];
}
export interface SwapChange {
  readonly sides: readonly SideChange[];
  readonly moves: readonly SwapMove[];
}

/** All that makes a request what it is; `toAgentId` absent while nobody came forward. */
export type Request = Pick<Swap, 'kind' | 'agentId' | 'toAgentId' | 'gives' | 'takes' | 'span' | 'openShiftId'>;

/**
 * The shifts of both as they will be, from those that are told now. Null: a shift is not what it was when this was asked; it was planned
 * otherwise, given away, or is being planned otherwise at this moment.
 */
export function changeOf(site: Readonly<SiteState>, request: Request, commitId: CommitId): SwapChange | null {
  const agent = site.agents.get(request.agentId);
  if (agent === undefined) return null;
  let made = 0;
  const newId = () => shiftIdOf(commitId, made++);
  const gives = request.gives === undefined ? undefined : settledShift(site, request.agentId, request.gives.shiftId);
  if (request.gives !== undefined && gives === undefined) return null;
  const open = request.openShiftId === undefined ? undefined : site.openShifts.get(request.openShiftId);
  if (request.openShiftId !== undefined && open === undefined) return null;
  const to = request.toAgentId === undefined ? undefined : site.agents.get(request.toAgentId);
  const toId = to?.id;
  const fromAsker = { fromAgentId: request.agentId, ...(toId === undefined ? {} : { toAgentId: toId }) };
  switch (request.kind) {
    case 'swap': {
      const takes = request.takes && to && settledShift(site, to.id, request.takes.shiftId);
      if (gives === undefined || takes === undefined || to === undefined) return null;
      return {
        sides: [
          { agent, removed: [gives], added: [handedOver(takes, newId())] },
          { agent: to, removed: [takes], added: [handedOver(gives, newId())] },
        ],
        moves: [moveOf(site, gives, fromAsker), moveOf(site, takes, { fromAgentId: to.id, toAgentId: agent.id })],
      };
    }
    case 'give': {
      if (gives === undefined) return null;
      const sides: SideChange[] = [{ agent, removed: [gives], added: [] }];
      if (to !== undefined) sides.push({ agent: to, removed: [], added: [handedOver(gives, newId())] });
      return { sides, moves: [moveOf(site, gives, fromAsker)] };
    }
    case 'partial': {
      const { span } = request;
      if (gives === undefined || span === undefined || !isAtEitherEnd(gives, span)) return null;
      const rest = restOf(gives, span, newId());
      const part = partOf(gives, span, newId());
      if (part === null) return null;
      const sides: SideChange[] = [{ agent, removed: [gives], added: rest === null ? [] : [rest] }];
      if (to !== undefined) sides.push(longerBy(site, to, part, newId));
      return { sides, moves: [moveOf(site, part, fromAsker)] };
    }
    case 'pickup': {
      if (open === undefined) return null;
      const taken = handedOver(open.shift, newId());
      return { sides: [{ agent, removed: [], added: [taken] }], moves: [moveOf(site, taken, { toAgentId: agent.id })] };
    }
    case 'ot': {
      if (open === undefined) return null;
      const extra = handedOver(open.shift, newId());
      return { sides: [longerBy(site, agent, extra, newId)], moves: [moveOf(site, extra, { toAgentId: agent.id })] };
    }
    case 'vto': {
      const { span } = request;
      if (gives === undefined || span === undefined) return null;
      const part = partOf(gives, span, newId());
      if (part === null) return null;
      const shorter = withActivity(gives, span, 'vto', newId());
      return { sides: [{ agent, removed: [gives], added: [shorter] }], moves: [moveOf(site, part, { fromAgentId: agent.id })] };
    }
    default:
      return unreachable(request.kind);
  }
}

/** As it is told, and not being planned otherwise. */
export function settledShift(site: Readonly<SiteState>, agentId: AgentId, shiftId: ShiftId): Shift | undefined {
  const entry = site.duties.get(agentId)?.entries.find(({ published }) => published?.id === shiftId);
  return entry?.published != null && entry.draft === entry.published ? entry.published : undefined;
}

function longerBy(site: Readonly<SiteState>, agent: Agent, extra: Shift, newId: () => ShiftId): SideChange {
  let shift = extra;
  const removed: Shift[] = [];
  for (const own of publishedOf(site.duties.get(agent.id))) {
    if (!meets(own, shift) || settledShift(site, agent.id, own.id) === undefined) continue;
    shift = joined(own, shift, newId());
    removed.push(own);
  }
  return { agent, removed, added: [shift] };
}

function moveOf({ config }: Readonly<SiteState>, shift: Shift, who: Pick<SwapMove, 'fromAgentId' | 'toAgentId'>): SwapMove {
  const { businessDate } = shift;
  return {
    ...who,
    businessDate,
    paidMs: measureShift(shift)?.paidMs ?? 0,
    isNight: isNight(shift),
    isWeekend: weekdayOf(businessDate) > 5 || config.workforce.holidays.includes(businessDate),
  };
}
