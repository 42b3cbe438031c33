import { type Forecast, forecastKey } from '../../shared/domain/roster/duty.js';
import { headingOf } from '../../shared/domain/roster/heading.js';
import { computeRequired, type Target, targetOf } from '../../shared/domain/roster/required.js';
import { skillBookOf } from '../../shared/domain/roster/served-queues.js';
import type { Queue, SiteState } from '../../shared/domain/site.js';
import { dateOfDay, dayNumberOf } from '../../shared/kernel/calendar-date.js';
import { durationMs, type EpochMs } from '../../shared/kernel/time.js';
import { localDate } from '../../shared/kernel/zone.js';
import { queuePools } from '../../shared/metrics/queue-pools.js';
import type { Demand, DemandDay, DemandQueue, Reforecast } from '../../shared/protocol/roster-http.js';
import { frontLineOf } from './roster-front-line.js';
import type { Days } from './roster-range.js';

/** A day's answer is asked for again with every change of the roster; the forecast behind it hardly ever changes. */
const MOST_REMEMBERED = 4_000;

/** What queues are forecast to need. Remembers the agents that each day's calls ask for: some thousand evaluations of Erlang's formula. */
export class DemandBook {
  readonly #historyDays: () => number;
  readonly #required = new Map<string, { readonly of: string; readonly required: number[] }>();

  /** `historyDays`: whole days of calls that are known. */
  constructor(historyDays: () => number) {
    this.#historyDays = historyDays;
  }

  demand(site: Readonly<SiteState>, queues: readonly Queue[], days: Days, now: EpochMs): Omit<Demand, 'position'> {
    const { timeZone, intervalMs } = site.config;
    const told = queues.map((queue) => this.#queue(site, queue, days, now));
    return {
      timeZone,
      intervalMs: durationMs(intervalMs),
      from: days.from,
      to: days.to,
      queues: told,
      frontLine: frontLineOf(poolsOf(site, queues, told), ({ name, kind, date, member }) =>
        this.#requiredOf(kind, { name, date, intervalMs, ...member }, member.target, site.config.workforce.planning.maxOccupancyRatio),
      ),
    };
  }

  #queue(site: Readonly<SiteState>, queue: Queue, { from, to }: Days, now: EpochMs): DemandQueue {
    const { planning } = site.config.workforce;
    const target = targetOf(queue, planning);
    const today = localDate(now, site.config.timeZone);
    const dates = Array.from({ length: dayNumberOf(to) - dayNumberOf(from) + 1 }, (_, i) => dateOfDay(dayNumberOf(from) + i));
    const forecasts = dates.flatMap((date) => site.forecasts.get(forecastKey(queue.id, date)) ?? []);
    const ofToday = forecasts.find(({ date }) => date === today);
    return {
      queueId: queue.id,
      target: {
        formula: target.formula,
        thresholdMs: durationMs(target.thresholdMs),
        shortAbandonMs: durationMs(target.shortAbandonMs),
        goalRatio: target.goalRatio,
        patienceMs: durationMs(target.patienceMs),
      },
      days: forecasts.map((forecast) => this.#day(forecast, target, planning.maxOccupancyRatio)),
      reforecast: ofToday === undefined ? null : this.#reforecast(site, queue, ofToday, target, now),
      historyDays: this.#historyDays(),
    };
  }

  #day(forecast: Forecast, target: Target, maxOccupancyRatio: number): DemandDay {
    const { date, startAt, calls, ahtMs } = forecast;
    const required = this.#requiredOf('', { ...forecast, name: forecast.queueId }, target, maxOccupancyRatio);
    return {
      date,
      startAt,
      calls: [...calls],
      ahtMs: [...ahtMs],
      required,
      source: forecast.isFromHistory === true ? 'history' : 'person',
    };
  }

  #reforecast(site: Readonly<SiteState>, queue: Queue, forecast: Forecast, target: Target, now: EpochMs): Reforecast | null {
    const day = headingOf(site, queue, forecast, now);
    if (day === null) return null;
    const { date, intervalMs, ahtMs } = forecast;
    const { fromIndex, heading, rawRatio, calls, low, high } = day;
    const required = this.#requiredOf(
      'now',
      { name: queue.id, date, intervalMs, calls, ahtMs },
      target,
      site.config.workforce.planning.maxOccupancyRatio,
    );
    return { date, fromIndex, heading, rawRatio, calls: [...calls], low: [...low], high: [...high], required };
  }

  #requiredOf(
    kind: string,
    day: Pick<Forecast, 'date' | 'intervalMs' | 'calls' | 'ahtMs'> & { readonly name: string },
    target: Target,
    maxOccupancyRatio: number,
  ): number[] {
    const key = `${kind}|${day.name}|${day.date}`;
    const of = JSON.stringify([day.calls, day.ahtMs, target, maxOccupancyRatio]);
    const known = this.#required.get(key);
    if (known?.of === of) return [...known.required];
    const required = computeRequired(day, target, maxOccupancyRatio);
    if (this.#required.size >= MOST_REMEMBERED) this.#required.clear();
    this.#required.set(key, { of, required });
    return [...required];
  }
}

function poolsOf(site: Readonly<SiteState>, queues: readonly Queue[], told: readonly DemandQueue[]): DemandQueue[][] {
  const toldOf = new Map(told.map((queue) => [queue.queueId, queue]));
  return queuePools(queues, site.agents.values(), skillBookOf(site)).map((pool) => pool.flatMap(({ id }) => toldOf.get(id) ?? []));
}
