import type { DomainEvent } from '../../shared/domain/events.js';
import { SYSTEM } from '../../shared/domain/person.js';
import { type Forecast, forecastKey } from '../../shared/domain/roster/duty.js';
import { entityKey, type SiteState } from '../../shared/domain/site.js';
import type { CommitId, QueueId } from '../../shared/kernel/ids.js';
import { durationMs, type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { addDays, atWallClock, localDate, minuteOfDay } from '../../shared/kernel/zone.js';
import { forecastFromHistory, LEAST_DAYS, type PastDay } from '../../shared/metrics/history-forecast.js';
import type { Logger } from '../ops/logger.js';
import type { Site } from '../site/site.js';
import type { CallHistory } from './call-history.js';

const DAYS_AHEAD = 14;
const DAYS_BACK = 68;
const EVENTS_PER_COMMIT = 300;

export interface ForecasterDeps {
  readonly site: Pick<Site, 'state' | 'siteNow' | 'propose'>;
  readonly calls: CallHistory;
  readonly nodeId: string;
  readonly logger: Logger;
}

/** Forecasts the coming two weeks once a day, from the weeks before. What a person entered stands. */
export class Forecaster {
  readonly #deps: ForecasterDeps;
  #doneOn = '';
  #days = 0;
  #runs = 0;

  constructor(deps: ForecasterDeps) {
    this.#deps = deps;
  }

  /** Whole days of calls that are known. */
  knownDays(): number {
    return this.#days;
  }

  async tick(): Promise<void> {
    const { site, calls, logger } = this.#deps;
    await calls.write();
    const { timeZone } = site.state().config;
    const today = localDate(site.siteNow(), timeZone);
    if (today === this.#doneOn) return;
    const past = await this.#past(today);
    this.#doneOn = today;
    this.#days = Math.max(0, ...[...past.values()].map((days) => days.length));
    if (this.#days < LEAST_DAYS) return;
    const events = forecastsOf(site.state(), past, today, site.siteNow());
    for (let from = 0; from < events.length; from += EVENTS_PER_COMMIT) await this.#tell(events.slice(from, from + EVENTS_PER_COMMIT));
    logger.info({ days: this.#days, forecasts: events.length }, 'the coming days are forecast');
  }

  /** The first node that gets there; the others then find it done. */
  async #tell(events: readonly ForecastSet[]): Promise<void> {
    this.#runs += 1;
    await this.#deps.site.propose({
      id: `forecast/${this.#deps.nodeId}/${this.#runs}` as CommitId,
      by: { kind: 'clock' },
      cause: 'forecast.set',
      decide: (state) => ({
        events: events.filter((event) => isNews(state, event)),
        reads: events.map(({ queueId, date }) => entityKey('forecast', forecastKey(queueId, date))),
      }),
    });
  }

  /** By queue, whole days up to yesterday, oldest first. */
  async #past(today: string): Promise<Map<QueueId, PastDay[]>> {
    const { site, calls } = this.#deps;
    const { timeZone, intervalMs } = site.state().config;
    const frames = Array.from({ length: DAYS_BACK }, (_, i) => frameOf(addDays(today, i - DAYS_BACK), timeZone, intervalMs));
    const [first] = frames;
    const last = frames.at(-1);
    const counts = new Map<QueueId, Map<Frame, DayCounts>>();
    let knownFrom = Number.POSITIVE_INFINITY;
    if (first === undefined || last === undefined) return new Map();
    const seen = new Set<Frame>();
    for await (const some of calls.read(first.startAt, last.endAt)) {
      for (const { queueId, start, entered, handled, handleMs } of some) {
        knownFrom = Math.min(knownFrom, start);
        const frame = frames.find(({ startAt, endAt }) => start >= startAt && start < endAt);
        if (frame === undefined) continue;
        seen.add(frame);
        const place = frame.places[Math.floor((start - frame.startAt) / intervalMs)] ?? 0;
        const day = countsOf(counts, queueId, frame);
        day.calls[place] = (day.calls[place] ?? 0) + entered;
        day.handled[place] = (day.handled[place] ?? 0) + handled;
        day.handleMs[place] = (day.handleMs[place] ?? 0) + handleMs;
      }
    }
    // Of the first day only a part is known, and of days without a single call anywhere nothing is.
    const whole = frames.filter((frame) => seen.has(frame) && frame.startAt >= knownFrom);
    return new Map(
      [...counts].map(([queueId, days]) => [queueId, whole.map((frame) => pastDay(frame, days.get(frame) ?? emptyDay(frame)))]),
    );
  }
}

/** One local date: when it is, and which place on the wall each of its intervals has. */
interface Frame {
  readonly date: string;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly places: readonly number[];
  readonly count: number;
}

function frameOf(date: string, zone: string, intervalMs: number): Frame {
  const startAt = atWallClock({ date, sinceMidnightMs: 0 }, zone);
  const endAt = atWallClock({ date: addDays(date, 1), sinceMidnightMs: 0 }, zone);
  const count = Math.round((24 * HOUR_MS) / intervalMs);
  const intervals = Math.round((endAt - startAt) / intervalMs);
  const isUsual = intervals === count;
  const placeAt = (i: number) =>
    isUsual ? i : Math.floor((minuteOfDay(epochMs(startAt + i * intervalMs), zone) * MINUTE_MS) / intervalMs);
  return { date, startAt, endAt, count, places: Array.from({ length: intervals }, (_, i) => placeAt(i)) };
}

interface DayCounts {
  readonly calls: number[];
  readonly handled: number[];
  readonly handleMs: number[];
}

function emptyDay({ count }: Frame): DayCounts {
  const zeros = () => new Array<number>(count).fill(0);
  return { calls: zeros(), handled: zeros(), handleMs: zeros() };
}

function countsOf(counts: Map<QueueId, Map<Frame, DayCounts>>, queueId: QueueId, frame: Frame): DayCounts {
  const days = counts.get(queueId) ?? new Map<Frame, DayCounts>();
  counts.set(queueId, days);
  const day = days.get(frame) ?? emptyDay(frame);
  days.set(frame, day);
  return day;
}

function pastDay({ date, places, count }: Frame, { calls, handled, handleMs }: DayCounts): PastDay {
  const times = new Array<number>(count).fill(0);
  for (const place of places) times[place] = (times[place] ?? 0) + 1;
  return { date, calls: calls.map((value, place) => (times[place] === 1 ? value : null)), handled, handleMs };
}

type ForecastSet = Extract<DomainEvent, { type: 'forecast.set' }>;

function forecastsOf(
  site: Readonly<SiteState>,
  past: ReadonlyMap<QueueId, readonly PastDay[]>,
  today: string,
  now: EpochMs,
): ForecastSet[] {
  const { timeZone, intervalMs, workforce } = site.config;
  const holidays = new Set(workforce.holidays);
  const frames = Array.from({ length: DAYS_AHEAD + 1 }, (_, i) => frameOf(addDays(today, i), timeZone, intervalMs));
  const frameOn = new Map(frames.map((frame) => [frame.date, frame]));
  return [...past].flatMap(([queueId, days]) => {
    if (site.queues.get(queueId)?.removed !== false) return [];
    const found = forecastFromHistory(days, frames, (date) => holidays.has(date)) ?? [];
    return found.flatMap(({ date, calls, ahtMs }): ForecastSet[] => {
      const startAt = frameOn.get(date)?.startAt;
      if (startAt === undefined) return [];
      const of = { queueId, date, startAt, intervalMs: durationMs(intervalMs), calls: [...calls], ahtMs: [...ahtMs] };
      return [{ type: 'forecast.set', occurredAt: now, by: SYSTEM, ...of }];
    });
  });
}

/** What a person entered outranks it; what is there already is none. */
function isNews(state: Readonly<SiteState>, event: ForecastSet): boolean {
  const known = state.forecasts.get(forecastKey(event.queueId, event.date));
  return known === undefined || (known.isFromHistory === true && !isSame(known, event));
}

const isSame = (known: Forecast, { startAt, intervalMs, calls, ahtMs }: ForecastSet): boolean =>
  known.startAt === startAt &&
  known.intervalMs === intervalMs &&
  known.calls.join() === calls.join() &&
  known.ahtMs.join() === ahtMs.join();
