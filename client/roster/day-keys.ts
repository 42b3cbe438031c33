import type { KeyboardEvent } from 'react';
import { withoutPart } from '../../shared/domain/roster/parts.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import type { Axis } from './axis.js';
import type { AgentId, RosterBook } from './book.js';
import type { Grip } from './ghost.js';
import { useRoster } from './hooks.js';
import { planOf, SNAP_MS } from './plan.js';
import { partsOf } from './plan-parts.js';
import { useShiftWindows } from './shift-windows.js';

interface DayKeys {
  readonly people: readonly SheetPerson[];
  readonly axis: Axis;
  readonly current: string | null;
  readonly goTo: (index: number) => void;
  /** The break or training that arrows move, by its start. */
  readonly markedPartAt: number | null;
  readonly markPart: (startAt: number | null) => void;
}

/** Rows up and down, a shift to and fro: what a mouse does, keys do too. */
export function useDayKeys({ people, axis, current, goTo, markedPartAt, markPart }: DayKeys): (event: KeyboardEvent<HTMLElement>) => void {
  const { book, planner, isLocked } = useRoster();
  const windows = useShiftWindows();
  return (event) => {
    if (current === null || event.altKey || event.metaKey) return;
    const agentId = current as AgentId;
    const row = people.findIndex((one) => one.agentId === current);
    const to = rowAfter(event.key, row, people.length);
    if (to !== null) {
      event.preventDefault();
      planner.drop();
      return goTo(to);
    }
    if (isLocked) return;
    const shift = shiftOn(book, agentId, axis.date);
    const run = (): boolean => {
      switch (event.key) {
        case 'ArrowLeft':
        case 'ArrowRight':
          if (shift !== null)
            planner.nudge(
              agentId,
              shift,
              gripOf(event, heldPlan(book, agentId, shift), markedPart(book, markedPartAt)),
              event.key === 'ArrowLeft' ? -SNAP_MS : SNAP_MS,
            );
          return true;
        case 'Enter':
          if (event.ctrlKey) return false;
          if (book.ghostOf(agentId) !== null) planner.drop();
          else windows.openShift(agentId, shift?.id ?? null);
          return true;
        case 'Escape':
          if (book.ghostOf(agentId) === null && markedPartAt === null) return false;
          planner.cancel();
          markPart(null);
          return true;
        case ' ':
          if (shift !== null) markPart(partAfter(shift, markedPartAt));
          return true;
        case 'Delete':
        case 'Backspace':
          if (shift === null) return true;
          planner.cancel();
          planner.propose({ agentId, before: shift, after: withoutMarked(shift, markedPartAt) });
          markPart(null);
          return true;
        default:
          return false;
      }
    };
    if (run()) event.preventDefault();
  };
}

function rowAfter(key: string, row: number, count: number): number | null {
  const page = 10;
  const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -count, End: count };
  const step = steps[key];
  return step === undefined ? null : Math.max(0, Math.min(count - 1, row + step));
}

export const shiftOn = (book: RosterBook, agentId: string, date: string): Shift | null =>
  book.duty(agentId)?.entries.find(({ draft }) => draft?.businessDate === date)?.draft ?? null;

/** What is in the hand has moved on from where the shift is. */
const heldPlan = (book: RosterBook, agentId: string, shift: Shift) => book.ghostOf(agentId)?.plan ?? planOf(shift);
const markedPart = (book: RosterBook, markedAt: number | null) => (markedAt === null ? null : (book.ghost()?.partStartAt ?? markedAt));

function gripOf(event: KeyboardEvent, plan: Pick<Shift, 'segments'>, partAt: number | null): Grip {
  const at = partAt === null ? -1 : plan.segments.findIndex(({ startAt }) => startAt === partAt);
  const edge = event.shiftKey ? 'end' : event.ctrlKey ? 'start' : null;
  if (at !== -1) return edge === null ? { kind: 'part', at } : { kind: 'part-edge', at, edge };
  return edge === null ? { kind: 'shift' } : { kind: 'edge', edge };
}

function partAfter(shift: Shift, markedAt: number | null): number | null {
  const starts = partsOf(shift).flatMap((at) => shift.segments[at]?.startAt ?? []);
  return starts[markedAt === null ? 0 : starts.findIndex((at) => at >= markedAt) + 1] ?? null;
}

const withoutMarked = (shift: Shift, markedAt: number | null) => {
  const at = shift.segments.findIndex(({ startAt }) => startAt === markedAt);
  return at === -1 ? null : withoutPart(planOf(shift), at);
};
