import type { ChainableCommander, Redis } from 'ioredis';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';

/** What history keeps lies in keys of one UTC day each, which go by themselves when the day is old enough. */
export const DAY_MS = 24 * HOUR_MS;

/** The UTC day that holds an instant. */
export const dayOf = (at: EpochMs): EpochMs => epochMs(at - (at % DAY_MS));
/** `2026-11-21` */
export const nameOfDay = (day: EpochMs): string => new Date(day).toISOString().slice(0, 10);

export interface DayWriterDeps {
  readonly redis: Redis;
  /** The site clock, and how many times faster than real time it runs: Redis expires keys in real time. */
  readonly clock: { now(): EpochMs; rate(): number };
}

/** Writes of one batch. */
export interface DayWriter {
  readonly pipeline: ChainableCommander;
  /** Whether a day is still kept: what is older would be written only to go at once. */
  keeps(day: EpochMs): boolean;
  /** This key of that day is written to. */
  touch(key: string, day: EpochMs): void;
  write(): Promise<void>;
}

/** `keptMs`: how long beyond the end of its day something is kept, on the site clock. */
export function dayWriter({ redis, clock }: DayWriterDeps, keptMs: number): DayWriter {
  const now = clock.now();
  const pipeline = redis.pipeline();
  const expiries = new Map<string, number>();
  const restMs = (day: EpochMs) => day + DAY_MS + keptMs - now;
  return {
    pipeline,
    keeps: (day) => restMs(day) > 0,
    // A minute at least: at a hundred times real time a day is over before its last writes are.
    touch: (key, day) => void expiries.set(key, Math.ceil(Math.max(MINUTE_MS, restMs(day) / clock.rate()))),
    async write() {
      if (pipeline.length === 0) return;
      for (const [key, ttlMs] of expiries) pipeline.pexpire(key, ttlMs);
      const answers = await pipeline.exec();
      const error = answers?.find(([each]) => each !== null)?.[0];
      if (answers === null || error) throw new Error('history could not be written', { cause: error });
    },
  };
}
