import type { Redis } from 'ioredis';
import type { QueueSettings } from '../../shared/domain/site.js';
import type { AgentId, QueueId, SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import type { VisitMeasure, VisitRow } from '../../shared/protocol/http.js';
import { DAY_MS, dayOf } from './days.js';
import { countsFor, type Window } from './visit-filter.js';
import { type DayKeys, dayKeys, KEPT_MS } from './visit-keys.js';
import { type VisitRecord, visitRecordSchema } from './visit-record.js';

export interface VisitQuery extends Window {
  readonly measure: VisitMeasure;
  readonly queueId?: QueueId | undefined;
  readonly agentId?: AgentId | undefined;
  readonly outcome?: VisitRow['outcome'] | undefined;
  /** Which queues and agents may be seen at all. */
  readonly mayRead: (visit: VisitRecord) => boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface VisitRecordPage {
  /** Newest first. */
  readonly visits: readonly VisitRecord[];
  /** All that match; null when the search was cut short. */
  readonly total: number | null;
  readonly next: string | null;
}

/** The calls of the last 48 hours of the site clock. */
export interface VisitHistory {
  query(query: VisitQuery): Promise<VisitRecordPage>;
}

export interface VisitHistoryDeps {
  readonly redis: Redis;
  readonly siteId: SiteId;
  /** The site clock. */
  readonly now: () => EpochMs;
  /** The settings of a queue that were in force when a call entered. */
  readonly settingsAt: (queueId: QueueId, enteredAt: EpochMs) => QueueSettings;
}

/** One query looks at no more records than these; a window this full is answered by its newest part. */
const MAX_LOOKED_AT = 10_000;
const CHUNK = 500;
/** A call handled in the window may have entered this much earlier. */
const LONGEST_CALL_MS = 4 * 3_600_000;

export function createVisitHistory({ redis, siteId, now, settingsAt }: VisitHistoryDeps): VisitHistory {
  return {
    async query(query) {
      const window = clip(query, now());
      const entered = { ...window, from: query.measure === 'handled' ? epochMs(Math.max(0, window.from - LONGEST_CALL_MS)) : window.from };
      const matches = (visit: VisitRecord) =>
        query.mayRead(visit) &&
        (query.queueId === undefined || visit.queueId === query.queueId) &&
        (query.agentId === undefined || visit.legs.some((leg) => leg.agentId === query.agentId)) &&
        (query.outcome === undefined || visit.outcome === query.outcome) &&
        countsFor(visit, query.measure, settingsAt(visit.queueId, visit.enteredAt), window, query.agentId);

      const page: VisitRecord[] = [];
      let total = 0;
      let lookedAt = 0;
      let isMore = false;
      for await (const chunk of recordsNewestFirst(redis, siteId, query, entered)) {
        lookedAt += chunk.length;
        for (const visit of chunk.filter(matches)) {
          total++;
          if (query.cursor !== undefined && !isAfterCursor(visit, query.cursor)) continue;
          if (page.length < query.limit) page.push(visit);
          else isMore = true;
        }
        if (lookedAt >= MAX_LOOKED_AT) break;
      }
      const last = page.at(-1);
      return {
        visits: page.map((visit) => visitRecordSchema.parse(visit)),
        total: lookedAt >= MAX_LOOKED_AT ? null : total,
        next: isMore && last ? cursorOf(last) : null,
      };
    },
  };
}

const clip = ({ from, to }: Window, now: EpochMs): Window => ({
  from: epochMs(Math.max(from, now - KEPT_MS, 0)),
  to: epochMs(Math.min(to, now + 1)),
});

const cursorOf = (visit: VisitRecord) => `${visit.enteredAt}_${visit.visitId}`;

/** Redis orders equal instants by id; newest first turns both. */
function isAfterCursor(visit: VisitRecord, cursor: string): boolean {
  const [at = '', visitId = ''] = cursor.split('_');
  return visit.enteredAt < Number(at) || (visit.enteredAt === Number(at) && visit.visitId < visitId);
}

async function* recordsNewestFirst(
  redis: Redis,
  siteId: SiteId,
  query: Pick<VisitQuery, 'queueId' | 'agentId'>,
  { from, to }: Window,
): AsyncIterable<VisitRecord[]> {
  for (let day = dayOf(epochMs(Math.max(from, to - 1))); day >= dayOf(from) && to > from; day = epochMs(day - DAY_MS)) {
    const keys = dayKeys(siteId, day);
    const ids = await redis.zrevrangebyscore(indexOf(keys, query), `(${to}`, from);
    for (let i = 0; i < ids.length; i += CHUNK) {
      const texts = await redis.hmget(keys.records, ...ids.slice(i, i + CHUNK));
      yield texts.filter((text) => text !== null).map((text) => JSON.parse(text) as VisitRecord);
    }
  }
}

function indexOf(keys: DayKeys, { queueId, agentId }: Pick<VisitQuery, 'queueId' | 'agentId'>): string {
  if (agentId !== undefined) return keys.agent(agentId);
  return queueId === undefined ? keys.all : keys.queue(queueId);
}
