/** Microseconds on the machine's monotonic clock: the same in every process of this machine. */
export const nowMicros = (): number => Number(process.hrtime.bigint() / 1_000n);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** User and system time that this process used so far, in microseconds. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** What is still on its way when the last piece of work was done belongs to the window too. */
export const TAIL_MS = 120;
