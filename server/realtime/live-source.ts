import type { EntityKey, SiteState } from '../../shared/domain/site.js';
import type { Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { CommandAnswer, CommandRequest, StaleReason } from '../../shared/protocol/messages.js';
import type { Principal } from '../auth/principal.js';

/** What was folded since the last call. */
export interface LiveChange {
  readonly from: Position;
  readonly to: Position;
  /** Entities whose `rev` is now after `from`. Whatever a view shows of an entity changes only together with its `rev`. */
  readonly touched: ReadonlySet<EntityKey>;
  /** Entities that are no longer in the state. */
  readonly gone: ReadonlyMap<EntityKey, Position>;
  /** When the oldest bytes behind these commits were read by their connector (Redis's clock). */
  readonly readAt?: number;
}

/**
 * What the live view needs of a running site. The state is read only inside a callback or between two awaits: it changes in
 * place. `onChange` is called in the same turn in which the state changed.
 */
export interface LiveSource {
  readonly epoch: Epoch;
  readonly position: Position;
  /** Folded up to `position`. */
  state(): Readonly<SiteState>;
  /** `serverAt`: Redis's clock. `siteNow` and `rate`: the site clock. */
  now(): { readonly serverAt: EpochMs; readonly siteNow: EpochMs; readonly rate: number };
  /** Why what is shown can't be trusted as live. */
  stale(): readonly StaleReason[];
  /** Log entries that were set aside. */
  deadEntries(): number;
  /** After each folded page of commits. Returns its undo. */
  onChange(listener: (change: LiveChange) => void): () => void;
  /** The state was rebuilt (a fork, a poison entry, a new epoch): every client needs a whole view. Returns its undo. */
  onReset(listener: () => void): () => void;
  /** Entities removed after `position`; null when that reaches further back than is kept. */
  goneSince(position: Position): Iterable<EntityKey> | null;
  /** Whether this very position is in the log of this epoch. */
  holds(position: Position): Promise<boolean>;
  submit(request: CommandRequest, actor: Principal): Promise<CommandAnswer>;
}
