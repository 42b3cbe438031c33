import type { ShiftId } from '../../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../../kernel/time.js';
import { wallClock } from '../../../kernel/zone.js';
import type { Segment, Shift } from '../shift.js';
import type { PlannedActivity } from '../words.js';
import type { SwapShift } from './words.js';

export interface Span {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

export const briefOf = ({ id, businessDate, zone, startLocal, endLocal, startAt, endAt }: Shift): SwapShift => ({
  shiftId: id,
  businessDate,
  zone,
  startLocal,
  endLocal,
  startAt,
  endAt,
});

/** The same shift in somebody else's hands: another name, so that nobody takes it for one that was agreed to before. */
export const handedOver = ({ note: _, ...shift }: Shift, id: ShiftId): Shift => ({
  ...shift,
  id,
  segments: shift.segments.map((one) => ({ ...one })),
});

/** The part of a shift within a span, as a shift; null: none. It belongs to the date of its own start (RT-3). */
export function partOf(shift: Shift, span: Span, id: ShiftId): Shift | null {
  const segments = shift.segments.flatMap((segment): Segment[] => {
    const startAt = epochMs(Math.max(segment.startAt, span.startAt));
    const endAt = epochMs(Math.min(segment.endAt, span.endAt));
    return startAt < endAt ? [{ ...segment, startAt, endAt }] : [];
  });
  return segments.length === 0 ? null : shiftFrom(segments, shift.zone, id);
}

/** What is left when a part at either end goes; null: nothing. */
export function restOf(shift: Shift, span: Span, id: ShiftId): Shift | null {
  const left =
    span.startAt <= shift.startAt ? { startAt: span.endAt, endAt: shift.endAt } : { startAt: shift.startAt, endAt: span.startAt };
  return partOf(shift, left, id);
}

export const isAtEitherEnd = (shift: Span, span: Span): boolean =>
  span.startAt >= shift.startAt && span.endAt <= shift.endAt && (span.startAt === shift.startAt || span.endAt === shift.endAt);

/** One shift with another activity for a while. */
export function withActivity(shift: Shift, span: Span, activity: PlannedActivity, id: ShiftId): Shift {
  const inside = (segment: Segment): Segment[] => [
    { ...segment, endAt: earlier(segment.endAt, span.startAt) },
    { activity, startAt: later(segment.startAt, span.startAt), endAt: earlier(segment.endAt, span.endAt) },
    { ...segment, startAt: later(segment.startAt, span.endAt) },
  ];
  const segments = shift.segments.flatMap((segment) => inside(segment).filter(({ startAt, endAt }) => startAt < endAt));
  return { ...shift, id, segments: merged(segments) };
}

/** Work that meets a shift makes it longer: going straight on is no new day of work. */
export function joined(a: Shift, b: Shift, id: ShiftId): Shift {
  const [first, second] = a.startAt <= b.startAt ? [a, b] : [b, a];
  return shiftFrom(merged([...first.segments, ...second.segments]), first.zone, id);
}
export const meets = (a: Span, b: Span): boolean => a.endAt === b.startAt || b.endAt === a.startAt;

function shiftFrom(segments: Segment[], zone: string, id: ShiftId): Shift {
  const startAt = (segments[0] as Segment).startAt;
  const endAt = (segments.at(-1) as Segment).endAt;
  const start = wallClock(startAt, zone);
  return {
    id,
    businessDate: start.date,
    zone,
    startLocal: timeOf(start),
    endLocal: timeOf(wallClock(endAt, zone)),
    startAt,
    endAt,
    segments,
  };
}

function timeOf({ sinceMidnightMs }: { sinceMidnightMs: number }): string {
  const minutes = Math.floor(sinceMidnightMs / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function merged(segments: readonly Segment[]): Segment[] {
  const found: Segment[] = [];
  for (const segment of segments) {
    const before = found.at(-1);
    if (before?.activity === segment.activity && before.post === segment.post) before.endAt = segment.endAt;
    else found.push({ ...segment });
  }
  return found;
}

const earlier = (a: EpochMs, b: EpochMs): EpochMs => epochMs(Math.min(a, b));
const later = (a: EpochMs, b: EpochMs): EpochMs => epochMs(Math.max(a, b));
