import type { Shift } from '../../shared/domain/roster/shift.js';
import type { SheetDuty } from '../../shared/protocol/roster-http.js';
import type { SwapView } from '../../shared/protocol/views.js';
import type { RosterBook } from './book.js';

type DutyOf = (agentId: string) => SheetDuty | undefined;

/** Everybody's shifts as they would be with a request granted. Null: the shifts that it is about are not on this page. */
export function dutiesAfter(book: RosterBook, swap: SwapView): DutyOf | null {
  const { agentId, toAgentId, kind, gives, takes } = swap;
  const find = (owner: string | null | undefined, shiftId: string | undefined): Shift | undefined =>
    owner == null ? undefined : (book.duty(owner)?.entries.find(({ published }) => published?.id === shiftId)?.published ?? undefined);
  const given = find(agentId, gives?.shiftId);
  const taken = kind === 'swap' ? find(toAgentId, takes?.shiftId) : book.openShifts.find(({ id }) => id === swap.openShiftId)?.shift;
  if (kind === 'partial' || kind === 'vto') return null;
  if ((gives != null && given === undefined) || (takes != null && taken === undefined)) return null;
  const changed = new Map<string, SheetDuty>();
  changed.set(agentId, changedDuty(book.duty(agentId), agentId, given, taken));
  if (toAgentId != null) changed.set(toAgentId, changedDuty(book.duty(toAgentId), toAgentId, kind === 'swap' ? taken : undefined, given));
  return (id) => changed.get(id) ?? book.duty(id);
}

function changedDuty(duty: SheetDuty | undefined, agentId: string, without: Shift | undefined, more: Shift | undefined): SheetDuty {
  const base: SheetDuty = duty ?? {
    agentId: agentId as SheetDuty['agentId'],
    version: 0,
    publishedVersion: 0,
    acknowledgedVersion: null,
    entries: [],
    exceptions: [],
    overlays: [],
  };
  const kept = base.entries.filter(
    ({ draft, published }) => without === undefined || (draft?.id !== without.id && published?.id !== without.id),
  );
  return { ...base, entries: more === undefined ? kept : [...kept, { draft: more, published: null }] };
}

/** The shortest rest that somebody would have between two shifts. */
export function shortestRestMs(duty: SheetDuty | undefined): number | null {
  const shifts = (duty?.entries ?? []).flatMap(({ draft }) => draft ?? []).sort((a, b) => a.startAt - b.startAt);
  const rests = shifts.slice(1).map((one, at) => one.startAt - (shifts[at]?.endAt ?? 0));
  return rests.length === 0 ? null : Math.min(...rests);
}
