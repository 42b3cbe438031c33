import { dateOfDay, dayNumberOf } from '../../kernel/calendar-date.js';
import type { ShiftId } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import { atWallClock, wallClock } from '../../kernel/zone.js';
import type { Rejection } from '../rejection.js';
import type { WorkforceConfig } from './config.js';
import type { ShiftInput } from './inputs.js';
import type { Segment, Shift } from './shift.js';

const MOST_SHIFT_MIN = 16 * 60;
const LEAST_SHIFT_MIN = 15;
const refused = (rejection: Rejection): Result<never, Rejection> => err(rejection);

/**
 * A shift from the wall to instants (RT-1). A time that the clocks repeat is its first; one that they skip is refused by name: nobody
 * can come to work at an hour that is on no clock, so somebody must say which they mean.
 */
export function resolveShift(input: ShiftInput, zone: string, id: ShiftId, workforce: WorkforceConfig): Result<Shift, Rejection> {
  const { businessDate, startLocal, endLocal } = input;
  const startAt = atLocal(businessDate, startLocal, zone);
  if (startAt === undefined) return refused({ code: 'no-such-time', field: 'startLocal', detail: `${businessDate} ${startLocal}` });
  const endDate = endLocal > startLocal ? businessDate : dateOfDay(dayNumberOf(businessDate) + 1);
  const endAt = atLocal(endDate, endLocal, zone);
  if (endAt === undefined) return refused({ code: 'no-such-time', field: 'endLocal', detail: `${endDate} ${endLocal}` });
  const lengthMin = (endAt - startAt) / MINUTE_MS;
  if (lengthMin < LEAST_SHIFT_MIN || lengthMin > MOST_SHIFT_MIN) return refused({ code: 'out-of-range', field: 'endLocal' });
  const segments = segmentsOf(input, startAt, endAt, workforce);
  if (!segments.ok) return segments;
  const note = input.note === undefined ? {} : { note: input.note };
  return ok({ id, businessDate, zone, startLocal, endLocal, startAt, endAt, segments: segments.value, ...note });
}

/** A week that is copied asks for the same few times hundreds of times, and a calendar is slow. Emptied when full. */
const known = new Map<string, EpochMs | undefined>();
const MOST_KNOWN = 5_000;

/** Undefined: the clocks skip that time. */
function atLocal(date: string, time: string, zone: string): EpochMs | undefined {
  const name = `${date}T${time} ${zone}`;
  if (known.has(name)) return known.get(name);
  const [hours, minutes] = time.split(':').map(Number);
  const sinceMidnightMs = ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS;
  const at = atWallClock({ date, sinceMidnightMs }, zone);
  const shown = wallClock(at, zone);
  const found = shown.date === date && shown.sinceMidnightMs === sinceMidnightMs ? at : undefined;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, found);
  return found;
}

/** Contiguous from start to end; two of a kind that meet are one. */
function segmentsOf({ segments }: ShiftInput, startAt: EpochMs, endAt: EpochMs, { posts }: WorkforceConfig): Result<Segment[], Rejection> {
  const found: Segment[] = [];
  for (const [no, { fromMin, activity, post }] of segments.entries()) {
    const from = epochMs(startAt + fromMin * MINUTE_MS);
    const isFirst = no === 0;
    if (isFirst ? fromMin !== 0 : from <= (found.at(-1)?.startAt ?? startAt) || from >= endAt)
      return refused({ code: 'out-of-range', field: 'segments', detail: String(no) });
    if (post !== undefined && (activity !== 'backoffice' || !posts.some(({ code }) => code === post)))
      return refused({ code: 'unknown-post', field: 'segments', detail: post });
    const before = found.at(-1);
    if (before !== undefined) before.endAt = from;
    found.push({ activity, startAt: from, endAt, ...(post === undefined ? {} : { post }) });
  }
  return ok(merged(found));
}

function merged(segments: readonly Segment[]): Segment[] {
  const found: Segment[] = [];
  for (const segment of segments) {
    const before = found.at(-1);
    if (before !== undefined && before.activity === segment.activity && before.post === segment.post) before.endAt = segment.endAt;
    else found.push({ ...segment });
  }
  return found;
}
