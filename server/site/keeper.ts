import type { Position } from '../../shared/kernel/position.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SiteLog } from '../log/log.js';
import type { Logger } from '../ops/logger.js';
import type { Site } from './site.js';

/** A snapshot after so many commits, or so long, keeps a cold start under a second. */
const EVERY_COMMITS = 20_000;
const EVERY_MS = 60_000;
/** The log itself is kept for two days, for the calls behind a number and for replay. */
const RETENTION_MS = 48 * HOUR_MS;

/** Takes snapshots and trims the log below them. Any node may; doing it twice does no harm. */
export class Keeper {
  readonly #site: Site;
  readonly #log: SiteLog;
  readonly #logger: Logger;
  readonly #checkpoints: () => Promise<readonly Position[]>;
  readonly #undo: () => void;
  #commits = 0;
  #tookMs = performance.now();
  #takenAt: Position | undefined;

  constructor(site: Site, log: SiteLog, logger: Logger, checkpoints: () => Promise<readonly Position[]>) {
    this.#site = site;
    this.#log = log;
    this.#logger = logger;
    this.#checkpoints = checkpoints;
    this.#undo = site.onEntries((entries) => {
      this.#commits += entries.length;
    });
  }

  /** Called every few seconds. */
  async tick(): Promise<void> {
    const isDue = this.#commits >= EVERY_COMMITS || (this.#commits > 0 && performance.now() - this.#tookMs >= EVERY_MS);
    if (isDue && this.#site.silentMs() < EVERY_MS) await this.take();
  }

  async take(): Promise<void> {
    if (this.#site.position === this.#takenAt) return;
    this.#commits = 0;
    this.#tookMs = performance.now();
    this.#takenAt = this.#site.position;
    await this.#site.snapshot();
    const removed = await this.#log.trim({ retentionMs: RETENTION_MS, checkpoints: await this.#checkpoints() });
    this.#logger.debug({ position: this.#takenAt, removed }, 'snapshot taken');
  }

  stop(): void {
    this.#undo();
  }
}
