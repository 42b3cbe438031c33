import type { Timers } from './timers.js';

/**
 * When frames are built: at once after a quiet moment (leading edge), then not again before a gap has passed. The gap trades
 * a little latency for a lot of work: at 500 changes a second, 25 ms costs less than half of sending each at once.
 */
export const PACE = {
  /** Few enough clients that each change may go out at once, however many changes there are. */
  fewClients: 20,
  /** Above this many clients, writing to all of them takes so long that frames come half as often. */
  manyClients: 200,
  /** Few enough changes a second to send each at once; above `calmBelow` it takes `busyAbove` to leave the calm. */
  calmBelowPerSecond: 50,
  busyAbovePerSecond: 65,
  gapMs: 25,
  crowdGapMs: 50,
  /** A node that needs long for one frame leaves as much time between two as one took, up to this. */
  longestGapMs: 250,
} as const;

/** How often changes come is measured over this. */
const MEASURED_OVER_MS = 1_000;

export class Pace {
  readonly #timers: Timers;
  readonly #clients: () => number;
  readonly #flush: () => void;
  #timer: unknown = null;
  #lastAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  /** Changes in the running window and in the one before it. */
  #window = { startedAt: 0, count: 0, before: 0 };
  #isBusy = false;

  constructor(options: { timers: Timers; clients: () => number; flush: () => void }) {
    this.#timers = options.timers;
    this.#clients = options.clients;
    this.#flush = options.flush;
    this.#window.startedAt = options.timers.monotonicMs();
  }

  /** Something changed. */
  request(): void {
    this.#measure();
    if (this.#timer !== null) return;
    const waitMs = this.#lastAt + this.gapMs() - this.#timers.monotonicMs();
    if (waitMs <= 0) this.#run();
    else this.#arm(waitMs);
  }

  /** Sends what waits, without regard to the gap. */
  flushNow(): void {
    this.stop();
    this.#run();
  }

  stop(): void {
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  gapMs(): number {
    const clients = this.#clients();
    if (clients <= PACE.fewClients || !this.#isBusy) return this.#guarded(0);
    return this.#guarded(clients > PACE.manyClients ? PACE.crowdGapMs : PACE.gapMs);
  }

  /** Building and writing may not fill all of the node's time. */
  #guarded(gapMs: number): number {
    const isSlow = this.#tookMs > PACE.gapMs / 2;
    return isSlow ? Math.min(PACE.longestGapMs, Math.max(gapMs, 2 * this.#tookMs)) : gapMs;
  }

  #arm(waitMs: number): void {
    this.#timer = this.#timers.setTimeout(() => {
      this.#timer = null;
      this.#run();
    }, waitMs);
  }

  #run(): void {
    const startedAt = this.#timers.monotonicMs();
    this.#lastAt = startedAt;
    this.#flush();
    this.#tookMs = this.#timers.monotonicMs() - startedAt;
  }

  #measure(): void {
    const now = this.#timers.monotonicMs();
    const age = now - this.#window.startedAt;
    if (age >= MEASURED_OVER_MS) {
      const before = age < 2 * MEASURED_OVER_MS ? this.#window.count : 0;
      this.#window = { startedAt: now, count: 0, before };
    }
    this.#window.count += 1;
    const perSecond = Math.max(this.#window.count, this.#window.before);
    if (perSecond > PACE.busyAbovePerSecond) this.#isBusy = true;
    else if (perSecond <= PACE.calmBelowPerSecond) this.#isBusy = false;
  }
}
