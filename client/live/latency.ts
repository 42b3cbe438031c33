/** The time from a source's bytes being read to the change being on screen. */
export interface Latency {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly samples: number;
}

const WINDOW_MS = 60_000;
/** At 40 frames a second a minute holds 2,400; more are forgotten oldest first. */
const MAX_SAMPLES = 4_000;

/** Event-to-screen times of the last minute. Times come in as arguments. */
export class LatencyMeter {
  #samples: { readonly at: number; readonly ms: number }[] = [];

  add(now: number, ms: number): void {
    this.#samples.push({ at: now, ms: Math.max(0, ms) });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.splice(0, this.#samples.length - MAX_SAMPLES);
  }

  read(now: number): Latency | null {
    this.#samples = this.#samples.filter((sample) => sample.at > now - WINDOW_MS);
    if (this.#samples.length === 0) return null;
    const sorted = this.#samples.map((sample) => sample.ms).sort((a, b) => a - b);
    return { p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95), samples: sorted.length };
  }

  clear(): void {
    this.#samples = [];
  }
}

/** The smallest sample that at least this share of all does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number;
}
