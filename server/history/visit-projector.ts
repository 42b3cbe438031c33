import type { ChainableCommander, Redis } from 'ioredis';
import { z } from 'zod';
import { epochSchema, type SiteId } from '../../shared/kernel/ids.js';
import { ORIGIN, type Position, positionSchema } from '../../shared/kernel/position.js';
import { type EpochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { LogEntry, SiteLog, UnreadableEntry } from '../log/log.js';
import type { Lifecycle } from '../ops/lifecycle.js';
import type { Logger } from '../ops/logger.js';
import { anyDayPattern, checkpointKey, DAY_MS, dayKeys, dayOf, KEPT_MS } from './visit-keys.js';
import { createVisitRecorder, openVisitsSchema, type VisitRecord, type VisitRecorder } from './visit-record.js';

/**
 * Follows the log and keeps a record of every visit for 48 hours. It reads the log by itself, from its own checkpoint, and writes by
 * visit id: doing the same part twice, or on two nodes at once, changes nothing.
 *
 * A checkpoint is a position and the visits that were open there; without a good one (first start, a forked or trimmed log) it
 * begins at the start of the log, which reaches as far back as records are kept.
 */
export interface VisitProjectorDeps {
  readonly redis: Redis;
  readonly log: SiteLog;
  readonly siteId: SiteId;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'after' | 'every'>;
  /** The site clock, and how many times faster than real time it runs: Redis expires keys in real time. */
  readonly clock: { now(): EpochMs; rate(): number };
}

export interface VisitProjector {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** How far it has come; the log must not be trimmed beyond its checkpoint. */
  checkpoint(): Position;
}

const checkpointSchema = z.strictObject({ epoch: epochSchema, position: positionSchema, open: openVisitsSchema });

/** Work done twice after a crash, at most. */
export const CHECKPOINT_EVERY_MS = 15_000;
const RETRY_MS = 1_000;

export function createVisitProjector(deps: VisitProjectorDeps): VisitProjector {
  const { redis, log, siteId, logger, lifecycle } = deps;
  let recorder: VisitRecorder = createVisitRecorder();
  let position: Position = ORIGIN;
  let saved: Position = ORIGIN;
  let epoch: string | null = null;
  let dead: ReadonlySet<Position> = new Set();
  let tail: { stop(): Promise<void> } | null = null;
  let running = false;
  let undoRestart: (() => void) | null = null;
  let undoSaving: (() => void) | null = null;

  const resume = async () => {
    const opened = await log.open();
    dead = new Set((await log.dead()).keys());
    const checkpoint = await readCheckpoint(redis, siteId);
    const isGood = checkpoint !== null && (await log.holds(checkpoint.epoch, checkpoint.position));
    // What was kept of a log that is gone would mix with what is true now.
    if (checkpoint !== null && !isGood) await dropAll(redis, siteId);
    epoch = opened.epoch;
    position = isGood ? checkpoint.position : ORIGIN;
    saved = position;
    recorder = createVisitRecorder(isGood ? checkpoint.open : []);
    tail = log.tail(position, { onEntries, onAlive: () => {}, onLost: (reason) => restart(reason) });
  };

  const restart = (reason: string) => {
    if (!running || undoRestart !== null) return;
    logger.warn({ reason }, 'visit history starts again from its checkpoint');
    const old = tail;
    tail = null;
    undoRestart = lifecycle.after('visit-history-restart', RETRY_MS, async () => {
      undoRestart = null;
      await old?.stop();
      if (running) await resume().catch((error: unknown) => failed(error));
    });
  };
  const failed = (error: unknown) => {
    logger.error({ err: error }, 'visit history could not be written');
    restart('failed');
  };

  const onEntries = async (entries: ReadonlyArray<LogEntry | UnreadableEntry>) => {
    if (tail === null) return;
    try {
      const changed = new Map<string, VisitRecord>();
      for (const entry of entries) {
        position = entry.position;
        if (!('commit' in entry) || dead.has(entry.position)) continue;
        for (const event of entry.commit.events) for (const visit of recorder.record(event)) changed.set(visit.visitId, visit);
      }
      await write(deps, [...changed.values()]);
    } catch (error) {
      failed(error);
    }
  };

  const save = async () => {
    if (epoch === null || tail === null || position === saved) return;
    const at = position;
    await redis.set(checkpointKey(siteId), JSON.stringify({ epoch, position: at, open: recorder.open() }));
    saved = at;
  };

  return {
    async start() {
      running = true;
      await resume();
      undoSaving = lifecycle.every('visit-history-checkpoint', CHECKPOINT_EVERY_MS, save);
    },
    async stop() {
      running = false;
      undoSaving?.();
      undoRestart?.();
      const ending = tail;
      await ending?.stop();
      // Only after the tail has ended: between a record and its checkpoint nothing may come.
      await save().catch((error: unknown) => logger.warn({ err: error }, 'visit history: last checkpoint failed'));
      tail = null;
    },
    checkpoint: () => saved,
  };
}

async function readCheckpoint(redis: Redis, siteId: SiteId) {
  const text = await redis.get(checkpointKey(siteId));
  if (text === null) return null;
  try {
    return checkpointSchema.parse(JSON.parse(text));
  } catch {
    // Of another version, or damaged: as good as none. The log has everything.
    return null;
  }
}

async function dropAll(redis: Redis, siteId: SiteId): Promise<void> {
  const pattern = anyDayPattern(siteId).replace(/[[\]*?\\](?!$)/g, '\\$&');
  for await (const keys of redis.scanStream({ match: pattern, count: 500 })) {
    if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...(keys as string[]));
  }
}

async function write({ redis, siteId, clock }: VisitProjectorDeps, visits: readonly VisitRecord[]): Promise<void> {
  const now = clock.now();
  const pipeline = redis.pipeline();
  const expiries = new Map<string, number>();
  for (const visit of visits) {
    const day = dayOf(visit.enteredAt);
    const restMs = day + DAY_MS + KEPT_MS - now;
    if (restMs <= 0) continue;
    // A minute at least: at a hundred times real time a day is over before its last writes are.
    const ttlMs = Math.ceil(Math.max(MINUTE_MS, restMs / clock.rate()));
    for (const key of writeOne(pipeline, siteId, day, visit)) expiries.set(key, ttlMs);
  }
  if (pipeline.length === 0) return;
  for (const [key, ttlMs] of expiries) pipeline.pexpire(key, ttlMs);
  const answers = await pipeline.exec();
  const error = answers?.find(([each]) => each !== null)?.[0];
  if (answers === null || error) throw new Error('visit records could not be written', { cause: error });
}

/** Returns the keys it wrote to. */
function writeOne(pipeline: ChainableCommander, siteId: SiteId, day: EpochMs, visit: VisitRecord): string[] {
  const keys = dayKeys(siteId, day);
  const agents = [...new Set(visit.legs.map((leg) => leg.agentId))].map(keys.agent);
  const indexes = [keys.all, keys.queue(visit.queueId), ...agents];
  pipeline.hset(keys.records, visit.visitId, JSON.stringify(visit));
  for (const index of indexes) pipeline.zadd(index, visit.enteredAt, visit.visitId);
  return [keys.records, ...indexes];
}
