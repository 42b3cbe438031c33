import { type EpochMs, epochMs } from '../../shared/kernel/time.js';

/**
 * Redis's clock as this node knows it: the host's monotonic clock plus an offset measured now and then. One clock for all
 * nodes, and one that the host's own adjustments don't move.
 */
export class RedisClock {
  readonly #ask: () => Promise<number>;
  #offsetMs = Date.now() - performance.now();
  #latest = 0;

  constructor(ask: () => Promise<number>) {
    this.#ask = ask;
  }

  /** Takes the middle of the round trip for the moment at which Redis looked. */
  async sync(): Promise<void> {
    const sentMs = performance.now();
    const redisAt = await this.#ask();
    const receivedMs = performance.now();
    this.#offsetMs = redisAt - (sentMs + receivedMs) / 2;
  }

  /** Never goes back, also when a measurement says that it was fast. */
  now(): EpochMs {
    this.#latest = Math.max(this.#latest, Math.round(performance.now() + this.#offsetMs));
    return epochMs(this.#latest);
  }
}
