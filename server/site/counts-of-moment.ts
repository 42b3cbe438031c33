import type { QueueCounters } from '../../shared/domain/counters.js';
import type { Queue, SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { type Counted, countQueue } from '../../shared/metrics/figures.js';
import { recentSinceEach, windowStart } from '../../shared/metrics/windows.js';

/** Earliest beginning first. */
const ROLLING = ['60m', '30m', '15m'] as const;

/**
 * What the queues counted, at one position of the fold and one instant. All figures that are due are asked for together: the site's are
 * made of its queues', and the rolling windows lie in one another, so each queue is gone through once.
 */
export class CountsOfMoment {
  readonly position: Position;
  readonly now: EpochMs;
  readonly #froms: readonly EpochMs[];
  readonly #counted = new Map<string, Counted>();
  readonly #recent = new Map<QueueId, readonly QueueCounters[]>();

  constructor(site: Readonly<SiteState>, position: Position, now: EpochMs) {
    this.position = position;
    this.now = now;
    this.#froms = ROLLING.map((window) => windowStart(site, window, now));
  }

  readonly count: typeof countQueue = (site, queue, window, from, now) => {
    const key = `${queue.id}|${window}`;
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const counted = countQueue(site, queue, window, from, now, (_, since) => this.#recentOf(queue, since));
    this.#counted.set(key, counted);
    return counted;
  };

  #recentOf(queue: Queue, from: EpochMs): QueueCounters {
    const known = this.#recent.get(queue.id) ?? recentSinceEach(queue, this.#froms);
    this.#recent.set(queue.id, known);
    return known[this.#froms.indexOf(from)] ?? {};
  }
}
