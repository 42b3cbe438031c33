import type { ShiftInput } from '../../shared/domain/roster/inputs.js';
import { businessDateSchema, localTimeSchema, type PlannedActivity, plannedActivitySchema } from '../../shared/domain/roster/words.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { MINUTE_MS } from '../../shared/kernel/time.js';
import { addDays, atWallClock } from '../../shared/kernel/zone.js';
import { isTimeZone } from '../../shared/kernel/zone-name.js';
import type { ImportFault } from '../../shared/protocol/roster-http.js';
import type { CsvRow } from '../csv/read-csv.js';
import { plainField } from '../csv/write-csv.js';

/** The columns of a roster's file, in the order in which it is written. What others there are is not read. */
export const COLUMNS = ['agent', 'name', 'team', 'date', 'start', 'end', 'activities', 'zone'] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['agent', 'date', 'start', 'end'];

/** Heads as people write them. */
const HEADS = new Map<string, Column>([
  ...COLUMNS.map((column) => [column, column] as const),
  ['坐席', 'agent'],
  ['座席', 'agent'],
  ['工号', 'agent'],
  ['日期', 'date'],
  ['业务日', 'date'],
  ['开始', 'start'],
  ['结束', 'end'],
  ['活动', 'activities'],
  ['时区', 'zone'],
]);

/** In a file a shift is on the phones but where it says otherwise. */
const ACTIVITY_WORDS = new Map<string, PlannedActivity>([
  ...plannedActivitySchema.options.map((code) => [code, code] as const),
  ['接话', 'phone'],
  ['在线', 'chat'],
  ['外呼', 'outbound'],
  ['小休', 'break'],
  ['用餐', 'meal'],
  ['培训', 'training'],
  ['班会', 'meeting'],
  ['辅导', 'coaching'],
  ['后台', 'backoffice'],
  ['休假', 'leave'],
  ['病假', 'sick'],
  ['加班', 'ot'],
  ['自愿休', 'vto'],
]);

export type Places = ReadonlyMap<Column, number>;

/** Where the columns are; the names of those that are missing. */
export function placesOf({ fields }: CsvRow): Result<Places, readonly Column[]> {
  const places = new Map<Column, number>();
  for (const [at, head] of fields.entries()) {
    const column = HEADS.get(head.trim().toLowerCase());
    if (column !== undefined && !places.has(column)) places.set(column, at);
  }
  const missing = NEEDED.filter((column) => !places.has(column));
  return missing.length === 0 ? ok(places) : err(missing);
}

/** What a line asks for: `shift` null takes the day's shift away. */
export interface ImportLine {
  readonly line: number;
  readonly agent: string;
  readonly date: string;
  readonly shift: ShiftInput | null;
}

export type Fault = Omit<ImportFault, 'line'>;
const fault = (code: string, column: Column, detail?: string): Result<never, Fault> =>
  err({ code, column, ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }) });

export function readLine(row: CsvRow, places: Places, siteZone: string): Result<ImportLine, Fault> {
  if (row.isBroken) return err({ code: 'broken-line' });
  const field = (column: Column) => plainField(row.fields[places.get(column) ?? -1] ?? '').trim();
  for (const column of ['agent', 'date', 'start'] as const) if (field(column) === '') return fault('missing', column);
  const date = dateOf(field('date'));
  if (date === undefined) return fault('bad-date', 'date', field('date'));
  const line = { line: row.line, agent: field('agent'), date };
  if (OFF.has(field('start').toLowerCase())) return ok({ ...line, shift: null });
  const startLocal = timeOf(field('start'));
  if (startLocal === undefined) return fault('bad-time', 'start', field('start'));
  const endLocal = timeOf(field('end'));
  if (endLocal === undefined) return fault(field('end') === '' ? 'missing' : 'bad-time', 'end', field('end'));
  const zone = field('zone');
  if (zone !== '' && !isTimeZone(zone)) return fault('bad-zone', 'zone', zone);
  const segments = segmentsOf(field('activities'), { date, startLocal, endLocal, zone: zone === '' ? siteZone : zone });
  if (!segments.ok) return segments;
  return ok({ ...line, shift: { businessDate: date, startLocal, endLocal, segments: segments.value, ...(zone === '' ? {} : { zone }) } });
}

const OFF: ReadonlySet<string> = new Set(['off', '休', '休息']);

/** `2026-11-23`, or as spreadsheets turn it: `2026/11/3`. */
function dateOf(text: string): string | undefined {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return businessDateSchema.safeParse(date).success ? date : undefined;
}

/** `9:00` is nine too, and `09:00:00`. */
function timeOf(text: string): string | undefined {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text) ?? [];
  const time = `${hour.padStart(2, '0')}:${minute}`;
  return localTimeSchema.safeParse(time).success ? time : undefined;
}

interface Frame {
  readonly date: string;
  readonly startLocal: string;
  readonly endLocal: string;
  readonly zone: string;
}

/** `meal 12:00-12:30; backoffice/DATA 16:00-17:00`: in order, within the shift, and on the phones in between. */
function segmentsOf(text: string, frame: Frame): Result<ShiftInput['segments'], Fault> {
  const startAt = instant(frame, frame.startLocal);
  const lengthMin = (instant(frame, frame.endLocal, true) - startAt) / MINUTE_MS;
  const segments: ShiftInput['segments'] = [{ fromMin: 0, activity: 'phone' }];
  let until = 0;
  for (const part of text.split(/[;；\n]/)) {
    if (part.trim() === '') continue;
    const [, word = '', post, from = '', to = ''] = PART.exec(part.trim()) ?? [];
    const activity = ACTIVITY_WORDS.get(word.toLowerCase());
    const [fromTime, toTime] = [timeOf(from), timeOf(to)];
    if (fromTime === undefined || toTime === undefined) return fault('bad-activity', 'activities', part.trim());
    if (activity === undefined) return fault('unknown-activity', 'activities', word);
    const fromMin = (instant(frame, fromTime) - startAt) / MINUTE_MS;
    const toMin = (instant(frame, toTime, true) - startAt) / MINUTE_MS;
    if (fromMin < until || toMin <= fromMin || toMin > lengthMin) return fault('activity-outside', 'activities', part.trim());
    while ((segments.at(-1)?.fromMin ?? -1) >= fromMin) segments.pop();
    segments.push({ fromMin, activity, ...(post === undefined ? {} : { post }) });
    if (toMin < lengthMin) segments.push({ fromMin: toMin, activity: 'phone' });
    until = toMin;
  }
  return ok(segments);
}
const PART = /^([\p{L}-]+)(?:\/([\p{L}\p{N}_-]{1,40}))?\s*[: ]\s*(\d{1,2}:\d{2})\s*[-–~]\s*(\d{1,2}:\d{2})$/u;

/** Times before the shift's start are those of the next day; its end, when they are alike, too. */
function instant({ date, startLocal, zone }: Frame, time: string, isEnd = false): number {
  const isNextDay = time < startLocal || (isEnd && time === startLocal);
  return atLocal(isNextDay ? addDays(date, 1) : date, time, zone);
}

/** A file has the same few hundred times a hundred thousand times over. */
const known = new Map<string, number>();
const MOST_KNOWN = 20_000;
function atLocal(date: string, time: string, zone: string): number {
  const key = `${date}|${time}|${zone}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const at = atWallClock({ date, sinceMidnightMs: (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS }, zone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, at);
  return at;
}
