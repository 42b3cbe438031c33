import type { Segment } from '../../shared/domain/roster/shift.js';
import { epochMs } from '../../shared/kernel/time.js';
import { cut, isFiller, type Plan, SNAP_MS, workNear } from './plan.js';

/** Breaks, meals, training: what lies inside a shift, and how it is moved there. */

/** Places of what is not plain work, in order. */
export const partsOf = ({ segments }: Pick<Plan, 'segments'>): number[] => segments.flatMap((one, at) => (isFiller(one) ? [] : [at]));

/** A part put over the work; what it covers gives way. */
export function withPart(plan: Plan, part: Segment): Plan {
  const startAt = Math.max(part.startAt, plan.startAt);
  const endAt = Math.min(part.endAt, plan.endAt);
  if (startAt >= endAt) return plan;
  const segments = [
    ...cut(plan.segments, plan.startAt, startAt),
    { ...part, startAt: epochMs(startAt), endAt: epochMs(endAt) },
    ...cut(plan.segments, endAt, plan.endAt),
  ];
  return { ...plan, segments: joined(segments) };
}

/** Work takes its place. */
export function withoutPart(plan: Plan, at: number): Plan {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const segments = plan.segments.map((one, place) =>
    place === at ? { ...workNear(plan, at), startAt: one.startAt, endAt: one.endAt } : one,
  );
  return { ...plan, segments: joined(segments) };
}

/** Earlier or later, as far as the next part lets it; how far it went is the caller's to see. */
export function withPartMoved(plan: Plan, at: number, byMs: number): Plan {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const { from, to } = roomOf(plan, at);
  const lengthMs = part.endAt - part.startAt;
  const startAt = Math.max(from, Math.min(part.startAt + byMs, to - lengthMs));
  return withPart(withoutPart(plan, at), { ...part, startAt: epochMs(startAt), endAt: epochMs(startAt + lengthMs) });
}

/** One of its ends earlier or later. */
export function withPartResized(plan: Plan, at: number, edge: 'start' | 'end', byMs: number): Plan {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const { from, to } = roomOf(plan, at);
  const next =
    edge === 'end'
      ? { ...part, endAt: epochMs(Math.max(part.startAt + SNAP_MS, Math.min(part.endAt + byMs, to))) }
      : { ...part, startAt: epochMs(Math.min(part.endAt - SNAP_MS, Math.max(part.startAt + byMs, from))) };
  return withPart(withoutPart(plan, at), next);
}

/** Between the parts before and after it. */
function roomOf(plan: Plan, at: number): { from: number; to: number } {
  const before = plan.segments.slice(0, at).findLast((one) => !isFiller(one));
  const after = plan.segments.slice(at + 1).find((one) => !isFiller(one));
  return { from: before?.endAt ?? plan.startAt, to: after?.startAt ?? plan.endAt };
}

/** Two of a kind that touch are one. */
function joined(segments: readonly Segment[]): Segment[] {
  const found: Segment[] = [];
  for (const segment of segments) {
    const last = found.at(-1);
    if (last !== undefined && last.activity === segment.activity && last.post === segment.post && isFiller(segment)) {
      found[found.length - 1] = { ...last, endAt: segment.endAt };
    } else found.push(segment);
  }
  return found;
}
