import { epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { ShiftInput } from './inputs.js';
import type { Segment, Shift } from './shift.js';
import type { PlannedActivity } from './words.js';

/** Breaks, meals, training: what lies inside a shift, how it is moved there, and what becomes of it when the shift ends elsewhere. */
type Planned = Pick<Shift, 'startAt' | 'endAt' | 'segments'>;

const LEAST_SHIFT_MS = 60 * MINUTE_MS;
const MOST_SHIFT_MS = 16 * 60 * MINUTE_MS;

/** What a break is cut out of, and what fills the place that one leaves. */
const FILLERS: ReadonlySet<PlannedActivity> = new Set(['phone', 'chat', 'outbound', 'backoffice', 'ot', 'other']);
export const isFiller = ({ activity }: { readonly activity: PlannedActivity }): boolean => FILLERS.has(activity);

/** A part put over the work; what it covers gives way. */
export function withPart<P extends Planned>(plan: P, part: Segment): P {
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
export function withoutPart<P extends Planned>(plan: P, at: number): P {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const segments = plan.segments.map((one, place) =>
    place === at ? { ...workNear(plan, at), startAt: one.startAt, endAt: one.endAt } : one,
  );
  return { ...plan, segments: joined(segments) };
}

/** Earlier or later, as far as the next part lets it; how far it went is the caller's to see. */
export function withPartMoved<P extends Planned>(plan: P, at: number, byMs: number): P {
  const part = plan.segments[at];
  if (part === undefined) return plan;
  const { from, to } = roomOf(plan, at);
  const lengthMs = part.endAt - part.startAt;
  const startAt = Math.max(from, Math.min(part.startAt + byMs, to - lengthMs));
  return withPart(withoutPart(plan, at), { ...part, startAt: epochMs(startAt), endAt: epochMs(startAt + lengthMs) });
}

/** Between the parts before and after it. */
export function roomOf({ startAt, endAt, segments }: Planned, at: number): { from: number; to: number } {
  const before = segments.slice(0, at).findLast((one) => !isFiller(one));
  const after = segments.slice(at + 1).find((one) => !isFiller(one));
  return { from: before?.endAt ?? startAt, to: after?.startAt ?? endAt };
}

/** An earlier or later end; what lies beyond it goes, and work fills what is gained. */
export function withEnd<P extends Planned>(plan: P, to: number): P {
  const endAt = epochMs(Math.max(plan.startAt + LEAST_SHIFT_MS, Math.min(to, plan.startAt + MOST_SHIFT_MS)));
  const kept = cut(plan.segments, plan.startAt, endAt);
  const last = kept.at(-1);
  if (last !== undefined && last.endAt < endAt) {
    if (isFiller(last)) kept[kept.length - 1] = { ...last, endAt };
    else kept.push({ ...workNear(plan, plan.segments.length), startAt: last.endAt, endAt });
  }
  return { ...plan, endAt, segments: kept };
}

/** The same at its beginning, on whatever date that is. */
export function withStart<P extends Planned>(plan: P, to: number): P {
  const startAt = epochMs(Math.min(plan.endAt - LEAST_SHIFT_MS, Math.max(to, plan.endAt - MOST_SHIFT_MS)));
  const kept = cut(plan.segments, startAt, plan.endAt);
  const first = kept[0];
  if (first !== undefined && first.startAt > startAt) {
    if (isFiller(first)) kept[0] = { ...first, startAt };
    else kept.unshift({ ...workNear(plan, -1), startAt, endAt: first.startAt });
  }
  return { ...plan, startAt, segments: kept };
}

/** Work of the shift beside a place in it. */
function workNear({ segments }: Pick<Planned, 'segments'>, at: number): Pick<Segment, 'activity' | 'post'> {
  const near = segments.slice(0, Math.max(0, at)).findLast(isFiller) ?? segments.slice(at + 1).find(isFiller);
  return near === undefined ? { activity: 'phone' } : { activity: near.activity, ...(near.post === undefined ? {} : { post: near.post }) };
}

/** What of the segments lies between two instants. */
function cut(segments: readonly Segment[], from: number, to: number): Segment[] {
  return segments
    .filter((one) => one.startAt < to && one.endAt > from)
    .map((one) => ({ ...one, startAt: epochMs(Math.max(one.startAt, from)), endAt: epochMs(Math.min(one.endAt, to)) }));
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

/** As people would say them: each by how long after the start of its shift it begins. */
export const segmentInputsOf = ({ startAt, segments }: Pick<Shift, 'startAt' | 'segments'>): ShiftInput['segments'] =>
  segments.map((segment) => ({
    fromMin: Math.round((segment.startAt - startAt) / MINUTE_MS),
    activity: segment.activity,
    ...(segment.post === undefined ? {} : { post: segment.post }),
  }));
