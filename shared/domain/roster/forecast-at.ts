import type { QueueId } from '../../kernel/ids.js';
import { type EpochMs, epochMs } from '../../kernel/time.js';
import { localDate } from '../../kernel/zone.js';
import type { SiteState } from '../site.js';
import { type Forecast, forecastKey } from './duty.js';
import { type DayHeading, headingOf } from './heading.js';
import type { Traffic } from './required.js';
import type { Heading } from './words.js';

export interface ForecastInterval extends Traffic {
  /** Of the rest of today: how the calls differ from what was forecast. Null: as forecast. */
  readonly heading: Heading | null;
}

/**
 * What queues are to expect, and the one place that says so: as forecast, and for the rest of today as today is going. Each day and queue is
 * looked at once, so it is made anew for each question and never kept.
 */
export class Expected {
  readonly #site: Readonly<SiteState>;
  readonly #now: EpochMs;
  readonly #today: string;
  readonly #dates = new Map<number, string>();
  readonly #headings = new Map<QueueId, DayHeading | null>();

  constructor(site: Readonly<SiteState>, now: EpochMs) {
    this.#site = site;
    this.#now = now;
    this.#today = localDate(now, site.config.timeZone);
  }

  /** In the interval that an instant lies in; undefined: nothing is forecast for it. */
  at(queueId: QueueId, at: number): ForecastInterval | undefined {
    const forecast = this.#site.forecasts.get(forecastKey(queueId, this.#dateOf(at)));
    if (forecast === undefined) return undefined;
    const { startAt, intervalMs } = forecast;
    const i = Math.floor((at - startAt) / intervalMs);
    const calls = forecast.calls[i];
    const ahtMs = forecast.ahtMs[i];
    if (calls === undefined || ahtMs === undefined) return undefined;
    const today = forecast.date === this.#today ? this.#headingOf(forecast) : null;
    // What is over is not forecast again: who looks back asks what had been expected.
    if (today === null || i < today.fromIndex) return { calls, ahtMs, intervalMs, heading: null };
    return { calls: today.calls[i] ?? calls, ahtMs, intervalMs, heading: today.heading };
  }

  #headingOf(forecast: Forecast): DayHeading | null {
    const { queueId } = forecast;
    let heading = this.#headings.get(queueId);
    if (heading === undefined) {
      const queue = this.#site.queues.get(queueId);
      heading = queue === undefined ? null : headingOf(this.#site, queue, forecast, this.#now);
      this.#headings.set(queueId, heading);
    }
    return heading;
  }

  #dateOf(at: number): string {
    let date = this.#dates.get(at);
    if (date === undefined) {
      date = localDate(epochMs(at), this.#site.config.timeZone);
      this.#dates.set(at, date);
    }
    return date;
  }
}
