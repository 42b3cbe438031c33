import type { Effect, Failure } from '../../shared/domain/action/effects.js';
import type { Fact } from '../../shared/domain/facts.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { ActionId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';

/**
 * A connector turns one outside system's protocol into facts. It runs on one node at a time, under a lease.
 * It knows nothing of the log: what it delivers is absorbed and appended for it, in the order delivered.
 */
export interface Connector {
  /** Names the source in ids and on screen: `asterisk`, `simulator`. Part of every derived id: never change it for a site. */
  readonly source: string;
  /** Connects and keeps connected until `stop`. Returns at once; failures are reported as `source.status` facts. */
  start(host: ConnectorHost): void;
  /**
   * Asks the source to do something. Answers whether the source took the request, in time that the caller bounds; that it happened
   * is told by facts. Never throws and never tries twice: a request whose answer was lost may have been carried out. Absent: this
   * source can't be asked for anything.
   */
  perform?(effect: Effect, request: EffectRequest): Promise<EffectAnswer>;
  /** Stops delivering, says goodbye to the source, and resolves when nothing is left running. */
  stop(): Promise<void>;
}

/** What a connector may use of the node that runs it. */
export interface ConnectorHost {
  readonly logger: Logger;
  /** The site clock now. Equal to real time on a real site; a simulation may run it faster. */
  now(): EpochMs;
  /**
   * Takes facts in order, without waiting. They are validated, absorbed in batches as the log keeps up, and retried
   * until appended. `readAt` is when the bytes were read (real time, epoch ms): the start of the latency shown on screen.
   */
  deliver(facts: readonly Fact[], readAt: number): void;
  /** Good news from the source now (any byte, a pong). Nothing heard for 15 s makes what depends on it stale. */
  heard(): void;
  /** The folded site as it is now, to resume from. Read only; never keep a reference across an await. */
  site(): Readonly<SiteState>;
  /** Counts a dropped or damaged input under a short reason, shown to operators: `line-too-long`, `unknown-event`. */
  dropped(reason: string): void;
  /** Facts delivered and not yet appended; a connector that can slow its source down may heed it. */
  backlog(): number;
}

export interface EffectRequest {
  /** The action behind it: names the request towards the source, so that answers are told apart. */
  readonly actionId: ActionId;
  /** Asked right before anything is sent: a node that lost the source's lease does nothing any more. */
  isHolder(): boolean;
}
export type EffectAnswer = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };
