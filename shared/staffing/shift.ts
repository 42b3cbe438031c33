import { ACTIVITIES, type Activity } from './activities.js';

/** Part of a shift. Half-open: `endAt` is the first instant that is not in it. */
export interface Segment {
  readonly activity: Activity;
  readonly startAt: number;
  readonly endAt: number;
}

/** A shift as plain numbers, instants in epoch ms. Segments are in order and do not overlap; what none covers is paid work. */
export interface PlannedShift {
  readonly startAt: number;
  readonly endAt: number;
  /** The local date it belongs to, that of its start (`2026-11-21`): an overnight shift is never split. */
  readonly businessDate: string;
  readonly segments: readonly Segment[];
  /** How much of it lies in the night of the local clock (`nightMsOf`). Absent: night rules say nothing about it. */
  readonly nightMs?: number;
}

/** The hours in a shift, as rules and totals count them. Leave at either end is no part of the work. */
export interface ShiftHours {
  readonly startAt: number;
  readonly endAt: number;
  readonly elapsedMs: number;
  readonly paidMs: number;
  readonly overtimeMs: number;
  readonly mealMs: number;
}

/** `null` where there is no work: a whole day of leave. */
export function measureShift(shift: Pick<PlannedShift, 'startAt' | 'endAt' | 'segments'>): ShiftHours | null {
  const { startAt, endAt } = workSpan(shift);
  if (startAt >= endAt) return null;
  let unpaidMs = 0;
  let overtimeMs = 0;
  let mealMs = 0;
  for (const segment of shift.segments) {
    const lengthMs = Math.min(segment.endAt, endAt) - Math.max(segment.startAt, startAt);
    if (lengthMs <= 0) continue;
    const { atWork, paid } = ACTIVITIES[segment.activity];
    if (!atWork || !paid) unpaidMs += lengthMs;
    if (segment.activity === 'ot') overtimeMs += lengthMs;
    if (segment.activity === 'meal') mealMs += lengthMs;
  }
  const elapsedMs = endAt - startAt;
  return { startAt, endAt, elapsedMs, paidMs: elapsedMs - unpaidMs, overtimeMs, mealMs };
}

/** From the first to the last instant of work: somebody who goes home early has the longer rest. */
function workSpan({ startAt, endAt, segments }: Pick<PlannedShift, 'startAt' | 'endAt' | 'segments'>) {
  let from = startAt;
  let to = endAt;
  for (const segment of segments) {
    if (segment.startAt > from || ACTIVITIES[segment.activity].atWork) break;
    from = segment.endAt;
  }
  for (const segment of segments.toReversed()) {
    if (segment.endAt < to || ACTIVITIES[segment.activity].atWork) break;
    to = segment.startAt;
  }
  return { startAt: from, endAt: to };
}
