import type { DomainEvent } from '../../shared/domain/events.js';
import { type EntityKey, entityKey, type SiteState } from '../../shared/domain/site.js';
import type { AgentId, CommitId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { DeskBook } from '../ops/desks.js';
import type { Logger } from '../ops/logger.js';
import type { Site } from './site.js';

/** A page that is loaded anew is the same desk. */
const RELOAD_MS = 3_000;
/** A third of what an entry counts for: two may be lost. */
const REFRESH_MS = 5_000;

export interface DeskPresenceOptions {
  readonly site: Site;
  readonly book: DeskBook;
  /** Whose page is open on this node now. */
  readonly openDesks: () => ReadonlySet<AgentId>;
  /** Milliseconds that only go forward. */
  readonly monotonicMs: () => number;
  /** Begins each commit id; unique for each start of a node. */
  readonly idPrefix: string;
  readonly logger: Logger;
}

/**
 * Keeps in the log whose desk is open. Every node tells the others of its own through Redis, and appends where the state differs
 * from what all of them told: the first one's commit makes the others find nothing to do.
 */
export class DeskPresence {
  readonly #options: DeskPresenceOptions;
  /** Desks of this node, and when each was last seen open. */
  readonly #seenMs = new Map<AgentId, number>();
  /** Of these the others know. */
  readonly #told = new Set<AgentId>();
  #refreshedMs = Number.NEGATIVE_INFINITY;
  #commits = 0;
  #isCutOff = false;

  constructor(options: DeskPresenceOptions) {
    this.#options = options;
  }

  /** To be called each second, never while it still runs. */
  async tick(): Promise<void> {
    const { logger } = this.#options;
    let living: ReadonlySet<AgentId>;
    try {
      living = await this.#exchange();
    } catch (error) {
      // Whose desk is open can't be known now: it stays as it was.
      if (!this.#isCutOff) logger.warn({ err: error }, 'open desks can not be exchanged with the other nodes');
      this.#isCutOff = true;
      return;
    }
    this.#isCutOff = false;
    await this.#append(living);
  }

  async #exchange(): Promise<ReadonlySet<AgentId>> {
    const { book, openDesks, monotonicMs } = this.#options;
    const nowMs = monotonicMs();
    for (const id of openDesks()) this.#seenMs.set(id, nowMs);
    for (const [id, seenMs] of this.#seenMs) if (nowMs - seenMs >= RELOAD_MS) this.#seenMs.delete(id);
    const isRefresh = nowMs - this.#refreshedMs >= REFRESH_MS;
    const open = [...this.#seenMs.keys()].filter((id) => isRefresh || !this.#told.has(id));
    const closed = [...this.#told].filter((id) => !this.#seenMs.has(id));
    const living = await book.tell(open, closed);
    if (isRefresh) this.#refreshedMs = nowMs;
    for (const id of open) this.#told.add(id);
    for (const id of closed) this.#told.delete(id);
    // What is open here is open, also when Redis has just lost what it was told.
    return new Set([...living, ...this.#seenMs.keys()]);
  }

  async #append(living: ReadonlySet<AgentId>): Promise<void> {
    const { site, idPrefix } = this.#options;
    if (deskChanges(site.state(), living, site.siteNow()).events.length === 0) return;
    await site.propose({
      id: `${idPrefix}/${this.#commits++}` as CommitId,
      by: { kind: 'clock' },
      cause: 'desks',
      decide: (state) => deskChanges(state, living, site.siteNow()),
    });
  }
}

/** Where what the state says of a desk is not so any more. */
export function deskChanges(
  site: Readonly<SiteState>,
  living: ReadonlySet<AgentId>,
  now: EpochMs,
): { readonly events: DomainEvent[]; readonly reads: EntityKey[] } {
  const events: DomainEvent[] = [];
  const reads: EntityKey[] = [];
  for (const { id, desk } of site.agents.values()) {
    const isOpen = living.has(id);
    if ((desk?.isOpen ?? false) === isOpen) continue;
    events.push({ type: 'desk.changed', occurredAt: now, agentId: id, isOpen });
    reads.push(entityKey('agent', id));
  }
  return { events, reads };
}
