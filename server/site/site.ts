import { siteTimeAt } from '../../shared/domain/clock.js';
import { type Actor, COMMIT_VERSION } from '../../shared/domain/commit.js';
import { entitiesOf } from '../../shared/domain/entities.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type EntityKey, type SiteState, STATE_VERSION } from '../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot, readsSnapshot } from '../../shared/domain/snapshot.js';
import type { CommitId, Epoch } from '../../shared/kernel/ids.js';
import { isAfter, ORIGIN, type Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { LogEntry, LostReason, SiteLog, UnreadableEntry } from '../log/log.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import { Fold, type FoldChange, PoisonEntry } from './fold.js';
import type { RedisClock } from './redis-clock.js';

/** What someone wants appended, decided on the state as it is; asked again whenever that moved on. */
export interface Proposal {
  readonly id: CommitId;
  readonly by: Actor;
  readonly cause: string;
  /** When the bytes behind it were read (Redis's clock, epoch ms). */
  readonly readAt?: number;
  decide(site: Readonly<SiteState>): { readonly events: readonly DomainEvent[]; readonly reads: readonly EntityKey[] };
}

export type ProposalOutcome =
  /** Written, and folded here. */
  | { readonly outcome: 'accepted'; readonly position: Position }
  /** Nothing to do: the state is that way already. */
  | { readonly outcome: 'nothing' }
  /** Not known whether it was written. */
  | { readonly outcome: 'not-confirmed' };

export interface SiteOptions {
  readonly log: SiteLog;
  readonly clock: RedisClock;
  readonly logger: Logger;
  readonly measures: Measures;
}

/** Tombstones kept for browsers that come back: beyond these, a whole view is sent. */
const MAX_TOMBSTONES = 50_000;
/** Tries to get one proposal written before the asker is told that it is not confirmed. */
const MAX_ATTEMPTS = 40;
const RETRY_MS = 25;
const REBUILD_EVERY_MS = 500;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * One site, running on this node: the fold of its log, kept up by the log's tail, and the way for new commits into it. A
 * node decides on its own fold; the log refuses what was decided on an old one, and it is decided again. Nothing is applied
 * before it came back through the log.
 */
export class Site {
  readonly #log: SiteLog;
  readonly #clock: RedisClock;
  readonly #logger: Logger;
  readonly #measures: Measures;
  #fold = new Fold();
  #epoch = '' as Epoch;
  #dead = new Map<Position, string>();
  #tail: { stop(): Promise<void> } | undefined;
  #aliveMs = 0;
  #rebuiltMs = Number.NEGATIVE_INFINITY;
  #halted: 'newer-version' | undefined;
  #rebuilding: Promise<void> | undefined;
  #stopped = false;
  #tombstones: { key: EntityKey; position: Position }[] = [];
  #tombstoneFloor: Position = ORIGIN;
  #moved: (() => void)[] = [];
  readonly #changeListeners = new Set<(change: FoldChange) => void>();
  readonly #entryListeners = new Set<(entries: readonly LogEntry[]) => void>();
  readonly #resetListeners = new Set<() => void>();

  constructor({ log, clock, logger, measures }: SiteOptions) {
    this.#log = log;
    this.#clock = clock;
    this.#logger = logger;
    this.#measures = measures;
  }

  /** Folds the log up to its end and begins to follow it. */
  async start(): Promise<void> {
    this.#epoch = (await this.#log.open()).epoch;
    await this.#clock.sync();
    await this.#rebuild(true);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#tail?.stop();
    this.#wake();
  }

  get epoch(): Epoch {
    return this.#epoch;
  }
  get position(): Position {
    return this.#fold.position;
  }
  state(): Readonly<SiteState> {
    return this.#fold.state;
  }
  /** The site clock now. */
  siteNow(): EpochMs {
    return siteTimeAt(this.#fold.state.clock, this.#clock.now());
  }
  redisNow(): EpochMs {
    return this.#clock.now();
  }
  deadEntries(): number {
    return this.#dead.size;
  }
  /** How long since the log was last read, in ms; endless while the fold is being rebuilt or may not go on. */
  silentMs(): number {
    return this.#halted !== undefined || this.#rebuilding !== undefined ? Number.POSITIVE_INFINITY : performance.now() - this.#aliveMs;
  }
  get halted(): 'newer-version' | undefined {
    return this.#halted;
  }
  holds(position: Position): Promise<boolean> {
    return this.#log.holds(this.#epoch, position);
  }

  onChange(listener: (change: FoldChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }
  /** The entries themselves, after they were folded: for what keeps records of its own. */
  onEntries(listener: (entries: readonly LogEntry[]) => void): () => void {
    this.#entryListeners.add(listener);
    return () => void this.#entryListeners.delete(listener);
  }
  onReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => void this.#resetListeners.delete(listener);
  }

  /** Entities removed after `position`; null when that reaches further back than is kept. */
  goneSince(position: Position): EntityKey[] | null {
    if (isAfter(this.#tombstoneFloor, position)) return null;
    const keys: EntityKey[] = [];
    for (let i = this.#tombstones.length - 1; i >= 0; i--) {
      const tombstone = this.#tombstones[i];
      if (tombstone === undefined || !isAfter(tombstone.position, position)) break;
      keys.push(tombstone.key);
    }
    return keys;
  }

  /** Where the commit of this id lies; null: there is none, or it was longer ago than ids are kept. */
  committed(id: CommitId): Promise<Position | null> {
    return this.#log.find(id);
  }

  /** Decides, appends, and waits until the commit is folded here. Safe to repeat with the same id. */
  async propose(proposal: Proposal): Promise<ProposalOutcome> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !this.#stopped; attempt++) {
      await this.#rebuilding;
      const fold = this.#fold;
      const { events, reads } = proposal.decide(fold.state);
      if (events.length === 0) return this.#nothingToDo(proposal);
      const startedMs = performance.now();
      const answer = await this.#log.append({
        epoch: this.#epoch,
        commit: {
          v: COMMIT_VERSION,
          id: proposal.id,
          by: proposal.by,
          cause: proposal.cause,
          events: [...events],
          ...(proposal.readAt === undefined ? {} : { readAt: proposal.readAt }),
        },
        readAt: fold.position,
        reads,
        touches: [...new Set(events.flatMap(entitiesOf))],
      });
      this.#measures.appended(answer.outcome, performance.now() - startedMs);
      switch (answer.outcome) {
        case 'appended':
        case 'duplicate':
          await this.#foldedTo(answer.position);
          return { outcome: 'accepted', position: answer.position };
        case 'stale':
          // What we have not folded yet decides: look again once it is here.
          await this.#nextMove(RETRY_MS);
          break;
        case 'forked':
          await this.#lost('forked');
          break;
        case 'trimmed':
          await this.#lost('trimmed');
          break;
        case 'ahead':
          this.#logger.error({ byMs: answer.byMs }, 'the log is ahead of the clock of Redis: nothing can be written until it catches up');
          await this.#nextMove(Math.min(1_000, answer.byMs));
          break;
        case 'not-confirmed':
          await this.#nextMove(RETRY_MS * Math.min(40, 2 ** attempt));
          break;
      }
    }
    return { outcome: 'not-confirmed' };
  }

  /** A person's wish that was granted before has nothing left to do: it gets its first answer, whichever node gave that. */
  async #nothingToDo({ id, by }: Proposal): Promise<ProposalOutcome> {
    if (by.kind !== 'user') return { outcome: 'nothing' };
    try {
      const position = await this.#log.find(id);
      return position === null ? { outcome: 'nothing' } : { outcome: 'accepted', position };
    } catch (error) {
      this.#logger.warn({ err: error }, 'whether a command was carried out before can not be looked up');
      return { outcome: 'not-confirmed' };
    }
  }

  /** Writes the state as it is; the log keeps several and forgets what lies before the oldest. */
  async snapshot(): Promise<void> {
    const { position, state } = this.#fold;
    if (position === ORIGIN) return;
    await this.#log.saveSnapshot({ position, stateVersion: STATE_VERSION, body: encodeSnapshot(state) });
  }

  async #rebuild(isStart: boolean): Promise<void> {
    await this.#tail?.stop();
    this.#dead = new Map(await this.#log.dead());
    const snapshot = await this.#log.loadSnapshot(readsSnapshot);
    let fold = snapshot === null ? new Fold() : new Fold(decodeSnapshot(snapshot.body, snapshot.stateVersion), snapshot.position);
    // A snapshot taken after an entry that has since been set aside holds what that entry did.
    if ([...this.#dead.keys()].some((position) => !isAfter(position, fold.position))) fold = new Fold();
    this.#tombstones = [];
    this.#tombstoneFloor = fold.position;
    this.#fold = fold;
    for await (const page of this.#log.read(fold.position)) {
      await this.#foldPage(page, false);
      if (this.#stopped) return;
    }
    // A node that starts tells a browser that comes back just what went since. After a rebuild, what a browser holds may rest
    // on entries that no longer count: it gets a whole view.
    if (!isStart) {
      this.#tombstones = [];
      this.#tombstoneFloor = this.#fold.position;
    }
    this.#aliveMs = performance.now();
    this.#rebuiltMs = performance.now();
    this.#halted = undefined;
    this.#measures.deadLetters(this.#dead.size);
    for (const listener of this.#resetListeners) listener();
    this.#tail = this.#log.tail(this.#fold.position, {
      onEntries: (entries) => this.#foldPage(entries, true),
      onAlive: () => {
        this.#aliveMs = performance.now();
      },
      onLost: (reason, cause) => {
        void this.#lost(reason, cause instanceof PoisonEntry ? cause : undefined);
      },
    });
    this.#wake();
  }

  /** Folds one page. Unreadable entries are set aside for all nodes and passed over. @throws PoisonEntry */
  async #foldPage(page: ReadonlyArray<LogEntry | UnreadableEntry>, isLive: boolean): Promise<void> {
    const good: LogEntry[] = [];
    for (const entry of page) {
      if (this.#dead.has(entry.position)) continue;
      if ('problem' in entry) await this.#setAside(entry.position, entry.problem);
      else good.push(entry);
    }
    const last = page.at(-1);
    if (last === undefined) return;
    const change = isLive ? this.#fold.apply(good) : null;
    const { gone } = change ?? this.#fold.replay(good);
    this.#fold.skipTo(last.position);
    this.#measures.folded(
      good.length,
      good.reduce((sum, entry) => sum + entry.commit.events.length, 0),
    );
    for (const listener of this.#entryListeners) listener(good);
    for (const [key, position] of gone) this.#tombstones.push({ key, position });
    this.#forgetTombstones();
    if (change === null) return;
    const newest = good.at(-1);
    if (newest !== undefined) this.#measures.foldLag(Math.max(0, this.#clock.now() - newest.commit.at));
    for (const listener of this.#changeListeners) listener({ ...change, to: last.position });
    this.#wake();
  }

  #forgetTombstones(): void {
    if (this.#tombstones.length <= MAX_TOMBSTONES) return;
    const forgotten = this.#tombstones.splice(0, this.#tombstones.length - MAX_TOMBSTONES / 2);
    this.#tombstoneFloor = forgotten.at(-1)?.position ?? this.#tombstoneFloor;
  }

  async #setAside(position: Position, problem: string): Promise<void> {
    this.#logger.error({ position, problem }, 'a log entry was set aside');
    this.#dead.set(position, problem);
    await this.#log.markDead(position, problem);
    this.#measures.deadLetters(this.#dead.size);
  }

  /** The log and this fold have parted: fold anew. One rebuild at a time; whoever asks meanwhile waits for it. */
  #lost(reason: LostReason, poison?: PoisonEntry): Promise<void> {
    this.#rebuilding ??= this.#recover(reason, poison).finally(() => {
      this.#rebuilding = undefined;
    });
    return this.#rebuilding;
  }

  async #recover(reason: LostReason, poison: PoisonEntry | undefined): Promise<void> {
    this.#logger.warn({ reason, position: this.#fold.position }, 'rebuilding from the log');
    if (reason === 'newer-version') {
      // Guessing at events of a later build would show wrong numbers: this node serves no more until it is updated.
      this.#halted = 'newer-version';
      return;
    }
    // A log that is lost again at once would otherwise be read over and over without a pause.
    if (performance.now() - this.#rebuiltMs < REBUILD_EVERY_MS) await pause(REBUILD_EVERY_MS);
    let bad = poison;
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        if (bad !== undefined) await this.#setAside(bad.position, 'can not be folded');
        else if (reason === 'forked') this.#epoch = await this.#log.renewEpoch(this.#epoch, this.#fold.position);
        await this.#rebuild(false);
        return;
      } catch (error) {
        if (error instanceof PoisonEntry) bad = error;
        this.#logger.error({ err: error, attempt }, 'rebuild failed');
        await pause(Math.min(5_000, 100 * 2 ** attempt));
      }
    }
  }

  async #foldedTo(position: Position): Promise<void> {
    while (!this.#stopped && isAfter(position, this.#fold.position)) await this.#nextMove(1_000);
  }

  /** Resolves when the fold moves, or after `ms`. */
  #nextMove(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#moved.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    const waiting = this.#moved;
    this.#moved = [];
    for (const resume of waiting) resume();
  }
}
