import type { Redis } from 'ioredis';
import type { SiteState } from '../../shared/domain/site.js';
import type { QueueId, SiteId } from '../../shared/kernel/ids.js';
import { type EpochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { siteTag } from '../log/keys.js';
import { DAY_MS, dayOf, dayWriter, nameOfDay } from './days.js';

/** Ten weeks: eight of the same weekday, holidays between them, and some to spare. */
const KEPT_MS = 70 * DAY_MS;
/** The fold knows the last fifty hours; older ones can not change any more. */
const LOOK_BACK_MS = 49 * HOUR_MS;

/** Calls of one queue in one UTC quarter-hour. */
export interface CallsThen {
  readonly queueId: QueueId;
  readonly start: number;
  readonly entered: number;
  readonly handled: number;
  readonly handleMs: number;
}

export interface CallHistoryDeps {
  readonly redis: Redis;
  readonly siteId: SiteId;
  readonly site: () => Readonly<SiteState>;
  readonly clock: { now(): EpochMs; rate(): number };
}

/** How many calls came, and how long they took, for longer than the state remembers: what forecasts learn from. */
export interface CallHistory {
  /** Writes what changed of the last two days. Every node does, and writes the same. */
  write(): Promise<void>;
  read(from: EpochMs, to: EpochMs): AsyncIterable<readonly CallsThen[]>;
}

/** Of one UTC day: a hash of `QUEUE|minute of the day` → `entered|handled|ms`. */
const callsKey = (siteId: SiteId, day: EpochMs): string => `${siteTag(siteId)}:calls:${nameOfDay(day)}`;

export function createCallHistory({ redis, siteId, site, clock }: CallHistoryDeps): CallHistory {
  let written = new Map<string, string>();
  return {
    async write() {
      const since = clock.now() - LOOK_BACK_MS;
      const writer = dayWriter({ redis, clock }, KEPT_MS);
      const current = new Map<string, string>();
      for (const queue of site().queues.values()) {
        for (const { start, counters } of queue.quarters) {
          if (start < since) continue;
          const { entered = 0, handled = 0, handledTalkMs = 0, handledHoldMs = 0, handledAcwMs = 0 } = counters;
          const value = `${entered}|${handled}|${handledTalkMs + handledHoldMs + handledAcwMs}`;
          const name = `${queue.id}|${start}`;
          current.set(name, value);
          if (written.get(name) === value) continue;
          const day = dayOf(start);
          if (!writer.keeps(day)) continue;
          writer.pipeline.hset(callsKey(siteId, day), `${queue.id}|${(start - day) / 60_000}`, value);
          writer.touch(callsKey(siteId, day), day);
        }
      }
      await writer.write();
      written = current;
    },

    async *read(from, to) {
      for (let day: number = dayOf(from); day < to; day += DAY_MS) {
        const found = await redis.hgetall(callsKey(siteId, day as EpochMs));
        yield Object.entries(found).flatMap(([field, value]) => callsThen(day, field, value) ?? []);
      }
    },
  };
}

function callsThen(day: number, field: string, value: string): CallsThen | null {
  const [queueId = '', minute = ''] = field.split('|');
  const [entered = Number.NaN, handled = Number.NaN, handleMs = Number.NaN] = value.split('|').map(Number);
  const start = day + Number(minute) * 60_000;
  return [start, entered, handled, handleMs].every(Number.isFinite)
    ? { queueId: queueId as QueueId, start, entered, handled, handleMs }
    : null;
}
