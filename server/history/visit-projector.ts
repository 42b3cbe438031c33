import type { Redis } from 'ioredis';
import type { SiteId } from '../../shared/kernel/ids.js';
import { type DayWriter, type DayWriterDeps, dayOf, dayWriter } from './days.js';
import { createFollower, type Follower, type FollowerDeps } from './follow.js';
import { anyDayPattern, checkpointKey, dayKeys, KEPT_MS } from './visit-keys.js';
import { createVisitRecorder, openVisitsSchema, type VisitRecord } from './visit-record.js';

export interface VisitProjectorDeps extends FollowerDeps, DayWriterDeps {
  readonly siteId: SiteId;
}

/**
 * Keeps a record of every visit for 48 hours, which is as far back as the log reaches. It writes by visit id: doing the same part
 * twice, or on two nodes at once, changes nothing. A checkpoint keeps the visits that were open there.
 */
export function createVisitProjector(deps: VisitProjectorDeps): Follower {
  const { redis, siteId } = deps;
  let recorder = createVisitRecorder();
  return createFollower(deps, {
    name: 'visit history',
    checkpointKey: checkpointKey(siteId),
    open: openVisitsSchema,
    async begin(open, { isForked }) {
      // What was kept of a log that is gone would mix with what is true now.
      if (isForked) await dropAll(redis, siteId);
      recorder = createVisitRecorder(open ?? []);
    },
    async take(entries) {
      const changed = new Map<string, VisitRecord>();
      for (const { commit } of entries)
        for (const event of commit.events) for (const visit of recorder.record(event)) changed.set(visit.visitId, visit);
      const writer = dayWriter(deps, KEPT_MS);
      for (const visit of changed.values()) writeOne(writer, siteId, visit);
      await writer.write();
    },
    keep: () => recorder.open(),
  });
}

async function dropAll(redis: Redis, siteId: SiteId): Promise<void> {
  const pattern = anyDayPattern(siteId).replace(/[[\]*?\\](?!$)/g, '\\$&');
  for await (const keys of redis.scanStream({ match: pattern, count: 500 })) {
    if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...(keys as string[]));
  }
}

function writeOne({ pipeline, keeps, touch }: DayWriter, siteId: SiteId, visit: VisitRecord): void {
  const day = dayOf(visit.enteredAt);
  if (!keeps(day)) return;
  const keys = dayKeys(siteId, day);
  const agents = [...new Set(visit.legs.map((leg) => leg.agentId))].map(keys.agent);
  const indexes = [keys.all, keys.queue(visit.queueId), ...agents];
  pipeline.hset(keys.records, visit.visitId, JSON.stringify(visit));
  for (const index of indexes) pipeline.zadd(index, visit.enteredAt, visit.visitId);
  for (const key of [keys.records, ...indexes]) touch(key, day);
}
