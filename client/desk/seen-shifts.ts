/**
 * Which shifts this browser showed when they were acknowledged last: the others are new since then. A shift that changes is another
 * one with another id, so that a list of ids says it all.
 */
const keyOf = (agentId: string) => `breakwater.shifts.${agentId}`;
const MOST_KEPT = 200;

export function readSeenShifts(agentId: string): ReadonlySet<string> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(agentId)) ?? 'null');
    return Array.isArray(kept) ? new Set(kept.filter((id) => typeof id === 'string')) : null;
  } catch {
    // Kept by somebody else, or no storage: then nothing is marked as new.
    return null;
  }
}

export function keepSeenShifts(agentId: string, ids: readonly string[]): void {
  try {
    localStorage.setItem(keyOf(agentId), JSON.stringify(ids.slice(-MOST_KEPT)));
  } catch {
    // Private windows may refuse: the acknowledgement itself is the server's.
  }
}
