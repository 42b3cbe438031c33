import { COMMIT_VERSION } from './commit.js';

/** Brings a stored commit from one version's shape to the next one's, `v` included. Pure, and never edited once released. */
export type Upcaster = (stored: unknown) => unknown;

/** At key n: from version n to n + 1. A raise of `COMMIT_VERSION` adds a row, and a fixture of the version it leaves. */
export const UPCASTERS: Readonly<Record<number, Upcaster>> = {
  // 2 has more kinds of events; those of 1 are as they were.
  1: (stored) => ({ ...(stored as object), v: 2 }),
  // So has 3: rosters, swaps and buffer shifts.
  2: (stored) => ({ ...(stored as object), v: 3 }),
};

/** Brings a stored commit to the newest shape, one version at a time. It is parsed afterwards, never before. */
export function upcast(
  stored: unknown,
  version: number,
  steps: Readonly<Record<number, Upcaster>> = UPCASTERS,
  newest = COMMIT_VERSION,
): unknown {
  let commit = stored;
  for (let v = version; v < newest; v++) {
    const step = steps[v];
    if (!step) throw new Error(`no upcaster from version ${v}`);
    commit = step(commit);
  }
  return commit;
}
