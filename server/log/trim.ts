import type { Redis } from 'ioredis';
import { comparePositions, type Position } from '../../shared/kernel/position.js';
import type { LogKeys } from './keys.js';
import { locate } from './locate.js';

export interface TrimLimits {
  readonly nowMs: number;
  readonly retentionMs: number;
  /** Newest first. */
  readonly snapshots: readonly Position[];
  readonly checkpoints: readonly Position[];
}

/**
 * The first position that must stay, or null when nothing may go: without a snapshot the log is the only copy.
 * A snapshot's own entry stays, since a position is good only if it can be found in the log.
 */
export function trimBelow({ nowMs, retentionMs, snapshots, checkpoints }: TrimLimits): Position | null {
  const oldest = snapshots.at(-1);
  if (!oldest) return null;
  const retained = `${Math.max(0, nowMs - retentionMs)}-0` as Position;
  return [retained, ...checkpoints].reduce((least, position) => (comparePositions(position, least) < 0 ? position : least), oldest);
}

/** Snapshots of a lost branch say nothing about what may go. */
export async function presentOnly(redis: Redis, keys: LogKeys, positions: readonly Position[]): Promise<Position[]> {
  const where = await Promise.all(positions.map((position) => locate(redis, keys, position)));
  return positions.filter((_, i) => where[i] === 'here');
}
