/** Time as a session needs it, so that tests can pass it by hand. */
export interface Timers {
  /** Real time, epoch ms. */
  now(): number;
  /** Calls once after `delayMs`; the answer undoes it. */
  after(delayMs: number, run: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};
