import type { Epoch, SiteId } from '../../shared/kernel/ids.js';
import type { Connector, ConnectorHost } from '../connectors/connector.js';
import { keepLease, type Lease, readLease } from '../ops/lease.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import type { RedisConnection } from '../ops/redis.js';
import { Attempted, EffectRunner } from './effect-runner.js';
import { FactInbox } from './inbox.js';
import type { Site } from './site.js';

export interface ConnectorRunnerOptions {
  readonly site: Site;
  readonly siteId: SiteId;
  readonly redis: RedisConnection;
  /** Made anew each time this node gets the lease. */
  readonly create: () => Connector;
  readonly source: string;
  /** Names this start of this node. */
  readonly nodeId: string;
  readonly logger: Logger;
  readonly measures: Measures;
}

/** Runs one connector on whichever node holds its lease, and knows on every node when the source was last heard. */
export class ConnectorRunner {
  readonly source: string;
  readonly #options: ConnectorRunnerOptions;
  readonly #lease: Lease;
  #connector: Connector | undefined;
  #inbox: FactInbox | undefined;
  #effects: EffectRunner | undefined;
  readonly #attempted = new Attempted();
  /** Starts and stops follow one another, whatever the lease does. */
  #turn: Promise<void> = Promise.resolve();
  #heardAt: number | null = null;
  /** The history that the running connector was started on. */
  #epoch: Epoch | undefined;
  /** Starts of a connector under one token: their commits are told apart. */
  #starts = 0;
  readonly #undo: () => void;

  constructor(options: ConnectorRunnerOptions) {
    this.#options = options;
    this.source = options.source;
    this.#lease = keepLease({
      redis: options.redis,
      siteId: options.siteId,
      connector: options.source,
      holder: options.nodeId,
      logger: options.logger,
      onGained: (token) => this.#next(() => this.#begin(token)),
      onLost: () => this.#next(() => this.#end()),
    });
    this.#undo = options.site.onReset(() => this.#onReset());
  }

  /** A history that lost its end, or all of it, does not know what the connector has told: it begins anew with the whole truth. */
  #onReset(): void {
    const { epoch } = this.#options.site;
    if (epoch === this.#epoch || !this.isHere) return;
    this.#epoch = epoch;
    void this.#next(async () => {
      const token = this.#lease.token();
      if (token === null || !this.isHere) return;
      await this.#end();
      this.#begin(token);
    });
  }

  /** When the source was last heard, on whichever node (Redis's clock, epoch ms); null: never. */
  get heardAt(): number | null {
    return this.#heardAt;
  }
  get isHere(): boolean {
    return this.#connector !== undefined;
  }

  /** Asked once a second: another node's connector says in the lease when it heard its source. */
  async refresh(): Promise<void> {
    if (this.isHere) return;
    const view = await readLease(this.#options.redis, this.#options.siteId, this.source);
    if (view?.heardAt !== undefined && view.heardAt !== null) this.#heardAt = Math.max(this.#heardAt ?? 0, view.heardAt);
  }

  async stop(): Promise<void> {
    this.#undo();
    // What the source is asked for right now gets its answer.
    await this.#next(() => this.#effects?.stop());
    await this.#next(() => this.#end());
    await this.#lease.stop();
  }

  #next(work: () => void | Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#options.logger.error({ err: error, source: this.source }, 'a connector could not be started or stopped');
    });
    return this.#turn;
  }

  #begin(token: number): void {
    const { site, create, logger, measures, nodeId } = this.#options;
    this.#epoch = site.epoch;
    const onDropped = (reason: string) => measures.dropped(this.source, reason);
    const inbox = new FactInbox({
      site,
      source: this.source,
      idPrefix: `${this.source}/${token}/${nodeId}.${this.#starts++}`,
      isHolder: () => this.#lease.token() === token,
      logger,
      onDropped,
    });
    const connector = create();
    const host: ConnectorHost = {
      logger: logger.child({ connector: this.source }),
      now: () => site.siteNow(),
      // Connectors read the host's clock; the latency on screen is measured on Redis's.
      deliver: (facts, readAt) => inbox.deliver(facts, Math.round(readAt + site.redisNow() - Date.now())),
      heard: () => {
        this.#heardAt = site.redisNow();
        this.#lease.heard(this.#heardAt);
      },
      site: () => site.state(),
      dropped: onDropped,
      backlog: () => inbox.backlog,
    };
    this.#inbox = inbox;
    this.#connector = connector;
    logger.info({ source: this.source, fence: token }, 'connector starts on this node');
    connector.start(host);
    this.#effects = new EffectRunner({
      site,
      connector,
      fence: token,
      isHolder: () => this.#lease.token() === token,
      isCurrent: () => this.#lease.isCurrent(token),
      attempted: this.#attempted,
      logger,
    });
  }

  async #end(): Promise<void> {
    const connector = this.#connector;
    const inbox = this.#inbox;
    const effects = this.#effects;
    this.#connector = undefined;
    this.#inbox = undefined;
    this.#effects = undefined;
    // Another node may have the source already: it is let go at once, and what was asked of it is told so.
    const settled = effects?.stop();
    await connector?.stop();
    await settled;
    await inbox?.stop();
  }
}
