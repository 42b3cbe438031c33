/** The clock and timers of the live view; tests bring their own. */
export interface Timers {
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** 0..1, for jitter. */
  random(): number;
}

export const systemTimers: Timers = {
  monotonicMs: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  random: () => Math.random(),
};

/** Calls again and again, each time measured from the last, until undone. */
export function every(timers: Timers, ms: number, run: () => void): () => void {
  let timer: unknown;
  let stopped = false;
  let due = timers.monotonicMs() + ms;
  const arm = () => {
    timer = timers.setTimeout(
      () => {
        if (stopped) return;
        // Keeps the beat; what a blocked process missed is not made up for.
        due += ms;
        if (due <= timers.monotonicMs()) due = timers.monotonicMs() + ms;
        arm();
        run();
      },
      Math.max(0, due - timers.monotonicMs()),
    );
  };
  arm();
  return () => {
    stopped = true;
    timers.clearTimeout(timer);
  };
}
