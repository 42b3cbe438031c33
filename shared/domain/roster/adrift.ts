import { MINUTE_MS } from '../../kernel/time.js';
import { wallClock } from '../../kernel/zone.js';
import type { ShiftInput } from './inputs.js';
import { segmentInputsOf } from './parts.js';
import type { Shift } from './shift.js';

/**
 * RT-1: a shift is what the wall was to show, and keeps the instants that this was when it was decided. Where a country changes its
 * clocks and the calendar's data with them, the two part: somebody would come an hour early to a shift that is told as nine o'clock.
 */
export function isAdrift(shift: Shift): boolean {
  const { startAt, endAt, startLocal, endLocal, businessDate, zone } = shift;
  const known = found.get(shift);
  if (known !== undefined) return known;
  const isOff = shownAt(startAt, zone) !== `${businessDate} ${startLocal}` || shownAt(endAt, zone).slice(-5) !== endLocal;
  found.set(shift, isOff);
  return isOff;
}

/** Shifts never change, nor does the calendar while a process runs. */
const found = new WeakMap<Shift, boolean>();

/** A roster asks for the same few instants of its days by the hundred, and a calendar is slow. Emptied when full. */
const shown = new Map<string, string>();
const MOST_SHOWN = 5_000;

/** `2026-11-24 09:00` */
function shownAt(at: Shift['startAt'], zone: string): string {
  const key = `${at} ${zone}`;
  const before = shown.get(key);
  if (before !== undefined) return before;
  const { date, sinceMidnightMs } = wallClock(at, zone);
  const minutes = Math.floor(sinceMidnightMs / MINUTE_MS);
  const two = (n: number) => String(n).padStart(2, '0');
  const text = `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  if (shown.size >= MOST_SHOWN) shown.clear();
  shown.set(key, text);
  return text;
}

/** The shift as people meant it, to be resolved anew: what happens within it stays as long after its start as it was. */
export const asPlanned = ({ businessDate, startLocal, endLocal, zone, startAt, segments, note }: Shift): ShiftInput => ({
  businessDate,
  startLocal,
  endLocal,
  zone,
  segments: segmentInputsOf({ startAt, segments }),
  ...(note === undefined ? {} : { note }),
});
