import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Person } from '../../../shared/domain/person.js';
import { resolveShift } from '../../../shared/domain/roster/resolve.js';
import type { Shift } from '../../../shared/domain/roster/shift.js';
import type { SiteConfig } from '../../../shared/domain/site-config.js';
import { agentIdOf, publicationIdOf, queueIdOf, shiftIdOf } from '../../../shared/kernel/ids.js';
import { durationMs, type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { addDays, atWallClock, localDate, wallClock } from '../../../shared/kernel/zone.js';
import { demoCurve } from './arrivals.js';
import { arrivalsPerMs, type Centre, type PersonSpec, simulatedCentre } from './centre.js';
import { chance, type Dice, diceOf, KIND, uniform } from './draws.js';
import { shiftPlan } from './shift-plan.js';
import { SIMULATOR } from './simulator.js';

export interface DemoRosterOptions {
  readonly agents: number;
  readonly seed: number;
  readonly config: SiteConfig;
  /** The site clock when the demonstration is first begun. */
  readonly now: EpochMs;
}

/** People are planned for this week, and calls forecast for this and the next. */
const DAYS = 7;
const FORECAST_DAYS = 14;
const SHIFT_MIN = 8 * 60;
/** Shifts began so long ago when the demonstration is first begun: its charts' past is all of them so far, and most is still to come. */
const BEGUN_AGO_MS = 2.5 * HOUR_MS;
/** A sheet holds no more people; nobody plans thousands by hand. */
const MOST_PEOPLE = 2_000;
const EVENTS_PER_COMMIT = 400;
const PLANNER: Person = { userId: 'operator', name: '演示排班', role: 'operator' };

/** One person's shifts: where each begins, day by day. */
interface Planned {
  readonly person: PersonSpec;
  readonly dice: Dice;
  readonly firstAt: EpochMs;
  /** Numbers of the days off, counted from the first. */
  readonly off: ReadonlySet<number>;
}

/**
 * The demonstration's roster: everybody works today, and five days of the week, at the hours in which the demonstration was first begun.
 * Told in portions: all but the last are drafts and forecasts, the last one makes it known. Nothing for floors of thousands.
 */
export function demoRoster({ agents, seed, config, now }: DemoRosterOptions): DomainEvent[][] {
  if (agents > MOST_PEOPLE) return [];
  const centre = simulatedCentre({ agents, seed });
  const base = now - (now % (30 * MINUTE_MS)) - BEGUN_AGO_MS;
  const people = centre.people.map((person, i): Planned => {
    const dice = diceOf(seed, `agent ${person.key}`);
    const stagger = (Math.floor(uniform(dice, KIND.rosterStart) * 5) - 2) * 15 * MINUTE_MS;
    // A third of the floor has each of the coming days off.
    return { person, dice, firstAt: epochMs(base + stagger), off: new Set([1 + (i % 6), 1 + ((i + 3) % 6)]) };
  });
  const from = localDate(epochMs(base), config.timeZone);
  const shifts = people.flatMap((one) => shiftsOf(one, config));
  const agentIds = [...new Set(shifts.map(({ agentId }) => agentId))];
  const to = shifts.reduce((last, { shift }) => (shift.businessDate > last ? shift.businessDate : last), from);
  const first = shifts.reduce((date, { shift }) => (shift.businessDate < date ? shift.businessDate : date), from);
  const at = { occurredAt: now };
  const drafts = shifts.map(({ agentId, shift }): DomainEvent => ({ type: 'shift.set', ...at, by: PLANNER, agentId, shift }));
  const told: DomainEvent = {
    type: 'roster.published',
    ...at,
    by: PLANNER,
    publicationId: publicationIdOf('demo-roster'),
    no: 1,
    from: first,
    to,
    agentIds,
    changed: shifts.length,
  };
  const seen = people.slice(1).filter(({ dice }) => chance(0.7, dice, KIND.rosterSeen));
  const acknowledged = seen.map(({ person: { key, name } }): DomainEvent => {
    const agentId = agentIdOf(SIMULATOR, key);
    return { type: 'roster.acknowledged', ...at, agentId, version: 1, by: { userId: `sim-${key}`, name, role: 'agent', agentId } };
  });
  const events = [...forecasts(centre, people, config, now), ...drafts];
  const portions = Array.from({ length: Math.ceil(events.length / EVENTS_PER_COMMIT) }, (_, i) =>
    events.slice(i * EVENTS_PER_COMMIT, (i + 1) * EVENTS_PER_COMMIT),
  );
  return [...portions, [told, ...acknowledged]];
}

function shiftsOf({ person, dice, firstAt, off }: Planned, { timeZone, workforce }: SiteConfig) {
  const agentId = agentIdOf(SIMULATOR, person.key);
  return Array.from({ length: DAYS }, (_, day) => day).flatMap((day): { agentId: typeof agentId; shift: Shift }[] => {
    if (off.has(day)) return [];
    const { date, sinceMidnightMs } = wallClock(firstAt, timeZone);
    const input = {
      businessDate: addDays(date, day),
      startLocal: clockOf(sinceMidnightMs),
      endLocal: clockOf(sinceMidnightMs + SHIFT_MIN * MINUTE_MS),
      segments: shiftPlan(dice, day, workforce.posts),
    };
    const shift = resolveShift(input, timeZone, shiftIdOf(`demo-roster/${person.key}`, day), workforce);
    // Where clocks skip that hour, a day without.
    return shift.ok ? [{ agentId, shift: shift.value }] : [];
  });
}

function clockOf(sinceMidnightMs: number): string {
  const minutes = Math.round(sinceMidnightMs / MINUTE_MS) % (24 * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Beside those who call of their own accord: who dials again, is transferred, or overflows from elsewhere. Measured on the floor. */
const ALSO_ENTERED = 1.04;
/** Talk and after-call work as they come out on the floor, against what the queue is set to: some calls end early. */
const ALSO_HANDLED = 0.98;

/** What calls are to be expected while people are planned; the simulated callers come by the very same curve, and chance. */
function forecasts(centre: Centre, people: readonly Planned[], config: SiteConfig, now: EpochMs): DomainEvent[] {
  const { timeZone, intervalMs } = config;
  const today = localDate(now, timeZone);
  const dates = Array.from({ length: FORECAST_DAYS + 1 }, (_, i) => addDays(today, i - 1));
  return dates.flatMap((date) => {
    const startAt = midnight(date, timeZone);
    const count = Math.round((midnight(addDays(date, 1), timeZone) - startAt) / intervalMs);
    const starts = Array.from({ length: count }, (_, i) => startAt + i * intervalMs);
    const staffed = starts.map((from) => staffedRatio(people, from, from + intervalMs));
    if (staffed.every((ratio) => ratio === 0)) return [];
    return centre.queues.map((queue): DomainEvent => {
      const perMs = arrivalsPerMs(queue, centre.people) * ALSO_ENTERED;
      return {
        type: 'forecast.set',
        occurredAt: now,
        by: PLANNER,
        queueId: queueIdOf(SIMULATOR, queue.key),
        date,
        startAt,
        intervalMs: durationMs(intervalMs),
        calls: starts.map((from, i) => Math.round(perMs * intervalMs * demoCurve(from) * (staffed[i] ?? 0) * 100) / 100),
        ahtMs: starts.map(() => Math.round((queue.handleMs + queue.wrapUpMs) * ALSO_HANDLED)),
      };
    });
  });
}

/** The share of the staff that is on shift between two moments, by the same pattern of days off beyond the week. */
function staffedRatio(people: readonly Planned[], from: number, to: number): number {
  let present = 0;
  for (const { firstAt, off } of people) {
    const day = Math.floor((from - firstAt) / DAY_MS);
    for (const no of [day, day + 1]) {
      const startAt = firstAt + no * DAY_MS;
      const endAt = startAt + SHIFT_MIN * MINUTE_MS;
      const isOff = no < 0 || off.has(no < DAYS ? no : 1 + ((no - 1) % 6));
      if (!isOff) present += Math.max(0, Math.min(to, endAt) - Math.max(from, startAt)) / (to - from);
    }
  }
  return present / people.length;
}
const DAY_MS = 24 * HOUR_MS;

const midnight = (date: string, zone: string): EpochMs => atWallClock({ date, sinceMidnightMs: 0 }, zone);
