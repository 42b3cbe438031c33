import type { Shift } from '../../shared/domain/roster/shift.js';
import type { MyRoster } from '../../shared/protocol/roster-http.js';

/** A piece of a shift as it is to be done: what was planned, with what lies over it. */
export interface Piece {
  readonly activity: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly post?: string | undefined;
}

type Overlays = MyRoster['overlays'];

/** The segments of a shift, cut where a buffer shift or leave lies over them. */
export function piecesOf(shift: Pick<Shift, 'startAt' | 'endAt' | 'segments'>, overlays: Overlays): readonly Piece[] {
  const over = overlays.filter((one) => one.startAt < shift.endAt && one.endAt > shift.startAt).toSorted((a, b) => a.startAt - b.startAt);
  if (over.length === 0) return shift.segments;
  const pieces: Piece[] = [];
  for (const segment of shift.segments) {
    let from: number = segment.startAt;
    for (const { startAt, endAt } of over) {
      if (endAt <= from || startAt >= segment.endAt) continue;
      if (startAt > from) pieces.push({ ...segment, startAt: from, endAt: startAt });
      from = Math.max(from, Math.min(endAt, segment.endAt));
    }
    if (from < segment.endAt) pieces.push({ ...segment, startAt: from, endAt: segment.endAt });
  }
  for (const one of over) {
    pieces.push({ ...one, startAt: Math.max(one.startAt, shift.startAt), endAt: Math.min(one.endAt, shift.endAt) });
  }
  return pieces.sort((a, b) => a.startAt - b.startAt);
}

const RESTS: ReadonlySet<string> = new Set(['break', 'meal']);

/** The next time to rest: under way, or to come. */
export const nextRest = (pieces: readonly Piece[], now: number): Piece | undefined =>
  pieces.find(({ activity, endAt }) => RESTS.has(activity) && endAt > now);

/** The shift that goes on, else today's next one. */
export const shiftAt = (shifts: readonly Shift[], now: number): Shift | undefined => shifts.find(({ endAt }) => endAt > now);
