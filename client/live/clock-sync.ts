import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import type { Heartbeat } from '../../shared/protocol/messages.js';

/**
 * What heartbeats teach about time. Local instants are this browser's, which may be wrong by a day; server instants are
 * Redis's; site instants are what timers on screen show, and run `rate` times as fast.
 */
export interface ClockSync {
  /** Local minus server time, with the shortest way over the network still in it. */
  readonly offsetMs: number;
  /** Half of the shortest round trip seen: how much of `offsetMs` is network. */
  readonly oneWayMs: number;
  readonly serverAt: EpochMs;
  readonly siteNow: EpochMs;
  readonly rate: number;
}

/** A late heartbeat looks like an offset that grew: only a fiftieth of it is believed, so that a clock that drifts is still followed. */
const BELIEVED_GROWTH = 0.02;

export function syncClock(before: ClockSync | null, beat: Heartbeat, localNow: number, oneWayMs: number): ClockSync {
  const sample = localNow - beat.serverAt;
  const offsetMs = before === null || sample < before.offsetMs ? sample : before.offsetMs + (sample - before.offsetMs) * BELIEVED_GROWTH;
  return { offsetMs, oneWayMs, serverAt: beat.serverAt, siteNow: beat.siteNow, rate: beat.rate };
}

/** The local instant at which something stamped by the server was news here. */
export const localAt = (sync: ClockSync, serverAt: number): number => serverAt + sync.offsetMs;

export const serverNow = (sync: ClockSync, localNow: number): number => localNow - (sync.offsetMs - sync.oneWayMs);

/** The site clock at a local instant. */
export function siteAt(sync: ClockSync, local: number): EpochMs {
  return epochMs(Math.round(sync.siteNow + (local - localAt(sync, sync.serverAt)) * sync.rate));
}
