import type { Commit, NewCommit } from '../../shared/domain/commit.js';
import type { CommitId, Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';

/** One commit as it lies in the log. */
export interface LogEntry {
  readonly position: Position;
  /** The entry before this one; `0-0` for the first. A reader whose last position differs has lost its place. */
  readonly prev: Position;
  readonly commit: Commit;
  /** Bytes of the stored commit: for measures. */
  readonly bytes: number;
}

/** An entry that can't be read; the fold goes on without it on every node. */
export interface UnreadableEntry {
  readonly position: Position;
  readonly prev: Position;
  readonly problem: string;
}

export interface AppendRequest {
  readonly epoch: Epoch;
  readonly commit: NewCommit;
  /** The position of the state that was read to decide this. */
  readonly readAt: Position;
  /** Entities that were read; if one was touched after `readAt` the append is refused as `stale`. */
  readonly reads: readonly string[];
  /** Entities that the events touch. */
  readonly touches: readonly string[];
}

export type AppendAnswer =
  | { readonly outcome: 'appended' | 'duplicate'; readonly position: Position }
  | { readonly outcome: 'stale'; readonly entity: string }
  /** The caller's epoch is not the site's, or its position is not in the log: rebuild. */
  | { readonly outcome: 'forked' }
  /** The position read at is older than the log's first entry: rebuild. */
  | { readonly outcome: 'trimmed' }
  /** The last id is more than 2 s ahead of Redis's clock: nothing can be appended until it catches up. */
  | { readonly outcome: 'ahead'; readonly byMs: number }
  /** Not known whether it was written: retry with the same id. Never report it as failed. */
  | { readonly outcome: 'not-confirmed'; readonly reason: string };

export interface Snapshot {
  readonly position: Position;
  readonly stateVersion: number;
  /** JSON text of the state. */
  readonly body: string;
}

/** A site's log. Two implementations, Redis and memory, pass one test suite. */
export interface SiteLog {
  /** Opens the site (creating it when new) and tells where it stands. */
  open(): Promise<{ epoch: Epoch; first: Position | null; last: Position }>;
  append(request: AppendRequest): Promise<AppendAnswer>;
  /**
   * Entries after `from`, oldest first, in pages. Ends at the present end of the log.
   * Throws `LogGap` when `from` is neither the origin nor in the log, or when a `prev` does not match; `NewerVersion`
   * at an entry of a later build.
   */
  read(from: Position): AsyncIterable<ReadonlyArray<LogEntry | UnreadableEntry>>;
  /** Follows the log from `from` until `stop`. See `TailHandler`. */
  tail(from: Position, handler: TailHandler): { stop(): Promise<void> };
  /** Whether this very position is in the log of this epoch. */
  holds(epoch: Epoch, position: Position): Promise<boolean>;
  /** Writes a checksummed snapshot, keeps the newest few, moves `floor`, and forgets touches below it. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /**
   * Newest first; ones that are damaged, or whose position was lost from the log, are skipped (and reported by
   * `onDamaged`). `accepts` refuses state versions that the caller can't read: the next older snapshot is tried.
   */
  loadSnapshot(accepts?: (stateVersion: number) => boolean): Promise<Snapshot | null>;
  /** Removes entries below every kept snapshot, checkpoint and the retention age. Returns how many went. */
  trim(keepAfter: { retentionMs: number; checkpoints: readonly Position[] }): Promise<number>;
  /** Sets a poison entry aside for all nodes. Idempotent. */
  markDead(position: Position, problem: string): Promise<void>;
  /** An operator's command: the entry is folded again from the next rebuild on. */
  revive(position: Position): Promise<void>;
  /** The positions every node leaves out of its fold, with the reason each was set aside. */
  dead(): Promise<ReadonlyMap<Position, string>>;
  /** After a lost or forked log: sets a new epoch if `position` is still absent; returns the epoch now in force. */
  renewEpoch(seen: Epoch, position: Position): Promise<Epoch>;
  /** Redis's clock, epoch ms. */
  time(): Promise<number>;
  /** What became of a command: its position, or null when never written (or forgotten after 15 minutes). */
  find(id: CommitId): Promise<Position | null>;
  close(): Promise<void>;
}

export type LostReason = 'forked' | 'trimmed' | 'newer-version' | 'dead-changed';

export interface TailHandler {
  onEntries(entries: ReadonlyArray<LogEntry | UnreadableEntry>): void | Promise<void>;
  /** Proof of life: a read that completed, with or without entries. None for 3 s means that the fold is stalled. */
  onAlive(): void;
  /**
   * The reader lost its place (a fork, a trim, an epoch change): the node must rebuild. The tail has ended. `cause` is the
   * error behind it; one that `onEntries` threw is a bug, and comes as `forked`.
   */
  onLost(reason: LostReason, cause?: unknown): void;
}

/** Thrown at an entry of a later build's. The node must not guess: it stops serving until it is updated. */
export class NewerVersion extends Error {
  readonly position: Position;
  readonly version: number;
  constructor(position: Position, version: number) {
    super(`entry ${position} has schema version ${version}, newer than this build`);
    this.name = 'NewerVersion';
    this.position = position;
    this.version = version;
  }
}

/** Thrown when a read can't start or go on where it was asked to. */
export class LogGap extends Error {
  readonly reason: 'forked' | 'trimmed';
  constructor(reason: 'forked' | 'trimmed', detail: string) {
    super(detail);
    this.name = 'LogGap';
    this.reason = reason;
  }
}
