import type { AgentId, TeamId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../kernel/time.js';
import { localDate } from '../../kernel/zone.js';
import { type EntityKey, entityKey, type SiteState } from '../site.js';
import type { Buffer, BufferMonth, BufferRecord, Cover } from './buffer.js';

const DAY_MS = 24 * HOUR_MS;
/** B.4.4: then a month's sums are all that is left. */
export const RECORD_KEPT_MS = 90 * DAY_MS;
/** On screens after it is over. */
export const SHOWN_AFTER_MS = 26 * HOUR_MS;
/** A no that nobody looked at is a task for so long. */
export const REVIEW_KEPT_MS = 8 * DAY_MS;
export const COVER_SHOWN_MS = HOUR_MS;
/** A site of ten thousand in ninety days; beyond it the oldest go, whose months are summed up first. */
const MOST_RECORDS = 60_000;
/** Sums of fewer people would tell of one (B.4.4). */
export const LEAST_PEOPLE = 5;
const MONTHS_KEPT = 36;

/** Who is away, and how often somebody was: decided one after the other, whoever's request it is. */
export const BUFFER_LEDGER_ID = 'ledger';
export const BUFFER_LEDGER: EntityKey = entityKey('buffer', BUFFER_LEDGER_ID);

export const newRecord = (buffer: Buffer): BufferRecord => ({
  bufferId: buffer.id,
  agentId: buffer.agentId,
  ...(buffer.teamId === undefined ? {} : { teamId: buffer.teamId }),
  requestedAt: buffer.requestedAt,
  state: buffer.state,
  ...(buffer.reasonRef === undefined ? {} : { reasonRef: buffer.reasonRef }),
});

/** Brings the record in line with its request. */
export function noteOnRecord(site: SiteState, buffer: Buffer): void {
  const record = site.bufferRecords.findLast(({ bufferId }) => bufferId === buffer.id);
  if (record === undefined) return;
  record.state = buffer.state;
  if (buffer.check !== undefined) record.verdict ??= buffer.check.verdict;
  if (buffer.decideBy !== undefined) record.decideBy ??= buffer.decideBy;
  if (buffer.decision !== undefined) record.decision ??= { ...buffer.decision };
  if (buffer.review?.outcome === 'overturned') record.isOverturned = true;
  if (buffer.startedAt !== undefined) record.startedAt = buffer.startedAt;
  if (buffer.closedAt !== undefined) {
    record.closedAt = buffer.closedAt;
    if (buffer.startedAt !== undefined) record.endedAt = buffer.closedAt;
  }
}

/** When the next of what is kept for a time is old enough to go. */
export function ledgerDueAt(site: Readonly<SiteState>): EpochMs | undefined {
  let first = site.bufferRecords[0] === undefined ? Number.POSITIVE_INFINITY : site.bufferRecords[0].requestedAt + RECORD_KEPT_MS;
  for (const buffer of site.buffers.values()) first = Math.min(first, shownUntil(buffer));
  for (const cover of site.covers.values()) first = Math.min(first, coverShownUntil(cover));
  return Number.isFinite(first) ? epochMs(first) : undefined;
}

export function shownUntil({ closedAt, state, review, landing }: Buffer): number {
  if (closedAt === undefined) return Number.POSITIVE_INFINITY;
  const isAwaited = landing !== undefined || (state === 'declined' && review === undefined);
  return closedAt + (isAwaited ? REVIEW_KEPT_MS : SHOWN_AFTER_MS);
}

/** What was taken over is part of that day's plan, as a buffer shift is; an offer that came to nothing is soon forgotten. */
export function coverShownUntil({ settledAt, state, endAt, coveredUntil }: Cover): number {
  if (settledAt === undefined) return Number.POSITIVE_INFINITY;
  if (state === 'accepted' || coveredUntil !== undefined) return Math.max(settledAt, coveredUntil ?? endAt) + SHOWN_AFTER_MS;
  return settledAt + COVER_SHOWN_MS;
}

/** A month is summed up before the first of its records goes: all of it is there then, since a month is shorter than what is kept. */
export function forgetRecords(site: SiteState, now: EpochMs): void {
  while (site.bufferRecords.length > 0) {
    const [oldest] = site.bufferRecords;
    const isOld = oldest !== undefined && oldest.requestedAt + RECORD_KEPT_MS <= now;
    if (oldest === undefined || !(isOld || site.bufferRecords.length > MOST_RECORDS)) return;
    sumUp(site, monthOf(site, oldest));
    site.bufferRecords.shift();
  }
}

const monthOf = (site: Readonly<SiteState>, { requestedAt }: BufferRecord): string =>
  localDate(requestedAt, site.config.timeZone).slice(0, 7);

const isSummed = ({ bufferMonthsUpTo }: Readonly<SiteState>, month: string): boolean => month <= (bufferMonthsUpTo ?? '');

function sumUp(site: SiteState, month: string): void {
  if (isSummed(site, month)) return;
  site.bufferMonthsUpTo = month;
  site.bufferMonths.push(
    ...sumsOf(
      site.bufferRecords.filter((record) => monthOf(site, record) === month),
      month,
    ),
  );
  const oldest = [...new Set(site.bufferMonths.map((sum) => sum.month))].sort().at(-MONTHS_KEPT);
  if (oldest !== undefined) site.bufferMonths = site.bufferMonths.filter((sum) => sum.month >= oldest);
}

/** A month's sums of the whole site, then of its teams; those of fewer than five people are nowhere. */
export function sumsOf(records: readonly BufferRecord[], month: string): BufferMonth[] {
  const teams = new Set(records.flatMap(({ teamId }) => teamId ?? []));
  const all = [
    sumOf(records, month),
    ...[...teams].sort().map((id) =>
      sumOf(
        records.filter(({ teamId }) => teamId === id),
        month,
        id,
      ),
    ),
  ];
  return all.filter(({ people }) => people >= LEAST_PEOPLE);
}

function sumOf(records: readonly BufferRecord[], month: string, teamId?: TeamId): BufferMonth {
  const of = (outcome: NonNullable<BufferRecord['decision']>['outcome']) =>
    records.filter(({ decision }) => decision?.outcome === outcome).length;
  return {
    month,
    ...(teamId === undefined ? {} : { teamId }),
    people: new Set(records.map(({ agentId }) => agentId)).size,
    requests: records.length,
    approved: of('approved'),
    deferred: of('deferred'),
    declined: of('declined'),
    overturned: records.filter(({ isOverturned }) => isOverturned).length,
    totalMs: records.reduce(
      (sum, { startedAt, endedAt }) => sum + (startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : 0),
      0,
    ),
  };
}

/** Every month that can be told of: summed up already, or from the records that are there. */
export function monthsOf(site: Readonly<SiteState>): BufferMonth[] {
  const byMonth = new Map<string, BufferRecord[]>();
  for (const record of site.bufferRecords) {
    const month = monthOf(site, record);
    if (!isSummed(site, month)) byMonth.set(month, [...(byMonth.get(month) ?? []), record]);
  }
  return [...site.bufferMonths, ...[...byMonth].flatMap(([month, records]) => sumsOf(records, month))];
}

/** How somebody stands with the limits on what is granted without a person (BS-R4). */
export interface Lately {
  readonly isThird: boolean;
  /** Before this a person decides. */
  readonly coolUntil: EpochMs;
}

export function latelyOf(site: Readonly<SiteState>, agentId: AgentId, now: EpochMs): Lately {
  const { autoPer7Days, coolDownMin } = site.config.workforce.buffer;
  let taken = 0;
  let lastEndedAt = Number.NEGATIVE_INFINITY;
  for (const record of site.bufferRecords) {
    if (record.agentId !== agentId) continue;
    if ((record.startedAt ?? Number.NEGATIVE_INFINITY) > now - 7 * DAY_MS) taken += 1;
    lastEndedAt = Math.max(lastEndedAt, record.endedAt ?? Number.NEGATIVE_INFINITY);
  }
  return { isThird: taken >= autoPer7Days, coolUntil: epochMs(Math.max(0, lastEndedAt + coolDownMin * 60_000)) };
}
