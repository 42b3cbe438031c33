import { type EpochMs, epochMs } from '../../kernel/time.js';
import { addDays, atWallClock, localDate, wallClock, weekdayOf } from '../../kernel/zone.js';
import type { EscalationConfig, Hours } from './config.js';

/** A clock that stands still at times. Amounts are ms of open time, or, of working days, days. */
export interface Calendar {
  /** When so much of it will have passed. */
  add(from: EpochMs, amount: number): EpochMs;
  /** How much of it passes between two instants. */
  between(from: EpochMs, to: EpochMs): number;
}

const DAY_MS = 86_400_000;
/** No allowance reaches further; a calendar without an open day ends there too. */
const MOST_DAYS = 1_500;

export const WALL: Calendar = {
  add: (from, amount) => epochMs(Math.round(from + amount)),
  between: (from, to) => Math.max(0, to - from),
};

const atTime = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
};

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Open hours as instants: a day on which the clocks change is longer or shorter, and an allowance in it still is what it says. */
export class OpenHours implements Calendar {
  readonly #hours: Hours;
  readonly #zone: string;
  readonly #isOpen: (date: string) => boolean;

  constructor(hours: Hours, zone: string, isOpen: (date: string) => boolean = (date) => hours.days.includes(weekdayOf(date))) {
    this.#hours = hours;
    this.#zone = zone;
    this.#isOpen = isOpen;
  }

  add(from: EpochMs, amount: number): EpochMs {
    let left = amount;
    for (const span of this.#spansFrom(from)) {
      const start = Math.max(span.from, from);
      if (left <= span.to - start) return epochMs(Math.round(start + left));
      left -= span.to - start;
    }
    return WALL.add(from, amount);
  }

  between(from: EpochMs, to: EpochMs): number {
    let passed = 0;
    for (const span of this.#spansFrom(from)) {
      if (span.from >= to) break;
      passed += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
    }
    return passed;
  }

  isOpenAt(at: EpochMs): boolean {
    const span = this.#spanOf(localDate(at, this.#zone));
    return span !== undefined && span.from <= at && at < span.to;
  }

  /** The first open instant from `at` on. */
  nextOpen(at: EpochMs): EpochMs {
    for (const span of this.#spansFrom(at)) return epochMs(Math.max(span.from, at));
    return at;
  }

  /** The last open minute before `at`, which is closed. */
  lastOpenMinuteBefore(at: EpochMs): EpochMs | undefined {
    let date = localDate(at, this.#zone);
    for (let i = 0; i < MOST_DAYS; i++, date = addDays(date, -1)) {
      const span = this.#spanOf(date);
      if (span !== undefined && span.to <= at) return epochMs(span.to - 60_000);
    }
    return undefined;
  }

  /** Spans that end after `at`, in order. */
  *#spansFrom(at: EpochMs): Generator<Span> {
    let date = localDate(at, this.#zone);
    for (let i = 0; i < MOST_DAYS; i++, date = addDays(date, 1)) {
      const span = this.#spanOf(date);
      if (span !== undefined && span.to > at) yield span;
    }
  }

  #spanOf(date: string): Span | undefined {
    if (!this.#isOpen(date)) return undefined;
    const at = (time: string) => atWallClock({ date, sinceMidnightMs: atTime(time) }, this.#zone);
    return { from: at(this.#hours.from), to: at(this.#hours.to) };
  }
}

/** Whole working days: five of them from Friday 10:00 end on the next Friday at 10:00, whatever the clocks did meanwhile. */
export class WorkDays implements Calendar {
  readonly #zone: string;
  readonly #isWorkDay: (date: string) => boolean;

  constructor(zone: string, isWorkDay: (date: string) => boolean) {
    this.#zone = zone;
    this.#isWorkDay = isWorkDay;
  }

  add(from: EpochMs, amount: number): EpochMs {
    let { date, sinceMidnightMs } = this.#onWorkDay(from);
    sinceMidnightMs += Math.round((amount % 1) * DAY_MS);
    let days = Math.floor(amount) + Math.floor(sinceMidnightMs / DAY_MS);
    for (let i = 0; days > 0 && i < MOST_DAYS; i++) {
      date = addDays(date, 1);
      if (this.#isWorkDay(date)) days -= 1;
    }
    return atWallClock({ date, sinceMidnightMs: sinceMidnightMs % DAY_MS }, this.#zone);
  }

  between(from: EpochMs, to: EpochMs): number {
    if (to <= from) return 0;
    const start = this.#onWorkDay(from);
    const end = this.#onWorkDay(to);
    let days = 0;
    let date = start.date;
    for (let i = 0; date < end.date && i < MOST_DAYS; i++) {
      date = addDays(date, 1);
      if (this.#isWorkDay(date)) days += 1;
    }
    return days + (end.sinceMidnightMs - start.sinceMidnightMs) / DAY_MS;
  }

  /** On a day off the clock stands at the next working day's midnight. */
  #onWorkDay(at: EpochMs): { date: string; sinceMidnightMs: number } {
    const { date, sinceMidnightMs } = wallClock(at, this.#zone);
    if (this.#isWorkDay(date)) return { date, sinceMidnightMs };
    let next = date;
    for (let i = 0; i < MOST_DAYS; i++) {
      next = addDays(next, 1);
      if (this.#isWorkDay(next)) break;
    }
    return { date: next, sinceMidnightMs: 0 };
  }
}

export interface Calendars {
  readonly wall: Calendar;
  readonly service: OpenHours;
  readonly department: OpenHours;
  readonly contact: OpenHours;
  readonly workDays: WorkDays;
}

/** The last one made: a site has one configuration, which is never changed, only replaced. */
let made: { readonly config: EscalationConfig; readonly zone: string; readonly calendars: Calendars } | undefined;

export function calendarsOf(config: EscalationConfig, zone: string): Calendars {
  if (made?.config !== config || made.zone !== zone) made = { config, zone, calendars: makeCalendars(config, zone) };
  return made.calendars;
}

function makeCalendars(config: EscalationConfig, zone: string): Calendars {
  const holidays = new Set(config.holidays);
  const extra = new Set(config.extraWorkDays);
  const isWorkDay = (date: string) => extra.has(date) || (!holidays.has(date) && config.departmentHours.days.includes(weekdayOf(date)));
  return {
    wall: WALL,
    service: new OpenHours(config.serviceHours, zone),
    department: new OpenHours(config.departmentHours, zone, isWorkDay),
    contact: new OpenHours(config.contactHours, zone),
    workDays: new WorkDays(zone, isWorkDay),
  };
}
