import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Epoch, epochSchema } from '../../shared/kernel/ids.js';
import { ORIGIN, type Position, positionSchema } from '../../shared/kernel/position.js';
import type { LogEntry, SiteLog, UnreadableEntry } from '../log/log.js';
import type { Lifecycle } from '../ops/lifecycle.js';
import type { Logger } from '../ops/logger.js';

export interface FollowerDeps {
  readonly redis: Redis;
  readonly log: SiteLog;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'after' | 'every'>;
}

/** What is made of the log. `Open`: what a checkpoint keeps beside the position, plain data. */
export interface Projection<Open> {
  /** As it reads in logs, such as `visit history`. */
  readonly name: string;
  readonly checkpointKey: string;
  readonly open: z.ZodType<Open>;
  /**
   * Before the first entries, and again whenever the place in the log was lost. `open`: as of the checkpoint; null where it begins at
   * the log's start. `isForked`: there was a checkpoint, and the log that it was in is gone.
   */
  begin(open: Open | null, at: { readonly epoch: Epoch; readonly first: Position | null; readonly isForked: boolean }): Promise<void>;
  /** Entries in their order, without those that all nodes leave out. Those since the last checkpoint come again after a restart. */
  take(entries: readonly LogEntry[]): Promise<void>;
  /** Of now, for the next checkpoint. */
  keep(): Open;
}

/** Follows a site's log by itself, from its own checkpoint, on every node: what it writes must come out the same when done twice. */
export interface Follower {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** How far it has come; the log must not be trimmed beyond its checkpoint. */
  checkpoint(): Position;
}

/** Work done twice after a crash, at most. */
export const CHECKPOINT_EVERY_MS = 15_000;
const RETRY_MS = 1_000;

/** Without a good checkpoint (first start, a forked or trimmed log) it begins at the start of the log. */
export function createFollower<Open>({ redis, log, logger, lifecycle }: FollowerDeps, projection: Projection<Open>): Follower {
  const { name, checkpointKey } = projection;
  const checkpointSchema = z.strictObject({ epoch: epochSchema, position: positionSchema, open: projection.open });
  let position: Position = ORIGIN;
  let saved: Position = ORIGIN;
  let epoch: Epoch | null = null;
  /** What is written, what the projection keeps, and `position` are of one moment. Not while entries are taken, nor after that failed. */
  let isSound = false;
  let dead: ReadonlySet<Position> = new Set();
  let tail: { stop(): Promise<void> } | null = null;
  let running = false;
  let undoRestart: (() => void) | null = null;
  let undoSaving: (() => void) | null = null;

  const readCheckpoint = async () => {
    const text = await redis.get(checkpointKey);
    if (text === null) return null;
    try {
      return checkpointSchema.parse(JSON.parse(text));
    } catch {
      // Of another version, or damaged: as good as none. The log has what it was made of.
      return null;
    }
  };

  const resume = async () => {
    const opened = await log.open();
    dead = new Set((await log.dead()).keys());
    const checkpoint = await readCheckpoint();
    const isGood = checkpoint !== null && (await log.holds(checkpoint.epoch, checkpoint.position));
    epoch = opened.epoch;
    position = isGood ? checkpoint.position : ORIGIN;
    saved = position;
    const isForked = checkpoint !== null && !isGood;
    await projection.begin(isGood ? checkpoint.open : null, { epoch, first: opened.first, isForked });
    isSound = true;
    tail = log.tail(position, { onEntries, onAlive: () => {}, onLost: (reason) => restart(reason) });
  };

  const restart = (reason: string) => {
    if (!running || undoRestart !== null) return;
    logger.warn({ reason, projection: name }, 'history starts again from its checkpoint');
    const old = tail;
    tail = null;
    undoRestart = lifecycle.after(`${name} restart`, RETRY_MS, async () => {
      undoRestart = null;
      await old?.stop();
      if (running) await resume().catch((error: unknown) => failed(error));
    });
  };
  const failed = (error: unknown) => {
    logger.error({ err: error, projection: name }, 'history could not be written');
    restart('failed');
  };

  const onEntries = async (entries: ReadonlyArray<LogEntry | UnreadableEntry>) => {
    if (tail === null) return;
    isSound = false;
    try {
      await projection.take(entries.filter((entry): entry is LogEntry => 'commit' in entry && !dead.has(entry.position)));
      position = entries.at(-1)?.position ?? position;
      isSound = true;
    } catch (error) {
      failed(error);
    }
  };

  const save = async () => {
    if (!isSound || tail === null || position === saved) return;
    const at = position;
    await redis.set(checkpointKey, JSON.stringify({ epoch, position: at, open: projection.keep() }));
    saved = at;
  };

  return {
    async start() {
      running = true;
      await resume();
      undoSaving = lifecycle.every(`${name} checkpoint`, CHECKPOINT_EVERY_MS, save);
    },
    async stop() {
      running = false;
      undoSaving?.();
      undoRestart?.();
      const ending = tail;
      await ending?.stop();
      // Only after the tail has ended: between a record and its checkpoint nothing may come.
      await save().catch((error: unknown) => logger.warn({ err: error, projection: name }, 'the last checkpoint failed'));
      tail = null;
    },
    checkpoint: () => saved,
  };
}
