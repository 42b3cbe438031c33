import type { OutboxTimers } from '../../server/outbox/target-queue.js';

/** Time that passes when the test says so. */
export class HandTimers implements OutboxTimers {
  nowMs: number;
  #tasks: { at: number; run: () => void }[] = [];

  constructor(nowMs = Date.UTC(2026, 10, 21, 1)) {
    this.nowMs = nowMs;
  }
  now(): number {
    return this.nowMs;
  }
  random(): number {
    return 0;
  }
  after(ms: number, run: () => void): () => void {
    const task = { at: this.nowMs + ms, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }
  /** Runs what falls due on the way, each at its time. */
  async pass(ms: number): Promise<void> {
    const until = this.nowMs + ms;
    await settled();
    for (;;) {
      const next = this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.run();
      await settled();
    }
    this.nowMs = until;
    await settled();
  }
}

/** Lets what is promised come to pass. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
