/** A command's id is refused when older than 10 minutes, and kept for longer than that. A key costs about 130 bytes. */
export const COMMIT_ID_TTL_MS = 15 * 60_000;
/** A clock that jumped must not be written into the log: see `ahead`. */
export const MAX_AHEAD_MS = 2_000;
/** Appends on their way at once. */
export const MAX_IN_FLIGHT = 256;
/** Large enough that a round trip does not count, small enough that a page is parsed within a frame's time. */
export const PAGE_ENTRIES = 1_000;
/** A tail that is alive says so this often; three of them missing mean that the fold is stalled. */
export const ALIVE_EVERY_MS = 1_000;
/** The newest and two to fall back on. */
export const KEEP_SNAPSHOTS = 3;
