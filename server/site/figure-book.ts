import { type EpochMs, quarterOf } from '../../shared/kernel/time.js';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { type FigureScope, type Figures, figuresOf } from '../../shared/metrics/figures.js';
import { type OccupancyBook, occupancySince } from '../../shared/metrics/occupancy.js';
import { windowStart } from '../../shared/metrics/windows.js';
import { CountsOfMoment } from './counts-of-moment.js';
import type { Site } from './site.js';

/** Occupancy moves slowly and costs a pass over all agents: one pass serves every queue for this long. */
const OCCUPANCY_FOR_MS = 10_000;

/** What it needs of a site. */
type FoldedSite = Pick<Site, 'state' | 'position' | 'onReset'>;

/** The figures of any queue and window on this node's fold. */
export class FigureBook {
  readonly #site: FoldedSite;
  readonly #occupancy = new Map<number, { readonly book: OccupancyBook; readonly madeMs: number }>();
  #counts: CountsOfMoment | undefined;

  constructor(site: FoldedSite) {
    this.#site = site;
    site.onReset(() => {
      this.#occupancy.clear();
      this.#counts = undefined;
    });
  }

  figures(scope: FigureScope, window: FigureWindow, siteNow: EpochMs): Figures {
    const state = this.#site.state();
    const occupancy = this.#occupancySince(windowStart(state, window, siteNow), siteNow);
    return figuresOf(state, scope, window, siteNow, occupancy, this.#countsAt(siteNow).count);
  }

  #countsAt(siteNow: EpochMs): CountsOfMoment {
    const { position } = this.#site;
    if (this.#counts?.position !== position || this.#counts.now !== siteNow) {
      this.#counts = new CountsOfMoment(this.#site.state(), position, siteNow);
    }
    return this.#counts;
  }

  #occupancySince(from: EpochMs, now: EpochMs): OccupancyBook {
    const start = quarterOf(from);
    const known = this.#occupancy.get(start);
    if (known !== undefined && performance.now() - known.madeMs < OCCUPANCY_FOR_MS) return known.book;
    const book = occupancySince(this.#site.state(), from, now);
    this.#occupancy.set(start, { book, madeMs: performance.now() });
    // Windows move on: what nobody asked for lately is of no use.
    for (const [key, { madeMs }] of this.#occupancy) if (performance.now() - madeMs > 6 * OCCUPANCY_FOR_MS) this.#occupancy.delete(key);
    return book;
  }
}
