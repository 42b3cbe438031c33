import type { AgentId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { Duty, DutyEntry } from './duty.js';
import type { Segment, Shift } from './shift.js';
import { type PlannedActivity, plannedActivitySchema } from './words.js';

/**
 * Duties are most of a site's state: a shift as an array with lengths in minutes is a sixth of its JSON. Activities are numbers by
 * their place in the list, so the list only ever grows at its end.
 */
const ACTIVITIES = plannedActivitySchema.options;

type PackedSegment = [activity: number, lengthMs: number] | [activity: number, lengthMs: number, post: string];
type PackedShift = [
  id: string,
  date: string,
  zone: string,
  startLocal: string,
  endLocal: string,
  startAt: number,
  segments: PackedSegment[],
  note?: string,
];
/** The published shift, then the draft where it is another one: 0 for none. */
type PackedEntry = [published: PackedShift | 0] | [published: PackedShift | 0, draft: PackedShift | 0];
export type PackedDuty = Omit<Duty, 'entries'> & { entries: PackedEntry[] };

/** All duties as JSON. Of those that have not changed since the last snapshot the text is still there: writing it anew is most of one. */
export function dutiesText(duties: ReadonlyMap<AgentId, Duty>): string {
  const texts: string[] = [];
  for (const duty of duties.values()) texts.push(dutyText(duty));
  return `[${texts.join(',')}]`;
}

/** What counts a duty's changes, and the list that is replaced when its past leaves. */
interface Written extends Pick<Duty, 'rev' | 'version' | 'entries'> {
  readonly text: string;
}
const written = new WeakMap<Duty, Written>();

function dutyText(duty: Duty): string {
  const { rev, version, entries, ...rest } = duty;
  let known = written.get(duty);
  if (known?.rev !== rev || known.version !== version || known.entries !== entries) {
    known = { rev, version, entries, text: JSON.stringify(entries.map(packEntry)) };
    written.set(duty, known);
  }
  return `{"entries":${known.text},${JSON.stringify({ rev, version, ...rest }).slice(1)}`;
}

export const unpackDuties = (packed: readonly PackedDuty[]): Map<AgentId, Duty> =>
  new Map(packed.map((duty) => [duty.agentId, unpackDuty(duty)]));

const packEntry = ({ draft, published }: DutyEntry): PackedEntry =>
  draft === published ? [packSide(published)] : [packSide(published), packSide(draft)];

const packSide = (shift: Shift | null): PackedShift | 0 => (shift === null ? 0 : packShift(shift));

function packShift({ id, businessDate, zone, startLocal, endLocal, startAt, segments, note }: Shift): PackedShift {
  const packed: PackedShift = [id, businessDate, zone, startLocal, endLocal, startAt / MINUTE_MS, segments.map(packSegment)];
  if (note !== undefined) packed.push(note);
  return packed;
}

function packSegment({ activity, startAt, endAt, post }: Segment): PackedSegment {
  const length = (endAt - startAt) / MINUTE_MS;
  const no = ACTIVITIES.indexOf(activity);
  return post === undefined ? [no, length] : [no, length, post];
}

function unpackDuty(packed: PackedDuty): Duty {
  const entries = packed.entries.map(([published, draft]) => {
    const told = published === 0 ? null : unpackShift(published);
    return { published: told, draft: draft === undefined ? told : draft === 0 ? null : unpackShift(draft) };
  });
  // In place, as all of a snapshot: nobody else has it.
  return Object.assign(packed as unknown as Duty, { entries });
}

function unpackShift([id, businessDate, zone, startLocal, endLocal, start, packed, note]: PackedShift): Shift {
  const startAt = epochMs(start * MINUTE_MS);
  let at: EpochMs = startAt;
  const segments = packed.map(([no, length, post]): Segment => {
    const from = at;
    at = epochMs(from + length * MINUTE_MS);
    return { activity: ACTIVITIES[no] as PlannedActivity, startAt: from, endAt: at, ...(post === undefined ? {} : { post }) };
  });
  const shift = { id: id as Shift['id'], businessDate, zone, startLocal, endLocal, startAt, endAt: at, segments };
  return note === undefined ? shift : { ...shift, note };
}
