import { withEnd, withPartMoved } from '../../shared/domain/roster/parts.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { moved, type Plan, withStart } from './plan.js';
import { withPartResized } from './plan-parts.js';
import type { Verdict } from './verdict.js';

/** What is taken hold of: the shift, one of its ends, a part of it or one of that part's ends. */
export type Grip =
  | { readonly kind: 'shift' }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' }
  | { readonly kind: 'part'; readonly at: number }
  | { readonly kind: 'part-edge'; readonly at: number; readonly edge: 'start' | 'end' };

/** A shift in somebody's hand: not planned before it is let go. */
export interface Ghost {
  readonly agentId: SheetPerson['agentId'];
  /** What it was taken from; null: it comes in addition. */
  readonly before: Shift | null;
  /** Where the hand took hold. */
  readonly from: Plan;
  readonly plan: Plan;
  readonly grip: Grip;
  /** How far the hand is from there. */
  readonly byMs: number;
  /** The part that it is about, by the start it has now. */
  readonly partStartAt: number | null;
  readonly verdict: Verdict;
}

/** The plan as it is with the hand so far from where it took hold. */
export function dragged(from: Plan, grip: Grip, byMs: number): Plan {
  switch (grip.kind) {
    case 'shift':
      return moved(from, byMs);
    case 'edge':
      return grip.edge === 'end' ? withEnd(from, from.endAt + byMs) : withStart(from, from.startAt + byMs);
    case 'part':
      return withPartMoved(from, grip.at, byMs);
    case 'part-edge':
      return withPartResized(from, grip.at, grip.edge, byMs);
  }
}

export const isSameGrip = (a: Grip, b: Grip): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where the part is that a hand holds; null: it holds another thing. */
export function partStartOf(from: Plan, grip: Grip, plan: Plan = from): number | null {
  if (grip.kind !== 'part' && grip.kind !== 'part-edge') return null;
  const part = from.segments[grip.at];
  if (part === undefined) return null;
  // It keeps its kind and, among those of its kind, its place.
  const place = from.segments.slice(0, grip.at).filter(({ activity }) => activity === part.activity).length;
  return plan.segments.filter(({ activity }) => activity === part.activity)[place]?.startAt ?? null;
}
