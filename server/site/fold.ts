import type { Commit } from '../../shared/domain/commit.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import { evolve } from '../../shared/domain/evolve.js';
import type { EntityKey, SiteState, Touched } from '../../shared/domain/site.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import type { LogEntry } from '../log/log.js';

/** What a run of commits changed. */
export interface FoldChange {
  readonly from: Position;
  readonly to: Position;
  readonly touched: ReadonlySet<EntityKey>;
  /** Entities that are no more, with the position at which they went. */
  readonly gone: ReadonlyMap<EntityKey, Position>;
  /** When the oldest bytes behind it were read by their connector (Redis's clock, epoch ms). */
  readonly readAt?: number;
}

/** `evolve` threw: a bug, or an entry that no build should have written. The state is not to be trusted any more. */
export class PoisonEntry extends Error {
  readonly position: Position;
  constructor(position: Position, cause: unknown) {
    super(`commit at ${position} can't be folded`, { cause });
    this.name = 'PoisonEntry';
    this.position = position;
  }
}

/** One site's state at one position, and the way from there to the next. */
export class Fold {
  readonly state: SiteState;
  position: Position;

  constructor(state: SiteState = emptySite(), position: Position = ORIGIN) {
    this.state = state;
    this.position = position;
  }

  /** Applies commits in order. @throws PoisonEntry */
  apply(entries: readonly LogEntry[]): FoldChange {
    const from = this.position;
    const touched = new Set<EntityKey>();
    const gone = new Map<EntityKey, Position>();
    let readAt: number | undefined;
    for (const entry of entries) {
      this.#applyCommit(entry.commit, entry.position, notesInto(touched, gone, entry.position));
      this.position = entry.position;
      const { readAt: read } = entry.commit;
      if (read !== undefined && (readAt === undefined || read < readAt)) readAt = read;
    }
    return { from, to: this.position, touched, gone, ...(readAt === undefined ? {} : { readAt }) };
  }

  /** Applies commits of the past: only what has gone since is told. @throws PoisonEntry */
  replay(entries: readonly LogEntry[]): Pick<FoldChange, 'gone'> {
    const gone = new Map<EntityKey, Position>();
    for (const { commit, position } of entries) {
      this.#applyCommit(commit, position, {
        touch: (key) => gone.size > 0 && gone.delete(key),
        gone: (key) => gone.set(key, position),
      });
      this.position = position;
    }
    return { gone };
  }

  /** Goes past entries that are left out of the fold. */
  skipTo(position: Position): void {
    this.position = position;
  }

  #applyCommit(commit: Commit, position: Position, notes: Touched): void {
    const context = { position, at: commit.at };
    try {
      for (const event of commit.events) evolve(this.state, event, context, notes);
    } catch (cause) {
      throw new PoisonEntry(position, cause);
    }
  }
}

function notesInto(touched: Set<EntityKey>, gone: Map<EntityKey, Position>, position: Position): Touched {
  return {
    touch(key) {
      touched.add(key);
      gone.delete(key);
    },
    gone(key) {
      touched.delete(key);
      gone.set(key, position);
    },
  };
}
