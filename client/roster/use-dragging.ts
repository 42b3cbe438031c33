import { type PointerEvent, useRef } from 'react';
import type { Axis } from './axis.js';
import type { AgentId } from './book.js';
import type { Grip } from './ghost.js';
import { useRoster } from './hooks.js';
import { SNAP_MS } from './plan.js';
import { useShiftWindows } from './shift-windows.js';

/** A hand that moves less than this only points. */
const POINTING_PX = 3;

interface Hold {
  readonly agentId: AgentId;
  readonly shiftId: string;
  readonly grip: Grip;
  readonly fromX: number;
  readonly msPerPx: number;
  readonly asCopy: boolean;
  isMoving: boolean;
}

/**
 * Dragging with a mouse or a finger, for all rows at once. Where the hand is lives outside React: only the row that it is in and the
 * curve follow it, and only when it has come a quarter of an hour further.
 */
export function useDragging({ axis, isLocked, onSelect }: { axis: Axis; isLocked: boolean; onSelect: (agentId: string) => void }) {
  const { book, planner } = useRoster();
  const windows = useShiftWindows();
  const hold = useRef<Hold | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const taken = event.button === 0 && !isLocked ? holdAt(event, axis) : null;
      if (taken === null) return;
      hold.current = taken;
      onSelect(taken.agentId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = hold.current;
      if (held === null) return;
      const byPx = event.clientX - held.fromX;
      if (!held.isMoving) {
        if (Math.abs(byPx) < POINTING_PX) return;
        const shift = book.duty(held.agentId)?.entries.find(({ draft }) => draft?.id === held.shiftId)?.draft;
        if (shift == null || !planner.grab(held.agentId, shift, held.grip, { asCopy: held.asCopy })) {
          hold.current = null;
          return;
        }
        held.isMoving = true;
        // Only now: a click and a double click are for what lies under the pointer.
        event.currentTarget.setPointerCapture?.(event.pointerId);
      }
      planner.drag(Math.round((byPx * held.msPerPx) / SNAP_MS) * SNAP_MS);
    },
    onPointerUp: () => {
      if (hold.current?.isMoving === true) planner.drop();
      hold.current = null;
    },
    onPointerCancel: () => {
      if (hold.current?.isMoving === true) planner.cancel();
      hold.current = null;
    },
    onDoubleClick: (event: { readonly target: EventTarget }) => {
      const track = (event.target as HTMLElement).closest<HTMLElement>('[data-agent]');
      if (track === null || isLocked) return;
      const shiftId = (event.target as HTMLElement).closest<HTMLElement>('[data-shift]')?.dataset.shift ?? null;
      windows.openShift(track.dataset.agent as AgentId, shiftId);
    },
  };
}

function holdAt(event: PointerEvent<HTMLElement>, axis: Axis): Hold | null {
  const target = event.target as HTMLElement;
  const bar = target.closest<HTMLElement>('[data-shift]');
  const track = target.closest<HTMLElement>('[data-agent]');
  if (bar?.dataset.shift === undefined || track === null) return null;
  const widthPx = track.getBoundingClientRect().width;
  return {
    agentId: track.dataset.agent as AgentId,
    shiftId: bar.dataset.shift,
    grip: gripAt(target),
    fromX: event.clientX,
    msPerPx: (axis.endAt - axis.startAt) / Math.max(1, widthPx),
    asCopy: event.shiftKey,
    isMoving: false,
  };
}

function gripAt(target: HTMLElement): Grip {
  const edge = target.dataset.edge;
  const part = target.closest<HTMLElement>('[data-part]')?.dataset.part;
  if (part !== undefined && edge !== undefined) return { kind: 'part-edge', at: Number(part), edge: edge === 'end' ? 'end' : 'start' };
  if (part !== undefined) return { kind: 'part', at: Number(part) };
  if (edge !== undefined) return { kind: 'edge', edge: edge === 'end' ? 'end' : 'start' };
  return { kind: 'shift' };
}
