import { type EpochMs, epochMs, MINUTE_MS } from '../../../../shared/kernel/time.js';

/** A source's clock may be set while we watch: what was learned longer ago than this no longer counts. */
const REMEMBERED_MS = MINUTE_MS;

/**
 * Brings the PBX's time stamps to the site clock. The smallest `arrival − stamp` of the last minute or two is the distance
 * of the two clocks plus the fastest delivery (under a millisecond on one network); adding it to a stamp keeps the
 * distances between events exact, which arrival times would not on a busy line.
 */
export class SourceClock {
  private previousMinMs = Number.POSITIVE_INFINITY;
  private currentMinMs = Number.POSITIVE_INFINITY;
  private currentSince = 0;

  /** When a message that arrived at `receivedAt` happened. Without a stamp: when it arrived. Never later than it arrived. */
  at(stamp: string, receivedAt: number): EpochMs {
    const sourceAt = parseStamp(stamp);
    if (sourceAt === undefined) return epochMs(receivedAt);
    const lag = receivedAt - sourceAt;
    if (receivedAt - this.currentSince > REMEMBERED_MS) {
      this.previousMinMs = this.currentMinMs;
      this.currentMinMs = lag;
      this.currentSince = receivedAt;
    }
    this.currentMinMs = Math.min(this.currentMinMs, lag);
    const offset = Math.min(this.previousMinMs, this.currentMinMs);
    return epochMs(Math.max(0, Math.min(receivedAt, Math.floor(sourceAt + offset))));
  }
}

/** `Timestamp: 1795297001.115749` → epoch ms. */
export function parseStamp(stamp: string): number | undefined {
  if (!/^\d{1,12}(?:\.\d{1,9})?$/.test(stamp)) return undefined;
  return Number(stamp) * 1_000;
}
