import { type TrailSpan, trailSpans } from '../domain/agent/at-work.js';
import { publishedOf } from '../domain/roster/entries.js';
import type { Shift } from '../domain/roster/shift.js';
import type { Agent, SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS } from '../kernel/time.js';
import { addDays, localDate, minuteOfDay } from '../kernel/zone.js';
import type { StrainInputs } from '../staffing/strain.js';
import type { HardCall } from '../staffing/strain-parts.js';
import { occupancyBetween } from './agent-measures.js';

/** A call that an agent had, as far as strain asks. */
export interface WorkedCall {
  readonly queueId: QueueId;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** The worst that it was; absent: an ordinary one. */
  readonly hard?: HardCall['type'];
}

export interface Worked {
  /** Of the present shift, in the order in which they ended. */
  readonly calls: readonly WorkedCall[];
  /** Longer than this is longer than 95 % of the queue's calls; null: too few are known. */
  longFromMs(queueId: QueueId): number | null;
}

const LOOK_BACK_MS = 2 * HOUR_MS;
const LEAST_BREAK_MS = 5 * MINUTE_MS;
const RESTING: ReadonlySet<string> = new Set(['break', 'meal', 'micro-pause', 'buffer', 'offline']);
const UNPAID: ReadonlySet<string> = new Set(['meal', 'offline']);
const NIGHT_ENDS_MIN = 5 * 60;

/** What the score is made of, out of what is there for all to see; the agent's own word is added by whoever knows it. */
export function strainInputsOf(
  site: Readonly<SiteState>,
  agent: Agent,
  { calls, longFromMs }: Worked,
  since: EpochMs,
  now: EpochMs,
): Omit<StrainInputs, 'checkIn'> {
  const spans = trailSpans(agent, now).filter(({ endAt }) => endAt > since);
  const restedAt = lastBreakEnd(spans) ?? since;
  const recent = calls.filter(({ endedAt }) => endedAt > now - LOOK_BACK_MS);
  const occupancy = (ms: number) => occupancyBetween(agent, epochMs(Math.max(since, now - ms)), now, ms / 2);
  return {
    hardCalls: recent.flatMap(({ hard, endedAt }) => (hard === undefined ? [] : [{ type: hard, ageMin: (now - endedAt) / MINUTE_MS }])),
    hardRun: runOfHard(calls.filter(({ endedAt }) => endedAt >= restedAt)),
    minutesSinceBreak: (now - restedAt) / MINUTE_MS,
    occ60: occupancy(HOUR_MS),
    occ120: occupancy(2 * HOUR_MS),
    longCalls120: longOf(recent, longFromMs),
    hoursWorked: spans.reduce((sum, span) => sum + (UNPAID.has(span.as) ? 0 : span.endAt - Math.max(span.startAt, since)), 0) / HOUR_MS,
    ...rosterInputs(site, agent, now),
  };
}

/** Of the last break of five minutes, whatever kinds of rest it was made of; the present moment while it goes on. */
function lastBreakEnd(spans: readonly TrailSpan[]): EpochMs | null {
  let last: EpochMs | null = null;
  let began: EpochMs | null = null;
  for (const { startAt, endAt, as } of spans) {
    if (!RESTING.has(as)) began = null;
    else {
      began ??= startAt;
      if (endAt - began >= LEAST_BREAK_MS) last = endAt;
    }
  }
  return last;
}

function runOfHard(calls: readonly WorkedCall[]): number {
  const easy = calls.findLastIndex(({ hard }) => hard === undefined);
  return calls.length - 1 - easy;
}

/** Null: of none of the queues it is known what is long. */
function longOf(calls: readonly WorkedCall[], longFromMs: Worked['longFromMs']): number | null {
  let long = 0;
  let isKnown = calls.length === 0;
  for (const { queueId, startedAt, endedAt } of calls) {
    const fromMs = longFromMs(queueId);
    if (fromMs === null) continue;
    isKnown = true;
    if (endedAt - startedAt > fromMs) long += 1;
  }
  return isKnown ? long : null;
}

/** Days on end, rest before the shift and its part of the night, by what was published; null for whom nothing ever was. */
function rosterInputs(site: Readonly<SiteState>, agent: Agent, now: EpochMs) {
  const shifts = publishedOf(site.duties.get(agent.id));
  if (shifts.length === 0) return { consecutiveDays: null, restHoursBefore: null, nightMinutes: null };
  const { timeZone } = site.config;
  const shift = shifts.find(({ startAt, endAt }) => startAt <= now && now < endAt);
  return {
    consecutiveDays: daysOnEnd(shifts, shift?.businessDate ?? localDate(now, timeZone)),
    restHoursBefore: shift === undefined ? null : restBefore(shifts, shift),
    nightMinutes: shift === undefined ? 0 : nightMinutesOf(shift, timeZone),
  };
}

function daysOnEnd(shifts: readonly Shift[], today: string): number {
  const worked = new Set(shifts.map(({ businessDate }) => businessDate));
  let days = 1;
  while (worked.has(addDays(today, -days))) days += 1;
  return days;
}

/** The eight days that are kept have none before this one: more than a week. */
const LONG_REST_HOURS = 168;
function restBefore(shifts: readonly Shift[], shift: Shift): number {
  const endedAt = Math.max(...shifts.filter(({ endAt }) => endAt <= shift.startAt).map(({ endAt }) => endAt));
  return Number.isFinite(endedAt) ? (shift.startAt - endedAt) / HOUR_MS : LONG_REST_HOURS;
}

function nightMinutesOf({ startAt, endAt }: Shift, zone: string): number {
  let minutes = 0;
  for (let at: number = startAt; at < endAt; at += QUARTER_MS) {
    if (minuteOfDay(epochMs(at), zone) < NIGHT_ENDS_MIN) minutes += Math.min(QUARTER_MS, endAt - at) / MINUTE_MS;
  }
  return minutes;
}
