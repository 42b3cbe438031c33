import type { ShiftInput } from '../../shared/domain/roster/inputs.js';
import { withStart as begunAt, segmentInputsOf } from '../../shared/domain/roster/parts.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { PlannedActivity } from '../../shared/domain/roster/words.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import { atWallClock, wallClock } from '../../shared/kernel/zone.js';

/** A shift on the drawing board: what `shift.set` is made of, in instants, without a name of its own. */
export type Plan = Pick<Shift, 'businessDate' | 'zone' | 'startAt' | 'endAt' | 'segments' | 'note'> & { readonly template?: string };

export const SNAP_MS = 15 * MINUTE_MS;

export const planOf = ({ businessDate, zone, startAt, endAt, segments, note }: Shift): Plan => ({
  businessDate,
  zone,
  startAt,
  endAt,
  segments,
  ...(note === undefined ? {} : { note }),
});

export const isSamePlan = (a: Plan, b: Plan): boolean =>
  a.startAt === b.startAt &&
  a.endAt === b.endAt &&
  a.note === b.note &&
  a.segments.length === b.segments.length &&
  a.segments.every((one, at) => {
    const other = b.segments[at];
    return other?.activity === one.activity && other.startAt === one.startAt && other.endAt === one.endAt && other.post === one.post;
  });

/** A shift with nothing in it yet but its work. */
export function blankPlan(place: {
  readonly businessDate: string;
  readonly zone: string;
  readonly startLocal: string;
  readonly lengthMin: number;
  readonly activity?: PlannedActivity;
}): Plan {
  const startAt = atLocal(place.businessDate, place.startLocal, place.zone);
  const endAt = epochMs(startAt + place.lengthMin * MINUTE_MS);
  const { businessDate, zone, activity = 'phone' } = place;
  return { businessDate, zone, startAt, endAt, segments: [{ activity, startAt, endAt }] };
}

/** Calendars are slow, and a roster asks for the same few starts and ends of its days by the hundred. */
const MOST_REMEMBERED = 4_000;
function remembered<T>(compute: (a: string | number, zone: string) => T): (a: string | number, zone: string) => T {
  const known = new Map<string, T>();
  return (a, zone) => {
    const key = `${a}|${zone}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = compute(a, zone);
    known.set(key, made);
    return made;
  };
}
const wallAt = remembered((at, zone) => wallClock(epochMs(Number(at)), zone));
const instantOf = remembered((local, zone) => {
  const [date = '', time = ''] = String(local).split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return atWallClock({ date, sinceMidnightMs: (hours * 60 + minutes) * MINUTE_MS }, zone);
});

export const atLocal = (date: string, time: string, zone: string): EpochMs => instantOf(`${date} ${time}`, zone);
export const dayStart = (date: string, zone: string): EpochMs => atLocal(date, '00:00', zone);

/** `08:30`, as the clock of the shift's own place shows it. */
export function localTime(at: number, zone: string): string {
  const minutes = Math.floor(wallAt(at, zone).sinceMidnightMs / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The same shift as people would say it. Its day is that of its start (RT-3). */
export function inputOf(plan: Plan): ShiftInput {
  const { zone, startAt, endAt, segments, note, template } = plan;
  return {
    businessDate: wallAt(startAt, zone).date,
    startLocal: localTime(startAt, zone),
    endLocal: localTime(endAt, zone),
    zone,
    segments: segmentInputsOf({ startAt, segments }),
    ...(note === undefined ? {} : { note }),
    ...(template === undefined ? {} : { template }),
  };
}

/** The whole shift earlier or later, within its own day: a shift belongs to the date of its start. */
export function moved(plan: Plan, byMs: number): Plan {
  const to = plan.startAt + byMs;
  if (wallAt(to, plan.zone).date !== plan.businessDate) return plan;
  const shift = (at: number) => epochMs(at + byMs);
  return {
    ...plan,
    startAt: shift(plan.startAt),
    endAt: shift(plan.endAt),
    segments: plan.segments.map((one) => ({ ...one, startAt: shift(one.startAt), endAt: shift(one.endAt) })),
  };
}

/** An earlier or later start, on the day it belongs to. */
export function withStart(plan: Plan, to: number): Plan {
  const next = begunAt(plan, to);
  return wallAt(next.startAt, plan.zone).date === plan.businessDate ? next : plan;
}
