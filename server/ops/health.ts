/** Null: good. Otherwise why not, in a few words for an operator; no secrets, no names. */
export type ReadyCheck = () => string | null | Promise<string | null>;

/** A check that does not answer counts as failed: a probe must not hang with what it probes. */
const CHECK_WITHIN_MS = 1_000;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly check: string; readonly ok: boolean; readonly reason?: string }[];
}

/**
 * `/healthz` says that the process answers; `/readyz` whether it should get visitors: Redis reachable, the log's tail alive, the fold
 * not stalled. Each part registers what it knows.
 */
export interface Health {
  register(check: string, test: ReadyCheck): void;
  readiness(): Promise<Readiness>;
}

export function createHealth(withinMs: number = CHECK_WITHIN_MS): Health {
  const checks = new Map<string, ReadyCheck>();
  const run = async (check: string, test: ReadyCheck) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('no answer'), withinMs);
    });
    try {
      const reason = await Promise.race([Promise.resolve().then(test), tooLate]);
      return reason === null ? { check, ok: true } : { check, ok: false, reason };
    } catch {
      return { check, ok: false, reason: 'failed' };
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    register: (check, test) => void checks.set(check, test),
    async readiness() {
      const results = await Promise.all([...checks].map(([check, test]) => run(check, test)));
      return { ready: results.every((result) => result.ok), checks: results };
    },
  };
}
