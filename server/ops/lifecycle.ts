import type { Logger } from './logger.js';

/** From the first signal to the end, whatever hangs: a supervisor of processes kills a little later. */
export const SHUTDOWN_WITHIN_MS = 5_000;

/**
 * Owns every timer and every drain of the server, so that stopping leaves nothing behind. Parts register in the order in which
 * they start; they are stopped in the opposite order, each with what is left of five seconds.
 */
export interface Lifecycle {
  /** Calls `work` again and again, `everyMs` after the last call ended: a slow one is never run over itself. Returns its undo. */
  every(name: string, everyMs: number, work: () => void | Promise<void>): () => void;
  /** Calls `work` once, unless the server stops or it is undone before. */
  after(name: string, delayMs: number, work: () => void | Promise<void>): () => void;
  /** Something that must end in order. */
  onStop(name: string, stop: () => void | Promise<void>): void;
  /** Ends everything; a second call gets the first one's promise. True: all of it ended in time. */
  stop(reason: string): Promise<boolean>;
  readonly stopping: boolean;
}

export function createLifecycle(logger: Logger, withinMs: number = SHUTDOWN_WITHIN_MS): Lifecycle {
  const timers = new Set<NodeJS.Timeout>();
  const parts: { name: string; stop: () => void | Promise<void> }[] = [];
  let ending: Promise<boolean> | null = null;

  const guarded = async (name: string, work: () => void | Promise<void>) => {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error, task: name }, 'a timed task failed');
    }
  };

  const schedule = (name: string, delayMs: number, work: () => void | Promise<void>, again: boolean): (() => void) => {
    let timer: NodeJS.Timeout | undefined;
    let undone = false;
    const arm = () => {
      if (undone || ending !== null) return;
      timer = setTimeout(async () => {
        if (timer) timers.delete(timer);
        await guarded(name, work);
        if (again) arm();
      }, delayMs);
      timers.add(timer);
    };
    arm();
    return () => {
      undone = true;
      if (timer) timers.delete(timer);
      clearTimeout(timer);
    };
  };

  const stopAll = async (reason: string): Promise<boolean> => {
    logger.info({ reason }, 'stopping');
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    const deadline = performance.now() + withinMs;
    let inTime = true;
    for (const { name, stop } of parts.reverse()) {
      const ended = await endsWithin(guarded(name, stop), deadline - performance.now());
      if (!ended) logger.error({ part: name }, 'did not stop in time');
      inTime &&= ended;
    }
    logger.info({ inTime }, 'stopped');
    return inTime;
  };

  return {
    every: (name, everyMs, work) => schedule(name, everyMs, work, true),
    after: (name, delayMs, work) => schedule(name, delayMs, work, false),
    onStop: (name, stop) => void parts.push({ name, stop }),
    stop(reason) {
      ending ??= stopAll(reason);
      return ending;
    },
    get stopping() {
      return ending !== null;
    },
  };
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, ms));
  });
  try {
    return await Promise.race([work.then(() => true as const), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** SIGTERM and SIGINT end the server in order; a second signal ends it at once. */
export function stopOnSignals(lifecycle: Lifecycle): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (lifecycle.stopping) process.exit(1);
      lifecycle.stop(signal).then(
        (inTime) => process.exit(inTime ? 0 : 1),
        () => process.exit(1),
      );
    });
  }
}
