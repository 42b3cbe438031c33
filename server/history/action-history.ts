import type { Redis } from 'ioredis';
import { type ActionId, type AgentId, actionIdSchema, type SiteId, type VisitId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';
import { ACTIONS_KEPT_MS, actionDayKeys } from './action-keys.js';
import { type ActionRecord, askedPartSchema, fieldOf, PARTS, recordOf } from './action-record.js';
import { DAY_MS, dayOf } from './days.js';

export interface ActionQuery {
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
  readonly kind?: string | undefined;
  readonly userId?: string | undefined;
  readonly agentId?: AgentId | undefined;
  readonly visitId?: VisitId | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** As this reader may see it; undefined: not at all. */
  readonly show: (record: ActionRecord) => ActionRecord | undefined;
}

export interface ActionRecordPage {
  /** Newest first. */
  readonly actions: readonly ActionRecord[];
  readonly next: string | null;
}

/** Every accepted command of the last 35 days of the site clock. */
export interface ActionHistory {
  query(query: ActionQuery): Promise<ActionRecordPage>;
}

export interface ActionHistoryDeps {
  readonly redis: Redis;
  readonly siteId: SiteId;
  readonly logger: Logger;
  /** The site clock. */
  readonly now: () => EpochMs;
}

/** One query looks at no more records than these; the next one goes on from there. */
const MAX_LOOKED_AT = 5_000;
const CHUNK = 250;

export function createActionHistory(deps: ActionHistoryDeps): ActionHistory {
  return {
    async query(query) {
      const after = query.cursor === undefined ? null : placeOf(query.cursor);
      const now = deps.now();
      const from = epochMs(Math.max(query.from ?? 0, now - ACTIONS_KEPT_MS, 0));
      const to = epochMs(Math.min(query.to ?? now + 1, now + 1, after === null ? now + 1 : after.askedAt + 1));
      const page: ActionRecord[] = [];
      let lookedAt = 0;
      let last: Place | null = null;
      for await (const place of placesNewestFirst(deps, from, to)) {
        if (after !== null && !isFurther(place, after)) continue;
        if (page.length === query.limit || lookedAt === MAX_LOOKED_AT)
          return { actions: page, next: last === null ? null : cursorOf(last) };
        lookedAt += 1;
        last = place;
        const { record } = place;
        const shown = record !== null && matches(record, query) ? query.show(record) : undefined;
        if (shown !== undefined) page.push(shown);
      }
      return { actions: page, next: null };
    },
  };
}

const matches = ({ kind, by, on }: ActionRecord, query: ActionQuery): boolean =>
  (query.kind === undefined || kind === query.kind) &&
  (query.userId === undefined || by.userId === query.userId) &&
  (query.visitId === undefined || on.visitId === query.visitId) &&
  (query.agentId === undefined || [on.agentId, on.toAgentId, by.agentId].includes(query.agentId));

interface Place {
  readonly askedAt: EpochMs;
  readonly id: ActionId;
}

const cursorOf = ({ askedAt, id }: Place): string => `${askedAt}_${id}`;

function placeOf(cursor: string): Place {
  const [at = '', id = ''] = cursor.split('_');
  return { askedAt: epochMs(Number(at)), id: actionIdSchema.parse(id) };
}

/** Redis orders equal instants by id; newest first turns both. */
const isFurther = (place: Place, after: Place): boolean =>
  place.askedAt < after.askedAt || (place.askedAt === after.askedAt && place.id < after.id);

/** `record`: null where it can't be read. */
async function* placesNewestFirst(
  { redis, siteId, logger }: ActionHistoryDeps,
  from: EpochMs,
  to: EpochMs,
): AsyncIterable<Place & { readonly record: ActionRecord | null }> {
  for (let day = dayOf(epochMs(Math.max(from, to - 1))); day >= dayOf(from) && to > from; day = epochMs(day - DAY_MS)) {
    const keys = actionDayKeys(siteId, day);
    for (let offset = 0; ; offset += CHUNK) {
      const found = await redis.zrevrangebyscore(keys.all, `(${to}`, from, 'WITHSCORES', 'LIMIT', offset, CHUNK);
      const places = placesOf(found);
      if (places.length === 0) break;
      const fields = places.flatMap(({ id }) => [id, ...PARTS.map((part) => fieldOf(id, part))]);
      const texts = await redis.hmget(keys.records, ...fields);
      for (const [at, place] of places.entries()) {
        const [asked = null, ...parts] = texts.slice(at * (PARTS.length + 1), (at + 1) * (PARTS.length + 1));
        yield { ...place, record: readRecord(asked, parts, place.id, logger) };
      }
    }
  }
}

/** Ids and their scores, as Redis alternates them. */
const placesOf = (found: readonly string[]): Place[] =>
  found.flatMap((id, at) => (at % 2 === 0 ? [{ id: id as ActionId, askedAt: epochMs(Number(found[at + 1])) }] : []));

/** One that is damaged, or of a later version, must not hide the others. */
function readRecord(asked: string | null, parts: readonly (string | null)[], id: ActionId, logger: Logger): ActionRecord | null {
  if (asked === null) return null;
  try {
    return recordOf(askedPartSchema.parse(JSON.parse(asked)), Object.fromEntries(PARTS.map((part, at) => [part, parts[at] ?? null])));
  } catch (error) {
    logger.error({ err: error, actionId: id }, 'an action record can not be read');
    return null;
  }
}
