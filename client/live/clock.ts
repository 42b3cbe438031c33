import type { EpochMs } from '../../shared/kernel/time.js';

/** What a clock needs of the outside. */
export interface ClockSource {
  /** The site's present, or where it stands still; `null` before the first heartbeat. */
  siteNow(): EpochMs | null;
  /** Site milliseconds per real one; 0 while it stands still. */
  rate(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** No timer on screen changes more often than this, however fast a replayed day runs. */
const SHORTEST_TICK_MS = 250;

/**
 * The one ticking clock: every duration and "as of" on screen reads it. It ticks at the site's whole seconds, and only while
 * somebody looks.
 */
export class SiteClock {
  readonly #source: ClockSource;
  readonly #listeners = new Set<() => void>();
  #shown: EpochMs | null = null;
  #timer: unknown = null;

  constructor(source: ClockSource) {
    this.#source = source;
  }

  /** The instant shown, down to the granularity: the same value until it changes on screen. */
  read(granularityMs: number): EpochMs | null {
    if (this.#shown === null) this.#shown = this.#source.siteNow();
    return this.#shown === null ? null : ((this.#shown - (this.#shown % granularityMs)) as EpochMs);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === null) this.#schedule();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** The source jumped, stopped or went on. */
  refresh(): void {
    this.#tick();
  }

  #tick(): void {
    const next = this.#source.siteNow();
    const before = this.#shown;
    // A heartbeat that corrects by a little must not make a timer step back.
    const keeps = before !== null && next !== null && next < before && before - next < 1_000;
    this.#shown = keeps ? before : next;
    if (this.#listeners.size > 0) this.#schedule();
    if (this.#shown !== before) for (const listener of [...this.#listeners]) listener();
  }

  #schedule(): void {
    this.#stop();
    const rate = this.#source.rate();
    const now = this.#source.siteNow();
    const toNextSecond = rate > 0 && now !== null ? (1_000 - (now % 1_000)) / rate : 1_000;
    // A few milliseconds late rather than early: early would show the old second for one more.
    this.#timer = this.#source.setTimeout(() => this.#tick(), Math.max(SHORTEST_TICK_MS, toNextSecond + 5));
  }

  #stop(): void {
    if (this.#timer !== null) this.#source.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
