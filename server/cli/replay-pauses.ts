import type { EpochMs } from '../../shared/kernel/time.js';

/** How long each name was paused in any queue: pauses in several queues at once are one. */
export class PauseClock {
  private readonly paused = new Map<string, { readonly where: Set<string>; since: EpochMs | undefined; sumMs: number }>();

  set(name: string, where: string, isPaused: boolean, at: EpochMs): void {
    const entry = this.paused.get(name) ?? { where: new Set(), since: undefined, sumMs: 0 };
    this.paused.set(name, entry);
    if (isPaused) entry.where.add(where);
    else entry.where.delete(where);
    if (entry.where.size > 0) entry.since ??= at;
    else if (entry.since !== undefined) {
      entry.sumMs += Math.max(0, at - entry.since);
      entry.since = undefined;
    }
  }

  /** Up to `to` for a pause that is not over. */
  totalMs(name: string, to: EpochMs): number {
    const entry = this.paused.get(name);
    if (entry === undefined) return 0;
    return entry.sumMs + (entry.since === undefined ? 0 : Math.max(0, to - entry.since));
  }
}
