import type { Timers } from '../../server/realtime/timers.js';

/** A clock that stands still until a test moves it. */
export class FakeTimers implements Timers {
  nowMs = 0;
  #next = 1;
  readonly #armed = new Map<number, { at: number; run: () => void }>();

  monotonicMs(): number {
    return this.nowMs;
  }

  random(): number {
    return 0.5;
  }

  setTimeout(run: () => void, ms: number): number {
    const id = this.#next++;
    this.#armed.set(id, { at: this.nowMs + Math.max(0, ms), run });
    return id;
  }

  clearTimeout(timer: unknown): void {
    this.#armed.delete(timer as number);
  }

  get armed(): number {
    return this.#armed.size;
  }

  /** Moves time on, running what comes due in order. */
  advance(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const due = [...this.#armed].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (due === undefined) break;
      const [id, { at, run }] = due;
      this.#armed.delete(id);
      this.nowMs = Math.max(this.nowMs, at);
      run();
    }
    this.nowMs = until;
  }
}
