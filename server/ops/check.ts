/** One thing that an installation needs, looked at. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What was found. Never a secret. */
  readonly detail: string;
  /** What to do about it; null when it is good. */
  readonly fix: string | null;
}

export const good = (check: string, detail: string): Check => ({ check, ok: true, detail, fix: null });
export const bad = (check: string, detail: string, fix: string): Check => ({ check, ok: false, detail, fix });

/** A code (`ECONNREFUSED`) says enough; messages may hold addresses with passwords in them. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name;
}
