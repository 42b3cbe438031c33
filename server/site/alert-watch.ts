import { seedRules } from '../../shared/domain/alert/default-rules.js';
import { type Change, type Dwells, decideChanges, look } from '../../shared/domain/alert/watch.js';
import { rateOf, siteTimeAt } from '../../shared/domain/clock.js';
import { shortHash } from '../../shared/kernel/hash.js';
import type { CommitId, QueueId } from '../../shared/kernel/ids.js';
import { type EpochMs, SECOND_MS } from '../../shared/kernel/time.js';
import { type AlertMoment, measuringAt } from '../../shared/metrics/alert-values.js';
import type { Figures } from '../../shared/metrics/figures.js';
import type { LogEntry } from '../log/log.js';
import type { Site } from './site.js';

/** A figure of half an hour moves slowly: it is computed anew this often (real time). */
const FIGURES_FOR_MS = 5 * SECOND_MS;
/** A source that gave no sign for this long may have gone on without us: what it told stays as it was. */
const SOURCE_SILENT_MS = 15 * SECOND_MS;
/** A log that was not read for this long can't be trusted to be all there is. */
const LOG_SILENT_MS = 3 * SECOND_MS;
/** News that were this old (real time) when they were written tell of the past: the source is catching up. */
const LATE_MS = 5 * SECOND_MS;
/** In one commit; the others follow a second later. */
const MOST_TOGETHER = 500;

/** A source's connector, as far as alerts are concerned. */
export interface HeardSource {
  readonly source: string;
  /** Real time, on Redis's clock; null: never. */
  readonly heardAt: number | null;
}

export interface AlertWatchOptions {
  readonly site: Pick<Site, 'state' | 'siteNow' | 'redisNow' | 'silentMs' | 'propose' | 'onReset' | 'onEntries' | 'epoch'>;
  /** Unique for each start of a node. */
  readonly nodeId: string;
  readonly figures: (queueId: QueueId, now: EpochMs) => Figures;
  readonly sources: () => readonly HeardSource[];
  /** For how long each receiver of ours has taken nothing, real ms; null: not known now. */
  readonly undelivered: () => ReadonlyMap<string, number> | null;
  /** Ms that only go forward. */
  readonly monotonicMs: () => number;
}

/**
 * Looks at every rule once a second, on every node. What it has seen of a value's past is its own; what it changes is decided on the
 * log, so that of several nodes that notice the same, one raises and the others find it done.
 */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #startedAt: EpochMs;
  readonly #undo: readonly (() => void)[];
  /** When each source last told of the past, by the monotonic clock. */
  readonly #lateMs = new Map<string, number>();
  #dwells: Dwells = new Map();
  #commits = 0;
  #figures = new Map<QueueId, Figures>();
  #figuresMs = Number.NEGATIVE_INFINITY;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    this.#startedAt = options.site.redisNow();
    this.#undo = [
      // What was seen belongs to a history that may be another one now.
      options.site.onReset(() => this.#forget()),
      options.site.onEntries((entries) => this.#noteLateness(entries)),
    ];
  }

  stop(): void {
    for (const undo of this.#undo) undo();
  }

  /** Puts the rules that the product comes with into a site's log that lacks them; nothing where they are. */
  async seed(): Promise<void> {
    const { site } = this.#options;
    const missing = seedRules(site.state(), site.siteNow());
    if (missing.length === 0) return;
    // The same on every node of this version, on this history.
    const name = shortHash(`${site.epoch}|${missing.map(({ rule }) => rule.id).join()}`);
    await site.propose({
      id: `operator/rules/${name}` as CommitId,
      by: { kind: 'operator' },
      cause: 'rule.set',
      decide(state) {
        const events = seedRules(state, site.siteNow());
        return { events, reads: events.map(({ rule }) => `rule:${rule.id}` as const) };
      },
    });
  }

  /** Called once a second; the next look waits for this one's commit. */
  async tick(): Promise<void> {
    const { site } = this.#options;
    if (site.silentMs() > LOG_SILENT_MS) return this.#forget();
    // At a first start, after an update that brings more, and on a history that was lost.
    await this.seed();
    const now = site.siteNow();
    const { dwells, changes } = look(site.state(), measuringAt(this.#momentAt(now)), this.#dwells, now);
    this.#dwells = dwells;
    if (changes.length > 0) await this.#propose(changes.slice(0, MOST_TOGETHER), now);
  }

  async #propose(changes: readonly Change[], now: EpochMs): Promise<void> {
    const { site, nodeId } = this.#options;
    await site.propose({
      id: `alerts/${nodeId}/${this.#commits++}` as CommitId,
      by: { kind: 'clock' },
      cause: 'alerts',
      decide: (state) => decideChanges(state, changes, measuringAt(this.#momentAt(now)), now),
    });
  }

  #momentAt(now: EpochMs): AlertMoment {
    const silentMs = this.#silences(now);
    // One that is known to be lost is not trusted from that moment on, however short that is.
    const lost = [...this.#options.site.state().sources.values()].filter(({ status }) => status === 'lost').map(({ source }) => source);
    return {
      now,
      figures: (queueId) => this.#figuresOf(queueId, now),
      staleSources: new Set([
        ...lost,
        ...this.#late(),
        ...[...silentMs].filter(([, ms]) => ms > SOURCE_SILENT_MS).map(([source]) => source),
      ]),
      silentMs,
      undeliveredMs: this.#options.undelivered(),
    };
  }

  /** While hours are told in seconds (a simulation's past, a backlog after an outage), callers who wait are long answered. */
  #late(): string[] {
    const since = this.#options.monotonicMs() - SOURCE_SILENT_MS;
    return [...this.#lateMs].filter(([, atMs]) => atMs > since).map(([source]) => source);
  }

  #noteLateness(entries: readonly LogEntry[]): void {
    const { clock } = this.#options.site.state();
    for (const { commit } of entries) {
      if (commit.by.kind !== 'connector') continue;
      const newest = commit.events.reduce((latest, { occurredAt }) => Math.max(latest, occurredAt), 0);
      const isLate = siteTimeAt(clock, commit.at) - newest > LATE_MS * rateOf(clock);
      if (isLate) this.#lateMs.set(commit.by.source, this.#options.monotonicMs());
      else this.#lateMs.delete(commit.by.source);
    }
  }

  /** A source that is known to be lost is silent from that moment. */
  #silences(now: EpochMs): Map<string, number> {
    const { site, sources } = this.#options;
    const { clock, sources: known } = site.state();
    const silent = new Map<string, number>();
    for (const { source, heardAt } of sources()) silent.set(source, Math.max(0, site.redisNow() - (heardAt ?? this.#startedAt)));
    for (const { source, status, since } of known.values()) {
      if (status === 'lost') silent.set(source, Math.max(silent.get(source) ?? 0, (now - since) / rateOf(clock)));
    }
    return silent;
  }

  #figuresOf(queueId: QueueId, now: EpochMs): Figures {
    const { monotonicMs, figures } = this.#options;
    if (monotonicMs() - this.#figuresMs >= FIGURES_FOR_MS) {
      this.#figures = new Map();
      this.#figuresMs = monotonicMs();
    }
    const known = this.#figures.get(queueId) ?? figures(queueId, now);
    this.#figures.set(queueId, known);
    return known;
  }

  #forget(): void {
    this.#dwells = new Map();
    this.#figures = new Map();
  }
}
