import { RECEIVER_PREFIX } from '../../shared/domain/alert/subject.js';
import type { Position } from '../../shared/kernel/position.js';
import { keepLease, type Lease } from '../ops/lease.js';
import type { RedisConnection } from '../ops/redis.js';
import { Courier, type CourierOptions } from './courier.js';
import type { Target, TargetName } from './delivery.js';
import { type CourierState, createOutboxStore, type OutboxStore } from './store.js';

export interface OutboxOptions extends Pick<CourierOptions, 'siteId' | 'log' | 'site' | 'onEntries' | 'timers' | 'logger'> {
  readonly targets: readonly Target[];
  readonly redis: RedisConnection;
  /** Names this start of this node. */
  readonly nodeId: string;
}

/** What was read longer ago says nothing about now. */
const KNOWN_FOR_MS = 15_000;

/**
 * Everything that goes out, on whichever node holds the lease: a courier for each receiver that is configured. Every node knows how far
 * they are, since each trims the log and looks for alerts.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #store: OutboxStore;
  #lease: Lease | undefined;
  #couriers: readonly Courier[] = [];
  /** Starts and stops follow one another, whatever the lease does. */
  #turn: Promise<void> = Promise.resolve();
  #known = new Map<TargetName, CourierState | null>();
  #knownAt = Number.NEGATIVE_INFINITY;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#store = createOutboxStore(options.redis, options.siteId);
  }

  /** From now on this node may be the one that sends. */
  start(): void {
    const { redis, siteId, nodeId, logger } = this.#options;
    this.#lease = keepLease({
      redis,
      siteId,
      connector: 'outbox',
      holder: nodeId,
      logger,
      onGained: () => this.#next(() => this.#begin()),
      onLost: () => this.#next(() => this.#end()),
    });
  }

  /** Asked every few seconds. */
  async refresh(): Promise<void> {
    const known = new Map<TargetName, CourierState | null>();
    for (const { name } of this.#options.targets) known.set(name, await this.#store.read(name));
    this.#known = known;
    this.#knownAt = this.#options.timers.now();
  }

  /** The log must not be trimmed beyond these. */
  async checkpoints(): Promise<Position[]> {
    await this.refresh();
    return [...this.#known.values()].flatMap((state) => (state === null ? [] : [state.position]));
  }

  /** For how long each receiver has taken nothing; null: not known now. */
  undeliveredMs(): ReadonlyMap<string, number> | null {
    const now = this.#options.timers.now();
    if (now - this.#knownAt > KNOWN_FOR_MS) return null;
    const failing = [...this.#known].map(([name, state]) => [`${RECEIVER_PREFIX}${name}`, failingMs(state, now)] as const);
    return new Map(failing);
  }

  async stop(): Promise<void> {
    await this.#next(() => this.#end());
    await this.#lease?.stop();
  }

  #next(work: () => void | Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#options.logger.error({ err: error }, 'the outbox could not be started or stopped');
    });
    return this.#turn;
  }

  #begin(): void {
    const { targets, logger } = this.#options;
    logger.info({ targets: targets.map(({ name }) => name) }, 'the outbox starts on this node');
    this.#couriers = targets.map((target) => new Courier({ ...this.#options, target, store: this.#store }));
    for (const courier of this.#couriers) courier.start();
  }

  async #end(): Promise<void> {
    const ending = this.#couriers;
    this.#couriers = [];
    await Promise.all(ending.map((courier) => courier.stop()));
  }
}

const failingMs = (state: CourierState | null, now: number) => (state?.failingSince == null ? 0 : Math.max(0, now - state.failingSince));
